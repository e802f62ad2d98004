"""``desk.database``: whether the database is sound, and a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core import upkeep
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.context import Context


class DatabaseUpkeep(Protocol):
    """Looking after the database file."""

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the database file; empty where it is sound."""

    def backup(self, path: Path) -> None:
        """Write a complete copy of the live database.

        Raises:
            NotAllowedError: an agent asks for it who is no admin.
            DeskError: it cannot be written.
        """


class _Database(DatabaseUpkeep):
    def __init__(self, context: Context) -> None:
        self._context = context

    def problems(self) -> tuple[str, ...]:
        return upkeep.integrity_problems(self._context)

    @needs(Act.BACK_UP)
    def backup(self, path: Path) -> None:
        upkeep.write_backup(self._context, path)


def database_of(context: Context) -> DatabaseUpkeep:
    """Return the face of an open desk."""
    return _Database(context)
