"""Time comes in from outside: whatever needs it is given a ``Clock``."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

# Linux's monotonic clock stands still while the machine sleeps, and a lease must not.
_STEADY: Final = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


class Clock(Protocol):
    """Wall time, a steady time for deadlines, and waiting."""

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``."""
        ...


@runtime_checkable
class SharedSteadyTime(Protocol):
    """A clock whose ``monotonic`` can be compared with another process's."""

    @property
    def boot(self) -> str:
        """What it counts from: equal where two processes count from the same; empty: unknown."""
        ...


class SystemClock:
    """The machine's own time."""

    @cached_property
    def boot(self) -> str:
        """The kernel's name for this start of the machine, empty where it has none."""
        try:
            return _BOOT_ID.read_text(encoding="ascii").strip()
        except OSError:
            return ""

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back, the machine's sleep included."""
        return time.monotonic() if _STEADY is None else time.clock_gettime(_STEADY)

    def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``."""
        time.sleep(seconds)
