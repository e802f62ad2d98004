"""Statements past SQLAlchemy's handling of parameters and rows, where that costs more than the SQL.

An import writes three rows a lead, a search reads a page at every key and a send reads a dozen
records: there the dictionaries on the way in and the row metadata on the way out cost more than
the database. It is the same for every dialect: statements and parameters are named here, and
SQLAlchemy compiles them, once, into what the driver takes.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Dialect, TextClause
    from sqlalchemy.engine.interfaces import DBAPICursor

Value = str | int | None
"""What a column holds."""

Values = Value | list[str] | list[int]
"""What a parameter stands for: a list where it is declared to expand, in ``IN :names``."""


class _Compiled(NamedTuple):
    """A statement as the driver takes it.

    Attributes:
        names: the parameters' names in their order.
        lists: those of them that stand for a list.
    """

    sql: str
    names: tuple[str, ...]
    lists: tuple[str, ...]


_KINDS: dict[tuple[type[Dialect], str], Dialect] = {}


def _kind(dialect: Dialect) -> Dialect:
    """Return the first dialect of a kind: a database has three engines, each with its own."""
    return _KINDS.setdefault((type(dialect), dialect.paramstyle), dialect)


@lru_cache(maxsize=256)
def _compiled(statement: TextClause, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    lists = tuple(name for name, parameter in compiled.binds.items() if parameter.expanding)
    return _Compiled(str(compiled), tuple(compiled.positiontup or ()), lists)


@lru_cache(maxsize=256)
def _expanded(
    statement: TextClause, dialect: Dialect, sizes: tuple[tuple[str, int | None], ...]
) -> tuple[str, tuple[str, ...]]:
    """Return the same for a statement with lists: each of their slots has a name, from 1 upward.

    Args:
        sizes: of every list its length, of every other parameter ``None``.
    """
    stand_ins = {name: None if size is None else [None] * size for name, size in sizes}
    filled = statement.bindparams(**stand_ins)
    compiled = filled.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return str(compiled), tuple(compiled.positiontup or ())


def write_many(
    connection: Connection, statement: TextClause, rows: Sequence[tuple[Value, ...]]
) -> None:
    """Execute a statement for every row; values stand in the order in which it names them.

    Raises:
        TypeError: the rows have names, and they are not the statement's in its order.
    """
    if rows:
        sql, names, _lists = _compiled(statement, _kind(connection.dialect))
        fields = getattr(rows[0], "_fields", names)
        if fields != names:
            raise TypeError(f"the statement names {names}, the rows hold {fields}")
        connection.exec_driver_sql(sql, list(rows))


def write(connection: Connection, statement: TextClause, **params: Values) -> int:
    """Execute a statement that changes rows; return how many.

    Raises:
        DBAPIError: as ``connection.execute`` would, without the values.
    """
    with executed(connection, statement, params) as cursor:
        return int(cursor.rowcount)


def read_rows(
    connection: Connection, statement: TextClause, **params: Values
) -> list[tuple[Any, ...]]:
    """Return all rows as tuples; the statement bounds their number.

    Raises:
        DBAPIError: as ``connection.execute`` would, without the values.
    """
    with executed(connection, statement, params) as cursor:
        return list(cursor.fetchall())


@contextmanager
def executed(
    connection: Connection, statement: TextClause, params: Mapping[str, Values]
) -> Iterator[DBAPICursor]:
    """Execute a statement and give the driver's cursor, to read the rows from.

    Raises:
        DBAPIError: as ``connection.execute`` would, without the values.
    """
    sql, values = _bound(statement, _kind(connection.dialect), params)
    cursor = connection.connection.cursor()
    driver = connection.dialect.loaded_dbapi
    try:
        cursor.execute(sql, values)
        yield cursor
    except driver.Error as error:
        raise DBAPIError.instance(sql, None, error, driver.Error) from error
    finally:
        cursor.close()


def _bound(
    statement: TextClause, dialect: Dialect, params: Mapping[str, Any]
) -> tuple[str, list[Value]]:
    sql, names, lists = _compiled(statement, dialect)
    if not lists:
        return sql, [params[name] for name in names]
    padded = {name: _padded(params[name]) for name in lists}
    sizes = tuple((name, len(padded[name]) if name in padded else None) for name in params)
    sql, names = _expanded(statement, dialect, sizes)
    slots = dict(params)
    for name, values in padded.items():
        slots |= {f"{name}_{place}": value for place, value in enumerate(values, 1)}
    return sql, [slots[name] for name in names]


def _padded(values: Sequence[Value]) -> list[Value]:
    """Return a list as long as a power of two, so that few statements are ever made.

    SQLAlchemy's own way makes the statement anew for each length, and again at each use.
    """
    size = 1 << max(len(values) - 1, 0).bit_length()
    filler = values[-1] if values else None
    return [*values, *[filler] * (size - len(values))]
