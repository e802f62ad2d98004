"""Contacts: what is known of each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.statements import insert_new, record, records, text_with_lists, update
from smsdesk.store.tables.contact_record import EVENTS, JOINED, ContactRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from smsdesk.store.driver import Value

_GET = text(f"SELECT {JOINED} FROM contact {EVENTS} WHERE contact.number = :number")


def get(connection: Connection, number: str) -> ContactRecord | None:
    """Return what is known of a number, or ``None``."""
    return record(connection, ContactRecord, _GET, number=number)


_GET_ALL = text_with_lists(
    f"SELECT {JOINED} FROM contact {EVENTS} WHERE contact.number IN :numbers", "numbers"
)
_ENSURE = text("INSERT INTO contact (number) VALUES (:number) ON CONFLICT DO NOTHING")
_EXISTING = text_with_lists("SELECT number FROM contact WHERE number IN :numbers", "numbers")
_DOUBTED = text_with_lists(
    """
    SELECT number FROM contact
    WHERE number IN :numbers AND (filtered_in_row > 0 OR out_of_service_at IS NOT NULL
        OR landline_code IS NOT NULL OR invalid_at IS NOT NULL)
    """,
    "numbers",
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
    found = records(connection, ContactRecord, _GET_ALL, numbers=list(numbers))
    return {one.number: one for one in found}


def existing(connection: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Return which of the numbers are contacts."""
    return frozenset(number for (number,) in read_rows(connection, _EXISTING, numbers=[*numbers]))


def doubted_among(connection: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Return of which numbers the carrier has said something that a delivery may disprove."""
    return frozenset(number for (number,) in read_rows(connection, _DOUBTED, numbers=[*numbers]))


def ensure_all(connection: Connection, numbers: Collection[str]) -> None:
    """Make the contacts that are missing."""
    write_many(connection, _ENSURE, [(number,) for number in numbers])


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
