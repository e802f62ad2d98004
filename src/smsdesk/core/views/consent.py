"""Why a contact can or cannot be texted, and the list of those who opted out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.terms import Code, Verdict


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
class OptOutImport:
    """What the import of an opt-out list did.

    Attributes:
        unreadable: line and reason of rows whose number is none: nobody is protected by them.
    """

    recorded: int
    known: int
    unreadable: tuple[tuple[int, str], ...]
