"""Leaving a SQLite file for a server (``store.moving``).

All is read, and the leaving said, in one writing transaction: nobody else writes meanwhile, so
nothing leaves for the carrier; and whatever ends it before its commit, the file is as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.schema.version import mark_moved, moved_by, version_of
from smsdesk.store.sqlite import integrity
from smsdesk.store.sqlite.restoring import SqliteRestoring
from smsdesk.store.whole_tables import highest_id

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from smsdesk.store.sqlite.database import SqliteDatabase
    from smsdesk.store.whole_tables import WholeTable

_IS_OURS = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
_DEALT = text("SELECT seq FROM sqlite_sequence WHERE name = :name")


class SqliteMoveSource:
    """A SQLite file that is left; see ``store.moving.MoveSource``."""

    def __init__(self, database: SqliteDatabase, path: Path) -> None:
        """Work on a file; nothing is opened yet."""
        self.database = database
        self._path = path

    def refuse_missing(self) -> None:
        """See ``store.moving.MoveSource``."""
        if not self._path.is_file() or not self._path.stat().st_size:
            raise DatabaseUnusable(f"there is no database {self._path}: nothing can be moved")

    def refuse_while_open(self) -> None:
        """See ``store.moving.MoveSource``."""
        SqliteRestoring(self._path).refuse_while_open()

    def moved_as(self) -> str:
        """See ``store.moving.MoveSource``."""
        with self.database.read() as connection:
            if not read_rows(connection, _IS_OURS):
                return ""
            return moved_by(version_of(connection) or "")

    def problems(self, connection: Connection) -> tuple[str, ...]:
        """See ``store.moving.MoveSource``."""
        return integrity.problems(connection)

    def last_id(self, connection: Connection, table: WholeTable) -> int:
        """See ``store.moving.MoveSource``."""
        dealt = read_rows(connection, _DEALT, name=table.name)
        return max(highest_id(connection, table), int(dealt[0][0]) if dealt else 0)

    def leave(self, connection: Connection, move: str, place: str) -> None:
        """See ``store.moving.MoveSource``."""
        mark_moved(connection, move, place)
