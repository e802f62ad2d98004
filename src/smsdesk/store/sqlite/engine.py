"""One database: how it is opened, and the two kinds of transaction.

SQLAlchemy's SQLite dialect would emit BEGIN only at the first INSERT, so that the SELECTs of a
rule check ran outside the transaction; and a deferred BEGIN that turns into a write fails at
once whatever the busy timeout. So the driver is left in autocommit and we say BEGIN ourselves:
``BEGIN IMMEDIATE`` on the writing engine, ``BEGIN`` on the reading one.

SQLite's own busy timeout backs off so far that a sender starves beside a bulk writer; asking
again every one to two milliseconds does not.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

from smsdesk.errors import DeskError
from smsdesk.store.sqlite.stopping import heeding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.pool import PoolProxiedConnection

__all__ = [
    "Connection",
    "Database",
    "DatabaseBusy",
    "DatabaseUnusable",
    "QueryStopped",
    "StoreError",
    "enlarge_cache",
    "explain",
    "is_busy",
]

MINIMUM_SQLITE = (3, 35, 0)
"""The first with RETURNING, on which the outbox rests."""

BUSY_SECONDS = 5.0
"""How long a writer asks for the lock before it gives up."""

CHECKPOINT_PAGES = 8000
"""After how many pages the log goes into the database: an import writes 1,000 (SQLite's own
figure) with every batch, most of them pages that it wrote with the batch before."""

HASTY = "NORMAL"
"""SQLite's ``synchronous`` for what the carrier or a file can tell again."""

BULK_CACHE_KIB = 16_000
"""The cache of a connection that writes in bulk: the inner pages of every index it fills."""

KEPT_CONNECTIONS = 2
"""How many connections of a kind stay open once they are given back. Each holds on to the pages
that it has read (2 MiB at most); a burst opens more, which costs under a millisecond each."""

MOST_CONNECTIONS = 15
"""How many of a kind there can be at once; the next in line waits for one to be given back."""

# The one given back last is taken first: its pages are the ones that are wanted again.
_POOL: Final = {
    "pool_use_lifo": True,
    "pool_size": KEPT_CONNECTIONS,
    "max_overflow": MOST_CONNECTIONS - KEPT_CONNECTIONS,
}


class StoreError(DeskError):
    """The database cannot do what was asked; ``str()`` is one line for the user."""


class DatabaseBusy(StoreError):
    """Another process has held the write lock for longer than ``BUSY_SECONDS``."""


class DatabaseUnusable(StoreError):
    """The file is no database, is damaged, cannot be written or cannot be reached."""

    exit_code = 2


class QueryStopped(StoreError):
    """Whoever asked no longer wants the answer; nobody needs to be told."""


_NOT_WANTED = "the search was stopped"


