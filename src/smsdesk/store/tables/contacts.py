"""Contacts: what is known of each number, and which ones wait for a lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, text

from smsdesk.store.sqlite.driver import read_among, write_many
from smsdesk.store.statements import Value, every, insert_new, record, update
from smsdesk.store.tables.contact_record import EVENTS, JOINED, ContactRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

_GET = text(f"SELECT {JOINED} FROM contact {EVENTS} WHERE contact.number = :number")


def get(connection: Connection, number: str) -> ContactRecord | None:
    """Return what is known of a number, or ``None``."""
    return record(connection, ContactRecord, _GET, number=number)


_GET_ALL = text(
    f"SELECT {JOINED} FROM contact {EVENTS} WHERE contact.number IN :numbers"
).bindparams(bindparam("numbers", expanding=True))
_ENSURE = text("INSERT INTO contact (number) VALUES (:number) ON CONFLICT DO NOTHING")
_EXISTING = text("SELECT number FROM contact WHERE number IN (:number)")
_DOUBTED = text(
    """
    SELECT number FROM contact
    WHERE number IN (:number) AND (filtered_in_row > 0 OR out_of_service_at IS NOT NULL
        OR landline_code IS NOT NULL OR invalid_at IS NOT NULL)
    """
)
_ADD = text(
    """
    INSERT INTO contact (name, also_known_as, signups, newest_lead_id, number)
    VALUES (:name, :also_known_as, :signups, :newest_lead_id, :number)
    """
)
_RENAME = text(
    """
    UPDATE contact SET name = :name, also_known_as = :also_known_as, signups = :signups,
        newest_lead_id = :newest_lead_id
    WHERE number = :number
    """
)


class Names(NamedTuple):
    """What a contact is called, after its signups."""

    name: str
    also_known_as: str
    signups: int
    newest_lead_id: int
    number: str


def get_all(connection: Connection, numbers: Collection[str]) -> dict[str, ContactRecord]:
    """Return what is known of several numbers, by number."""
    rows = connection.execute(_GET_ALL, {"numbers": list(numbers)})
    return {row.number: ContactRecord(*row) for row in rows}


def existing(connection: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Return which of the numbers are contacts."""
    return frozenset(number for (number,) in read_among(connection, _EXISTING, [*numbers]))


def doubted_among(connection: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Return of which numbers the carrier has said something that a delivery may disprove."""
    return frozenset(number for (number,) in read_among(connection, _DOUBTED, [*numbers]))


def ensure_all(connection: Connection, numbers: Collection[str]) -> None:
    """Make the contacts that are missing."""
    if numbers:
        connection.execute(_ENSURE, [{"number": number} for number in numbers])


def add_all(connection: Connection, names: Sequence[Names]) -> None:
    """Make contacts that nobody knew before."""
    write_many(connection, _ADD, names)


def rename(connection: Connection, names: Sequence[Names]) -> None:
    """Write down what contacts are called."""
    write_many(connection, _RENAME, names)


def ensure(connection: Connection, number: str) -> bool:
    """Make the contact where it is missing; return whether it was."""
    return insert_new(connection, "contact", {"number": number})


def change(connection: Connection, number: str, **values: Value) -> None:
    """Set columns of one contact."""
    update(connection, "contact", "number", number, values)


_LOOKUPS_DUE = text(
    """
    SELECT number FROM contact
    WHERE lookup_due_at <= :now AND coalesce(lookup_claimed_until, 0) <= :now
    ORDER BY lookup_due_at LIMIT :limit
    """
)
_LOOKUPS_WAITING = text("SELECT count(*) FROM contact WHERE lookup_due_at <= :now")
_CLAIM_LOOKUP = text(
    """
    UPDATE contact SET lookup_claimed_until = :until
    WHERE number = :number AND coalesce(lookup_claimed_until, 0) <= :now
      AND (looked_up_at IS NULL OR lookup_due_at <= :now)
    """
)


_QUEUE_LOOKUPS = text(
    """
    UPDATE contact SET lookup_due_at = :now
    WHERE number IN :numbers AND looked_up_at IS NULL AND lookup_due_at IS NULL
      AND lookup_tries = 0 AND invalid_reason = ''
    """
).bindparams(bindparam("numbers", expanding=True))


def queue_lookups(connection: Connection, numbers: Collection[str], now: int) -> None:
    """Queue a lookup for each of the numbers that was never asked about."""
    connection.execute(_QUEUE_LOOKUPS, {"numbers": list(numbers), "now": now})


def lookups_due(connection: Connection, now: int, limit: int) -> list[str]:
    """Return numbers whose lookup should run now and is in nobody's hands."""
    return [row["number"] for row in every(connection, _LOOKUPS_DUE, now=now, limit=limit)]


def lookups_waiting(connection: Connection, now: int) -> int:
    """Return how many lookups are due by ``now``."""
    return int(connection.execute(_LOOKUPS_WAITING, {"now": now}).scalar_one())


def claim_lookup(connection: Connection, number: str, now: int, until: int) -> bool:
    """Take a lookup in hand, so that nobody pays for it twice.

    Returns:
        ``False`` where another process asks at this moment, or has asked since it was due.
    """
    claimed = connection.execute(_CLAIM_LOOKUP, {"number": number, "now": now, "until": until})
    return claimed.rowcount == 1
