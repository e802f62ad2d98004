"""A SQLite file as a database: its two kinds of transaction, and its parts."""

from __future__ import annotations

import glob
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, IntegrityError

from smsdesk.store.errors import CHANGED, DatabaseBusy, DatabaseGone, DatabaseUnusable, QueryStopped
from smsdesk.store.schema.version import refuse_other
from smsdesk.store.sqlite import (
    backup,
    connections,
    conversation_filter,
    integrity,
    lead_search,
    message_search,
    migrating,
    scrubbing,
    search_cards,
    waiting,
)
from smsdesk.store.sqlite.copy_mark import MARK_SUFFIX, CopyMark, FileId, file_id
from smsdesk.store.sqlite.errors import explain, is_busy, was_interrupted
from smsdesk.store.sqlite.stopping import heeding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection
    from sqlalchemy.pool import PoolProxiedConnection

    from smsdesk.store.search import ConversationFilter, LeadSearch, MessageSearch, SearchCards

MINIMUM_SQLITE = (3, 35, 0)
"""The first with RETURNING, on which the outbox rests."""

BUSY_SECONDS = connections.BUSY_SECONDS
"""How long a writer asks for the lock before it gives up."""


MIGRATION_SECONDS = 60.0
"""How long one who finds old tables waits for another who is changing them."""


