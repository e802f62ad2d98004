"""``desk.lookups``: what a number's line is. Each question costs money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.contacts import lookups
from smsdesk.core.leads import found_numbers
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.terms import LineType


class LooksUp(Protocol):
    """The one lookup of a number that nobody has asked about."""

    def look_up(self, number: str) -> LineType:
        """Ask for a number's line type, on the first open of its thread.

        Raises:
            DeskError: no answer; it is tried again later.
        """


class Lookups(LooksUp, Protocol):
    """Lookups, one or all that are due."""

    def waiting(self) -> int:
        """Return how many lookups are due."""

    def run_due(
        self,
        *,
        limit: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Run queued lookups; return how many were answered.

        Args:
            limit: how many at most.
            progress: is told how many are done, of how many.

        Raises:
            DeskError: the carrier did not answer; what is left stays queued.
        """

    def recheck(self, number: str) -> LineType:
        """Ask again although an answer is on record, and lift what the new one disproves.

        Raises:
            NotANumber: the number is not in E.164.
            DeskError: no answer; nothing is changed.
        """


class _Lookups(Lookups):
    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Act.WORK)
    def look_up(self, number: str) -> LineType:
        return lookups.look_up(self._context, number)

    def waiting(self) -> int:
        return lookups.waiting(self._context)

    def run_due(
        self,
        *,
        limit: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        return lookups.run_due(self._context, limit=limit, progress=progress)

    @needs(Act.WORK)
    def recheck(self, number: str) -> LineType:
        line_type = lookups.recheck(self._context, number)
        found_numbers.give_number(self._context, number)
        return line_type


def lookups_of(context: Context) -> Lookups:
    """Return the face of an open desk."""
    return _Lookups(context)
