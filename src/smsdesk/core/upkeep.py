"""Looking after the database: whether it is sound, and a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.errors import DeskError
from smsdesk.store.schema import ensure

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.context import Context


def integrity_problems(context: Context) -> tuple[str, ...]:
    """Return what is wrong with the database file; empty where it is sound."""
    return ensure.integrity_problems(context.database)


def write_backup(context: Context, path: Path) -> None:
    """Write a complete copy of the live database.

    Raises:
        DeskError: it cannot be written.
    """
    source = context.database.path
    if source is None:
        raise DeskError("a backup needs a database in a file")
    ensure.backup(source, path)
