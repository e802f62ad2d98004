"""What an agent must be told: trouble, and news that another process brought."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class AlertKind(StrEnum):
    """What a red line is about; one alert per kind and subject is shown at a time."""

    SEND_FAILED = "send_failed"
    CARRIER = "carrier"
    FIRM_FILTERED = "firm_filtered"
    DATABASE = "database"
    LOOKUP = "lookup"
    EXPOSED = "exposed"


@dataclass(frozen=True, slots=True)
class Alert:
    """A failure that the agent must know of; shown in the red line."""

    kind: AlertKind
    message: str
    number: str = ""
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row of the carrier's listing that could not be read; ``seen_at`` is when it first came."""

    sender: str
    reason: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Texted:
    """A text of a lead that nobody has seen; ``name`` is empty where there is none."""

    number: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since a revision, whichever process brought it.

    Attributes:
        revision: where the next news begin.
        troubles: the agent's own texts that have not left or not arrived.
        over: messages whose trouble is over.
        texted: unseen texts that have come in, the oldest first.
    """

    revision: int
    troubles: tuple[Alert, ...] = ()
    over: tuple[int, ...] = ()
    texted: tuple[Texted, ...] = ()
