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
    """A clock that moves when it is moved, or slept on.

    Attributes:
        boot: the same for all who share it: they are processes of one machine.
    """

    def __init__(self, start: datetime = START) -> None:
        self.boot = "the firm's machine"
        self._now = start
        self._steady = 0.0
        self._wrong_by = timedelta(0)

    def now(self) -> datetime:
        return self._now + self._wrong_by

    def monotonic(self) -> float:
        return self._steady

    def sleep(self, seconds: float) -> None:
        self.move(seconds)

    def move(self, seconds: float = 0.0, *, minutes: float = 0.0, days: float = 0.0) -> None:
        step = timedelta(seconds=seconds, minutes=minutes, days=days)
        self._now += step
        self._steady += step.total_seconds()

    def set_back(self, seconds: float) -> None:
        """The desk's wall clock is set; its steady one and the carrier's know nothing of it."""
        self._wrong_by -= timedelta(seconds=seconds)

    def set_ahead(self, seconds: float) -> None:
        """The same, in the other direction."""
        self.set_back(-seconds)


class CarrierClock:
    """The carrier's clock, which runs as a firm's does and is never set."""

    def __init__(self, clock: MovedClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock._now

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


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


_OFFSETS = struct.Struct("dd")


class SharedClock(RunningClock):
    """A running clock that several processes share: a small file says how far it is ahead.

    Args:
        path: of that file; made where it is missing.
        skew: seconds by which this clock is off besides, for a carrier whose clock differs.
        is_set: whether somebody sets this clock, as the desks' and never the carrier's.
    """

    def __init__(self, path: Path, *, skew: float = 0.0, is_set: bool = True) -> None:
        super().__init__()
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
        off = self._skew + (self.wrong_by if self._is_set else 0.0)
        return super().now() + timedelta(seconds=off)
