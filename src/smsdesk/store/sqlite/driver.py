"""Statements past SQLAlchemy's handling of parameters and rows, where that costs more than the SQL.

An import writes three rows a lead, a search reads a page at every key and a send reads a dozen
records: there the dictionaries on the way in and the row metadata on the way out cost more than
the database. Everything else goes through ``connection.execute``.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Dialect, TextClause
    from sqlalchemy.engine.interfaces import DBAPICursor

    from smsdesk.store.statements import Value


@lru_cache(maxsize=256)
def _compiled(statement: TextClause, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Return the SQL as the driver takes it, and the parameters' names in their order."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def write_many(
    connection: Connection, statement: TextClause, rows: Sequence[tuple[Value, ...]]
) -> None:
    """Execute a statement for every row; values stand in the order in which it names them."""
    if rows:
        sql, _names = _compiled(statement, connection.dialect)
        connection.exec_driver_sql(sql, list(rows))


def write(connection: Connection, statement: TextClause, **params: Value) -> int:
    """Execute a statement that changes rows; return how many.

    Raises:
        DBAPIError: as ``connection.execute`` would, without the values.
    """
    with _executed(connection, statement, params) as cursor:
        return int(cursor.rowcount)


def read_rows(
    connection: Connection, statement: TextClause, **params: Value
) -> list[tuple[Any, ...]]:
    """Return all rows as tuples; the statement bounds their number.

    Raises:
        DBAPIError: as ``connection.execute`` would, without the values.
    """
    with _executed(connection, statement, params) as cursor:
        return list(cursor.fetchall())


def read_among(
    connection: Connection, statement: TextClause, values: Sequence[Value]
) -> list[tuple[Any, ...]]:
    """Return all rows of a statement whose one parameter stands in ``IN (...)``, for some values.

    SQLAlchemy's own way makes the statement anew each time, a name for each of the values.

    Raises:
        DBAPIError: as ``connection.execute`` would, without the values.
    """
    sql, _name = _compiled(statement, connection.dialect)
    slots = ", ".join("?" * len(values))
    found = connection.exec_driver_sql(sql.replace("?", slots), tuple(values))
    return [tuple(row) for row in found]


@contextmanager
def _executed(
    connection: Connection, statement: TextClause, params: Mapping[str, Value]
) -> Iterator[DBAPICursor]:
    sql, names = _compiled(statement, connection.dialect)
    cursor = connection.connection.cursor()
    driver = connection.dialect.loaded_dbapi
    try:
        cursor.execute(sql, [params[name] for name in names])
        yield cursor
    except driver.Error as error:
        raise DBAPIError.instance(sql, None, error, driver.Error) from error
    finally:
        cursor.close()
