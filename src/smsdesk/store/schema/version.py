"""Which revision of the schema a database has, and whether it is the one that is expected.

A desk may stay open for days while a newer version, started beside it, changes the tables. It
would go on by the old shape: so every transaction looks first. That costs two microseconds, no
more than asking whether anything has changed at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.errors import ProgramOutdated

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSION = text("SELECT version_num FROM alembic_version")


def version_of(connection: Connection) -> str | None:
    """Return the revision, ``None`` where the table that holds it is empty."""
    found = read_rows(connection, _VERSION)
    return str(found[0][0]) if found else None


def refuse_other(connection: Connection, expected: str) -> None:
    """Let a transaction begin only on the schema that this program knows.

    Raises:
        ProgramOutdated: another program has changed it since.
    """
    if version_of(connection) != expected:
        raise ProgramOutdated
