"""Looking after the database: whether it is sound, and a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.context import Context


def integrity_problems(context: Context) -> tuple[str, ...]:
    """Return what is wrong with the database file; empty where it is sound."""
    return context.database.integrity_problems()


def write_backup(context: Context, path: Path) -> None:
    """Write a complete copy of the live database.

    Raises:
        DeskError: it cannot be written.
    """
    context.database.backup(path)
