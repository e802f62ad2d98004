"""The first page of the conversation list from a SQLite file (``store/first_page.py``)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from smsdesk.store.schema.revisions import HEAD
from smsdesk.store.tables.conversation_page import ABOVE_ALL, COUNT, NEXT_HERE, FirstPage, record_of

if TYPE_CHECKING:
    from pathlib import Path

WORKS_HERE = """
    SELECT count(*) AS on_record,
        count(CASE WHEN name = :agent AND active = 1 THEN 1 END) AS works_here
    FROM agent
"""


def read_file(path: Path, agent: str, limit: int) -> FirstPage | None:
    """Return the newest conversations of a file; nothing of it is changed or waited for.

    SQLite itself makes the ``-wal`` and ``-shm`` files of a database in WAL mode even for a
    reader; the desk, which is opened next, uses them and takes them away at its end.

    Args:
        path: the database's file.
        agent: whose drafts are shown.
        limit: how many rows to read.

    Returns:
        ``None`` where there is no such file, it is busy or no database, its schema is not
        exactly this program's, or the agent does not work here.
    """
    if not path.is_file():
        return None
    try:
        with closing(_opened(path)) as connection:
            return _read(connection, agent, limit)
    except sqlite3.Error:
        return None


def _opened(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=0.0, isolation_level=None)


def _read(connection: sqlite3.Connection, agent: str, limit: int) -> FirstPage | None:
    connection.execute("BEGIN")  # one still picture
    version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if version != [(HEAD,)]:
        return None
    on_record, works_here = connection.execute(WORKS_HERE, {"agent": agent}).fetchone()
    if on_record and not works_here:
        return None  # nothing of it is for them; the desk says why
    at, row_id = ABOVE_ALL
    (count,) = connection.execute(COUNT).fetchone()
    rows = connection.execute(
        NEXT_HERE, {"agent": agent, "after_at": at, "after_id": row_id, "limit": limit}
    ).fetchall()
    if any(isinstance(value, bytes) for row in rows for value in row):
        return None  # no column is one of bytes: the file is damaged
    return FirstPage(count, tuple(map(record_of, rows)))
