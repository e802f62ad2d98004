"""Leads: every signup row that ever came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.statements import records, text_with_lists
from smsdesk.store.tables import counters

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
    """One signup row on record; its values stand in the order in which it is inserted."""

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


_COLUMNS = ", ".join(LeadRecord._fields)
_INSERT = text(
    f"INSERT INTO lead ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in LeadRecord._fields)})"
)
_KNOWN = text_with_lists("SELECT number, fingerprint FROM lead WHERE number IN :numbers", "numbers")
_KNOWN_WITHOUT_NUMBER = text_with_lists(
    """
    SELECT number, fingerprint FROM lead
    WHERE number IS NULL AND fingerprint IN :fingerprints
    """,
    "fingerprints",
)
# The newest signup is the one with the latest signed_up_at, else the one imported last.
_OF_NUMBER = text(
    f"""
    SELECT {_COLUMNS} FROM lead WHERE number = :number
    ORDER BY signed_up_at DESC NULLS LAST, id DESC LIMIT 200
    """
)
_OF_NUMBERS = text_with_lists(
    f"""
    SELECT {_COLUMNS} FROM lead WHERE number IN :numbers
    ORDER BY number, signed_up_at DESC NULLS LAST, id DESC
    """,
    "numbers",
)
MOST_SIGNUPS = 200


def numbered(connection: Connection, new: Sequence[NewLead]) -> list[LeadRecord]:
    """Return signup rows with ids of their own, which rise in their order."""
    if not new:
        return []
    first = counters.deal_lead_ids(connection, len(new))
    return [LeadRecord(lead_id, *lead) for lead_id, lead in enumerate(new, first)]


def add_all(connection: Connection, signups: Sequence[LeadRecord]) -> None:
    """Record signup rows that are not known yet, under the ids that ``numbered`` gave them."""
    if signups:
        write_many(connection, _INSERT, signups)
        counters.count_leads(connection, len(signups))


def known(connection: Connection, new: Iterable[NewLead]) -> set[tuple[str | None, str]]:
    """Return number and fingerprint of the signups on record that may be among the new ones.

    Of a number all are returned.
    """
    numbers: set[str] = set()
    fingerprints: set[str] = set()
    for lead in new:
        if lead.number is None:
            fingerprints.add(lead.fingerprint)
        else:
            numbers.add(lead.number)
    found: set[tuple[str | None, str]] = set()
    if numbers:
        found.update(read_rows(connection, _KNOWN, numbers=[*numbers]))
    if fingerprints:
        found.update(read_rows(connection, _KNOWN_WITHOUT_NUMBER, fingerprints=[*fingerprints]))
    return found


def of_numbers(connection: Connection, numbers: Collection[str]) -> dict[str, list[LeadRecord]]:
    """Return the signups of several contacts, newest first, 200 of each at most."""
    found: dict[str, list[LeadRecord]] = {}
    for lead in records(connection, LeadRecord, _OF_NUMBERS, numbers=list(numbers)):
        signups = found.setdefault(lead.number or "", [])
        if len(signups) < MOST_SIGNUPS:
            signups.append(lead)
    return found


def of_number(connection: Connection, number: str) -> list[LeadRecord]:
    """Return a contact's signups, newest first, 200 at most."""
    return records(connection, LeadRecord, _OF_NUMBER, number=number)
