"""What agents note about a contact for one another; no note is ever sent or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.context import writing
from smsdesk.core.read_models.notes import ContactNote
from smsdesk.core.rules.numbers import checked_number
from smsdesk.errors import DeskError
from smsdesk.storable_text import StorableText, restored, storable
from smsdesk.store.tables import contact_notes, contacts, conversations
from smsdesk.store.tables.contact_notes import NoteRecord
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection

LONGEST: Final = 4_000
"""Characters of a note."""


class CannotNoteError(DeskError):
    """A note that cannot be kept; ``str()`` says why."""

    exit_code = 2


def add_note(context: Context, number: str, text: str) -> ContactNote:
    """Keep a note about a contact, signed by the agent.

    Args:
        text: what stays of it is as it was written, without the white space around it.

    Raises:
        NotANumber: the number is not in E.164.
        CannotNoteError: there is no word in it, or there are too many.
    """
    said = text.strip()
    if not said:
        raise CannotNoteError("a note needs a text")
    if len(said) > LONGEST:
        raise CannotNoteError(
            f"a note has {LONGEST:,} characters at most; this one has {len(said) - LONGEST:,} more"
        )
    kept = storable(said)
    with writing(context) as work:
        contacts.ensure(work.connection, checked_number(number))
        record = NoteRecord(number, kept.text, kept.original, work.now_us, context.agent)
        note_id = contact_notes.add(work.connection, record)
        conversations.touch(work.connection, number, work.revision)
    return ContactNote(note_id, number, said, from_us(record.created_at), context.agent)


def notes(context: Context, number: str) -> tuple[ContactNote, ...]:
    """Return what is noted about a contact, newest first, 500 at most."""
    with context.database.read() as connection:
        return read_notes(connection, number)


def read_notes(connection: Connection, number: str) -> tuple[ContactNote, ...]:
    """Return what is noted about a contact within a transaction, newest first."""
    return tuple(
        ContactNote(
            note_id=record.id or 0,
            number=record.number,
            text=restored(StorableText(record.body, record.body_original)),
            written_at=from_us(record.created_at),
            written_by=record.created_by,
        )
        for record in contact_notes.of_number(connection, number)
    )