class Database:
    """A database that is open: short transactions in, connections kept."""

    def __init__(self, url: str) -> None:
        """Prepare the engines; nothing is opened yet.

        Args:
            url: a SQLAlchemy URL; ``sqlite:///path`` for a file.

        Raises:
            DatabaseUnusable: the URL is none, its kind of database cannot be used here, or the
                SQLite library is too old.
        """
        try:
            self.url = make_url(url)
        except Exception as error:
            raise DatabaseUnusable(
                "database.url is not a database URL: write sqlite:///path/to/smsdesk.db"
            ) from error
        if self.url.drivername not in ("sqlite", "sqlite+pysqlite"):
            raise DatabaseUnusable(
                f"database.url: {self.url.drivername} cannot be used, only SQLite:"
                " write sqlite:///path/to/smsdesk.db"
            )
        if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
            raise DatabaseUnusable(
                f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed"
            )
        self._writer = self._engine("BEGIN IMMEDIATE", synchronous="FULL")
        self._hasty_writer = self._engine("BEGIN IMMEDIATE", synchronous=HASTY)
        # A reader waits for nobody but one who recovers or removes the log after a process ended.
        self._reader = self._engine("BEGIN", synchronous="FULL", waits=True)
        self._watch: PoolProxiedConnection | None = None
        self._watch_lock = threading.Lock()

    @property
    def path(self) -> Path | None:
        """The file, or ``None`` where the database is in memory."""
        if not self.url.database or self.url.database == ":memory:":
            return None
        return Path(self.url.database)

    def _engine(self, begin: str, *, synchronous: str, waits: bool = False) -> Engine:
        engine = create_engine(
            self.url,
            hide_parameters=True,  # bodies and numbers must not reach an error's text
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            **(_POOL if self.path else {}),
        )

        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            _prepare_connection(connection, synchronous, waits=waits)

        event.listen(engine, "connect", prepare)

        def emit_begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        event.listen(engine, "begin", emit_begin)
        return engine

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """Run one writing transaction: it alone writes, and it is on the disk when it ends.

        Args:
            durable: ``False`` leaves out the fsync: the end of the process loses nothing, a loss
                of power may lose the newest of such transactions, never one in the middle.

        Raises:
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        writer = self._writer if durable else self._hasty_writer
        with writer.connect() as connection:
            self.begin(connection)
            try:
                yield connection
                connection.commit()
            except IntegrityError:
                connection.rollback()
                raise
            except DBAPIError as error:
                connection.rollback()
                raise explain(error, self.path) from error
            except BaseException:
                connection.rollback()
                raise

    @property
    def engine(self) -> Engine:
        """The writing engine, for what cannot happen inside a transaction."""
        return self._writer

    def begin(self, connection: Connection) -> None:
        """Begin a writing transaction, waiting for the lock.

        Raises:
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.begin()
            except DBAPIError as error:
                connection.rollback()
                if not is_busy(error):
                    raise explain(error, self.path) from error
                if time.monotonic() > give_up:
                    raise DatabaseBusy(
                        "the database is locked by another program: close it and try again"
                    ) from error
                time.sleep(random.uniform(0.001, 0.002))  # noqa: S311 - spreads waiters, no secret
            else:
                return

    @contextmanager
    def read(self, stop: threading.Event | None = None) -> Iterator[Connection]:
        """Run one reading transaction: a still picture of the database.

        Args:
            stop: ends a long statement as soon as it is set; nothing begins after it.

        Raises:
            QueryStopped: ``stop`` was set.
            KeyboardInterrupt: so was Ctrl+C pressed, while a statement ran on the main thread.
            DatabaseUnusable: with one line for the user.
        """
        if stop is not None and stop.is_set():
            raise QueryStopped(_NOT_WANTED)
        try:
            with self._reader.begin() as connection, heeding(connection, stop):
                yield connection
        except DBAPIError as error:
            if _result_code(error) != sqlite3.SQLITE_INTERRUPT:
                raise explain(error, self.path) from error
            if stop is None or not stop.is_set():
                raise KeyboardInterrupt from error
            raise QueryStopped(_NOT_WANTED) from error

    def change_stamp(self) -> int:
        """Return a number that differs after a commit by anybody; costs some ten microseconds.

        It is ``data_version`` of a connection that never writes: that something has changed,
        not what. The revisions in the tables say what.

        Raises:
            DatabaseUnusable: with one line for the user.
        """
        with self._watch_lock:
            try:
                if self._watch is None:
                    self._watch = self._reader.raw_connection()
                cursor = self._watch.cursor()
                cursor.execute("PRAGMA data_version")
                (stamp,) = cursor.fetchone() or (0,)
                cursor.close()
            except DBAPIError as error:
                raise explain(error, self.path) from error
            except sqlite3.Error as error:
                raise explain(DBAPIError("PRAGMA data_version", None, error), self.path) from error
            return int(stamp)

    def close(self) -> None:
        """Give the connections back."""
        with self._watch_lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._writer.dispose()
        self._hasty_writer.dispose()
        self._reader.dispose()


def _prepare_connection(connection: sqlite3.Connection, synchronous: str, *, waits: bool) -> None:
    """Set a new connection up; meanwhile it waits for a process that makes the same database."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA synchronous = {synchronous}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    if not waits:
        cursor.execute("PRAGMA busy_timeout = 0")
    cursor.close()


def enlarge_cache(connection: Connection) -> None:
    """Let a connection keep many pages from now on: for a process that writes in bulk and ends.

    In one that is open all day they would be memory full of pages that nobody asks for again.
    """
    connection.exec_driver_sql(f"PRAGMA cache_size = -{BULK_CACHE_KIB}")


def _result_code(error: DBAPIError) -> int:
    """Return SQLite's primary result code, 0 where the error is not its own."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF


def is_busy(error: DBAPIError) -> bool:
    """Whether the lock is only held by somebody else for the moment."""
    return _result_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space; nothing that was recorded is lost",
    sqlite3.SQLITE_READONLY: "the database cannot be written: check its permissions and the disk",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened: check the folder and its permissions",
    sqlite3.SQLITE_NOTADB: "the file is not a database: move it away, or set database.url",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged: restore a backup (see smsdesk doctor)",
    sqlite3.SQLITE_IOERR: "the disk does not answer: check it and try again",
    sqlite3.SQLITE_PERM: "the database may not be opened: check its permissions",
    sqlite3.SQLITE_BUSY: "the database is locked by another program: close it and try again",
}


def explain(error: DBAPIError, path: Path | None) -> StoreError:
    """Return the error as one line that says what is wrong, where, and what to do."""
    code = _result_code(error)
    reason = _REASONS.get(code)
    if reason is None:
        return DatabaseUnusable(f"the database answered: {error.orig}")
    where = f" ({path})" if path else ""
    kind = DatabaseBusy if code == sqlite3.SQLITE_BUSY else DatabaseUnusable
    return kind(f"{reason}{where}")
