"""What a database is to everything above it, whichever one it is; and how one is opened.

The SQL beside the records (``tables``, ``queues``) is the same everywhere. What differs from one
database to the next (transactions, stopping a question, searches, backup, repair) stands here as
protocols, and a dialect is a package that has them: ``sqlite``, ``postgres``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection, make_url

from smsdesk.store.errors import DatabaseUnusable

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import URL

    from smsdesk.store.search import ConversationFilter, LeadSearch, MessageSearch, SearchCards
    from smsdesk.store.server_facts import ServerFacts
    from smsdesk.store.tables.agents_on_record import AgentRecord
    from smsdesk.store.tables.contact_events import EventRecord
    from smsdesk.store.tables.purged import PurgedRecord

__all__ = ["Connection", "Database", "Restoring", "open_database", "restoring"]


class Database(Protocol):
    """A database that is open: short transactions in, connections kept."""

    @property
    def place(self) -> str:
        """Where it is, in words for a sentence, without a password."""

    # -- transactions ---------------------------------------------------------------------

    def write(
        self, *, durable: bool = True, patience: float | None = None
    ) -> AbstractContextManager[Connection]:
        """Run one writing transaction: it alone writes, and it is on the disk when it ends.

        Args:
            durable: ``False`` leaves out the waiting for the disk: the end of the process loses
                nothing, a loss of power may lose the newest of such transactions, never one in
                the middle.
            patience: seconds for which the lock is asked for, where it is not worth the usual
                ones.

        Raises:
            StartAgain: it is not the database any more that was opened.
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """

    def read(self, stop: threading.Event | None = None) -> AbstractContextManager[Connection]:
        """Run one reading transaction: a still picture of the database.

        Args:
            stop: ends a long statement as soon as it is set; nothing begins after it.

        Raises:
            QueryStopped: ``stop`` was set.
            KeyboardInterrupt: so was Ctrl+C pressed, while a statement ran on the main thread.
            StartAgain: it is not the database any more that was opened.
            DatabaseUnusable: with one line for the user.
        """

    def aside(self, *, patience: float | None = None) -> AbstractContextManager[Connection]:
        """Run a small writing transaction beside whoever else writes, where that can be.

        For rows that are one process's own, on which no decision rests (what somebody types, where
        they are): nobody waits for it, a loss of power may lose it, and others may see it only by
        looking.

        Args:
            patience: seconds for which a lock is asked for, where there is one.

        Raises:
            StartAgain: it is not the database any more that was opened.
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """

    def expect_schema(self, revision: str) -> None:
        """Let every transaction from now on ask first whether it is the same database still.

        That is: whether it has this revision, and lies where it lay when it was opened.
        """

    def change_stamp(self) -> int:
        """Return a number that differs after a commit by anybody; costs some ten microseconds.

        It tells that something has changed, not what: the revisions in the tables say what.

        Raises:
            DatabaseUnusable: with one line for the user.
        """

    @property
    def has_time(self) -> bool:
        """Whether it has a clock of its own, which all hosts can ask."""

    def time_of(self, connection: Connection) -> datetime | None:
        """Return what that clock said when a writing transaction had got the lock."""

    def now(self) -> datetime | None:
        """Return the time of those who share the database; ``None`` where they share a machine.

        Raises:
            DatabaseUnusable: with one line for the user.
        """

    def server_facts(self) -> ServerFacts | None:
        """Return what its server says of itself; ``None`` where it has none.

        A commit of nothing is waited for some seconds; nothing is changed.

        Raises:
            DatabaseUnusable: with one line for the user.
        """

    def expect_many_writes(self, connection: Connection) -> None:
        """Let a connection keep many pages from now on: for a process that writes in bulk."""

    def copy_mark(self) -> str:
        """Return what was last written outside of the database about which copy of it this is.

        Empty where nothing was, or it was said of another copy.
        """

    def put_copy_mark(self, mark: str) -> None:
        """Write that; a short line of ASCII. It is outside of any transaction."""

    @property
    def mark_lies_outside(self) -> bool:
        """Whether the mark stays as it is where the database is put back to an earlier state."""

    def close(self) -> None:
        """Give the connections back."""

    # -- searches -------------------------------------------------------------------------

    @property
    def search_cards(self) -> SearchCards:
        """What keeps the cards of the lead search."""

    @property
    def lead_search(self) -> LeadSearch:
        """What finds leads."""

    @property
    def message_search(self) -> MessageSearch:
        """What finds messages."""

    @property
    def conversation_filter(self) -> ConversationFilter:
        """What reads the conversation list under a filter."""

    # -- its making and its keeping -----------------------------------------------------------

    def make_place(self) -> None:
        """Make what the database lies in, where it is missing, for its owner's eyes alone.

        Raises:
            DatabaseUnusable: it cannot be made.
        """

    def keep_copy(self, name: str) -> None:
        """Put a complete copy aside under a name that says what it was before.

        Raises:
            DatabaseUnusable: it cannot be written.
        """

    def make_first_tables(self, connection: Connection) -> None:
        """Make what the first revision that is taken here rests on, in an empty database."""

    def migrating(self) -> AbstractContextManager[Connection]:
        """Run one transaction that may change tables: alone, and all of it or nothing.

        Raises:
            DatabaseBusy, DatabaseUnusable: with one line for the user.
        """

    def backup(self, target: Path) -> None:
        """Write a complete copy of the live database into a file.

        The copy is complete or absent.

        Raises:
            DatabaseUnusable: it cannot be written, or is the live database itself.
        """

    def overwrite_deleted(self, connection: Connection) -> None:
        """Let what this connection deletes be overwritten, not only given free."""

    def scrub(self) -> None:
        """Leave nothing of what was deleted in the database, its indexes and its log.

        Raises:
            DatabaseBusy: somebody reads: it must be done again when nobody does.
            DatabaseUnusable: with one line for the user.
        """

    def copies_beside(self) -> tuple[str, ...]:
        """Return where copies lie that were put aside, with what was in the database then."""

    def integrity_problems(self) -> tuple[str, ...]:
        """Return what is wrong with the database itself; empty where all is sound."""


class Restoring(Protocol):
    """A backup on its way into a database's place, while nobody has that open."""

    @property
    def url(self) -> str:
        """Where the backup is while it is on its way, for ``open_database``."""

    @property
    def unreadable_events(self) -> int:
        """How many events, or stretches of them, ``events`` could not read."""

    def refuse_while_open(self) -> None:
        """Let nobody have the database open.

        Raises:
            DatabaseUnusable: somebody has; the line says who.
        """

    def refuse_moved(self) -> None:
        """Let nobody bring a file back to life beside the server that has all of it now.

        Raises:
            DatabaseMoved: that is so.
        """

    def is_sound(self) -> bool:
        """Whether there is a database in that place, and nothing is wrong with it."""

    def bring(self, backup: Path) -> int | None:
        """Copy a backup beside the database.

        Returns:
            When it was made, in seconds since 1970, where it says so.

        Raises:
            DatabaseUnusable: it is damaged itself, none of ours, or the database.
        """

    def events(self) -> Iterator[EventRecord]:
        """Yield what can still be read of consent from what is in the database's place."""

    def purged(self) -> Iterator[PurgedRecord]:
        """Yield what has been purged from what is in the database's place, as far as it is read."""

    def agents(self) -> Iterator[AgentRecord]:
        """Yield who is on record in what is in the database's place, as far as it is read."""

    def put_in_place(self, aside: str) -> Path | None:
        """Let the backup take the database's place.

        Args:
            aside: what the name of what was there says from now on.

        Returns:
            Where that is kept; ``None`` where nothing was there.

        Raises:
            DatabaseUnusable: it cannot be.
        """

    def give_up(self) -> None:
        """Remove what is on its way."""


