"""What goes wrong under a database that is open."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from smsdesk.store.sqlite.database import SqliteDatabase

if TYPE_CHECKING:
    from smsdesk.desk import Desk


def set_on_writers(desk: Desk, pragma: str) -> None:
    """Say something to the connections over which the desk writes."""
    database = desk._context.database
    if not isinstance(database, SqliteDatabase):
        assert pragma == "query_only = ON"
        _let_nothing_be_written(database)
        return
    assert isinstance(database, SqliteDatabase)
    for engine in (database._writer, database._hasty_writer):
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA {pragma}").fetchall()


def _let_nothing_be_written(database: Any) -> None:
    """Let a server that has it open, and every connection to come, take readers alone."""
    read_only = b"SET default_transaction_read_only = on"
    event.listen(database._engine, "connect", lambda driver, _record: driver.execute(read_only))
    database._engine.dispose()
