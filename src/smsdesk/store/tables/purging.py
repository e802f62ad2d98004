"""The statements of a purge: what it takes away, counted first, then removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.statements import records
from smsdesk.store.tables import counters
from smsdesk.store.tables.contact_events import EventRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom, or from before when: one of the two.

    Attributes:
        number: E.164, or a short code; empty for everybody.
        before: in microseconds; later than anything where it is about a number.
    """

    number: str = ""
    before: int = 2**62


class GoneMessage(NamedTuple):
    """A text that goes."""

    id: int
    sid: str | None
    number: str
    conversation_id: int
    settled: int


class GoneLead(NamedTuple):
    """A signup that goes."""

    id: int
    number: str | None
    fingerprint: str


_OF = "(:number = '' OR number = :number)"
_MESSAGES = text(
    f"""
    SELECT id, sid, number, conversation_id, settled FROM message
    WHERE {_OF} AND happened_at < :before
    """
)
_LEADS = text(f"SELECT id, number, fingerprint FROM lead WHERE {_OF} AND imported_at < :before")
# A draft has no date: it goes with a talk, or a signup, that is all from before.
_DRAFTS_OF = """
    (:number <> '' AND number = :number) OR (:number = ''
        AND (EXISTS (SELECT 1 FROM conversation AS c WHERE c.number = draft.number)
             OR EXISTS (SELECT 1 FROM lead WHERE lead.number = draft.number))
        AND NOT EXISTS (SELECT 1 FROM conversation AS c
                        WHERE c.number = draft.number AND c.last_activity_at >= :before)
        AND NOT EXISTS (SELECT 1 FROM lead
                        WHERE lead.number = draft.number AND lead.imported_at >= :before))
"""
_DRAFTS = text(f"SELECT number FROM draft WHERE {_DRAFTS_OF}")
_EVENTS = text(
    f"""
    SELECT {", ".join(EventRecord.__dataclass_fields__)} FROM contact_event
    WHERE {_OF} AND happened_at < :before AND (evidence <> '' OR message_id IS NOT NULL)
    """
)
_NOTES = text(f"SELECT number FROM contact_note WHERE {_OF} AND created_at < :before")
_DELETE_NOTES = text(f"DELETE FROM contact_note WHERE {_OF} AND created_at < :before")
_CORRECTED = text(
    """
    SELECT DISTINCT number, fingerprint FROM lead_correction
    WHERE lead_id = :lead_id AND field = 'number'
    """
)
_DELETE_CORRECTIONS_OF_LEAD = text("DELETE FROM lead_correction WHERE lead_id = :lead_id")
_DELETE_CORRECTIONS = text(f"DELETE FROM lead_correction WHERE {_OF} AND corrected_at < :before")
_DROP_DRAFTS = text(f"DELETE FROM draft WHERE {_DRAFTS_OF}")
_BLANK_UNREADABLE = text(
    """
    UPDATE unreadable_row SET sender = ''
    WHERE (:number = '' OR sender = :number) AND seen_at < :before
    """
)
_DELETE_MESSAGE = text("DELETE FROM message WHERE id = :id")
_BARE_EVENT = text(
    "UPDATE contact_event SET evidence = :evidence, message_id = NULL WHERE id = :id"
)
_EMPTY = text(
    """
    SELECT id FROM conversation
    WHERE id = :id AND NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = :id)
    """
)
_DELETE_CONVERSATION = text("DELETE FROM conversation WHERE id = :id")
_BARE = text(
    """
    SELECT number FROM contact
    WHERE number = :number
      AND NOT EXISTS (SELECT 1 FROM lead WHERE lead.number = :number)
      AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.number = :number)
      AND NOT EXISTS (SELECT 1 FROM contact_event WHERE contact_event.number = :number)
      AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.number = :number)
      AND NOT EXISTS (SELECT 1 FROM contact_note AS n WHERE n.number = :number)
      AND NOT EXISTS (SELECT 1 FROM lead_correction AS was WHERE was.number = :number)
    """
)
_DELETE_CONTACT = text("DELETE FROM contact WHERE number = :number")
_NUMBERS = text("SELECT number FROM contact")


