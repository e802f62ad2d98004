"""Leaving nothing of deleted rows in a SQLite file.

A deleted row stays where it lay until the page is used again, its words stay in the parts of a
search index until they are merged, and old pages stay in the log: so the indexes are merged, the
file is made anew, and the log is emptied before and after.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from smsdesk.store.errors import DatabaseBusy
from smsdesk.store.sqlite.connections import BUSY_SECONDS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPICursor

_INDEXES = ("message_words", "card_sendable", "card_left_out")


def overwrite_deleted(connection: Connection) -> None:
    """Let SQLite write zeros over what this connection deletes from now on."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")


def scrub(engine: Engine) -> None:
    """Merge the search indexes, make the file anew, empty the log.

    Raises:
        DatabaseBusy: somebody reads, and would go on reading what was deleted.
        sqlite3.Error: the disk is full, the file locked ...
    """
    connection = engine.raw_connection()
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            cursor.execute("PRAGMA secure_delete = ON")
            for index in _INDEXES:
                cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
            _empty_log(cursor)
            cursor.execute(
                "PRAGMA temp_store = FILE"
            )  # the new file is made there, as large as ours
            cursor.execute("VACUUM")
            _empty_log(cursor)
    finally:
        connection.invalidate()  # its settings are none of a connection for every day
        connection.close()


def _empty_log(cursor: DBAPICursor) -> None:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy = (cursor.fetchone() or (0,))[0]
    if busy:
        raise DatabaseBusy(
            "it is removed, but another program reads the database and its log cannot be emptied:"
            " close every desk and purge once more"
        )
