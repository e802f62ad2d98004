"""A clock that several processes share, and that the campaign moves on while none is alive."""

from __future__ import annotations

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OFFSETS = struct.Struct("dd")


class SharedClock:
    """The machine's time, as many seconds ahead as a small file says.

    Args:
        path: of that file; made where it is missing.
        skew: seconds by which this clock is off besides, for a carrier whose clock differs.
        is_set: whether somebody sets this clock, as the desks' and never the carrier's.
    """

    boot = "the campaign's machine"

    def __init__(self, path: Path, *, skew: float = 0.0, is_set: bool = True) -> None:
        if not path.exists():
            path.write_bytes(_OFFSETS.pack(0.0, 0.0))
        with path.open("r+b") as file:
            self._offsets = mmap.mmap(file.fileno(), _OFFSETS.size)
        self._skew = skew
        self._is_set = is_set

    @property
    def ahead(self) -> float:
        """Seconds ahead of the machine's time."""
        return float(_OFFSETS.unpack(self._offsets[:])[0])

    @property
    def wrong_by(self) -> float:
        """Seconds by which the desks' wall clock is wrong."""
        return float(_OFFSETS.unpack(self._offsets[:])[1])

    def move(self, seconds: float) -> None:
        """Let time pass at once, for everybody."""
        self._offsets[:] = _OFFSETS.pack(self.ahead + seconds, self.wrong_by)

    def set_wrong_by(self, seconds: float) -> None:
        """Set the desks' wall clock; their steady one and the carrier's go on."""
        self._offsets[:] = _OFFSETS.pack(self.ahead, seconds)

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        wrong_by = self.wrong_by if self._is_set else 0.0
        return datetime.now(UTC) + timedelta(seconds=self.ahead + self._skew + wrong_by)

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        return time.monotonic() + self.ahead

    def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``, really."""
        time.sleep(seconds)
