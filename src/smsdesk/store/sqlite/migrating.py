"""Making a SQLite file, and changing its tables."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from smsdesk.private_files import make_private_file, make_private_folder
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.sqlite.errors import explain, result_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine


def make_place(path: Path) -> None:
    """Make a database's folder and its empty file, for the owner's eyes alone.

    Raises:
        DatabaseUnusable: the folder cannot be made.
    """
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise DatabaseUnusable(
            f"the database folder {path.parent} cannot be made: {error.strerror}"
        ) from error
    if path.is_symlink() and not path.exists():
        raise DatabaseUnusable(f"{path} is a link that leads to nothing: name the file itself")
    with suppress(OSError):  # SQLite says it better than we could
        make_private_file(path)


def use_wal(engine: Engine, path: Path | None, seconds: float) -> None:
    """Let the file keep a log ahead, for good: readers then wait for no writer.

    Args:
        path: for the sentence where it cannot be.
        seconds: how long to wait for others who have the file open in another mode.

    Raises:
        DatabaseBusy, DatabaseUnusable: with one line for the user.
    """
    give_up = time.monotonic() + seconds
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if result_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise explain(error, path) from error
            time.sleep(0.01)
        else:
            return
        finally:
            connection.close()


@contextmanager
def changing_tables(engine: Engine, begin: Callable[[Connection], None]) -> Iterator[Connection]:
    """Run one transaction under the write lock that serialises starters.

    Foreign keys are off meanwhile: in batch mode a parent table is dropped and made again, which
    would delete every child row. They are checked before the commit.

    Raises:
        DatabaseUnusable: rows would not fit together; nothing is changed.
    """
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            begin(connection)
            yield connection
            _refuse_broken(connection)
            connection.commit()
        finally:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


def _refuse_broken(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DatabaseUnusable(
            f"the database's rows do not fit together (table {broken[0]}): it was left as it was"
        )
