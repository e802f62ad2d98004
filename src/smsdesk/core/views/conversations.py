"""What the conversation list shows, apart from all other views: a start needs it before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.terms import Code, Direction, Status


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Where a row stands in the list (newest activity first); the keyset for the next page."""

    last_activity_at: datetime
    conversation_id: int


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One row of the conversation list.

    Attributes:
        name: the lead's name; empty where only the number is known.
        display_number: the number in national format (a short code as it is).
        last_text: the newest message in one line.
        code: the verdict of the rules about the contact, ``ok`` where it can be texted.
        mark: the rules' word for the row in a few letters (``opted out · STOP``), or empty.
        draft: the agent's unsent text, or empty.
        revision: grows whenever anything of the row has changed.
    """

    conversation_id: int
    number: str
    name: str
    display_number: str
    last_text: str
    last_direction: Direction
    last_status: Status
    last_activity_at: datetime
    unread: int
    code: Code
    mark: str
    draft: str
    revision: int

    @property
    def key(self) -> ConversationKey:
        """The row's place in the list."""
        return ConversationKey(self.last_activity_at, self.conversation_id)

    @property
    def title(self) -> str:
        """The name, or the number where there is none."""
        return self.name or self.display_number


@dataclass(frozen=True, slots=True)
class Totals:
    """What the title line shows."""

    unread: int
    conversations: int
    leads: int
