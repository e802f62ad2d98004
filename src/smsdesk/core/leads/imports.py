"""Imports on record: listed, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.read_models.leads import PastImport
from smsdesk.errors import DeskError
from smsdesk.store.tables import lead_imports, leads
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.store.tables.lead_imports import ImportRecord

TOGETHER = 250
"""Leads a transaction: their contacts' cards are made anew in it."""


class NoSuchImport(DeskError):
    """There is no import of that number, or it was taken back already."""

    exit_code = 2


def past_imports(context: Context, limit: int) -> tuple[PastImport, ...]:
    """Return imports, newest first."""
    with context.database.read() as connection:
        return tuple(map(_shown, lead_imports.newest(connection, limit)))


def undo(context: Context, import_id: int) -> int:
    """Take back the leads that came with an import; return how many.

    Conversations and consent stay as they are. What is taken back stays so where it is broken
    off; another call takes the rest.

    Raises:
        NoSuchImport: there is none, or it was taken back already.
    """
    with context.database.read() as connection:
        found = lead_imports.get(connection, import_id)
    if found is None:
        raise NoSuchImport(f"There is no import {import_id}; smsdesk leads imports lists them.")
    if found.undone_at is not None:
        raise NoSuchImport(f"Import {import_id} was taken back already.")
    removed = 0
    while part := _undo_part(context, found):
        removed += part
    with writing(context) as work:
        lead_imports.mark_undone(work.connection, import_id, context.agent, work.now_us)
    return removed


def _undo_part(context: Context, found: ImportRecord) -> int:
    if found.first_lead_id is None or found.last_lead_id is None:
        return 0
    with writing(context) as work:
        rows = leads.of_import(
            work.connection, found.id, found.first_lead_id, found.last_lead_id, TOGETHER
        )
        without_number = [lead_id for lead_id, number in rows if number is None]
        work.database.search_cards.remove_cards(work.connection, [], without_number)
        leads.remove(work.connection, [lead_id for lead_id, _number in rows])
        for _lead_id, number in rows:
            if number is not None:
                work.touch(number)
    return len(rows)


def _shown(record: ImportRecord) -> PastImport:
    return PastImport(
        id=record.id,
        file=record.file,
        agent=record.agent,
        started_at=from_us(record.started_at),
        ended_at=from_us(record.ended_at),
        rows=record.rows,
        leads=record.leads,
        undone_at=from_us(record.undone_at),
    )
