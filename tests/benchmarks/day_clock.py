"""A clock that runs as the machine's does and can be moved on, in each process by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from smsdesk.clock import SystemClock


class DayClock(SystemClock):
    """The machine's time, so many seconds ahead."""

    def __init__(self, ahead: float) -> None:
        self._ahead = ahead

    def move(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        return super().now() + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        return super().monotonic() + self._ahead
