"""Leads come in from a file: each kept, none twice."""

from __future__ import annotations

import gc
from array import array
from collections import Counter
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from smsdesk.core.contacts import consent
from smsdesk.core.context import writing
from smsdesk.core.leads.file_report import in_order, reading_of
from smsdesk.core.leads.lead_stream import BATCH, Source, chunks
from smsdesk.core.leads.opt_out_guard import check_opt_outs
from smsdesk.core.leads.storing import Kept, keep, only_new
from smsdesk.core.read_models.leads import ImportReport, OptOutsAhead
from smsdesk.core.spreadsheets.rejects import check_rejects_path, write_rejects
from smsdesk.storable_text import storable
from smsdesk.store.queues import lookups
from smsdesk.store.tables import lead_imports, program_state
from smsdesk.store.times import to_us
from smsdesk.terms import PhoneProblem
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from smsdesk.core.context import Context
    from smsdesk.core.leads.lead_file import Choices
    from smsdesk.core.leads.lead_stream import Chunk
    from smsdesk.core.leads.preparing import ReadLead

UNREADABLE, FOOTER = "unreadable_row", "footer"
LAST_IMPORT = "last_import_us"
LOOKUPS_TOGETHER = 1000
OPT_OUTS_TOGETHER = 50
"""Opt-outs a transaction: each reads and writes a contact's whole standing."""


@dataclass
class _Tally:
    rows: int = 0
    written: int = 0
    imported: int = 0
    known: int = 0
    without_phone: int = 0
    skipped: int = 0
    new_numbers: array[int] = field(default_factory=lambda: array("q"))
    invalid: Counter[str] = field(default_factory=Counter)
    opted_out: set[int] = field(default_factory=set)
    doubts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def count(self, chunk: Chunk, kept: Kept) -> None:
        self.rows = chunk.rows
        self.skipped = chunk.skipped
        self.invalid[UNREADABLE] = chunk.unreadable - chunk.footers
        self.invalid[FOOTER] = chunk.footers
        self.doubts = chunk.doubts
        self.written += len(chunk.leads)
        self.known += len(chunk.leads) - len(kept.fresh)
        # Eight bytes a number: a file may bring a million of them.
        self.new_numbers.extend(int(number) for number in kept.new_contacts)
        for read in chunk.leads:
            if read.opt_out:
                self.opted_out.update(map(int, read.opt_out_numbers))
        for read in kept.fresh:
            problem = read.lead.problem
            if not problem:
                self.imported += 1
            elif problem == PhoneProblem.NONE_ON_FILE:
                self.without_phone += 1
            else:
                self.invalid[problem] += 1


@dataclass(frozen=True, slots=True)
class Asking:
    """Who answers what an import must ask; where nobody does, the careful answer is taken.

    Attributes:
        lookups: is told how many lookups there are and what they cost in US dollars, and answers
            whether to run them now.
        opt_outs: is told of many opt-outs that the file would bring, and answers whether they
            are right.
    """

    lookups: Callable[[int, float], bool] | None = None
    opt_outs: Callable[[OptOutsAhead], bool] | None = None


