"""Why a contact can or cannot be texted, and the list of those who opted out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smsdesk.terms import Code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from smsdesk.terms import Verdict


_FINDINGS: Final = {
    Code.NO_PHONE: ("has a phone", "has no phone"),
    Code.INVALID_PHONE: ("is a valid number", "is no valid number"),
    Code.OPTED_OUT: ("has not opted out", "has opted out"),
    Code.OPT_OUT_QUESTION: ("no wish to stop is open", "may wish to stop"),
    Code.LANDLINE: ("is no landline", "is a landline"),
    Code.NOT_TEXTABLE: ("the line takes texts", "the line takes no texts"),
    Code.AUTO_BLOCKED: ("is not blocked", "is blocked"),
    Code.QUIET_HOURS: ("may be texted now", "quiet hours now"),
    Code.NO_SENDER: ("we have a number to send", "we have no number to send"),
}
"""What each rule about a contact says where it does not hold, and where it does."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule of ``why``: whether it holds, what it stands on, what would lift it.

    Attributes:
        spoken: what people read in place of the evidence; ``None``: the evidence itself.
        careful: it holds, and is told without stopping anything.
    """

    code: Code
    blocked: bool
    evidence: str
    lift: str
    spoken: str | None = None
    careful: bool = False

    @property
    def detail(self) -> str:
        """What stands behind the finding where people read it."""
        return self.evidence if self.spoken is None else self.spoken

    @property
    def finding(self) -> str:
        """What the rule has found, in words: ``has a phone``, ``has opted out``."""
        free, holds = _FINDINGS.get(self.code, (self.code.value, self.code.value))
        return holds if self.blocked or self.careful else free


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
        recorded: numbers; ``known`` counts those that were on record already.
        opted_in_since: of those recorded, how many opted back in since.
        unreadable: line and reason of rows whose number is none: nobody is protected by them.
        spared: rows that say themselves that they are no opt-out.
        columns: what was taken for what: target to header texts.
    """

    recorded: int
    known: int
    unreadable: tuple[tuple[int, str], ...]
    spared: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opted_in_since: int = 0
