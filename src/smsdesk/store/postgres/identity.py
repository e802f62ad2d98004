"""Which server, and which copy of the database on it, a connection has reached.

A standby that took over without having heard of the last commits, a backup that was put back: what
waits in such a copy may have left long ago (``core.sending.copies``). A promotion begins another
timeline, and a backup that is put back makes its tables anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smsdesk.store.errors import StartAgain
from smsdesk.store.postgres.connections import run

if TYPE_CHECKING:
    import psycopg

# The name of the log's file that is written now begins with the timeline: the control file, which
# tells it too, lags behind a promotion until the next checkpoint.
_SERVER = """
SELECT (SELECT system_identifier FROM pg_control_system())::text || '.'
    || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.'
    || (SELECT oid FROM pg_database WHERE datname = current_database())::text
"""
_MARK_KEY = "server_copy"
_GET = "SELECT value FROM note WHERE key = %s"
_PUT = (
    "INSERT INTO note (key, value) VALUES (%s, %s)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_TABLE = "SELECT coalesce(to_regclass('message')::oid::text, '')"


class ServerReplaced(StartAgain):
    """Another server answers than the one that was opened."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"another database server has taken over, or the database was restored ({place}):"
            " nothing is written any more; close smsdesk and start it again, so that it looks at"
            " the carrier for what has left meanwhile"
        )


def server_of(connection: psycopg.Connection[Any]) -> str:
    """Return the server's cluster, its timeline and the database, as one word."""
    row = run(connection, _SERVER)
    return str(row[0]) if row else ""


def read_mark(connection: psycopg.Connection[Any]) -> str:
    """Return what was noted about this copy; empty where it was noted in another one."""
    found = connection.execute(_GET, (_MARK_KEY,)).fetchone()
    copy, _, mark = str(found[0]).partition(" ") if found else ("", "", "")
    return mark if copy == _copy_of(connection) else ""


def write_mark(connection: psycopg.Connection[Any], mark: str) -> None:
    """Note something about this copy."""
    connection.execute(_PUT, (_MARK_KEY, f"{_copy_of(connection)} {mark}"))


def _copy_of(connection: psycopg.Connection[Any]) -> str:
    table = run(connection, _TABLE)
    return f"{server_of(connection)}.{table[0] if table else ''}"
