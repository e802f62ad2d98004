"""What the program remembers of itself: cursors, the change counter, the clock's offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.sqlite.driver import read_rows, write

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GET = text("SELECT value FROM note WHERE key = :key")
_PUT = text(
    "INSERT INTO note (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_NEXT = text(
    "UPDATE note SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
    " WHERE key = 'change' RETURNING value"
)


def get(connection: Connection, key: str) -> str:
    """Return a note, empty where there is none."""
    rows = read_rows(connection, _GET, key=key)
    return str(rows[0][0]) if rows else ""


def put(connection: Connection, key: str, value: str) -> None:
    """Write a note down."""
    write(connection, _PUT, key=key, value=value)


def next_revision(connection: Connection) -> int:
    """Count one more change; the number is stamped on every row that the change touches."""
    return int(read_rows(connection, _NEXT)[0][0])
