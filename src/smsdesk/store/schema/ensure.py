"""The schema's version: read at every start, migrated when it is behind, refused when ahead.

Alembic costs more to load than everything else at start, so the version is read with one
SELECT and compared with ``HEAD``; a test ties that constant to the newest migration.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from smsdesk.clock import Clock, SystemClock
from smsdesk.store.errors import DatabaseUnusable, ProgramsOpen
from smsdesk.store.schema.revisions import HEAD, KNOWN
from smsdesk.store.schema.version import version_of, why_not
from smsdesk.store.steady_time import steady_time_of
from smsdesk.store.tables import programs
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from smsdesk.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"

TOLD_AFTER = 2.0
"""Seconds of an update that nobody wonders at."""


def ensure_schema(
    database: Database,
    clock: Clock | None = None,
    *,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Bring the database to ``HEAD``, and hold it to that; an old one is copied aside first.

    Args:
        database: is used by nobody of this program before.
        clock: in place of the machine's; it says whose lease on the database has run out.
        tell: is told in one line where that takes seconds, and in an empty one when it is done;
            from any thread.

    Raises:
        DatabaseUnusable: no database, not writable, made by a newer smsdesk, or half moved.
        DatabaseMoved: all of it is on a server now.
        ProgramsOpen: it must be changed in a way for which older programs must be closed first.
    """
    database.make_place()
    version, filled = _found(database)
    if version != HEAD:
        _refuse_foreign(database, version, filled=filled)
        line = f"the database is being updated: minutes, for a large one ({database.place})"
        with _told(tell if version is not None else None, line):  # a new one is soon made
            _bring_to_head(database, version, clock or SystemClock())
    database.expect_schema(HEAD)


@contextmanager
def _told(tell: Callable[[str], None] | None, line: str) -> Iterator[None]:
    if tell is None:
        yield
        return
    is_telling, told, over = Lock(), False, False

    def say() -> None:
        nonlocal told
        with is_telling:
            if not over:
                told = True
                tell(line)

    soon = Timer(TOLD_AFTER, say)
    soon.daemon = True
    soon.start()
    try:
        yield
    finally:
        soon.cancel()
        with is_telling:
            over = True
        if told:
            tell("")


def make_tables(database: Database, connection: Connection) -> None:
    """Make the tables in an empty database, within a transaction that may do so."""
    database.make_first_tables(connection)
    _loaded_upgrade()(connection)


def _bring_to_head(database: Database, version: str | None, clock: Clock) -> None:
    with database.read() as connection:
        # Before the copy, too: it takes long, and would be for nothing.
        _refuse_while_open(database, connection, clock)
    if version is not None:
        database.keep_copy(f"before-{HEAD}")
    upgrade = _loaded_upgrade()  # who waits for the lock must not wait for Alembic's loading too
    with database.migrating() as connection:
        if _version_in(connection)[0] == HEAD:
            return  # another process was first
        _refuse_while_open(database, connection, clock)
        if version is None:
            database.make_first_tables(connection)
        upgrade(connection)


def _refuse_while_open(database: Database, connection: Connection, clock: Clock) -> None:
    """Ask whether the missing steps may be taken while programs of before have the database open.

    Raises:
        ProgramsOpen: they may not, and some have.
    """
    if "program" not in inspect(connection).get_table_names():
        return  # of before there was a register
    now = steady_time_of(database, connection, clock)
    open_programs = programs.open_now(connection, to_us(now))
    if open_programs and _must_be_closed(connection):
        said = programs.close_them(open_programs)
        raise ProgramsOpen(
            f"this smsdesk must change the database first, but {said}, then start again"
        )


def _must_be_closed(connection: Connection) -> bool:
    from alembic.script import ScriptDirectory

    missing = ScriptDirectory(str(MIGRATIONS)).iterate_revisions("head", version_of(connection))
    return any(step.module.needs_programs_closed for step in missing)


def _found(database: Database) -> tuple[str | None, bool]:
    """Return the schema's version, and whether there are tables without one.

    In one still picture: another process may be making them at this moment.
    """
    with database.read() as connection:
        return _version_in(connection)


def _version_in(connection: Connection) -> tuple[str | None, bool]:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return None, bool(tables)
    version = version_of(connection)
    return version, version is None


def _refuse_foreign(database: Database, version: str | None, *, filled: bool) -> None:
    if version is not None:
        with database.read() as connection:
            reason = why_not(connection, version, database.place)
        if reason is not None:
            raise reason
    if version is not None and version > HEAD:
        raise DatabaseUnusable(
            f"the database {database.place} was made by a newer smsdesk (schema {version}, this"
            f" one knows {HEAD}): update smsdesk"
        )
    if (version is None and filled) or (version is not None and version not in KNOWN):
        raise DatabaseUnusable(
            f"the database {database.place} belongs to another program: set database.url"
        )


def _loaded_upgrade() -> Callable[[Connection], None]:
    """Load Alembic; return what takes the missing steps."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def upgrade(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    return upgrade
