"""What leaves the core for a screen or a script: frozen, cleaned, complete.

Every text in here has been cleaned of control characters (``smsdesk.text.clean``) but may
still look like markup: it must never be parsed as any. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smsdesk.core.list_views import ConversationKey, ConversationRow
from smsdesk.terms import Code, Direction, LineType, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = [
    "Alert",
    "AlertKind",
    "Bubble",
    "ConsentRow",
    "ConversationKey",
    "ConversationRow",
    "Counted",
    "Evidence",
    "ImportReport",
    "LeadHit",
    "LeadHits",
    "MessageHit",
    "MessageKey",
    "News",
    "OptOutImport",
    "OutboxItem",
    "Question",
    "SendResult",
    "SendStatus",
    "Signup",
    "SyncReport",
    "Thread",
    "ThreadHead",
    "Totals",
    "Why",
]


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
        zone: the IANA zone of the number where exactly one is known, else empty.
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
    asked_at: datetime


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
class LeadHit:
    """One contact in the search modal or in ``leads search``.

    Attributes:
        phone: E.164 where the number is one, else as written.
        number: E.164, or empty where there is none: such a lead cannot be opened.
        reason: why it is left out, in a few words; empty where it can be texted.
    """

    name: str
    email: str
    phone: str
    display_phone: str
    number: str
    event: str
    signed_up_at: datetime | None
    signups: int
    code: Code
    reason: str = ""

    @property
    def sendable(self) -> bool:
        """Whether the rules let a text go to it."""
        return self.code is Code.OK


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, as far as they were counted."""

    number: int
    more: bool = False

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self.number > 0

    def __str__(self) -> str:
        """Return it in words: ``12``, or ``more than 200``."""
        return f"more than {self.number:,}" if self.more else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class LeadHits:
    """The answer to one search.

    Attributes:
        beyond: how many older ones match that are not among the hits.
        left_out: how many match that are not listed, because they cannot be texted.
    """

    query: str
    hits: tuple[LeadHit, ...]
    beyond: Counted
    left_out: Counted

    @property
    def total(self) -> Counted:
        """How many match of those that are listed."""
        return Counted(len(self.hits) + self.beyond.number, self.beyond.more)


class SendStatus(StrEnum):
    """How a send ended, for the screen and for ``send --json``."""

    SENT = "sent"
    DUPLICATE = "duplicate"
    BLOCKED = "blocked"
    REFUSED = "refused"
    QUEUED = "queued"
    HELD = "held"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class SendResult:
    """The outcome of one send.

    Attributes:
        code: the rule's code for ``blocked``, the carrier's code as text for ``refused``,
            else ``ok`` (``duplicate`` for a duplicate).
        message: one line for the agent.
        retry_in: seconds until a rate-limited agent may send again, else 0.
        alerts: what else came to light on the way (the firm's account, other texts).
    """

    status: SendStatus
    code: str
    message: str
    message_id: int | None
    sid: str | None
    to: str
    segments: int
    retry_in: float = 0.0
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule of ``why``: whether it holds, what it stands on, what would lift it."""

    code: Code
    blocked: bool
    evidence: str
    lift: str


@dataclass(frozen=True, slots=True)
class Why:
    """Every rule's verdict about one contact."""

    number: str
    name: str
    verdict: Verdict
    rules: tuple[Evidence, ...]
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the title line shows."""

    unread: int
    conversations: int
    leads: int


class AlertKind(StrEnum):
    """What a red line is about; one alert per kind and subject is shown at a time."""

    SEND_FAILED = "send_failed"
    CARRIER = "carrier"
    FIRM_FILTERED = "firm_filtered"
    DATABASE = "database"
    LOOKUP = "lookup"


@dataclass(frozen=True, slots=True)
class Alert:
    """A failure that the agent must know of; shown in the red line."""

    kind: AlertKind
    message: str
    number: str = ""
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since a revision, whichever process brought it.

    Attributes:
        revision: where the next news begin.
        troubles: the agent's own texts that have not left or not arrived.
        over: messages whose trouble is over.
        texted: numbers with new unseen texts, for the bell.
    """

    revision: int
    troubles: tuple[Alert, ...] = ()
    over: tuple[int, ...] = ()
    texted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync brought.

    Attributes:
        received: inbound messages that were new.
        status_updates: delivery statuses that moved forward.
        consent_changes: opt-outs and opt-ins among the new texts.
        numbers: contacts with new inbound texts, for the bell.
        alerts: failures that the agent must know of.
        offline: why not all of it could be done, or empty.
        refused: whether the carrier was reached and refused us (wrong credentials ...).
        unreachable: whether there was no way to it.
    """

    received: int = 0
    status_updates: int = 0
    consent_changes: int = 0
    numbers: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    offline: str = ""
    refused: bool = False
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A message that is not settled."""

    message_id: int
    number: str
    name: str
    body: str
    status: Status
    reason: str
    created_at: datetime
    sent_by: str
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageHit:
    """A message found by its text."""

    message_id: int
    number: str
    name: str
    direction: Direction
    text: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One line of the opt-out list, with its evidence."""

    number: str
    name: str
    kind: str
    source: str
    happened_at: datetime
    recorded_at: datetime
    evidence: str
    sid: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; every row is in exactly one count.

    Attributes:
        imported: new leads with a number that can exist.
        known: rows that were here already, or twice in the file.
        without_phone: new leads kept without a phone.
        invalid: new leads kept with the reason why their phone is none: reason to count;
            ``unreadable_row`` counts the rows that could not be kept at all.
        new_contacts: numbers that nobody knew before.
        lookups_queued: how many of them Lookup is asked about now.
        price_usd: what those lookups cost.
    """

    rows: int
    imported: int
    known: int
    without_phone: int
    invalid: Mapping[str, int]
    new_contacts: int
    lookups_queued: int
    price_usd: float


@dataclass(frozen=True, slots=True)
class OptOutImport:
    """What the import of an opt-out list did.

    Attributes:
        unreadable: line and reason of rows whose number is none: nobody is protected by them.
    """

    recorded: int
    known: int
    unreadable: tuple[tuple[int, str], ...]
