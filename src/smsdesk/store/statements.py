"""The statements that every table needs, made once per set of columns, and how rows are read."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, text

from smsdesk.store.driver import executed, read_rows, write

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from sqlalchemy import Connection, TextClause

    from smsdesk.store.driver import Value, Values

Record = TypeVar("Record", bound="Hashable")


def text_with_lists(sql: str, *names: str) -> TextClause:
    """Return a statement in which the named parameters are lists: ``IN :names``."""
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in names))


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...], ending: str) -> TextClause:
    names = ", ".join(columns)
    slots = ", ".join(f":{column}" for column in columns)
    return text(f"INSERT INTO {table} ({names}) VALUES ({slots}) {ending}")


@lru_cache(maxsize=256)
def _update(table: str, key: str, columns: tuple[str, ...], ending: str = "") -> TextClause:
    changes = ", ".join(f"{column} = :{column}" for column in columns)
    return text(f"UPDATE {table} SET {changes} WHERE {key} = :_key {ending}")


def insert(connection: Connection, table: str, values: Mapping[str, Value]) -> int:
    """Insert one row and return its ``id``."""
    statement = _insert(table, tuple(values), "RETURNING id")
    return int(read_rows(connection, statement, **values)[0][0])


def insert_whole(
    connection: Connection, kind: type[Record], table: str, values: Mapping[str, Value]
) -> Record:
    """Insert one row and return it as a record, with what the database has filled in."""
    statement = _insert(table, tuple(values), f"RETURNING {_columns(kind)}")
    return records(connection, kind, statement, **values)[0]


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


def update_whole(
    connection: Connection, kind: type[Record], table: str, of: int, values: Mapping[str, Value]
) -> Record | None:
    """Set columns of the row with an ``id``; return it as a record, ``None`` where it is gone."""
    statement = _update(table, "id", tuple(values), f"RETURNING {_columns(kind)}")
    return record(connection, kind, statement, **values, _key=of)


def records(
    connection: Connection, kind: type[Record], statement: TextClause, **params: Values
) -> list[Record]:
    """Return all rows as records, each field from the column of its name.

    The statement bounds their number.

    Raises:
        TypeError: the statement does not return a column for every field.
    """
    with executed(connection, statement, params) as cursor:
        columns = tuple([column[0] for column in cursor.description or ()])
        ordered = _order(kind, columns)
        rows = cursor.fetchall()
    if ordered is None:
        return [kind(*row) for row in rows]
    return [kind(*ordered(row)) for row in rows]


def record(
    connection: Connection, kind: type[Record], statement: TextClause, **params: Values
) -> Record | None:
    """Return the first row as a record, each field from the column of its name, or ``None``.

    Raises:
        TypeError: the statement does not return a column for every field.
    """
    found = records(connection, kind, statement, **params)
    return found[0] if found else None


def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(getattr(kind, "_fields", None) or kind.__dataclass_fields__)


def _columns(kind: type[Any]) -> str:
    """Return a record's columns, where each is one of the table's own."""
    return ", ".join(_fields(kind))


@lru_cache(maxsize=256)
def _order(
    kind: type[Any], columns: tuple[str, ...]
) -> Callable[[Sequence[Any]], tuple[Any, ...]] | None:
    """Return what puts a row into the order of the record's fields, ``None`` where it is in it."""
    fields = _fields(kind)
    if columns[: len(fields)] == fields and len(columns) == len(fields):
        return None
    missing = [field for field in fields if field not in columns]
    if missing or len(fields) < 2:
        raise TypeError(f"{kind.__name__}: no column for {missing or fields}")
    return itemgetter(*(columns.index(field) for field in fields))
