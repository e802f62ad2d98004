"""Filling a database on a server from a file (``store.moving``).

What a move that was interrupted has left is known by its revision, and taken away; anything else
that holds a row of somebody's is left alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import psycopg
from sqlalchemy import inspect, text

from smsdesk.store.driver import read_rows, write
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable
from smsdesk.store.postgres.connections import driver_of, run
from smsdesk.store.postgres.errors import forget_values, sqlstate
from smsdesk.store.schema.revisions import KNOWN
from smsdesk.store.schema.version import mark_coming, mark_ready, unfinished_move, version_of
from smsdesk.store.tables import program_state, programs
from smsdesk.store.times import to_us
from smsdesk.store.whole_tables import AT_ONCE, WholeTable, tally, whole_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from smsdesk.store.postgres.database import PostgresDatabase
    from smsdesk.store.whole_tables import Rows, Tally

MOVERS_LOCK: Final = 0x736D736D6F7665
"""The advisory lock of whoever moves a file into this database: "smsmove"."""

CAME_BY: Final = "came_by"
"""The note of the move by which the database was filled."""

_OF_PROGRAMS: Final = frozenset({"agent_seen", "counter", "note", "poll", "presence", "program"})
"""Tables with what a program writes down of itself: nobody's data."""

_WITHOUT_MODEL: Final = frozenset({"alembic_version", "message_words"})
_FOR_LONG = """
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0;
SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3
"""
"""Nothing of ours takes too long, and a line that was cut is noticed by the server, too."""

_RELATIONS = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace
  AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND NOT EXISTS (  -- an extension's, or a column's own sequence
      SELECT 1 FROM pg_depend
      WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('e', 'i', 'a')
  )
ORDER BY relname
"""
_FUNCTIONS = """
SELECT DISTINCT refobjid::regprocedure::text FROM pg_depend
JOIN pg_proc ON pg_proc.oid = refobjid
WHERE refclassid = 'pg_proc'::regclass AND pronamespace = current_schema()::regnamespace
  AND (
      objid IN (SELECT oid FROM pg_trigger WHERE tgrelid::regclass::text = ANY(%s))
      OR objid IN (SELECT indexrelid FROM pg_index WHERE indrelid::regclass::text = ANY(%s))
  )
