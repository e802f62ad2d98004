"""Which revision of the schema a database has, and whether it is the one that is expected.

A desk may stay open for days while a newer version, started beside it, changes the tables. It
would go on by the old shape: so every transaction looks first. That costs two microseconds, no
more than asking whether anything has changed at all.

A database on its way to a server has a revision that no program has, ours of before included: so
nobody opens the half that is there, and nobody goes on with a file that was left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write
from smsdesk.store.errors import DatabaseMoved, HalfMoved, ProgramOutdated, StoreError
from smsdesk.store.schema.revisions import HEAD
from smsdesk.store.tables import program_state

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOVED_TO = "moved_to"
"""The note in a file that was left that says where all is."""

_MOVED, _COMING = "moved", "coming"
_VERSION = text("SELECT version_num FROM alembic_version")
_SET = text("UPDATE alembic_version SET version_num = :version")


def version_of(connection: Connection) -> str | None:
    """Return the revision, ``None`` where the table that holds it is empty."""
    found = read_rows(connection, _VERSION)
    return str(found[0][0]) if found else None


def refuse_other(connection: Connection, expected: str) -> None:
    """Let a transaction begin only on the schema that this program knows.

    Raises:
        ProgramOutdated: another program has changed it since.
        DatabaseMoved: another program has moved it since.
    """
    found = version_of(connection)
    if found != expected:
        raise why_not(connection, found or "", "") or ProgramOutdated()


def why_not(connection: Connection, version: str, place: str) -> StoreError | None:
    """Return why nobody opens a database on its way; ``None`` where it is on none."""
    if moved_by(version):
        return DatabaseMoved(program_state.get(connection, MOVED_TO))
    return HalfMoved(place) if unfinished_move(version) else None


def mark_moved(connection: Connection, move: str, place: str) -> None:
    """Say in a file that all is elsewhere."""
    program_state.put(connection, MOVED_TO, place)
    write(connection, _SET, version=f"{_MOVED} {HEAD} {move}")


def mark_coming(connection: Connection, move: str) -> None:
    """Say in a database that a move fills it."""
    write(connection, _SET, version=f"{_COMING} {HEAD} {move}")


def mark_ready(connection: Connection) -> None:
    """Say in a database that a move has filled that it can be opened."""
    _kind, revision, _move = (version_of(connection) or "").split(" ")
    write(connection, _SET, version=revision)


def moved_by(version: str) -> str:
    """Return the move by which a file with this version was left, empty where it was not."""
    return _named(version, _MOVED)


def unfinished_move(version: str) -> str:
    """Return the move that fills a database with this version, empty where none does."""
    return _named(version, _COMING)


def _named(version: str, kind: str) -> str:
    said, _, rest = version.partition(" ")
    return rest.rpartition(" ")[2] if said == kind else ""
