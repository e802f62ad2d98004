"""Leads: every signup row that ever came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, text

from smsdesk.store.sqlite.driver import read_among, write_many
from smsdesk.store.statements import every

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection


class NewLead(NamedTuple):
    """A signup row that comes in. Times in microseconds; ``number`` is E.164 or ``None``.

    A tuple, as ``LeadRecord``: an import makes a million of them.
    """

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


class LeadRecord(NamedTuple):
    """One signup row on record; the columns of the table in their order."""

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
    INSERT INTO lead (id, fingerprint, source_id, name, email, phone, problem, number, event,
                      signed_up_at, imported_at)
    VALUES (:id, :fingerprint, :source_id, :name, :email, :phone, :problem, :number, :event,
            :signed_up_at, :imported_at)
    """
)
_KNOWN = text("SELECT number, fingerprint FROM lead WHERE number IN (:number)")
_KNOWN_WITHOUT_NUMBER = text(
    "SELECT number, fingerprint FROM lead WHERE number IS NULL AND fingerprint IN (:fingerprint)"
)
# The newest signup is the one with the latest signed_up_at, else the one imported last.
_OF_NUMBER = text(
    """
    SELECT * FROM lead WHERE number = :number
    ORDER BY signed_up_at DESC NULLS LAST, id DESC LIMIT 200
    """
)
_OF_NUMBERS = text(
    """
    SELECT * FROM lead WHERE number IN :numbers
    ORDER BY number, signed_up_at DESC NULLS LAST, id DESC
    """
).bindparams(bindparam("numbers", expanding=True))
MOST_SIGNUPS = 200


def numbered(first: int, new: Sequence[NewLead]) -> list[LeadRecord]:
    """Return signup rows with ids from ``first`` upward."""
    return [LeadRecord(lead_id, *lead) for lead_id, lead in enumerate(new, first)]


def add_all(connection: Connection, records: Sequence[LeadRecord]) -> None:
    """Record signup rows that are not known yet, under ids above ``last_id``."""
    write_many(connection, _INSERT, records)


def known(connection: Connection, new: Iterable[NewLead]) -> set[tuple[str | None, str]]:
    """Return number and fingerprint of the signups on record that may be among the new ones.

    Of a number all are returned.
    """
    numbers, fingerprints = set(), set()
    for lead in new:
        if lead.number is None:
            fingerprints.add(lead.fingerprint)
        else:
            numbers.add(lead.number)
    return {
        (number, fingerprint)
        for statement, values in ((_KNOWN, numbers), (_KNOWN_WITHOUT_NUMBER, fingerprints))
        for number, fingerprint in read_among(connection, statement, [*values])
    }


def of_numbers(connection: Connection, numbers: Collection[str]) -> dict[str, list[LeadRecord]]:
    """Return the signups of several contacts, newest first, 200 of each at most."""
    found: dict[str, list[LeadRecord]] = {}
    for row in connection.execute(_OF_NUMBERS, {"numbers": list(numbers)}):
        signups = found.setdefault(row.number, [])
        if len(signups) < MOST_SIGNUPS:
            signups.append(LeadRecord._make(row))
    return found


def of_number(connection: Connection, number: str) -> list[LeadRecord]:
    """Return a contact's signups, newest first, 200 at most."""
    return [LeadRecord(**row) for row in every(connection, _OF_NUMBER, number=number)]


def count(connection: Connection) -> int:
    """Return how many signup rows there are: ids have no gaps, and no row is ever removed."""
    return last_id(connection)


_LAST_ID = text("SELECT coalesce(max(id), 0) FROM lead")


def last_id(connection: Connection) -> int:
    """Return the newest signup row's id, 0 where there is none."""
    return int(connection.execute(_LAST_ID).scalar_one())
