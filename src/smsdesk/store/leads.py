"""Leads: every signup row that ever came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.statements import Value, every, first

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """One signup row. Times in microseconds; ``number`` is E.164 or ``None``."""

    id: int
    fingerprint: str
    source_id: str
    name: str
    email: str
    phone: str
    problem: str
    number: str | None
    event: str
    signed_up_at: int | None
    imported_at: int


_INSERT = text(
    """
    INSERT INTO lead (fingerprint, source_id, name, email, phone, problem, number, event,
                      signed_up_at, imported_at)
    VALUES (:fingerprint, :source_id, :name, :email, :phone, :problem, :number, :event,
            :signed_up_at, :imported_at)
    ON CONFLICT (fingerprint) DO NOTHING RETURNING id
    """
)
_KNOWN = text("SELECT 1 AS found FROM lead WHERE fingerprint = :fingerprint")
_GET = text("SELECT * FROM lead WHERE id = :id")
# The newest signup is the one with the latest signed_up_at, else the one imported last.
_OF_NUMBER = text(
    """
    SELECT * FROM lead WHERE number = :number
    ORDER BY signed_up_at IS NULL, signed_up_at DESC, id DESC LIMIT 200
    """
)
_COUNT = text("SELECT count(*) FROM lead")


def add(connection: Connection, **values: Value) -> int | None:
    """Record a signup row; return its id, or ``None`` where it is known already."""
    found = connection.execute(_INSERT, values).scalar()
    return None if found is None else int(found)


def is_known(connection: Connection, fingerprint: str) -> bool:
    """Whether the same row is on record."""
    return first(connection, _KNOWN, fingerprint=fingerprint) is not None


def get(connection: Connection, lead_id: int) -> LeadRecord | None:
    """Return one signup row, or ``None``."""
    row = first(connection, _GET, id=lead_id)
    return None if row is None else LeadRecord(**row)


def of_number(connection: Connection, number: str) -> list[LeadRecord]:
    """Return a contact's signups, newest first, 200 at most."""
    return [LeadRecord(**row) for row in every(connection, _OF_NUMBER, number=number)]


def count(connection: Connection) -> int:
    """Return how many signup rows there are."""
    return int(connection.execute(_COUNT).scalar_one())


_LAST_ID = text("SELECT coalesce(max(id), 0) FROM lead")
_QUEUE_LOOKUPS = text(
    """
    UPDATE contact SET lookup_due_at = :now
    WHERE looked_up_at IS NULL AND lookup_due_at IS NULL AND lookup_tries = 0
      AND invalid_reason = ''
      AND number IN (SELECT number FROM lead WHERE id > :after AND id <= :upto)
    """
)


def last_id(connection: Connection) -> int:
    """Return the newest signup row's id, 0 where there is none."""
    return int(connection.execute(_LAST_ID).scalar_one())


def queue_lookups(connection: Connection, after: int, upto: int, now: int) -> int:
    """Queue a lookup for contacts of the signup rows in a span of ids; return how many."""
    span = {"after": after, "upto": upto, "now": now}
    return connection.execute(_QUEUE_LOOKUPS, span).rowcount
