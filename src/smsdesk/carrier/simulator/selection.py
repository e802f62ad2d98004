"""Which messages a listing asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsdesk.carrier.simulator.entries import Entry


@dataclass(frozen=True, slots=True)
class Selection:
    """Which messages to list. Times are POSIX seconds; ``None`` asks for everything.

    A message that has not left the carrier has no date of sending, so a filter by that date
    leaves it out. Twilio's documentation does not say; this is the harder reading for a client.

    Attributes:
        sender: who sent them.
        to: who received them.
        sent_from: left the carrier then or later.
        sent_until: left the carrier then or earlier.
        unsent_for: seconds for which a message is treated as if it had not left.
        unlisted_for: seconds for which a message is treated as if it were not there.
    """

    sender: str | None = None
    to: str | None = None
    sent_from: float | None = None
    sent_until: float | None = None
    unsent_for: float = 0.0
    unlisted_for: float = 0.0

    def holds(self, entry: Entry, now: float) -> bool:
        """Return whether ``entry`` is asked for, as far as is known at ``now``."""
        if self.sender not in (None, entry.sender) or self.to not in (None, entry.to):
            return False
        if entry.created > now - self.unlisted_for:
            return False
        if self.sent_from is None and self.sent_until is None:
            return True
        sent = entry.sent(now - self.unsent_for)
        if sent is None:
            return False
        late_enough = self.sent_from is None or sent >= self.sent_from
        return late_enough and (self.sent_until is None or sent <= self.sent_until)
