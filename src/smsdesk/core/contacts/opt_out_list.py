"""Opt-out lists from elsewhere: every row counts, an undated one from its import."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.contacts.opt_out_file import open_opt_out_file
from smsdesk.core.context import carrier_skew, writing
from smsdesk.core.read_models.consent import OptOutImport
from smsdesk.core.rules.consent_state import EventKind, EventSource, consent_state
from smsdesk.core.spreadsheets.rejects import check_rejects_path, write_rejects
from smsdesk.e164 import one_contact
from smsdesk.store.tables import contact_events, contacts
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smsdesk.core.contacts.opt_out_file import OptOutRow
    from smsdesk.core.context import Context

BATCH = 100


def import_list(
    context: Context,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    rejects: Path | None = None,
) -> OptOutImport:
    """Record an opt-out for every number in a file.

    Args:
        mapping: target to header text, as the user has said.
        dry_run: say what would happen, and record nothing.
        rejects: where to write the rows whose number cannot be read.

    Raises:
        LeadFileError: the file is none; rows before the error are recorded.
    """
    file = open_opt_out_file(path, context.zone, context.region, mapping, context.own_keywords)
    rows = file.rows()
    recorded = known = spared = opted_in_since = 0
    unreadable: list[tuple[int, str]] = []
    told: dict[str, list[EventRecord]] = {}
    with ExitStack() as stack:
        reject = None
        if rejects is not None:
            check_rejects_path(rejects, path, force=True)
            reject = stack.enter_context(write_rejects(rejects, file.header))
        while batch := _readable(context, list(islice(rows, BATCH))):
            for row in batch:
                if row.counts and row.problem:
                    unreadable.append((row.line, row.problem))
                    if reject is not None:
                        reject(row, row.problem)
            spared += sum(not row.counts for row in batch)
            counted = [row for row in batch if row.counts and not row.problem]
            new, of_them_in = (
                _foretell(context, counted, told) if dry_run else _record(context, counted)
            )
            recorded += new
            opted_in_since += of_them_in
            known += sum(len(row.numbers) for row in counted) - new
    return OptOutImport(recorded, known, tuple(unreadable), spared, file.columns, opted_in_since)


def _readable(context: Context, rows: list[OptOutRow]) -> list[OptOutRow]:
    """Give rows the numbers that count: those of contacts, and never the firm's own."""
    ours = one_contact(context.our_number)
    return [_of_others(row, ours) for row in _with_known_numbers(context, rows)]


def _of_others(row: OptOutRow, ours: str) -> OptOutRow:
    if ours not in row.numbers:
        return row
    others = tuple(number for number in row.numbers if number != ours)
    return row._replace(numbers=others, problem="" if others else "the firm's own number")


def _with_known_numbers(context: Context, rows: list[OptOutRow]) -> list[OptOutRow]:
    """Give rows the numbers that are contacts, whatever the number plan says of them."""
    possible = {number for row in rows for number in row.possible}
    if not possible:
        return rows
    with context.database.read() as connection:
        known = contacts.existing(connection, possible)
    return [
        row._replace(numbers=numbers, problem="")
        if (numbers := tuple(number for number in row.possible if number in known))
        else row
        for row in rows
    ]


def _record(context: Context, rows: list[OptOutRow]) -> tuple[int, int]:
    """Record the rows; return how many were new, and how many of them have opted in since."""
    with writing(context) as work:
        new = [
            number
            for row in rows
            for number in row.numbers
            if consent.opt_out_by_list(
                work, number, row.happened_at, row.evidence, context.agent, whole_day=row.whole_day
            )
        ]
        since = [
            number
            for number in new
            if _is_in(contact_events.about_consent(work.connection, number))
        ]
    return len(new), len(since)


def _foretell(
    context: Context, rows: list[OptOutRow], told: dict[str, list[EventRecord]]
) -> tuple[int, int]:
    """Count what would be new; ``told`` holds what the file itself has said before."""
    new = since = 0
    with context.database.read() as connection:
        now = to_us(context.steady_now() + carrier_skew(connection))
        for row in rows:
            for number in row.numbers:
                known = contact_events.about_consent(connection, number)
                known += told.get(number, [])
                event = consent.new_list_event(
                    known,
                    EventRecord(
                        number, EventKind.OPT_OUT, EventSource.LIST, now, 0, evidence=row.evidence
                    ),
                    row.happened_at,
                    whole_day=row.whole_day,
                )
                if event is not None:
                    told.setdefault(number, []).append(event)
                    new += 1
                    since += _is_in([*known, event])
    return new, since


def _is_in(events: list[EventRecord]) -> bool:
    state = consent_state(events)
    return state.consent is not None and not state.opted_out
