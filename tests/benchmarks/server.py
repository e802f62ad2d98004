"""A PostgreSQL server that is measured: on the disk on which the files are, and synced to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

from smsdesk.store.database import open_database
from smsdesk.store.postgres.matching import MESSAGE_LETTERS
from smsdesk.store.schema import models
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.text import words
from tests.world import postgres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import psycopg

_AS_IN_A_FIRM = (
    "fsync = on",
    "full_page_writes = on",
    "shared_buffers = 256MB",
    "max_wal_size = 4GB",
    "max_connections = 600",
)
_INDEXES = """
    SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = format('%I', indexname)::regclass
    )
"""


@contextmanager
def measured_server(folder: Path) -> Iterator[str]:
    """Give the URL of a server in a new folder beside the files, and remove it at the end.

    Raises:
        SystemExit: there can be none here.
    """
    reason = postgres.why_not()
    if not reason and postgres.programs() is None:
        reason = "the programs of PostgreSQL are not on this machine"
    if reason:
        raise SystemExit(reason)
    home = Path(tempfile.mkdtemp(prefix="server-", dir=folder))
    if os.getuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    server = postgres.LocalServer(home)
    try:
        server.start(settings=_AS_IN_A_FIRM)
        yield server.url.render_as_string(hide_password=False)
    finally:
        server.stop()
        shutil.rmtree(home)


def fill_from_file(file: Path, url: str) -> None:
    """Copy a generated firm from its file into an empty database of a server."""
    import psycopg

    assert models.Contact.metadata is SQLModel.metadata
    database = open_database(url)
    ensure_schema(database)
    database.close()
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
        psycopg.connect(url, autocommit=True) as target,
    ):
        target.execute("SET session_replication_role = replica")
        indexes = target.execute(_INDEXES).fetchall()
        for drop, _make in indexes:
            target.execute(drop.encode())
        for table in SQLModel.metadata.sorted_tables:
            _copy_table(source, target, table.name, [column.name for column in table.columns])
        _copy_words(source, target)
        for _drop, make in indexes:
            target.execute(make.encode())
        target.execute("ANALYZE")


def _copy_table(
    source: sqlite3.Connection, target: psycopg.Connection[Any], name: str, columns: list[str]
) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    target.execute(f'DELETE FROM "{name}"'.encode())  # what a new database begins with
    _copy(target, f'"{name}" ({listed})', source.execute(f'SELECT {listed} FROM "{name}"'))
    if "id" in columns:
        target.execute(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'),"
            f' coalesce(max(id), 0) + 1, false) FROM "{name}"'.encode()
        )


def _copy_words(source: sqlite3.Connection, target: psycopg.Connection[Any]) -> None:
    found = source.execute("SELECT id, happened_at, body FROM message")
    rows = ((key, at, _as_tsvector(body)) for key, at, body in found)
    _copy(target, "message_words (message_id, happened_at, words)", rows)


@lru_cache(maxsize=300_000)
def _as_tsvector(body: str) -> str:
    return " ".join(sorted({f"'{word[:MESSAGE_LETTERS]}'" for word in words(body)}))


def _copy(target: psycopg.Connection[Any], into: str, rows: Iterable[tuple[object, ...]]) -> None:
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return
    with target.cursor().copy(f"COPY {into} FROM STDIN".encode()) as copy:
        for row in chain((first,), remaining):
            copy.write_row(row)
