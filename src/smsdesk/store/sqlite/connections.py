"""How connections to a SQLite file are made, kept and set up.

SQLAlchemy's SQLite dialect would emit BEGIN only at the first INSERT, so that the SELECTs of a
rule check ran outside the transaction; and a deferred BEGIN that turns into a write fails at
once whatever the busy timeout. So the driver is left in autocommit and we say BEGIN ourselves:
``BEGIN IMMEDIATE`` on a writing engine, ``BEGIN`` on the reading one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, create_engine, event

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import URL, Engine

BUSY_SECONDS: Final = 5.0
"""How long one asks for the lock before one gives up."""

CHECKPOINT_PAGES = 8000
"""After how many pages the log goes into the database: an import writes 1,000 (SQLite's own
figure) with every batch, most of them pages that it wrote with the batch before."""

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


def make_engine(url: URL, begin: str, *, synchronous: str, waits: bool = False) -> Engine:
    """Return an engine whose transactions begin as told; nothing is opened yet.

    Args:
        synchronous: SQLite's ``synchronous``: when a commit waits for the disk.
        waits: whether SQLite itself waits for a lock, by its busy timeout.
    """
    in_memory = not url.database or url.database == ":memory:"
    engine = create_engine(
        url,
        hide_parameters=True,  # bodies and numbers must not reach an error's text
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        **({} if in_memory else _POOL),
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        _prepare_connection(connection, synchronous, waits=waits)

    event.listen(engine, "connect", prepare)

    def emit_begin(connection: Connection) -> None:
        if not driver_of(connection).in_transaction:  # it may have been waited for already
            connection.exec_driver_sql(begin)

    event.listen(engine, "begin", emit_begin)
    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection."""
    return connection.connection.driver_connection  # type: ignore[return-value]


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
