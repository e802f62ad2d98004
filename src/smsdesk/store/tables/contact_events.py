"""The append-only history of what happened to each contact's standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.statements import every, first, insert

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


_OF_NUMBER = text(
    "SELECT * FROM contact_event WHERE number = :number"
    " ORDER BY happened_at DESC, id DESC LIMIT 500"
)
_ABOUT_CONSENT = text(
    """
    SELECT * FROM contact_event
    WHERE number = :number
      AND kind IN ('opt_out', 'opt_in', 'question', 'question_dismissed')
    """
)
_OPTED_OUT = text(
    """
    SELECT contact.name AS name, event.* FROM contact
    JOIN contact_event AS event ON event.id = contact.consent_event_id
    WHERE contact.consent = 'out' AND contact.number > :after
    ORDER BY contact.number LIMIT 500
    """
)
_KNOWN = text(
    """
    SELECT 1 AS found FROM contact_event
    WHERE number = :number AND kind = :kind AND source = :source AND happened_at = :happened_at
    LIMIT 1
    """
)


def of_number(connection: Connection, number: str) -> list[EventRecord]:
    """Return a contact's newest 500 events, newest first."""
    return [EventRecord(**row) for row in every(connection, _OF_NUMBER, number=number)]


def about_consent(connection: Connection, number: str) -> list[EventRecord]:
    """Return every event that consent or an open question rests on, however many there are."""
    return [EventRecord(**row) for row in every(connection, _ABOUT_CONSENT, number=number)]


def is_known(connection: Connection, event: EventRecord) -> bool:
    """Whether the same thing at the same time from the same source is on record."""
    found = first(
        connection,
        _KNOWN,
        number=event.number,
        kind=event.kind,
        source=event.source,
        happened_at=event.happened_at,
    )
    return found is not None


def opted_out(connection: Connection) -> Iterator[tuple[str, EventRecord]]:
    """Yield name and deciding event of everyone who is opted out, by number."""
    after = ""
    while rows := every(connection, _OPTED_OUT, after=after):
        for row in rows:
            yield row.pop("name"), EventRecord(**row)
        after = rows[-1]["number"]
