"""The schema's version: read at every start, migrated when it is behind, refused when ahead.

Alembic costs more to load than everything else at start, so the version is read with one
SELECT and compared with ``HEAD``; a test ties that constant to the newest migration.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from smsdesk.private_files import make_private_file, make_private_folder
from smsdesk.store.schema.revisions import HEAD, KNOWN
from smsdesk.store.sqlite.engine import BUSY_SECONDS, Database, DatabaseUnusable, explain

if TYPE_CHECKING:
    from sqlalchemy import Connection


def ensure_schema(database: Database) -> None:
    """Bring the database to ``HEAD``; an old file is copied beside itself first.

    Raises:
        DatabaseUnusable: no database, not writable, or made by a newer smsdesk.
    """
    path = database.path
    if path is not None:
        _make_place(path)
    try:
        version, filled = _found(database)
        if version == HEAD:
            return
        _refuse_foreign(database, version, filled=filled)
        if version is not None and path is not None:
            backup(path, path.with_name(f"{path.name}.before-{HEAD}"))
        _use_wal(database)
        _migrate(database)
    except DBAPIError as error:
        raise explain(error, path) from error


def backup(source: Path, target: Path) -> None:
    """Copy a live database with SQLite's online backup (a file copy would miss the WAL).

    The copy is complete or absent: it is written beside its name and renamed.

    Raises:
        DatabaseUnusable: the target cannot be written, or is the live database itself.
    """
    if target.exists() and target.samefile(source):
        raise DatabaseUnusable(f"{target} is the database itself: name another file")
    unfinished = target.with_name(target.name + ".part")
    try:
        make_private_file(unfinished)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
            live.backup(copy)
        unfinished.replace(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise DatabaseUnusable(f"the backup {target} could not be written: {error}") from error


def integrity_problems(database: Database) -> tuple[str, ...]:
    """Return what ``integrity_check`` and ``foreign_key_check`` find; empty where all is sound."""
    with database.read() as connection:
        found = [
            str(row[0])
            for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")
            if row[0] != "ok"
        ]
        found += [
            f"row {row[1]} of {row[0]} points at a missing row of {row[2]}"
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
        ]
    return tuple(found)


def _make_place(path: Path) -> None:
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise DatabaseUnusable(
            f"the database folder {path.parent} cannot be made: {error.strerror}"
        ) from error
    with suppress(OSError):  # SQLite says it better than we could
        make_private_file(path)


def _found(database: Database) -> tuple[str | None, bool]:
    """Return the schema's version, and whether there are tables without one.

    In one still picture: another process may be making them at this moment.
    """
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        if "alembic_version" not in tables:
            return None, bool(tables)
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return (None, True) if found is None else (str(found), False)


def _refuse_foreign(database: Database, version: str | None, *, filled: bool) -> None:
    where = database.path or database.url.render_as_string()
    if version is not None and version > HEAD:
        raise DatabaseUnusable(
            f"the database {where} was made by a newer smsdesk (schema {version}, this one knows"
            f" {HEAD}): update smsdesk"
        )
    if (version is None and filled) or (version is not None and version not in KNOWN):
        raise DatabaseUnusable(f"the database {where} belongs to another program: set database.url")


def _use_wal(database: Database) -> None:
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        connection = database.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                code_error = DBAPIError("PRAGMA journal_mode", None, error)
                raise explain(code_error, database.path) from error
            time.sleep(0.01)
        else:
            return
        finally:
            connection.close()


def _migrate(database: Database) -> None:
    """Run the missing steps in one transaction, under the write lock that serialises starters.

    Foreign keys are off meanwhile: in batch mode a parent table is dropped and made again, which
    would delete every child row.
    """
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            database.begin(connection)
            _upgrade(connection)
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


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
