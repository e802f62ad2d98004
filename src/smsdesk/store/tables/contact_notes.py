"""What agents note about a contact: dated, signed, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import write
from smsdesk.store.statements import insert, records

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """One note. ``created_at`` in microseconds; ``id`` is ``None`` until it is stored."""

    number: str
    body: str
    body_original: str
    created_at: int
    created_by: str
    id: int | None = None


_COLUMNS = ", ".join(NoteRecord.__dataclass_fields__)
_OF_NUMBER = text(
    f"SELECT {_COLUMNS} FROM contact_note WHERE number = :number ORDER BY id DESC LIMIT 500"
)
_MOVE = text("UPDATE contact_note SET number = :after WHERE number = :before")


def add(connection: Connection, note: NoteRecord) -> int:
    """Append a note and return its id."""
    values = {name: getattr(note, name) for name in NoteRecord.__dataclass_fields__ if name != "id"}
    return insert(connection, "contact_note", values)


def of_number(connection: Connection, number: str) -> list[NoteRecord]:
    """Return a contact's newest 500 notes, newest first."""
    return records(connection, NoteRecord, _OF_NUMBER, number=number)


def move(connection: Connection, before: str, after: str) -> None:
    """Let the notes about a lead follow it to its corrected number."""
    write(connection, _MOVE, before=before, after=after)
