"""How a text of ours stands: the answer to a send, the outbox, what a sync did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.terms import Code, Status


class SendStatus(StrEnum):
    """How a send ended, for the screen and for ``send --json``."""

    SENT = "sent"
    DUPLICATE = "duplicate"
    BLOCKED = "blocked"
    REFUSED = "refused"
    QUEUED = "queued"
    PLANNED = "planned"
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
        unseen: the messages that made a text ``stale``.
        alerts: what else came to light on the way (the firm's account, other texts).
        warning: what the agent should know of a text that leaves all the same, in one line.
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
    unseen: tuple[int, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """When a text leaves, and what its writer has said yes to.

    Attributes:
        at: a time of its own; ``None``: at once.
        confirmed: the rules whose question a second Enter has answered with yes.
        holds: in quiet hours it waits for the next allowed hour, instead of being stopped.
    """

    at: datetime | None = None
    confirmed: frozenset[Code] = frozenset()
    holds: bool = False


AT_ONCE = Leaving()


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
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync brought.

    Attributes:
        received: inbound messages that were new.
        status_updates: delivery statuses that moved forward.
        consent_changes: opt-outs and opt-ins among the new texts.
        transmitted: texts that waited and that the carrier has now.
        settled: texts of which it was not known whether the carrier has them, and is now.
        looked_up: numbers that Lookup has answered about.
        numbers: contacts with new inbound texts, for the bell.
        alerts: failures that the agent must know of.
        offline: why not all of it could be done, or empty.
        refused: whether the carrier was reached and refused us (wrong credentials ...).
        unreachable: whether there was no way to it.
    """

    received: int = 0
    status_updates: int = 0
    consent_changes: int = 0
    transmitted: int = 0
    settled: int = 0
    looked_up: int = 0
    numbers: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    offline: str = ""
    refused: bool = False
    unreachable: bool = False
