"""Leads: every signup row that ever came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import bindparam, text

from smsdesk.store.statements import every

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
    """
)
_KNOWN = text("SELECT fingerprint FROM lead WHERE fingerprint IN :fingerprints").bindparams(
    bindparam("fingerprints", expanding=True)
)
_WITHOUT_NUMBER = text("SELECT id FROM lead WHERE id > :after AND number IS NULL")
_GET_ALL = text("SELECT * FROM lead WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
# The newest signup is the one with the latest signed_up_at, else the one imported last.
_OF_NUMBER = text(
    """
    SELECT * FROM lead WHERE number = :number
    ORDER BY signed_up_at IS NULL, signed_up_at DESC, id DESC LIMIT 200
    """
)
_OF_NUMBERS = text(
    """
    SELECT * FROM lead WHERE number IN :numbers
    ORDER BY number, signed_up_at IS NULL, signed_up_at DESC, id DESC
    """
).bindparams(bindparam("numbers", expanding=True))
_COUNT = text("SELECT count(*) FROM lead")
MOST_SIGNUPS = 200


class NewLead(TypedDict):
    """The columns of a signup row that comes in. Times in microseconds."""

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


def add_all(connection: Connection, rows: Sequence[NewLead]) -> None:
    """Record signup rows that are not known yet."""
    if rows:
        connection.execute(_INSERT, list(rows))


def known(connection: Connection, fingerprints: Collection[str]) -> frozenset[str]:
    """Return which of the fingerprints are on record."""
    found = connection.execute(_KNOWN, {"fingerprints": list(fingerprints)})
    return frozenset(found.scalars())


def without_number(connection: Connection, after: int) -> list[int]:
    """Return the ids of signup rows without a number that came in after an id."""
    return [row["id"] for row in every(connection, _WITHOUT_NUMBER, after=after)]


def get_all(connection: Connection, lead_ids: Collection[int]) -> list[LeadRecord]:
    """Return signup rows by their ids."""
    rows = connection.execute(_GET_ALL, {"ids": list(lead_ids)}).mappings()
    return [LeadRecord(**row) for row in rows]


def of_numbers(connection: Connection, numbers: Collection[str]) -> dict[str, list[LeadRecord]]:
    """Return the signups of several contacts, newest first, 200 of each at most."""
    found: dict[str, list[LeadRecord]] = {}
    rows = connection.execute(_OF_NUMBERS, {"numbers": list(numbers)}).mappings()
    for row in rows:
        signups = found.setdefault(row["number"], [])
        if len(signups) < MOST_SIGNUPS:
            signups.append(LeadRecord(**row))
    return found


def of_number(connection: Connection, number: str) -> list[LeadRecord]:
    """Return a contact's signups, newest first, 200 at most."""
    return [LeadRecord(**row) for row in every(connection, _OF_NUMBER, number=number)]


def count(connection: Connection) -> int:
    """Return how many signup rows there are."""
    return int(connection.execute(_COUNT).scalar_one())


_LAST_ID = text("SELECT coalesce(max(id), 0) FROM lead")
def last_id(connection: Connection) -> int:
    """Return the newest signup row's id, 0 where there is none."""
    return int(connection.execute(_LAST_ID).scalar_one())
