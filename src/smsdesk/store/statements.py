"""The statements that every table needs, made once per set of columns, and how rows are read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import text

from smsdesk.store.sqlite.driver import read_rows, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, TextClause

Value = str | int | None
"""What a column holds."""

Record = TypeVar("Record")


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...], ending: str) -> TextClause:
    names = ", ".join(columns)
    slots = ", ".join(f":{column}" for column in columns)
    return text(f"INSERT INTO {table} ({names}) VALUES ({slots}) {ending}")


@lru_cache(maxsize=256)
def _update(table: str, key: str, columns: tuple[str, ...]) -> TextClause:
    changes = ", ".join(f"{column} = :{column}" for column in columns)
    return text(f"UPDATE {table} SET {changes} WHERE {key} = :_key")


def insert(connection: Connection, table: str, values: Mapping[str, Value]) -> int:
    """Insert one row and return its ``id``."""
    statement = _insert(table, tuple(values), "RETURNING id")
    return int(read_rows(connection, statement, **values)[0][0])


def insert_new(connection: Connection, table: str, values: Mapping[str, Value]) -> bool:
    """Insert one row unless a unique column says that it is there; return whether it was new."""
    statement = _insert(table, tuple(values), "ON CONFLICT DO NOTHING")
    return write(connection, statement, **values) == 1


def update(
    connection: Connection, table: str, key: str, of: Value, values: Mapping[str, Value]
) -> None:
    """Set columns of the row whose ``key`` column is ``of``."""
    statement = _update(table, key, tuple(values))
    write(connection, statement, **values, _key=of)


def record(
    connection: Connection, kind: type[Record], statement: TextClause, **params: Value
) -> Record | None:
    """Return the first row as a record whose fields are the columns in their order, or ``None``."""
    rows = read_rows(connection, statement, **params)
    return kind(*rows[0]) if rows else None


def records(
    connection: Connection, kind: type[Record], statement: TextClause, **params: Value
) -> list[Record]:
    """Return all rows as records; the statement bounds their number."""
    return [kind(*row) for row in read_rows(connection, statement, **params)]


def first(connection: Connection, statement: TextClause, **params: Value) -> dict[str, Any] | None:
    """Return the first row as a dictionary, or ``None``."""
    row = connection.execute(statement, params).mappings().first()
    return None if row is None else dict(row)


def every(connection: Connection, statement: TextClause, **params: Value) -> list[dict[str, Any]]:
    """Return all rows as dictionaries; the statement bounds their number."""
    return [dict(row) for row in connection.execute(statement, params).mappings()]
