"""The append-only history of what happened to each contact's standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.statements import insert, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event. Times in microseconds; ``id`` is ``None`` until it is stored."""

    number: str
    kind: str
    source: str
    happened_at: int
    recorded_at: int
    message_id: int | None = None
    sid: str = ""
    evidence: str = ""
    recorded_by: str = ""
    id: int | None = None


def add(connection: Connection, event: EventRecord) -> int:
    """Append an event and return its id."""
    values = {
        name: getattr(event, name) for name in EventRecord.__dataclass_fields__ if name != "id"
    }
    return insert(connection, "contact_event", values)


_COLUMNS = ", ".join(EventRecord.__dataclass_fields__)
_OF_NUMBER = text(
    f"SELECT {_COLUMNS} FROM contact_event WHERE number = :number"
    " ORDER BY happened_at DESC, id DESC LIMIT 500"
)
_ABOUT_CONSENT = text(
    f"""
    SELECT {_COLUMNS} FROM contact_event
    WHERE number = :number
      AND kind IN ('opt_out', 'opt_in', 'question', 'question_dismissed')
    """
)
_DATED_AFTER = text(
    "SELECT DISTINCT number FROM contact_event"
    " WHERE happened_at > :at AND kind = 'opt_out' AND source IN ('spoken', 'question')"
)
_OPTED_OUT = text(
    f"""
    SELECT contact.name, {", ".join(f"event.{name}" for name in EventRecord.__dataclass_fields__)}
    FROM contact JOIN contact_event AS event ON event.id = contact.consent_event_id
    WHERE contact.consent = 'out' AND contact.number > :after
    ORDER BY contact.number LIMIT 500
    """
)
_KNOWN = text(
    """
    SELECT 1 FROM contact_event
    WHERE number = :number AND kind = :kind AND source = :source AND happened_at = :happened_at
    LIMIT 1
    """
)


def of_number(connection: Connection, number: str) -> list[EventRecord]:
    """Return a contact's newest 500 events, newest first."""
    return records(connection, EventRecord, _OF_NUMBER, number=number)


def about_consent(connection: Connection, number: str) -> list[EventRecord]:
    """Return every event that consent or an open question rests on, however many there are."""
    return records(connection, EventRecord, _ABOUT_CONSENT, number=number)


def dated_after(connection: Connection, at: int) -> list[str]:
    """Return the numbers for which an agent recorded an opt-out that happened after ``at``."""
    return [number for (number,) in read_rows(connection, _DATED_AFTER, at=at)]


def is_known(connection: Connection, event: EventRecord) -> bool:
    """Whether the same thing at the same time from the same source is on record."""
    found = read_rows(
        connection,
        _KNOWN,
        number=event.number,
        kind=event.kind,
        source=event.source,
        happened_at=event.happened_at,
    )
    return bool(found)


def opted_out(connection: Connection) -> Iterator[tuple[str, EventRecord]]:
    """Yield name and deciding event of everyone who is opted out, by number."""
    after = ""
    while rows := read_rows(connection, _OPTED_OUT, after=after):
        for name, *columns in rows:
            event = EventRecord(*columns)
            yield name, event
            after = event.number
