"""Leads: every signup row that ever came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.statements import records, text_with_lists, update
from smsdesk.store.tables import counters, purged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from smsdesk.store.driver import Value


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
    first_name: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    import_id: int | None = None


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
    first_name: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    import_id: int | None = None


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
# A signup whose number was corrected is known by the one that it came with, too.
_KNOWN_BEFORE = text_with_lists(
    """
    SELECT was.number, was.fingerprint FROM lead_correction AS was
    JOIN lead ON lead.id = was.lead_id
    WHERE was.number IN :numbers AND was.field = 'number'
    """,
    "numbers",
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

    Of a number all are returned; those that were purged count as known.
    """
    new = list(new)
    numbers: set[str] = set()
    fingerprints: set[str] = set()
    for lead in new:
        if lead.number is None:
            fingerprints.add(lead.fingerprint)
        else:
            numbers.add(lead.number)
    found = purged.leads_among(connection, {(lead.number, lead.fingerprint) for lead in new})
    if numbers:
        found.update(read_rows(connection, _KNOWN, numbers=[*numbers]))
        found.update(read_rows(connection, _KNOWN_BEFORE, numbers=[*numbers]))
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


_AFTER = text(f"SELECT {_COLUMNS} FROM lead WHERE id > :after ORDER BY id LIMIT 1000")
_OF_IMPORT = text(
    """
    SELECT id, number FROM lead
    WHERE id BETWEEN :first AND :last AND import_id = :import_id ORDER BY id LIMIT :limit
    """
)
_DELETE = text("DELETE FROM lead WHERE id = :id")


def after(connection: Connection, lead_id: int) -> list[LeadRecord]:
    """Return the next 1,000 signup rows in the order in which they were stored."""
    return records(connection, LeadRecord, _AFTER, after=lead_id)


def of_import(
    connection: Connection, import_id: int, first: int, last: int, limit: int
) -> list[tuple[int, str | None]]:
    """Return ids and numbers of leads that came with an import; their ids lie in a range."""
    rows = read_rows(
        connection, _OF_IMPORT, import_id=import_id, first=first, last=last, limit=limit
    )
    return [(int(lead_id), number) for lead_id, number in rows]


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take signup rows back."""
    write_many(connection, _DELETE, [(lead_id,) for lead_id in ids])
    counters.count_leads(connection, -len(ids))


def correct(connection: Connection, lead_id: int, values: Mapping[str, Value]) -> None:
    """Set columns of a signup; what stood there is kept by ``lead_corrections``."""
    update(connection, "lead", "id", lead_id, values)


class WrittenNumber(NamedTuple):
    """A signup's phone as written, which the number plan does not have."""

    id: int
    phone: str
    country: str
    fingerprint: str


_IMPOSSIBLE = text(
    """
    SELECT id, phone, country, fingerprint FROM lead
    WHERE number IS NULL AND fingerprint > :after AND problem = 'impossible_in_region'
    ORDER BY fingerprint LIMIT 1000
    """
)
_GIVE_NUMBER = text("UPDATE lead SET number = :number, problem = '' WHERE id = :id")


def of_impossible_numbers(connection: Connection) -> Iterator[WrittenNumber]:
    """Yield the signups whose number cannot exist by the number plan."""
    after = ""
    while found := records(connection, WrittenNumber, _IMPOSSIBLE, after=after):
        yield from found
        after = found[-1].fingerprint


def give_number(connection: Connection, ids: Sequence[int], number: str) -> None:
    """Let signups have a number that they had written down."""
    write_many(connection, _GIVE_NUMBER, [(number, lead_id) for lead_id in ids])
