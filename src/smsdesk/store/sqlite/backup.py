"""A copy of a live SQLite file, complete or absent."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from smsdesk.private_files import open_replacing
from smsdesk.store.errors import DatabaseUnusable

if TYPE_CHECKING:
    from pathlib import Path


MADE_A_COPY = "copied_at"
"""The note in a copy that says so, with the seconds since 1970."""

_MARK = """
    INSERT INTO note (key, value) VALUES (?, CAST(strftime('%s', 'now') AS TEXT))
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


def _mark(copied: sqlite3.Connection) -> None:
    """Say in the copy that it is one: what waits to leave in it may have left from the other."""
    if copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'note'").fetchone():
        with copied:
            copied.execute(_MARK, (MADE_A_COPY,))


def copy(source: Path, target: Path) -> None:
    """Copy a live database with SQLite's online backup (a file copy would miss the WAL).

    The copy is written beside its name and renamed.

    Raises:
        DatabaseUnusable: the target cannot be written, or is the live database itself.
    """
    if target.exists() and target.samefile(source):
        raise DatabaseUnusable(f"{target} is the database itself: name another file")
    unfinished = target.with_name(target.name + ".part")
    try:
        _begin_anew(unfinished)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as to:
            live.backup(to)
            _mark(to)
        unfinished.replace(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            unfinished.unlink()
        reason = _why_not(error, target)
        raise DatabaseUnusable(f"the backup {target} could not be written: {reason}") from error


def _begin_anew(unfinished: Path) -> None:
    """Make the file that the copy is written into, and trust nothing that was laid ready for it.

    What lies there may be readable for others or a link to another file; and SQLite would take up
    a journal of that name and write its pages into ours.
    """
    for ending in ("-journal", "-wal", "-shm"):
        unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
    os.close(open_replacing(unfinished))


def _why_not(error: sqlite3.Error | OSError, target: Path) -> str:
    if not target.parent.is_dir():
        return f"there is no folder {target.parent}"
    return (error.strerror or "") if isinstance(error, OSError) else str(error)
