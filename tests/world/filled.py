"""A database in which every table has rows, with anything in them that may stand there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, Text

from smsdesk.store.schema import models

if TYPE_CHECKING:
    from pathlib import Path

MOST_ROWS: Final = 5
ADMIN: Final = "maria"
WORDS: Final = (
    "", " ", "Sarah", "O'Brien", 'a "quoted" word', "back\\slash \\N \\.", "tab\tline\nreturn\r",
    "Żółć", "日本語", "\U0001f600\u200d\U0001f469", "\u202eevil", "\ufffd", "\x01\x7f\x9b", "{}",
    "%s ? :name $1", "NULL", "\\x41", "é" * 500, "e\u0301",
)  # fmt: skip
NUMBERS: Final = (0, 1, -1, 255, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1, -(2**63))


def fill(path: Path, seed: int) -> None:
    """Put rows into every table of a database that was just made; the same ones for a seed."""
    random = Random(seed)  # noqa: S311 - it only has to be the same each time
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in models.Note.metadata.sorted_tables:
            for number in range(random.randint(1, MOST_ROWS)):
                _insert(connection, table, number, random)


def _insert(connection: sqlite3.Connection, table: Table, number: int, random: Random) -> None:
    values = {column.name: _value(connection, column, number, random) for column in table.columns}
    if table.name == "message":  # of those that nobody would look after at the opening
        values |= {"status": "received", "direction": "inbound", "settled": 1, "final": 1}
    if table.name == "program":
        values |= {"lease_until": 0}
    if table.name == "agent":  # one of them works with it
        values |= {"role": "admin", "active": 1} | ({} if number else {"name": ADMIN})
    names = ", ".join(f'"{name}"' for name in values)
    slots = ", ".join("?" for _ in values)
    connection.execute(
        f'INSERT OR IGNORE INTO "{table.name}" ({names}) VALUES ({slots})',  # noqa: S608
        [*values.values()],
    )


def _value(connection: sqlite3.Connection, column: Any, number: int, random: Random) -> Any:
    for key in column.foreign_keys:
        parent = key.column
        statement = f'SELECT "{parent.name}" FROM "{parent.table.name}"'  # noqa: S608
        found = connection.execute(statement).fetchall()
        return random.choice(found)[0]
    is_text = isinstance(column.type, Text)
    if column.primary_key:
        return f"{number} {_word(random)}" if is_text else number + 1
    if column.nullable and random.random() < 1 / 3:
        return None
    return _word(random) if is_text else random.choice(NUMBERS)


def _word(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(0, 3)))
