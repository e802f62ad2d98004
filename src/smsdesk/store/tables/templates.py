"""Templates: the texts of the firm that hold another value for each lead.

They are nobody's in particular, so that a purge of a lead leaves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import write
from smsdesk.store.statements import record, records

if TYPE_CHECKING:
    from sqlalchemy import Connection


class TemplateRecord(NamedTuple):
    """A template on record.

    Attributes:
        folded: the name without case, by which there is one of it.
        name: as it was written.
        body: the text with its fields.
        changed_at: in microseconds.
        changed_by: the agent who wrote it last.
    """

    folded: str
    name: str
    body: str
    changed_at: int
    changed_by: str


_COLUMNS = ", ".join(TemplateRecord._fields)
_ALL = text(f"SELECT {_COLUMNS} FROM template ORDER BY folded")
_GET = text(f"SELECT {_COLUMNS} FROM template WHERE folded = :folded")
_PUT = text(
    f"""
    INSERT INTO template ({_COLUMNS})
    VALUES ({", ".join(f":{name}" for name in TemplateRecord._fields)})
    ON CONFLICT (folded) DO UPDATE SET name = excluded.name, body = excluded.body,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by
    """
)
_DELETE = text("DELETE FROM template WHERE folded = :folded")


def every(connection: Connection) -> list[TemplateRecord]:
    """Return all templates by name."""
    return records(connection, TemplateRecord, _ALL)


def get(connection: Connection, folded: str) -> TemplateRecord | None:
    """Return the template of a folded name."""
    return record(connection, TemplateRecord, _GET, folded=folded)


def put(connection: Connection, template: TemplateRecord) -> None:
    """Keep a template in the place of the one of its name."""
    write(connection, _PUT, **template._asdict())


def remove(connection: Connection, folded: str) -> bool:
    """Remove a template; return whether there was one."""
    return write(connection, _DELETE, folded=folded) > 0
