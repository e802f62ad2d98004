"""Every table from its first row to its last, in the same words in every dialect.

Which tables there are, in an order in which none points at one that comes later, the models say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import executed, read_rows
from smsdesk.store.schema import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

Rows = list[tuple[Any, ...]]

AT_ONCE = 10_000
"""Rows that are held in memory together."""

_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class WholeTable:
    """A table with all its columns, in the order of its rows in every dialect.

    Attributes:
        deals_ids: whether the database deals the numbers of its rows.
    """

    name: str
    columns: tuple[str, ...]
    deals_ids: bool

    @property
    def named(self) -> str:
        """The table and its columns, as INSERT and COPY take them."""
        return f'"{self.name}" ({self._columns})'

    @property
    def select(self) -> str:
        """The statement that reads all of it, in no order."""
        return f'SELECT {self._columns} FROM "{self.name}"'

    @property
    def _columns(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)


class Tally(NamedTuple):
    """What two tables that hold the same have in common.

    Attributes:
        rows: how many there are.
        digest: of them all, whatever their order is.
    """

    rows: int
    digest: str


def whole_tables() -> tuple[WholeTable, ...]:
    """Return every table that the models declare; none points at one that comes later."""
    return tuple(
        WholeTable(table.name, tuple(table.columns.keys()), "id" in table.columns)
        for table in models.Note.metadata.sorted_tables
    )


def read_whole(connection: Connection, table: WholeTable) -> Iterator[Rows]:
    """Yield all rows of a table, some at a time.

    Raises:
        DBAPIError: the database is damaged.
    """
    with executed(connection, text(table.select), {}) as cursor:
        while rows := cursor.fetchmany(AT_ONCE):
            yield list(rows)


def tally(parts: Iterable[Sequence[Sequence[Any]]]) -> Tally:
    """Count rows and take their digest: the sum of each row's own, so that no order counts."""
    rows, total = 0, 0
    for part in parts:
        rows += len(part)
        for row in part:
            own = blake2b(json.dumps(row, default=repr).encode(), digest_size=_DIGEST_BYTES)
            total += int.from_bytes(own.digest(), "big")
    total %= 1 << (8 * _DIGEST_BYTES)
    return Tally(rows, f"{total:0{2 * _DIGEST_BYTES}x}")


def count(connection: Connection, table: WholeTable) -> int:
    """Return how many rows a table has."""
    return int(read_rows(connection, text(f'SELECT count(*) FROM "{table.name}"'))[0][0])


def highest_id(connection: Connection, table: WholeTable) -> int:
    """Return the highest number of a row that is there, 0 where there is none."""
    found = read_rows(connection, text(f'SELECT coalesce(max(id), 0) FROM "{table.name}"'))
    return int(found[0][0])