"""
_COMMITS = text("INSERT INTO counter (name, value) VALUES ('commits', 0) ON CONFLICT DO NOTHING")
_DEALT = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")


class PostgresMoveTarget:
    """A database on a server that is filled; see ``store.moving.MoveTarget``."""

    def __init__(
        self, database: PostgresDatabase, make_tables: Callable[[Connection], None]
    ) -> None:
        """Work on a database; nothing is opened yet.

        Args:
            make_tables: makes them in an empty database, within a transaction.
        """
        self.database = database
        self._make_tables = make_tables
        self._held: psycopg.Connection[Any] | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """See ``store.moving.MoveTarget``; the server lets go when this process ends."""
        with self.database.session() as connection:
            run(connection, _FOR_LONG)
            try:
                run(connection, f"SELECT pg_advisory_lock({MOVERS_LOCK})")
            except psycopg.errors.LockNotAvailable as error:
                raise DatabaseBusy(
                    f"something is being moved into {self.database.place} at this moment: try again"
                    " when that has ended"
                ) from error
            self._held = connection
            try:
                yield
            finally:
                self._held = None
                connection.close()  # and with it the lock, and the settings

    @property
    def _session(self) -> psycopg.Connection[Any]:
        if self._held is None:
            raise RuntimeError("who fills a database holds it")
        return self._held

    # -- whose it is ----------------------------------------------------------------------------

    def unfinished_move(self) -> str:
        """See ``store.moving.MoveTarget``."""
        with self.database.read() as connection:
            return unfinished_move(_version(connection) or "")

    def finished_move(self) -> str:
        """See ``store.moving.MoveTarget``."""
        with self.database.read() as connection:
            version = _version(connection)
            is_open = version is not None and not unfinished_move(version)
            return program_state.get(connection, CAME_BY) if is_open else ""

    def refuse_filled(self) -> None:
        """See ``store.moving.MoveTarget``."""
        with self.database.read() as connection:
            self._refuse_filled(connection)

    def _refuse_filled(self, connection: Connection) -> None:
        there = [str(name) for (name,) in driver_of(connection).execute(_RELATIONS).fetchall()]
        if not there:
            return
        others = sorted(set(there) - {table.name for table in whole_tables()} - _WITHOUT_MODEL)
        version = _version(connection)
        if others or version is None:
            raise DatabaseUnusable(
                f"the database {self.database.place} holds tables of another program"
                f" ({(others or there)[0]}): name an empty one"
            )
        if unfinished_move(version):
            return
        filled = [
            table.name
            for table in whole_tables()
            if table.name in there
            and table.name not in _OF_PROGRAMS
            and _has_rows(connection, table)
        ]
        if filled or version not in KNOWN:
            raise DatabaseUnusable(
                f"the database {self.database.place} holds a firm's data already: name an empty one"
            )
        if programs.open_now(connection, to_us(self.database.now())):
            raise DatabaseUnusable(
                f"a desk has the database {self.database.place} open: close it first, try again"
            )

    # -- filling it -----------------------------------------------------------------------------

    def make_ready(self, move: str) -> None:
        """See ``store.moving.MoveTarget``."""
        with self.database.migrating() as connection:
            self._refuse_filled(connection)
            _take_away_ours(driver_of(connection))
            self._make_tables(connection)
            for table in whole_tables():
                write(connection, text(f'DELETE FROM "{table.name}"'))  # what they begin with
            mark_coming(connection, move)

    def put(self, table: WholeTable, rows: Rows) -> None:
        """See ``store.moving.MoveTarget``."""
        statement = f"COPY {table.named} FROM STDIN".encode()
        try:
            with self._session.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            state = sqlstate(error)
            forget_values(error)
            error.args = ()
            said = f", SQLSTATE {state}" if state else ""
            raise DatabaseUnusable(
                f"a row of the table {table.name} cannot be kept on the server{said}: nothing was"
                " moved, and the file is as it was"
            ) from error

    def mark_all_copied(self) -> None:
        """See ``store.moving.MoveTarget``."""
        run(self._session, "ANALYZE")

    def read_back(self, table: WholeTable) -> Tally:
        """See ``store.moving.MoveTarget``."""
        return tally(self._parts(table))

    def _parts(self, table: WholeTable) -> Iterator[Rows]:
        cursor = self._session.cursor("whole_table")
        try:
            with self._session.transaction(), cursor:
                cursor.execute(table.select.encode())
                while rows := cursor.fetchmany(AT_ONCE):
                    yield rows
        finally:
            if self._session.closed:  # the line was cut while it said that it is done
                cursor.close()

    def finish_tables(self, last_ids: Mapping[str, int], notes: Iterable[tuple[str, str]]) -> None:
        """See ``store.moving.MoveTarget``."""
        with self.database.write() as connection:
            write(connection, _COMMITS)
            for name, last in last_ids.items():
                if last:
                    read_rows(connection, _DEALT, name=name, last=last)
            for key, value in notes:
                program_state.put(connection, key, value)

    def arrive(self, move: str) -> None:
        """See ``store.moving.MoveTarget``."""
        with self.database.write() as connection:
            program_state.put(connection, CAME_BY, move)
            mark_ready(connection)


def _version(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return version_of(connection)


def _has_rows(connection: Connection, table: WholeTable) -> bool:
    return bool(read_rows(connection, text(f'SELECT 1 FROM "{table.name}" LIMIT 1')))


def _take_away_ours(connection: psycopg.Connection[Any]) -> None:
    """Remove the tables that are there, which are all ours, and the functions they rest on."""
    tables = [str(name) for (name,) in connection.execute(_RELATIONS).fetchall()]
    if tables:
        functions = connection.execute(_FUNCTIONS, (tables, tables)).fetchall()
        run(connection, "DROP TABLE " + ", ".join(f'"{name}"' for name in tables))
        for (function,) in functions:
            run(connection, f"DROP FUNCTION {function}")
