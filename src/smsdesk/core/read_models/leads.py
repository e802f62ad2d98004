"""What the lead search finds, and what an import has done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsdesk.terms import Code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


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
class AddedLead:
    """What became of one lead that was added by hand.

    Attributes:
        is_new: whether this very signup was not on record before.
    """

    lead: LeadHit
    is_new: bool


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


@dataclass(frozen=True, slots=True)
class FirstLead:
    """One of a file's first leads as it would be stored.

    Attributes:
        number: E.164; empty where the phone is none, for ``reason``.
    """

    name: str
    email: str
    phone: str
    number: str
    reason: str
    event: str
    signed_up_at: datetime | None
    opted_out: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that is no clear word about texts, and how many rows have it."""

    column: str
    value: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a lead file was taken for.

    Attributes:
        columns: target to the headers that it is taken from, best first.
        unused: the headers that nothing is taken from.
        consent: the headers of the columns whose *no* opts out.
        event: of rows that name none.
        order: how days and months were told apart; empty where there was no doubt.
        label: the encoding of a text, or the name of a workbook's sheet.
        first: the first leads.
    """

    columns: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    consent: tuple[str, ...]
    event: str
    order: str
    label: str
    header_line: int
    first: tuple[FirstLead, ...]


@dataclass(frozen=True, slots=True)
class OptOutsAhead:
    """Many opt-outs that an import would record: somebody must say yes.

    Attributes:
        numbers: how many numbers would be opted out, of ``of``.
        said: the columns and values that say so, the most frequent first, with their rows.
    """

    numbers: int
    of: int
    said: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import on record.

    Attributes:
        ended_at: ``None`` where it was broken off, or runs still.
        leads: how many leads came with it.
    """

    id: int
    file: str
    agent: str
    started_at: datetime
    ended_at: datetime | None
    rows: int
    leads: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportedLead:
    """One signup, as ``leads export`` gives it back."""

    name: str
    first_name: str
    email: str
    phone: str
    number: str
    event: str
    signed_up_at: datetime | None
    source_id: str
    state: str
    zip: str
    country: str
    problem: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; every row is in exactly one count.

    Attributes:
        imported: new leads with a number that can exist.
        known: rows that were here already, or twice in the file.
        without_phone: new leads kept without a phone.
        invalid: new leads kept with the reason why their phone is none: reason to count;
            ``unreadable_row`` counts the rows that could not be kept at all, ``footer`` those
            below the leads that are none: a total, the day of the export.
        new_contacts: numbers that nobody knew before.
        lookups_queued: how many of them Lookup is asked about now.
        price_usd: what those lookups cost.
        opted_out: how many numbers the file says want no texts.
        skipped: rows that were left out because the user said so.
        doubts: what rows say that is no clear word about texts, most frequent first.
        reading: what the file was taken for.
        import_id: under which it is on record; 0 for a dry run.
    """

    rows: int
    imported: int
    known: int
    without_phone: int
    invalid: Mapping[str, int]
    new_contacts: int
    lookups_queued: int
    price_usd: float
    opted_out: int = 0
    skipped: int = 0
    doubts: tuple[Doubt, ...] = ()
    reading: FileReading | None = field(default=None, compare=False)
    import_id: int = field(default=0, compare=False)
