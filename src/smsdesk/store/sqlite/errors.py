"""SQLite's result codes, in words for the user."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.exc import DBAPIError

_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space; nothing that was recorded is lost",
    sqlite3.SQLITE_READONLY: "the database cannot be written: check its permissions and the disk",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened: check the folder and its permissions",
    sqlite3.SQLITE_NOTADB: "the file is not a database: move it away, or set database.url",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged: restore a backup (see smsdesk doctor)",
    sqlite3.SQLITE_IOERR: "the disk does not answer: check it and try again",
    sqlite3.SQLITE_PERM: "the database may not be opened: check its permissions",
    sqlite3.SQLITE_BUSY: "the database is locked by another program: close it and try again",
}


NEARLY_FULL = 4 * 1024 * 1024
"""Bytes: with less room SQLite may fail to grow its files, and says no more than that it failed."""

_MAY_MEAN_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def result_code(error: BaseException | None) -> int:
    """Return SQLite's primary result code of a driver's error, 0 where it is not its own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_busy(error: DBAPIError) -> bool:
    """Whether the lock is only held by somebody else for the moment."""
    return is_locked(error.orig)


def is_locked(error: BaseException | None) -> bool:
    """Whether that is what the driver says."""
    return result_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def was_interrupted(error: DBAPIError) -> bool:
    """Whether a statement was ended from outside."""
    return result_code(error.orig) == sqlite3.SQLITE_INTERRUPT


def explain(error: DBAPIError | sqlite3.Error, path: Path | None) -> StoreError:
    """Return the error as one line that says what is wrong, where, and what to do."""
    original = error if isinstance(error, sqlite3.Error) else error.orig
    code = result_code(original)
    if code in _MAY_MEAN_FULL and _is_nearly_full(path):
        code = sqlite3.SQLITE_FULL
    reason = _REASONS.get(code)
    if reason is None:
        return DatabaseUnusable(f"the database answered: {original}")
    where = f" ({path})" if path else ""
    kind = DatabaseBusy if code == sqlite3.SQLITE_BUSY else DatabaseUnusable
    return kind(f"{reason}{where}")


def _is_nearly_full(path: Path | None) -> bool:
    if path is None:
        return False
    try:
        return shutil.disk_usage(path.parent).free < NEARLY_FULL
    except OSError:
        return False
