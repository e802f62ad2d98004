"""What goes wrong under a database that is open."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from smsdesk.store.sqlite.database import SqliteDatabase

if TYPE_CHECKING:
    from smsdesk.desk import Desk


def set_on_writers(desk: Desk, pragma: str) -> None:
    """Say something to the connections over which the desk writes."""
    database = desk._context.database
    assert isinstance(database, SqliteDatabase)
    for engine in (database._writer, database._hasty_writer):
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA {pragma}").fetchall()
