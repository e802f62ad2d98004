"""The clocks of the tests: two stand until they are moved, two run ahead of the machine's.

None of them waits, but for ``sleep`` on a clock that runs.
"""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.clock import SystemClock

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 11, 20, 21, 4, 5, tzinfo=UTC)
NOON = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


class MovedClock:
    """A clock that moves when it is moved, or slept on."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._steady = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._steady

    def sleep(self, seconds: float) -> None:
        self.move(seconds)

    def move(self, seconds: float = 0.0, *, minutes: float = 0.0, days: float = 0.0) -> None:
        step = timedelta(seconds=seconds, minutes=minutes, days=days)
        self._now += step
        self._steady += step.total_seconds()

    def set_back(self, seconds: float) -> None:
        """The wall clock is corrected; the steady one never goes back."""
        self._now -= timedelta(seconds=seconds)


class StandingClock:
    """Shows the given times one by one, then noon for ever."""

    def __init__(self, *looks: datetime) -> None:
        self._looks = list(looks)

    def now(self) -> datetime:
        return self._looks.pop(0) if self._looks else NOON

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("the carrier never sleeps")


class RunningClock(SystemClock):
    """The machine's time, so many seconds ahead; can be moved on."""

    def __init__(self, ahead: float = 0.0) -> None:
        self._ahead = ahead

    @property
    def ahead(self) -> float:
        """Seconds ahead of the machine's time."""
        return self._ahead

    def move(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        return super().now() + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        return super().monotonic() + self.ahead


_OFFSET = struct.Struct("d")


class SharedClock(RunningClock):
    """A running clock that several processes share: a small file says how far it is ahead.

    Args:
        path: of that file; made where it is missing.
        skew: seconds by which this clock is off besides, for a carrier whose clock differs.
    """

    def __init__(self, path: Path, *, skew: float = 0.0) -> None:
        super().__init__()
        if not path.exists():
            path.write_bytes(_OFFSET.pack(0.0))
        with path.open("r+b") as file:
            self._offset = mmap.mmap(file.fileno(), _OFFSET.size)
        self._skew = timedelta(seconds=skew)

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
        return super().now() + self._skew
