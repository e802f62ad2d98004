"""A PostgreSQL database: its two kinds of transaction, and its parts.

One writes at a time, as on SQLite: every flow reads, decides and writes, and what it has read must
hold until it has written. So the first thing in a writing transaction is a lock that the server
gives back when the transaction ends, however it ends. Under READ COMMITTED each statement then sees
all that was committed before the lock was had; a snapshot that is taken before the lock would not.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError

from smsdesk.store.errors import (
    CHANGED,
    DatabaseBusy,
    DatabaseUnusable,
    ProgramOutdated,
    QueryStopped,
    StoreError,
)
from smsdesk.store.postgres import (
    baseline,
    commits,
    conversation_filter,
    facts,
    identity,
    lead_search,
    message_search,
    search_cards,
    standbys,
    upkeep,
)
from smsdesk.store.postgres.connections import (
    BUSY_SECONDS,
    READER_IDLE_SECONDS,
    driver_of,
    make_engine,
    run,
    speak_plainly,
)
from smsdesk.store.postgres.errors import (
    explain,
    forget_values,
    is_locked,
    is_lost,
    was_canceled,
)
from smsdesk.store.postgres.stopping import heeding
from smsdesk.store.tables import counters
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import URL, Connection

    from smsdesk.store.search import ConversationFilter, LeadSearch, MessageSearch, SearchCards
    from smsdesk.store.server_facts import ServerFacts

    _Row = tuple[Any, ...]

WRITERS_LOCK: Final = 0x736D736465736B
"""The advisory lock of whoever writes: "smsdesk". It is one of this database alone."""

MIGRATION_SECONDS: Final = 60.0
"""How long one who finds old tables waits for another who is changing them."""

_VERSION: Final = "SELECT version_num FROM alembic_version"
_USED: Final = "used before"
_TOLD: Final = "time of the transaction"
_TIME: Final = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_COUNT: Final = "UPDATE counter SET value = value + 1 WHERE name = 'commits'"
"""Every commit is counted, whatever it has changed, so that others notice it: under the lock, for a
sequence is counted up before the commit, and a reader would take the number without the change."""

_REVISION: Final = "(SELECT value FROM counter WHERE name = 'revision')"
_STAMPED: Final = "UPDATE counter SET value = {} WHERE name = 'revision'"
"""Nearly every transaction that has the lock stamps what it changes: so the number comes with the
lock and goes with the commit, and costs no trip of its own."""

_STAMP: Final = """
SELECT value, (
    SELECT coalesce(sum(hashtextextended(
        concat_ws(' ', process, number, typing, written_at), 0
    )), 0) FROM presence
) FROM counter WHERE name = 'commits'
"""
"""Where somebody is, is written beside the count, and a few rows: so it is looked at itself."""

_STAMP_BITS: Final = 64


class PostgresDatabase:
    """A database of a PostgreSQL server; see ``store.database.Database``."""

    search_cards: SearchCards = search_cards
    lead_search: LeadSearch = lead_search
    message_search: MessageSearch = message_search
    conversation_filter: ConversationFilter = conversation_filter
    mark_lies_outside = False

    def __init__(self, url: URL, *, tell: Callable[[str], None] | None = None) -> None:
        """Prepare the connections; nothing is opened yet.

        Args:
            tell: is told in one line what is waited for, where a commit takes seconds, and in an
                empty one when that is over; from any thread.
        """
        self.url = url
        self._engine = make_engine(url, self._look_at_server)
        self._waiting = standbys.Waiting(self._engine, self.place, tell)
        self._closed = False
        event.listen(self._engine, "checkin", self._given_back)
        self._schema: str | None = None
        self._server: str | None = None

    @property
    def place(self) -> str:
        """Where it is, in words for a sentence, without a password."""
        return self.url.render_as_string(hide_password=True)

    # -- transactions ---------------------------------------------------------------------

    @contextmanager
    def write(self, *, durable: bool = True, patience: float | None = None) -> Iterator[Connection]:
        """Run one writing transaction; ``durable=False`` does not wait for the server's disk.

        Raises:
            ServerReplaced: it is not the server that was opened any more.
            ProgramOutdated: the schema is not the expected one any more.
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        settings = "" if durable else "SET LOCAL synchronous_commit = off; "
        begin = f"BEGIN; {settings}{_lock(BUSY_SECONDS if patience is None else patience)}"
        what = f"{commits.NAME}, {_TIME}, {_REVISION if self._schema else 'NULL'}"
        with self._transaction(begin, what) as (connection, said):
            begun, revision = commits.Begun(*said[:2]), said[3]
            connection.info.update({_TOLD: said[2], counters.KNOWN: revision})
            try:
                yield connection
                newest = connection.info.pop(counters.KNOWN)
                stamped = newest if newest != revision else None
                self._commit(connection, begun, self._ending(stamped, durable=durable))
            except IntegrityError as error:
                forget_values(error)
                raise
            except (DBAPIError, psycopg.Error) as error:
                raise explain(error, self.place) from error

    @contextmanager
    def aside(self, *, patience: float | None = None) -> Iterator[Connection]:
        """Run a small writing transaction without the lock, the count or the waiting for the disk.

        Args:
            patience: seconds for which a row is waited for that somebody else changes.

        Raises:
            ServerReplaced, ProgramOutdated: as ``write``.
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        seconds = BUSY_SECONDS if patience is None else patience
        begin = (
            "BEGIN; SET LOCAL synchronous_commit = off;"
            f" SET LOCAL lock_timeout = {max(int(seconds * 1000), 1)}; "
        )
        with self._transaction(begin, "NULL") as (connection, _):
            try:
                yield connection
                run(driver_of(connection), "COMMIT")
                connection.commit()  # which has nothing left to do but to say so
            except IntegrityError as error:
                forget_values(error)
                raise DatabaseBusy(CHANGED) from error
            except (DBAPIError, psycopg.Error) as error:
                raise explain(error, self.place) from error

    @contextmanager
    def read(self, stop: threading.Event | None = None) -> Iterator[Connection]:
        """Run one reading transaction: a still picture of the database.

        Args:
            stop: ends a long statement as soon as it is set; nothing begins after it.

        Raises:
            QueryStopped: ``stop`` was set.
            ServerReplaced: it is not the server that was opened any more.
            ProgramOutdated: the schema is not the expected one any more.
            DatabaseUnusable: with one line for the user.
        """
        if stop is not None and stop.is_set():
            raise QueryStopped
        begin = (
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL"
            f" idle_in_transaction_session_timeout = {int(READER_IDLE_SECONDS * 1000)}; "
        )
        with self._transaction(begin, "NULL") as (connection, _):
            driver = driver_of(connection)
            try:
                with heeding(driver, stop) as stopped:
                    yield connection
            except (DBAPIError, psycopg.Error) as error:
                if stopped.told and was_canceled(error):
                    raise QueryStopped from error
                raise explain(error, self.place) from error
            finally:
                if stopped.told:
                    connection.invalidate()

    @contextmanager
    def _transaction(self, begin: str, what: str) -> Iterator[tuple[Connection, _Row]]:
        """Begin a transaction; give it with what a SELECT of ``what`` says; end it at the end."""
        look = f", ({_VERSION})" if self._schema else ""
        connection, row = self._asked(f"{begin}SELECT {what}{look}")
        connection.info.pop(counters.KNOWN, None)  # told to the one before on this connection
        try:
            if self._schema and row[-1] != self._schema:
                raise ProgramOutdated
            yield connection, row
        finally:
            _end(connection)

    def _asked(self, statements: str) -> tuple[Connection, _Row]:
        """Return a connection with the answer to the first thing that is said on it.

        One that was kept may have ended meanwhile, which shows now, when nothing has been done on
        it yet: then it is the next one's turn, and at last a new one's.
        """
        while True:
            connection = self._connected()
            try:
                connection.begin()
                row = run(driver_of(connection), statements) or (None,)
            except psycopg.Error as error:
                is_old = is_lost(error, driver_of(connection)) and _USED in connection.info
                if is_old:
                    connection.invalidate()
                try:
                    if is_locked(error):
                        self._waiting.refuse_while_away(driver_of(connection))
                finally:
                    _end(connection)
                if not is_old:
                    raise explain(error, self.place) from error
                continue
            except BaseException:
                connection.invalidate()
                _end(connection)
                raise
            connection.info[_USED] = True
            return connection, row

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except (DBAPIError, psycopg.Error) as error:
            raise explain(error, self.place) from error

    def _ending(self, stamped: int | None, *, durable: bool) -> str:
        if self._schema is None:  # there may be nothing yet in which to count
            return "COMMIT"
        count = _COUNT if stamped is None else f"{_STAMPED.format(stamped)}; {_COUNT}"
        return commits.on_disk_after(count) if durable else f"{count}; COMMIT"

    def _commit(self, connection: Connection, begun: commits.Begun, statements: str) -> None:
        """Commit; where the connection is lost meanwhile, ask the server what came of it."""
        driver = driver_of(connection)
        with self._waiting.told(driver):
            try:
                run(driver, statements)
            except psycopg.Error as error:
                has_ended = driver.info.transaction_status == TransactionStatus.IDLE
                if not has_ended and not is_lost(error, driver):
                    raise
                connection.invalidate()
                commits.settle(self._engine, begun, self.place)
            else:
                connection.commit()  # which has nothing left to do but to say so

    def expect_schema(self, revision: str) -> None:
        """Let every transaction from now on compare the schema, and every connection the server."""
        with self.read() as connection:
            self._server = identity.server_of(driver_of(connection))
        self._schema = revision

    def _look_at_server(self, connection: psycopg.Connection[Any]) -> None:
        if self._server is not None and identity.server_of(connection) != self._server:
            raise identity.ServerReplaced(self.place)

    @contextmanager
    def session(self) -> Iterator[psycopg.Connection[Any]]:
        """Give a connection on which nothing has begun, for what is no everyday transaction.

        Whoever leaves anything on it closes it.

        Raises:
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        connection = self._connected()
        try:
            yield driver_of(connection)
        except psycopg.Error as error:
            raise explain(error, self.place) from error
        finally:
            if driver_of(connection).closed:
                connection.invalidate()
            _end(connection)

    def change_stamp(self) -> int:
        """Return how many writing transactions there have been, and where everybody is.

        Raises:
            ServerReplaced: it is not the server that was opened any more.
            DatabaseUnusable: with one line for the user.
        """
        connection, row = self._asked(_STAMP)
        _end(connection)
        return (int(row[0]) << _STAMP_BITS) + int(row[1]) % (1 << _STAMP_BITS)

    def now(self) -> datetime:
        """Return the server's time, on which all hosts can agree."""
        connection, row = self._asked(f"SELECT {_TIME}")
        _end(connection)
        return from_us(int(row[0]))

    @property
    def has_time(self) -> bool:
        """Yes: the server's."""
        return True

    def time_of(self, connection: Connection) -> datetime | None:
        """Return the server's time when a writing transaction had the lock."""
        told = connection.info.get(_TOLD)
        return from_us(int(told)) if told else None

    def server_facts(self) -> ServerFacts:
        """Return what the server says of itself.

        Raises:
            DatabaseUnusable: it cannot be reached, or used.
        """
        with self.session() as connection:
            try:
                return facts.read_facts(connection)
            finally:
                connection.close()

    def expect_many_writes(self, connection: Connection) -> None:
        """Do nothing: the server keeps its pages for everybody."""

    def close(self) -> None:
        """Give the connections back; one that is in use is closed once it comes back."""
        self._closed = True
        self._engine.dispose()

    def _given_back(self, connection: psycopg.Connection[Any] | None, _record: object) -> None:
        if self._closed and connection is not None:
            connection.close()

    # -- its making and its keeping -----------------------------------------------------------

    def make_place(self) -> None:
        """Do nothing: who runs the server makes the database, and says who may reach it."""

    def keep_copy(self, name: str) -> None:
        """Do nothing: the firm's own backups are by ``pg_dump`` or of the whole server."""

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Run one transaction that may change tables.

        Raises:
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        begin = (
            f"BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; {_lock(MIGRATION_SECONDS)}"
        )
        with self._transaction(begin, commits.NAME) as (connection, said):
            speak_plainly(driver_of(connection))
            try:
                yield connection
                self._commit(connection, commits.Begun(*said[:2]), "COMMIT")
            except (DBAPIError, psycopg.Error) as error:
                raise explain(error, self.place) from error
            finally:
                connection.invalidate()

    def make_first_tables(self, connection: Connection) -> None:
        """Make the tables of the oldest revision that there is on PostgreSQL."""
        baseline.make_first_tables(connection)

    def backup(self, target: Path) -> None:
        """Refuse: a server's database has tools for that.

        Raises:
            DatabaseUnusable: always.
        """
        raise DatabaseUnusable(
            f"{target} is not written: a PostgreSQL database is backed up by pg_dump, such as"
            f' pg_dump --format=custom --file=FILE "{self.place}"'
        )

    def overwrite_deleted(self, connection: Connection) -> None:
        """Do nothing: ``scrub`` makes the tables anew."""

    def scrub(self) -> None:
        """Make the tables anew without what was deleted.

        Raises:
            DatabaseBusy: somebody reads.
            DatabaseUnusable: with one line for the user.
        """
        with self.session() as connection:
            upkeep.scrub(connection)

    def copies_beside(self) -> tuple[str, ...]:
        """Return none: we put none aside."""
        return ()

    def integrity_problems(self) -> tuple[str, ...]:
        """Return what is wrong with indexes and constraints."""
        with self.read() as connection:
            return upkeep.problems(driver_of(connection))

    # -- which copy it is -----------------------------------------------------------------------

    def copy_mark(self) -> str:
        """Return what was noted of this copy on this server; empty where it was of another."""
        with self.session() as connection:
            return identity.read_mark(connection)

    def put_copy_mark(self, mark: str) -> None:
        """Note it, beside whatever transaction is under way."""
        with self.session() as connection, self._waiting.told(connection):
            identity.write_mark(connection, mark)


def _lock(seconds: float) -> str:
    """Return what takes the writers' lock, waiting so long for it at most."""
    return (
        f"SET LOCAL lock_timeout = {max(int(seconds * 1000), 1)};"
        f" SELECT pg_advisory_xact_lock({WRITERS_LOCK});"
        f" SET LOCAL lock_timeout = {int(BUSY_SECONDS * 1000)}; "
    )


def _end(connection: Connection) -> None:
    """Give a connection back without whatever was not committed on it."""
    with suppress(DBAPIError, psycopg.Error, StoreError):
        if not connection.invalidated and _is_at_work(driver_of(connection)):
            connection.invalidate()  # left in the middle of a statement, as by a signal
        connection.close()


def _is_at_work(connection: psycopg.Connection[Any]) -> bool:
    return connection.info.transaction_status == TransactionStatus.ACTIVE
