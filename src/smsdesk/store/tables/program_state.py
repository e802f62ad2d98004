"""What the program remembers of itself: cursors, the carrier's clock, when it began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GET = text("SELECT value FROM note WHERE key = :key")
_PUT = text(
    "INSERT INTO note (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def get(connection: Connection, key: str) -> str:
    """Return a note, empty where there is none."""
    rows = read_rows(connection, _GET, key=key)
    return str(rows[0][0]) if rows else ""


def put(connection: Connection, key: str, value: str) -> None:
    """Write a note down."""
    write(connection, _PUT, key=key, value=value)
