"""Imports of lead files on record: what came with each, and whether it was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import write
from smsdesk.store.statements import insert, record, records, update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class ImportRecord(NamedTuple):
    """One import. Times in microseconds; ``ended_at`` is ``None`` where it was broken off."""

    id: int
    file: str
    agent: str
    started_at: int
    ended_at: int | None
    rows: int
    leads: int
    first_lead_id: int | None
    last_lead_id: int | None
    undone_at: int | None
    undone_by: str


_COLUMNS = ", ".join(ImportRecord._fields)
_GET = text(f"SELECT {_COLUMNS} FROM lead_import WHERE id = :id")
_NEWEST = text(f"SELECT {_COLUMNS} FROM lead_import WHERE id > 0 ORDER BY id DESC LIMIT :limit")
_GROW = text(
    """
    UPDATE lead_import SET rows = :rows, leads = leads + :leads,
        first_lead_id = coalesce(first_lead_id, :first),
        last_lead_id = coalesce(:last, last_lead_id)
    WHERE id = :id
    """
)


def begin(connection: Connection, file: str, agent: str, now: int) -> int:
    """Record that an import has begun; return its id."""
    return insert(connection, "lead_import", {"file": file, "agent": agent, "started_at": now})


def grow(connection: Connection, import_id: int, rows: int, ids: Sequence[int]) -> None:
    """Record how many rows were read so far, and the ids of leads that have just come in."""
    first, last = (ids[0], ids[-1]) if ids else (None, None)
    write(connection, _GROW, id=import_id, rows=rows, leads=len(ids), first=first, last=last)


def end(connection: Connection, import_id: int, rows: int, now: int) -> None:
    """Record that a file was read to its end."""
    update(connection, "lead_import", "id", import_id, {"rows": rows, "ended_at": now})


def mark_undone(connection: Connection, import_id: int, agent: str, now: int) -> None:
    """Record that the leads of an import were taken back."""
    update(connection, "lead_import", "id", import_id, {"undone_at": now, "undone_by": agent})


def get(connection: Connection, import_id: int) -> ImportRecord | None:
    """Return an import, or ``None``."""
    return record(connection, ImportRecord, _GET, id=import_id)


def newest(connection: Connection, limit: int) -> list[ImportRecord]:
    """Return imports, newest first."""
    return records(connection, ImportRecord, _NEWEST, limit=limit)
