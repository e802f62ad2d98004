"""A clock that several processes share, and that the campaign moves on while none is alive."""

from __future__ import annotations

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OFFSET = struct.Struct("d")


class SharedClock:
    """The machine's time, as many seconds ahead as a small file says.

    Args:
        path: of that file; made where it is missing.
        skew: seconds by which this clock is off besides, for a carrier whose clock differs.
    """

    def __init__(self, path: Path, *, skew: float = 0.0) -> None:
        if not path.exists():
            path.write_bytes(_OFFSET.pack(0.0))
        with path.open("r+b") as file:
            self._offset = mmap.mmap(file.fileno(), _OFFSET.size)
        self._skew = skew

    @property
    def ahead(self) -> float:
        """Seconds ahead of the machine's time."""
        (offset,) = _OFFSET.unpack(self._offset[:])
        return float(offset)

    def move(self, seconds: float) -> None:
        """Let time pass at once, for everybody."""
        self._offset[:] = _OFFSET.pack(self.ahead + seconds)

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead + self._skew)

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        return time.monotonic() + self.ahead

    def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``, really."""
        time.sleep(seconds)