def import_leads(
    context: Context,
    path: Path,
    *,
    choices: Choices,
    dry_run: bool,
    rejects: Path | None,
    lookup: Literal["now", "later"] | None,
    asking: Asking,
    progress: Callable[[int, int | None], None] | None,
) -> ImportReport:
    """Take in a lead file; see ``smsdesk.desk.leads.Leads.import_file``.

    Raises:
        LeadFileError: it is no lead file; what was read before the error is kept.
    """
    source = Source(
        path, choices, context.zone, context.region, to_us(context.now()),
        rejects=rejects is not None,
    )  # fmt: skip
    file = source.open()
    if not dry_run:
        check_opt_outs(file, choices, asking.opt_outs)
    tally = _Tally()
    with ExitStack() as stack:
        reject = None
        if rejects is not None:
            check_rejects_path(rejects, path, force=True)
            reject = stack.enter_context(write_rejects(rejects, file.header))
        if dry_run:
            take = _dry_taker(context)
        else:
            source = replace(source, import_id=_begin(context, path))
            take = _taker(context, source, tally)
        stack.enter_context(_rarely_collecting())
        for chunk in stack.enter_context(closing(chunks(source, file))):
            if reject is not None:
                for row, reason in chunk.rejected:
                    reject(row, reason)
            tally.count(chunk, take(chunk.leads))
            if progress is not None:
                part = (tally.written + chunk.unreadable + chunk.skipped) / max(chunk.rows, 1)
                progress(int(chunk.bytes_read * part), file.size_bytes)
    if source.import_id is not None:
        with writing(context) as work:
            program_state.put(work.connection, LAST_IMPORT, str(work.now_us))
            lead_imports.end(work.connection, source.import_id, tally.rows, work.now_us)
    queued = _decide_lookups(context, len(tally.new_numbers), lookup, asking.lookups)
    if queued and not dry_run:
        _queue_lookups(context, tally.new_numbers)
    return ImportReport(
        rows=tally.rows,
        imported=tally.imported,
        known=tally.known,
        without_phone=tally.without_phone,
        invalid=dict(sorted((+tally.invalid).items())),
        new_contacts=len(tally.new_numbers),
        lookups_queued=queued,
        price_usd=round(queued * context.config.lookup.price_usd, 4),
        opted_out=len(tally.opted_out),
        skipped=tally.skipped,
        doubts=in_order(tally.doubts),
        reading=reading_of(file),
        import_id=source.import_id or 0,
    )


def _begin(context: Context, path: Path) -> int:
    with writing(context, durable=False) as work:
        return lead_imports.begin(
            work.connection, one_line(storable(path.name).text), context.agent, work.now_us
        )


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Let Python look for dead cycles every few batches only.

    A row is a dozen tuples, and none of them is ever in a cycle: looking through them every 700
    of them, as Python would, costs a tenth of the whole import.
    """
    usual = gc.get_threshold()
    gc.set_threshold(30 * BATCH, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _taker(context: Context, source: Source, tally: _Tally) -> Callable[[Sequence[ReadLead]], Kept]:
    import_id = source.import_id or 0
    file = one_line(storable(source.path.name).text)

    def take(batch: Sequence[ReadLead]) -> Kept:
        # Who wants no texts is on record before the lead can be found.
        _record_opt_outs(context, file, batch)
        # The file can be read again; the last transaction makes all of them durable.
        with writing(context, durable=False) as work:
            context.database.expect_many_writes(work.connection)
            kept = keep(work, batch)
            passed = tally.invalid[UNREADABLE] + tally.invalid[FOOTER]
            rows = tally.written + len(batch) + passed
            lead_imports.grow(work.connection, import_id, rows, kept.ids)
            return kept

    return take


def _record_opt_outs(context: Context, file: str, batch: Sequence[ReadLead]) -> None:
    found = [
        (number, read.opt_out, read.line)
        for read in batch
        if read.opt_out
        for number in read.opt_out_numbers
    ]
    for start in range(0, len(found), OPT_OUTS_TOGETHER):
        with writing(context) as work:
            for number, said, row in found[start : start + OPT_OUTS_TOGETHER]:
                consent.opt_out_by_lead_file(work, number, said, file, row, context.agent)


def _dry_taker(context: Context) -> Callable[[Sequence[ReadLead]], Kept]:
    rows_seen: set[tuple[str | None, str]] = set()
    numbers_seen: set[str] = set()

    def take(batch: Sequence[ReadLead]) -> Kept:
        unseen = [
            read for read in batch if (read.lead.number, read.lead.fingerprint) not in rows_seen
        ]
        with context.database.read() as connection:
            kept = only_new(connection, unseen)
        new_contacts = kept.new_contacts - numbers_seen
        rows_seen.update((read.lead.number, read.lead.fingerprint) for read in kept.fresh)
        numbers_seen.update(new_contacts)
        return Kept(kept.fresh, new_contacts)

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


def _queue_lookups(context: Context, numbers: Sequence[int]) -> None:
    """Queue the numbers whose count and price were told, and no others."""
    for start in range(0, len(numbers), LOOKUPS_TOGETHER):
        with context.database.write() as connection:
            some = [f"+{number}" for number in numbers[start : start + LOOKUPS_TOGETHER]]
            lookups.queue(connection, some, to_us(context.steady_now()))
