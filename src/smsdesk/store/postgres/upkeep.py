"""Looking after a PostgreSQL database, as far as that is ours to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

_BROKEN = """
SELECT 'the index ' || indexrelid::regclass || ' is not valid: REINDEX it'
FROM pg_index WHERE NOT (indisvalid AND indisready)
    AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
UNION ALL
SELECT 'the constraint ' || conname || ' of ' || conrelid::regclass || ' was never checked'
FROM pg_constraint WHERE NOT convalidated AND connamespace = 'public'::regnamespace
"""
_HOLD_TEXTS = (
    "message, message_words, lead, card, draft, contact, contact_event, unreadable_row,"
    " contact_note, lead_correction"
)


def problems(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """Return what is wrong with indexes and constraints; empty where all is sound."""
    return tuple(str(line) for (line,) in connection.execute(_BROKEN).fetchall())


def scrub(connection: psycopg.Connection[Any]) -> None:
    """Write the tables that hold what people wrote anew, without their deleted rows.

    What stands in the server's write-ahead log and in its backups stays there until they go.
    """
    for table in _HOLD_TEXTS.split(", "):
        connection.execute(f"VACUUM (FULL) {table}".encode())
