"""The clock of a past that is played: it stands where it was put."""

from __future__ import annotations

from datetime import datetime, timedelta


class HistoryClock:
    """A ``smsdesk.clock.Clock`` that moves when it is turned, or slept on."""

    def __init__(self, at: datetime) -> None:
        """Begin at ``at``, aware, in UTC."""
        self._now = at
        self._steady = 0.0

    def now(self) -> datetime:
        """Return the wall time of the past, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds by which it has moved."""
        return self._steady

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.turn_to(self._now + timedelta(seconds=seconds))

    def turn_to(self, at: datetime) -> None:
        """Move on to ``at``; it never goes back."""
        if at > self._now:
            self._steady += (at - self._now).total_seconds()
            self._now = at
