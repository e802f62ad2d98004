"""A conversation as a screen shows it: who it is with, and its messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.rules.quiet_hours import LeadHours
    from smsdesk.terms import Direction, LineType, Status, Verdict


@dataclass(frozen=True, slots=True)
class Signup:
    """One lead row of a contact."""

    name: str
    email: str
    phone: str
    event: str
    signed_up_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """What stands over the messages.

    Attributes:
        also_known_as: a differing name of an older signup, or empty.
        event: the newest signup's event.
        zone: the lead's IANA zone where one is known, else empty.
        hours: when they may be texted (``core.rules.quiet_hours``).
        quiet_mode: what becomes of a text outside of these hours (``quiet_hours.mode``).
        read_only: a short code or an alphanumeric sender: nothing can be sent.
        conversation_id: ``None`` until the first message.
    """

    number: str
    name: str
    also_known_as: str
    display_number: str
    event: str
    signups: tuple[Signup, ...]
    zone: str
    line_type: LineType
    read_only: bool
    conversation_id: int | None
    hours: LeadHours | None = None
    quiet_mode: str = "warn"


@dataclass(frozen=True, slots=True)
class MessageKey:
    """Where a message stands in its thread; the keyset for older and newer pages."""

    happened_at: datetime
    message_id: int


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of a thread.

    Attributes:
        text: the body, cleaned, new lines kept; ``[photo]`` ... lines stand for media.
        happened_at: when it was sent (outbound) or on the carrier's clock (inbound).
        reason: why it failed, waits or is unconfirmed, in plain English, with the carrier's code.
        sent_by: the agent; ``elsewhere`` for a text sent with the firm's number by another tool.
        retry_at: when the next attempt is due, while it waits for one.
        unchecked: it went without Lookup's answer ("line type not checked").
        unread: an inbound message that nobody of the firm has seen.
        no_report: accepted over an hour ago and no delivery report has come.
        leaves_at: the time of its own that a planned text has, while it is planned.
        sent_at_night: by what time and hours it left in quiet hours, empty where it did not.
        revision: grows whenever anything of the bubble has changed.
    """

    message_id: int
    direction: Direction
    text: str
    status: Status
    happened_at: datetime
    sent_by: str = ""
    sid: str = ""
    error_code: int | None = None
    reason: str = ""
    segments: int = 0
    retry_at: datetime | None = None
    unchecked: bool = False
    unread: bool = False
    no_report: bool = False
    can_retry: bool = False
    can_cancel: bool = False
    can_edit: bool = False
    leaves_at: datetime | None = None
    sent_at_night: str = ""
    revision: int = 0

    @property
    def key(self) -> MessageKey:
        """The bubble's place in its thread."""
        return MessageKey(self.happened_at, self.message_id)


@dataclass(frozen=True, slots=True)
class Question:
    """A text that reads like a wish to stop and waits for the agent's one-key answer."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything needed to show a conversation.

    Attributes:
        verdict: the rules about the contact (never about a text): decides box or notice.
        question: the open opt-out question, where there is one.
        bubbles: the newest ones, oldest first.
        more: whether older ones exist.
        first_unread_id: the message that the "new" line stands above.
        lookup_due: the line type is unknown and a lookup would be run on this first open.
    """

    head: ThreadHead
    verdict: Verdict
    question: Question | None
    bubbles: tuple[Bubble, ...]
    more: bool
    first_unread_id: int | None
    draft: str
    lookup_due: bool
    revision: int


@dataclass(frozen=True, slots=True)
class MessageHit:
    """A message found by its text."""

    message_id: int
    number: str
    name: str
    direction: Direction
    text: str
    happened_at: datetime
