"""A database on its way from a file to a server: what both ends can do, and how they are had.

Neither end is opened by anybody while it must not be, and no program needs to know of a move for
that: the revision of the schema, which every transaction looks at, is one that no program has
(``schema.version``). On the server that is so until the move has ended, in the file from then on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeGuard

from smsdesk.store.database import open_database
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.schema.ensure import make_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from smsdesk.store.database import Connection, Database
    from smsdesk.store.postgres.database import PostgresDatabase
    from smsdesk.store.whole_tables import Rows, Tally, WholeTable


class MoveSource(Protocol):
    """The file that is left."""

    @property
    def database(self) -> Database:
        """The database in it."""

    def refuse_missing(self) -> None:
        """Let there be a file: none is made in order to be moved.

        Raises:
            DatabaseUnusable: there is none.
        """

    def refuse_while_open(self) -> None:
        """Let no other process have it open; asked before this one has.

        Raises:
            DatabaseUnusable: one has; the line says which, where the system tells.
        """

    def moved_as(self) -> str:
        """Return the move that this file has been left by, empty where it was not.

        Raises:
            DatabaseUnusable: with one line for the user.
        """

    def problems(self, connection: Connection) -> tuple[str, ...]:
        """Return what is wrong with the file, within the transaction that moves it."""

    def last_id(self, connection: Connection, table: WholeTable) -> int:
        """Return the last number that was dealt to a row of a table, also of one that is gone."""

    def leave(self, connection: Connection, move: str, place: str) -> None:
        """Say within a transaction that all is elsewhere from its commit on.

        Args:
            connection: in a writing transaction.
            move: the name of this move.
            place: where all is, in words without a password.
        """


class MoveTarget(Protocol):
    """The database on a server that is to hold everything."""

    @property
    def database(self) -> Database:
        """The database, which no program opens as long as the move has not ended."""

    def held(self) -> AbstractContextManager[None]:
        """Let nobody else move anything into it meanwhile.

        Raises:
            DatabaseBusy: somebody does.
            DatabaseUnusable: it cannot be reached or used.
        """

    def unfinished_move(self) -> str:
        """Return the move that has begun to fill it and has not ended, empty where none has."""

    def finished_move(self) -> str:
        """Return the move by which it was filled, empty where it was not."""

    def refuse_filled(self) -> None:
        """Let it be empty, or hold no more than what a move that was interrupted has left.

        Raises:
            DatabaseUnusable: it holds somebody's data.
        """

    def make_ready(self, move: str) -> None:
        """Make the tables, empty; what a move that was interrupted has left is taken away.

        Raises:
            DatabaseUnusable: it holds somebody's data, or tables cannot be made.
        """

    def put(self, table: WholeTable, rows: Rows) -> None:
        """Write rows, for good.

        Raises:
            DatabaseUnusable: they cannot be kept there.
        """

    def mark_all_copied(self) -> None:
        """Let the server look at what it has now, to answer by."""

    def read_back(self, table: WholeTable) -> Tally:
        """Read a table as it lies there."""

    def finish_tables(self, last_ids: Mapping[str, int], notes: Iterable[tuple[str, str]]) -> None:
        """Put down what it needs beside the rows, after they were read back.

        Args:
            last_ids: of tables, the last number that was dealt to a row.
            notes: what the program must remember of itself otherwise than in the file.
        """

    def arrive(self, move: str) -> None:
        """Let programs open it from now on, as what the program was that made it ready.

        Args:
            move: the name of this move.
        """


def is_on_server(database: Database) -> TypeGuard[PostgresDatabase]:
    """Whether a database is one of a server; its driver is loaded only where it is."""
    return not hasattr(database, "path")


def moving_from(url: str) -> MoveSource:
    """Return the end that is left.

    Raises:
        DatabaseUnusable: it is no file.
    """
    database = open_database(url)
    from smsdesk.store.sqlite.database import SqliteDatabase

    if not isinstance(database, SqliteDatabase) or database.path is None:
        database.close()
        raise DatabaseUnusable(
            f"database.url is {database.place} already: only a database in a file is moved"
        )
    from smsdesk.store.sqlite.moving import SqliteMoveSource

    return SqliteMoveSource(database, database.path)


def moving_to(url: str) -> MoveTarget:
    """Return the end that is filled.

    Raises:
        DatabaseUnusable: it is on no server, or its driver is not installed.
    """
    database = open_database(url)
    if not is_on_server(database):
        database.close()
        raise DatabaseUnusable("only a database on a PostgreSQL server is moved to")
    from smsdesk.store.postgres.moving import PostgresMoveTarget

    return PostgresMoveTarget(database, partial(make_tables, database))