def messages(connection: Connection, scope: Scope) -> list[GoneMessage]:
    """Return the texts in a scope."""
    return records(connection, GoneMessage, _MESSAGES, **_values(scope))


def leads(connection: Connection, scope: Scope) -> list[GoneLead]:
    """Return the signups in a scope."""
    return records(connection, GoneLead, _LEADS, **_values(scope))


def drafts(connection: Connection, scope: Scope) -> list[str]:
    """Return the numbers of the drafts in a scope, each as often as it has one."""
    return [number for (number,) in read_rows(connection, _DRAFTS, **_values(scope))]


def notes(connection: Connection, scope: Scope) -> list[str]:
    """Return the numbers of the notes in a scope, each as often as it has one."""
    return [number for (number,) in read_rows(connection, _NOTES, **_values(scope))]


def first_numbers(connection: Connection, lead_id: int) -> list[tuple[str, str]]:
    """Return the numbers that a signup had before it was corrected, with its fingerprint."""
    rows = read_rows(connection, _CORRECTED, lead_id=lead_id)
    return [(str(number), str(fingerprint)) for number, fingerprint in rows]


def delete_notes(connection: Connection, scope: Scope) -> None:
    """Remove the notes in a scope."""
    write(connection, _DELETE_NOTES, **_values(scope))


def delete_corrections(connection: Connection, scope: Scope, lead_ids: Iterable[int]) -> None:
    """Remove what is on record of corrections in a scope, and of signups that go."""
    write_many(connection, _DELETE_CORRECTIONS_OF_LEAD, [(lead_id,) for lead_id in lead_ids])
    write(connection, _DELETE_CORRECTIONS, **_values(scope))


def events(connection: Connection, scope: Scope) -> list[EventRecord]:
    """Return the events in a scope that still hold words or name a text."""
    return records(connection, EventRecord, _EVENTS, **_values(scope))


def drop_drafts(connection: Connection, scope: Scope) -> None:
    """Remove the drafts in a scope."""
    write(connection, _DROP_DRAFTS, **_values(scope))


def blank_unreadable(connection: Connection, scope: Scope) -> None:
    """Forget who wrote the rows that could not be read; that they were seen stays."""
    write(connection, _BLANK_UNREADABLE, **_values(scope))


def delete_messages(connection: Connection, ids: Iterable[int]) -> None:
    """Remove texts that the message search has forgotten."""
    write_many(connection, _DELETE_MESSAGE, [(message_id,) for message_id in ids])


def bare_events(connection: Connection, words: Sequence[tuple[str, int]]) -> None:
    """Cut events (by id) down to a keyword or a code."""
    write_many(connection, _BARE_EVENT, words)


def delete_if_empty(connection: Connection, conversation_id: int) -> bool:
    """Remove a conversation without texts; return whether it was one."""
    if not read_rows(connection, _EMPTY, id=conversation_id):
        return False
    write(connection, _DELETE_CONVERSATION, id=conversation_id)
    counters.count_conversations(connection, -1)
    return True


def bare_contacts(connection: Connection, numbers: Collection[str]) -> list[str]:
    """Return the contacts of which nothing is left but their number."""
    return [number for number in numbers if read_rows(connection, _BARE, number=number)]


def delete_contacts(connection: Connection, numbers: Iterable[str]) -> None:
    """Remove contacts of which nothing is left."""
    write_many(connection, _DELETE_CONTACT, [(number,) for number in numbers])


def all_numbers(connection: Connection) -> list[str]:
    """Return the numbers of all contacts."""
    return [number for (number,) in read_rows(connection, _NUMBERS)]


def _values(scope: Scope) -> dict[str, str | int]:
    return {"number": scope.number, "before": scope.before}
