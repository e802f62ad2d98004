"""What the conversation list shows, apart from all other views: a start needs it before them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsdesk.terms import ConversationState, ConversationView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from smsdesk.terms import Code, Direction, Status


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Where a row stands in the list; the keyset for the next page.

    Attributes:
        at: of its newest activity; in views of who waits, since when; of snoozed ones, until when.
    """

    at: datetime
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
        state: whose turn it is.
        to_answer_since: since when their oldest unanswered text waits.
        snoozed_until: when it comes back, where it is put aside.
        owner: the agent who answers it, empty for nobody.
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
    state: ConversationState = ConversationState.WAITING
    to_answer_since: datetime | None = None
    snoozed_until: datetime | None = None
    owner: str = ""

    @property
    def key(self) -> ConversationKey:
        """The row's place in the list, newest activity first."""
        return ConversationKey(self.last_activity_at, self.conversation_id)

    def key_in(self, view: ConversationView) -> ConversationKey:
        """Return the row's place in a view."""
        if view is ConversationView.SNOOZED and self.snoozed_until is not None:
            return ConversationKey(self.snoozed_until, self.conversation_id)
        waits = view in (ConversationView.TO_ANSWER, ConversationView.NOBODYS)
        if waits and self.to_answer_since is not None:
            return ConversationKey(self.to_answer_since, self.conversation_id)
        return self.key

    @property
    def title(self) -> str:
        """The name, or the number where there is none."""
        return self.name or self.display_number


@dataclass(frozen=True, slots=True)
class Totals:
    """What the title line and the line of views show.

    Attributes:
        views: how many conversations each view has, as far as it has been counted.
    """

    unread: int
    conversations: int
    leads: int
    views: Mapping[ConversationView, int] = field(default_factory=dict)

    @property
    def to_answer(self) -> int:
        """How many conversations wait for an answer."""
        return self.views.get(ConversationView.TO_ANSWER, 0)
