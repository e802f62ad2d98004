"""Opt-out lists from elsewhere: every row counts, an undated one from its import."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.contacts.opt_out_file import open_opt_out_file
from smsdesk.core.context import writing
from smsdesk.core.spreadsheets.rejects import check_rejects_path, write_rejects
from smsdesk.core.views.consent import OptOutImport
from smsdesk.store.tables import contact_events

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
    file = open_opt_out_file(path, context.zone, context.region, mapping)
    rows = file.rows()
    recorded = known = spared = 0
    unreadable: list[tuple[int, str]] = []
    told: set[tuple[str, str]] = set()
    with ExitStack() as stack:
        reject = None
        if rejects is not None:
            check_rejects_path(rejects, path, force=True)
            reject = stack.enter_context(write_rejects(rejects, file.header))
        while batch := list(islice(rows, BATCH)):
            for row in batch:
                if row.counts and row.problem:
                    unreadable.append((row.line, row.problem))
                    if reject is not None:
                        reject(row, row.problem)
            spared += sum(not row.counts for row in batch)
            counted = [row for row in batch if row.counts and not row.problem]
            new = _foretell(context, counted, told) if dry_run else _record(context, counted)
            recorded += new
            known += sum(len(row.numbers) for row in counted) - new
    return OptOutImport(recorded, known, tuple(unreadable), spared, file.columns)


def _record(context: Context, rows: list[OptOutRow]) -> int:
    with writing(context) as work:
        return sum(
            consent.opt_out_by_list(
                work, number, row.happened_at, row.evidence, context.agent, whole_day=row.whole_day
            )
            for row in rows
            for number in row.numbers
        )


def _foretell(context: Context, rows: list[OptOutRow], told: set[tuple[str, str]]) -> int:
    """Count what would be new; ``told`` holds what the file itself has said before."""
    new = 0
    with context.database.read() as connection:
        for row in rows:
            for number in row.numbers:
                key = number, f"{row.happened_at} {row.evidence}"
                if key in told:
                    continue
                told.add(key)
                listed = consent.is_listed(
                    contact_events.about_consent(connection, number),
                    row.happened_at,
                    row.evidence,
                    whole_day=row.whole_day,
                )
                new += not listed
    return new
