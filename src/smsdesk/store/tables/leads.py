"""Leads: every signup row that ever came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, text

from smsdesk.store.sqlite.driver import read_among, read_rows, write_many
from smsdesk.store.statements import every
from smsdesk.store.tables import program_state

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
    first_name: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    import_id: int | None = None


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
    first_name: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    import_id: int | None = None


_COLUMNS = ", ".join(LeadRecord._fields)
_INSERT = text(
    f"INSERT INTO lead ({_COLUMNS})"
    f" VALUES ({', '.join(f':{column}' for column in LeadRecord._fields)})"
)
_KNOWN = text("SELECT number, fingerprint FROM lead WHERE number IN (:number)")
_KNOWN_WITHOUT_NUMBER = text(
    "SELECT number, fingerprint FROM lead WHERE number IS NULL AND fingerprint IN (:fingerprint)"
)
# The newest signup is the one with the latest signed_up_at, else the one imported last.
_OF_NUMBER = text(
    f"""
    SELECT {_COLUMNS} FROM lead WHERE number = :number
    ORDER BY signed_up_at DESC NULLS LAST, id DESC LIMIT 200
    """
)
_OF_NUMBERS = text(
    f"""
    SELECT {_COLUMNS} FROM lead WHERE number IN :numbers
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


_AFTER = text(f"SELECT {_COLUMNS} FROM lead WHERE id > :after ORDER BY id LIMIT 1000")
_OF_IMPORT = text(
    """
    SELECT id, number FROM lead
    WHERE id BETWEEN :first AND :last AND import_id = :import_id ORDER BY id LIMIT :limit
    """
)
_DELETE = text("DELETE FROM lead WHERE id = :id")
_HIGHEST = text("SELECT coalesce(max(id), 0) FROM lead")
_REMOVED, _GIVEN = "leads_removed", "highest_lead_id"


def after(connection: Connection, lead_id: int) -> list[LeadRecord]:
    """Return the next 1,000 signup rows in the order in which they came."""
    return [LeadRecord(*row) for row in read_rows(connection, _AFTER, after=lead_id)]


def of_import(
    connection: Connection, import_id: int, first: int, last: int, limit: int
) -> list[tuple[int, str | None]]:
    """Return ids and numbers of leads that came with an import; their ids lie in a range."""
    rows = read_rows(
        connection, _OF_IMPORT, import_id=import_id, first=first, last=last, limit=limit
    )
    return [(int(lead_id), number) for lead_id, number in rows]


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take signup rows back; their ids are never given again."""
    if not ids:
        return
    program_state.put(connection, _GIVEN, str(last_id(connection)))
    program_state.put(connection, _REMOVED, str(_removed(connection) + len(ids)))
    write_many(connection, _DELETE, [(lead_id,) for lead_id in ids])


def count(connection: Connection) -> int:
    """Return how many signup rows there are, without counting them."""
    return last_id(connection) - _removed(connection)


def last_id(connection: Connection) -> int:
    """Return the highest id that a signup row ever had, 0 where there was none."""
    highest = int(connection.execute(_HIGHEST).scalar_one())
    return max(highest, int(program_state.get(connection, _GIVEN) or 0))


def _removed(connection: Connection) -> int:
    return int(program_state.get(connection, _REMOVED) or 0)