class SqliteDatabase:
    """A database in one file; see ``store.database.Database``."""

    search_cards: SearchCards = search_cards
    lead_search: LeadSearch = lead_search
    message_search: MessageSearch = message_search
    conversation_filter: ConversationFilter = conversation_filter
    mark_lies_outside = True

    def __init__(self, url: URL) -> None:
        """Prepare the engines; nothing is opened yet.

        Raises:
            DatabaseUnusable: the SQLite library is too old.
        """
        if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
            raise DatabaseUnusable(
                f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed"
            )
        self.url = url
        self._writer = connections.make_engine(url, "BEGIN IMMEDIATE", synchronous="FULL")
        # For what the carrier or a file can tell again.
        self._hasty_writer = connections.make_engine(url, "BEGIN IMMEDIATE", synchronous="NORMAL")
        # A reader waits for nobody but one who recovers or removes the log after a process ended.
        self._reader = connections.make_engine(url, "BEGIN", synchronous="FULL", waits=True)
        self._schema: str | None = None
        self._file: FileId | None = None
        self._watch: PoolProxiedConnection | None = None
        self._watch_lock = threading.Lock()

    @property
    def path(self) -> Path | None:
        """The file, or ``None`` where the database is in memory."""
        if not self.url.database or self.url.database == ":memory:":
            return None
        return Path(self.url.database)

    @property
    def place(self) -> str:
        """Where it is, in words for a sentence."""
        return str(self.path or self.url.render_as_string())

    # -- transactions ---------------------------------------------------------------------

    @contextmanager
    def write(self, *, durable: bool = True, patience: float | None = None) -> Iterator[Connection]:
        """Run one writing transaction; ``durable=False`` leaves out the fsync.

        Raises:
            DatabaseGone: the file is not the one that was opened any more.
            ProgramOutdated: the schema is not the expected one any more.
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        writer = self._writer if durable else self._hasty_writer
        self._look_at_file()  # before a connection is made, which would make a file too
        with writer.connect() as connection:
            self._begin(connection, patience)
            try:
                self._look_at_file()
                self._look_at_schema(connection)
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

    @contextmanager
    def aside(self, *, patience: float | None = None) -> Iterator[Connection]:
        """Run a small writing transaction; in a file there is no other way than in turn.

        Raises:
            DatabaseGone, ProgramOutdated: as ``write``.
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        try:
            with self.write(durable=False, patience=patience) as connection:
                yield connection
        except IntegrityError as error:
            raise DatabaseBusy(CHANGED) from error

    def expect_schema(self, revision: str) -> None:
        """Let every transaction from now on compare schema and file before all else."""
        self._schema = revision
        self._file = file_id(self.path)

    def _look_at_file(self) -> None:
        """Refuse to go on where the file's name leads to another file, or to none."""
        if self._file is not None and file_id(self.path) != self._file:
            raise DatabaseGone(self.place)

    def _look_at_schema(self, connection: Connection) -> None:
        if self._schema is not None:
            refuse_other(connection, self._schema)

    def _begin(self, connection: Connection, patience: float | None = None) -> None:
        """Begin a writing transaction, waiting for the lock."""
        give_up = time.monotonic() + (BUSY_SECONDS if patience is None else patience)
        while True:
            try:
                connection.begin()
            except DBAPIError as error:
                connection.rollback()
                if not is_busy(error):
                    raise explain(error, self.path) from error
                if not waiting.until_locked(connections.driver_of(connection), give_up):
                    raise DatabaseBusy(
                        "the database is locked by another program: close it and try again"
                    ) from error
            else:
                return

    def _begin_in_turn(self, connection: Connection) -> None:
        """Wait for another program that changes the tables at this moment."""
        self._begin(connection, MIGRATION_SECONDS)

    @contextmanager
    def read(self, stop: threading.Event | None = None) -> Iterator[Connection]:
        """Run one reading transaction: a still picture of the database.

        Args:
            stop: ends a long statement as soon as it is set; nothing begins after it.

        Raises:
            QueryStopped: ``stop`` was set.
            KeyboardInterrupt: so was Ctrl+C pressed, while a statement ran on the main thread.
            ProgramOutdated: the schema is not the expected one any more.
            DatabaseUnusable: with one line for the user.
        """
        if stop is not None and stop.is_set():
            raise QueryStopped
        self._look_at_file()
        try:
            with self._reader.begin() as connection, heeding(connection, stop):
                self._look_at_schema(connection)
                yield connection
        except DBAPIError as error:
            if not was_interrupted(error):
                raise explain(error, self.path) from error
            if stop is None or not stop.is_set():
                raise KeyboardInterrupt from error
            raise QueryStopped from error

    def change_stamp(self) -> int:
        """Return ``data_version`` of a connection that never writes.

        Raises:
            DatabaseGone: the file is not the one that was opened any more.
            DatabaseUnusable: with one line for the user.
        """
        self._look_at_file()
        with self._watch_lock:
            try:
                if self._watch is None:
                    self._watch = self._reader.raw_connection()
                cursor = self._watch.cursor()
                cursor.execute("PRAGMA data_version")
                (stamp,) = cursor.fetchone() or (0,)
                cursor.close()
            except (DBAPIError, sqlite3.Error) as error:
                raise explain(error, self.path) from error
            return int(stamp)

    @property
    def has_time(self) -> bool:
        """No: a file has no clock."""
        return False

    def time_of(self, connection: Connection) -> None:
        """Return nothing: a file has no clock."""

    def now(self) -> None:
        """Return nothing: a file is one machine's, whose clocks say it."""

    def server_facts(self) -> None:
        """Return nothing: a file has no server."""

    def expect_many_writes(self, connection: Connection) -> None:
        """Let a connection keep many pages from now on."""
        connections.enlarge_cache(connection)

    def close(self) -> None:
        """Give the connections back."""
        with self._watch_lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._writer.dispose()
        self._hasty_writer.dispose()
        self._reader.dispose()

    # -- its making and its keeping -----------------------------------------------------------

    def make_place(self) -> None:
        """Make the file and its folder, for the owner's eyes alone.

        Raises:
            DatabaseUnusable: the folder cannot be made.
        """
        if self.path is not None:
            migrating.make_place(self.path)

    def keep_copy(self, name: str) -> None:
        """Put a complete copy beside the file, under its name and another.

        Raises:
            DatabaseUnusable: it cannot be written.
        """
        if self.path is not None:
            backup.copy(self.path, self.path.with_name(f"{self.path.name}.{name}"))

    def make_first_tables(self, connection: Connection) -> None:
        """Do nothing: every revision from the first is taken on SQLite."""

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Run one transaction that may change tables, without the foreign keys in its way.

        Raises:
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """
        try:
            migrating.use_wal(self._writer, self.path, MIGRATION_SECONDS)
            with migrating.changing_tables(self._writer, self._begin_in_turn) as connection:
                yield connection
        except DBAPIError as error:
            raise explain(error, self.path) from error

    def backup(self, target: Path) -> None:
        """Write a complete copy of the live database into a file.

        Raises:
            ProgramOutdated: the schema is not the expected one any more.
            DatabaseUnusable: it cannot be written, or there is no file to copy.
        """
        if self.path is None:
            raise DatabaseUnusable("a backup needs a database in a file")
        with suppress(DatabaseBusy, DatabaseUnusable), self.read():
            pass  # only looks at the schema: what else is wrong, the copying says
        backup.copy(self.path, target)

    def overwrite_deleted(self, connection: Connection) -> None:
        """Let SQLite write zeros over what this connection deletes."""
        scrubbing.overwrite_deleted(connection)

    def scrub(self) -> None:
        """Make the file anew without what was deleted, and empty the log.

        Raises:
            DatabaseBusy: somebody reads.
            DatabaseUnusable: with one line for the user.
        """
        try:
            scrubbing.scrub(self._writer)
        except (DBAPIError, sqlite3.Error) as error:
            raise explain(error, self.path) from error

    def copies_beside(self) -> tuple[str, ...]:
        """Return the copies from before a change of the tables or a restore."""
        if self.path is None:
            return ()
        found = self.path.parent.glob(f"{glob.escape(self.path.name)}.before-*")
        endings = ("-wal", "-shm", MARK_SUFFIX)
        return tuple(sorted(str(one) for one in found if not one.name.endswith(endings)))

    def integrity_problems(self) -> tuple[str, ...]:
        """Return what ``integrity_check`` and ``foreign_key_check`` find."""
        with self.read() as connection:
            return integrity.problems(connection)

    # -- which copy it is -----------------------------------------------------------------------

    def copy_mark(self) -> str:
        """Return what was written beside the file; empty where it lies beside another one."""
        return CopyMark(self.path).read() if self.path is not None else ""

    def put_copy_mark(self, mark: str) -> None:
        """Write beside the file which copy it is."""
        if self.path is not None:
            CopyMark(self.path).write(mark)
