"""Leads come in: from a file or one by one, each kept, none twice."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from smsdesk.core.context import Writing, writing
from smsdesk.core.lead_file import open_lead_file
from smsdesk.core.lead_rejects import write_rejects
from smsdesk.core.lead_row import LeadRow
from smsdesk.core.phone import Phone, problem_words, read_phone
from smsdesk.store import contacts, leads, notes
from smsdesk.store.times import to_us
from smsdesk.terms import PhoneProblem
from smsdesk.text import fold

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection

BATCH = 200
"""Rows a transaction: the write lock is held for some 25 ms at most."""

UNREADABLE = "unreadable_row"
LAST_IMPORT = "last_import_us"

Reject = Callable[[LeadRow, str], None]


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


@dataclass
class _Tally:
    rows: int = 0
    imported: int = 0
    known: int = 0
    without_phone: int = 0
    new_numbers: list[str] = field(default_factory=list)
    invalid: Counter[str] = field(default_factory=Counter)

    def count(self, phone: Phone) -> None:
        if phone.problem is None:
            self.imported += 1
        elif phone.problem is PhoneProblem.NONE_ON_FILE:
            self.without_phone += 1
        else:
            self.invalid[phone.problem.value] += 1


def import_leads(
    context: Context,
    path: Path,
    *,
    mapping: Mapping[str, str] | None,
    dry_run: bool,
    rejects: Path | None,
    lookup: Literal["now", "later"] | None,
    confirm: Callable[[int, float], bool] | None,
    progress: Callable[[int, int | None], None] | None,
) -> ImportReport:
    """Take in a lead file; see ``Desk.import_leads``.

    Raises:
        LeadFileError: it is no lead file; what was read before the error is kept.
    """
    file = open_lead_file(path, mapping=mapping, zone=context.zone)
    tally = _Tally()
    with ExitStack() as stack:
        reject: Reject = _ignore
        if rejects is not None:
            reject = stack.enter_context(write_rejects(rejects, file.header))
        take = _dry_taker(context, tally) if dry_run else _taker(context, tally)
        for batch in _batches(file.rows()):
            take(_read_batch(context, batch, tally, reject))
            if progress is not None:
                progress(file.bytes_read, file.size_bytes)
    if not dry_run:
        with writing(context) as work:
            notes.put(work.connection, LAST_IMPORT, str(work.now_us))
    queued = _decide_lookups(context, len(tally.new_numbers), lookup, confirm)
    if queued and not dry_run:
        _queue_lookups(context, tally.new_numbers)
    return ImportReport(
        rows=tally.rows,
        imported=tally.imported,
        known=tally.known,
        without_phone=tally.without_phone,
        invalid=dict(sorted(tally.invalid.items())),
        new_contacts=len(tally.new_numbers),
        lookups_queued=queued,
        price_usd=round(queued * context.config.lookup.price_usd, 4),
    )


def _batches(rows: Iterator[LeadRow]) -> Iterator[list[LeadRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _ignore(_row: LeadRow, _reason: str) -> None:
    """Nobody asked for the rejected rows."""


@dataclass(frozen=True, slots=True)
class _ReadLead:
    """A row whose phone has been judged, before any lock is held."""

    row: LeadRow
    phone: Phone
    fingerprint: str


def _read_batch(
    context: Context, batch: Sequence[LeadRow], tally: _Tally, reject: Reject
) -> list[_ReadLead]:
    told = []
    for row in batch:
        tally.rows += 1
        if row.problem:
            tally.invalid[UNREADABLE] += 1
            reject(row, row.problem)
            continue
        phone = read_phone(row.phone, context.region)
        if phone.problem is not None:
            reject(row, problem_words(phone.problem))
        told.append(_ReadLead(row, phone, fingerprint(row, phone)))
    return told


def fingerprint(row: LeadRow, phone: Phone) -> str:
    """Return what two rows share if they are the same signup, however they are written."""
    at = str(to_us(row.signed_up_at)) if row.signed_up_at else ""
    parts = (
        row.source_id,
        fold(row.name),
        fold(row.email),
        phone.number or row.phone,
        fold(row.event),
        at,
    )
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def _taker(context: Context, tally: _Tally) -> Callable[[Sequence[_ReadLead]], None]:
    imported_at = to_us(context.now())

    def take(batch: Sequence[_ReadLead]) -> None:
        # The file can be read again; the last transaction makes all of them durable.
        with writing(context, durable=False) as work:
            _keep(work, batch, imported_at, tally)

    return take


def _keep(work: Writing, batch: Sequence[_ReadLead], imported_at: int, tally: _Tally) -> None:
    """Write the rows of a batch that are new, with their contacts."""
    fresh = _fresh(work.connection, batch, tally)
    numbers = {lead.phone.number for lead in fresh if lead.phone.number}
    unknown = numbers - contacts.existing(work.connection, numbers)
    contacts.ensure_all(work.connection, unknown)
    tally.new_numbers.extend(unknown)
    before = leads.last_id(work.connection)
    leads.add_all(work.connection, [_row(lead, imported_at) for lead in fresh])
    work.touched |= numbers
    if any(not lead.phone.number for lead in fresh):
        work.lead_cards.update(leads.without_number(work.connection, before))


def _fresh(connection: Connection, batch: Sequence[_ReadLead], tally: _Tally) -> list[_ReadLead]:
    """Return the rows that are on record neither in the database nor higher up in the batch."""
    seen = set(leads.known(connection, [lead.fingerprint for lead in batch]))
    fresh = []
    for lead in batch:
        if lead.fingerprint in seen:
            tally.known += 1
            continue
        seen.add(lead.fingerprint)
        tally.count(lead.phone)
        fresh.append(lead)
    return fresh


def _row(lead: _ReadLead, imported_at: int) -> leads.NewLead:
    return {
        "fingerprint": lead.fingerprint,
        "source_id": lead.row.source_id,
        "name": lead.row.name,
        "email": lead.row.email,
        "phone": lead.row.phone,
        "problem": lead.phone.problem.value if lead.phone.problem else "",
        "number": lead.phone.number or None,
        "event": lead.row.event,
        "signed_up_at": to_us(lead.row.signed_up_at),
        "imported_at": imported_at,
    }


def _dry_taker(context: Context, tally: _Tally) -> Callable[[Sequence[_ReadLead]], None]:
    rows_seen: set[str] = set()
    numbers_seen: set[str] = set()

    def take(batch: Sequence[_ReadLead]) -> None:
        unseen = [lead for lead in batch if lead.fingerprint not in rows_seen]
        tally.known += len(batch) - len(unseen)
        with context.database.read() as connection:
            fresh = _fresh(connection, unseen, tally)
            numbers = {lead.phone.number for lead in fresh if lead.phone.number} - numbers_seen
            tally.new_numbers.extend(numbers - contacts.existing(connection, numbers))
        rows_seen.update(lead.fingerprint for lead in fresh)
        numbers_seen.update(numbers)

    return take


def _decide_lookups(
    context: Context,
    new_contacts: int,
    lookup: Literal["now", "later"] | None,
    confirm: Callable[[int, float], bool] | None,
) -> int:
    """Return how many lookups to run now: many cost money, so somebody must say yes."""
    settings = context.config.lookup
    if not settings.enabled or new_contacts == 0 or lookup == "later":
        return 0
    if lookup == "now" or new_contacts <= settings.confirm_above:
        return new_contacts
    if confirm is None:
        return 0
    return new_contacts if confirm(new_contacts, new_contacts * settings.price_usd) else 0


def _queue_lookups(context: Context, numbers: Sequence[str]) -> None:
    """Queue the numbers whose count and price were told, and no others."""
    for start in range(0, len(numbers), BATCH * 5):
        with context.database.write() as connection:
            contacts.queue_lookups(
                connection, numbers[start : start + BATCH * 5], to_us(context.now())
            )


def add_lead(
    context: Context,
    *,
    name: str,
    phone: str,
    email: str,
    event: str,
    signed_up_at: datetime | None,
) -> tuple[Phone, bool]:
    """Take in one lead; return its phone as it was read, and whether the lead is new."""
    row = LeadRow(0, name, email, phone, event, signed_up_at, "", ())
    read = read_phone(phone, context.region)
    tally = _Tally()
    with writing(context) as work:
        _keep(work, [_ReadLead(row, read, fingerprint(row, read))], work.now_us, tally)
        if tally.new_numbers and context.config.lookup.enabled:
            contacts.change(work.connection, read.number, lookup_due_at=work.now_us)
    return read, not tally.known
