"""A first look at the conversations, on the screen while the desk is being opened.

Everything in here is loaded between the first paint and the first rows, so it needs neither
SQLAlchemy nor the carrier nor the flows of the core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.clock import Clock, SystemClock
from smsdesk.core.reading.first_rows import FirstRows, first_rows
from smsdesk.terms import ConversationView

if TYPE_CHECKING:
    import threading

    from smsdesk.config import Config
    from smsdesk.core.read_models.conversations import ConversationKey, ConversationRow
    from smsdesk.desk.conversations import PagesConversations

ROWS = 50
"""How many conversations are read: a page of the list."""


class Glance:
    """What the list asks of a desk, answered with the rows that were there at the start.

    Attributes:
        clock: by which the rows' times are told.
        conversations: the list.
    """

    def __init__(self, clock: Clock, first: FirstRows) -> None:
        """Take the newest rows of a list."""
        self.clock = clock
        self.conversations: PagesConversations = _FirstPage(first)


class _FirstPage:
    def __init__(self, first: FirstRows) -> None:
        self._first = first

    def count(self, view: ConversationView = ConversationView.ALL) -> int:
        return self._first.total

    def page(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        view: ConversationView = ConversationView.ALL,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        """Return those of the rows that were read; others, views and filters come with the desk.

        The answer is at hand, so nothing has to be stopped.
        """
        return () if after else self._first.rows[offset : offset + limit]

    def row(self, number: str) -> ConversationRow | None:
        """Return one of the rows that were read."""
        return next((row for row in self._first.rows if row.number == number), None)


def glance(config: Config, clock: Clock | None = None) -> Glance | None:
    """Return a first look at the list as the desk will show it.

    Args:
        config: whose database, agent and region count.
        clock: in place of the machine's.

    Returns:
        ``None`` where the desk has to be opened to know.
    """
    found = first_rows(config, ROWS)
    return Glance(clock or SystemClock(), found) if found else None