def restoring(url: str) -> Restoring:
    """Return the way of a backup into the place of the database at ``url``.

    Raises:
        DatabaseUnusable: there cannot be one.
    """
    database = open_database(url)
    path = getattr(database, "path", None)
    database.close()
    if path is None:
        raise DatabaseUnusable(f"{database.place} is no file: it cannot be restored from one")
    from smsdesk.store.sqlite.restoring import SqliteRestoring

    return SqliteRestoring(path)


def open_database(url: str, *, tell: Callable[[str], None] | None = None) -> Database:
    """Return a database that is ready to be opened; nothing is opened yet.

    Args:
        url: a SQLAlchemy URL: ``sqlite:///path`` for a file, ``postgresql://...`` for a server.
        tell: is told in one line what a commit waits for that takes seconds, and in an empty one
            when that is over; from any thread.

    Raises:
        DatabaseUnusable: the URL is none, or its kind of database cannot be used here.
    """
    advice = "write sqlite:///path/to/smsdesk.db, or postgresql://host/database"
    try:
        parsed = make_url(url)
    except Exception as error:
        raise DatabaseUnusable(f"database.url is not a database URL: {advice}") from error
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        from smsdesk.store.sqlite.database import SqliteDatabase

        return SqliteDatabase(parsed)
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return _postgres(parsed, tell)
    raise DatabaseUnusable(
        f"database.url: {parsed.drivername} cannot be used, only SQLite and PostgreSQL: {advice}"
    )


def _postgres(url: URL, tell: Callable[[str], None] | None) -> Database:
    try:
        from smsdesk.store.postgres.database import PostgresDatabase
    except ImportError as error:
        raise DatabaseUnusable(
            "PostgreSQL needs its driver: install smsdesk with it, as smsdesk[postgres]"
        ) from error
    return PostgresDatabase(url, tell=tell)
