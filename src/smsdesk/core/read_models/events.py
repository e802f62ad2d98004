"""What the work behind an open desk tells whoever has opened it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.read_models.alerts import Alert
from smsdesk.core.read_models.sending import SyncReport

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class CarrierState:
    """Whether the carrier can be reached.

    Attributes:
        mode: ``live`` or ``simulated``.
        reason: why it cannot, empty while it can.
        refused: whether it was reached, and refuses us (wrong credentials ...).
        waiting: messages in the outbox.
    """

    mode: str
    online: bool
    reason: str
    since: datetime
    waiting: int
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """Something in the database has changed, by this process or another."""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has a thread open.

    Attributes:
        agent: who.
        number: with whom the thread is.
        typing: whether they are writing in it.
    """

    agent: str
    number: str
    typing: bool


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Who else has a thread open now; nothing else has changed."""

    present: tuple[Present, ...]


Event = Changed | SyncReport | Alert | CarrierState | Colleagues
