"""The first rows of the conversation list, on the screen while the desk is being opened.

Everything in here is loaded between the first paint and the first rows, so it needs neither
SQLAlchemy nor the carrier nor the flows of the core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.clock import Clock, SystemClock
from smsdesk.core.reading.conversation_rows import row_of
from smsdesk.store.first_page import first_page

if TYPE_CHECKING:
    import threading

    from smsdesk.config import Config
    from smsdesk.core.views.conversations import ConversationKey, ConversationRow

ROWS = 50
"""How many conversations are read: a page of the list."""


class Glance:
    """What the list asks of a desk, answered with the rows that were there at the start."""

    def __init__(self, clock: Clock, count: int, rows: tuple[ConversationRow, ...]) -> None:
        """Take the newest ``rows`` of a list that is ``count`` rows long."""
        self._clock = clock
        self._count = count
        self._rows = rows

    @property
    def clock(self) -> Clock:
        """The clock by which the rows' times are told."""
        return self._clock

    def conversation_count(self) -> int:
        """Return how many conversations there are."""
        return self._count

    def conversations(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        """Return those of the rows that were read; the others, and any filter, come with the desk.

        The answer is at hand, so nothing has to be stopped.
        """
        return () if after else self._rows[offset : offset + limit]


def glance(config: Config, clock: Clock | None = None) -> Glance | None:
    """Return a first look at the list as the desk will show it.

    Args:
        config: whose database, agent and region count.
        clock: in place of the machine's.

    Returns:
        ``None`` where the desk has to be opened to know: no file yet, an older or newer schema,
        no conversation, or anything that is wrong with the file.
    """
    try:
        page = first_page(config.database.url, config.desk.user, ROWS)
        if page is None or not page.records:
            return None
        rows = tuple(row_of(record, config.desk.region) for record in page.records)
    except Exception:  # a row that makes no sense: opening the desk says so
        return None
    return Glance(clock or SystemClock(), page.count, rows)
