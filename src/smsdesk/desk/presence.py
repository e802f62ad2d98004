"""``desk.presence``: who is at work, and in which thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.answering import presence, who_now
from smsdesk.core.whereabouts import TYPES_FOR

if TYPE_CHECKING:
    from datetime import timedelta

    from smsdesk.core.context import Context


class TellsWhereabouts(Protocol):
    """Where the agent of this desk is. Returns at once: the work behind the desk tells it on."""

    def opened(self, number: str) -> None:
        """Say that a thread is open, or none where the number is empty."""

    def typed(self) -> None:
        """Say that a key was pressed in it."""


class KnowsWhereToBegin(TellsWhereabouts, Protocol):
    """It, and with whom the agent begins."""

    def where_to_begin(self) -> str:
        """Return who was open last, else who waits longest; empty where nobody is either."""


class Presence(KnowsWhereToBegin, Protocol):
    """Who is at work."""

    def is_present(self, agent: str) -> bool:
        """Return whether a desk of the agent's is open now."""

    def away_for(self, agent: str) -> timedelta | None:
        """Return for how long an agent has not been at work, ``None`` where they never were."""


class _Presence(Presence):
    def __init__(self, context: Context) -> None:
        self._context = context

    def opened(self, number: str) -> None:
        here = self._context.whereabouts
        if here.number != number:
            here.typing_until = float("-inf")
            here.number = number

    def typed(self) -> None:
        self._context.whereabouts.typing_until = self._context.clock.monotonic() + TYPES_FOR

    def where_to_begin(self) -> str:
        return who_now.where_to_begin(self._context)

    def is_present(self, agent: str) -> bool:
        with self._context.database.read() as connection:
            return presence.is_present(self._context, connection, agent)

    def away_for(self, agent: str) -> timedelta | None:
        with self._context.database.read() as connection:
            return presence.away_for(self._context, connection, agent)


def presence_of(context: Context) -> Presence:
    """Return the face of an open desk."""
    return _Presence(context)
