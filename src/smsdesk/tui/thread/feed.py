"""Reading a thread from the desk, off the event loop, page by page.

Answers about a conversation that is no longer shown are dropped.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from smsdesk.core.read_models.threads import MessageKey
from smsdesk.tui.desk_calls import off_loop
from smsdesk.tui.thread.window import PAGE

if TYPE_CHECKING:
    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.desk.threads import PagesThread

_AFTER_ALL = MessageKey(datetime(9999, 1, 1, tzinfo=UTC), 0)
"""A key behind every message: what is older than it are the newest ones."""

_BEFORE_ALL = MessageKey(datetime(1, 1, 1, tzinfo=UTC), 0)
"""A key before every message: what is newer than it are the first ones."""


class _Reader(Protocol):
    def __call__(self, number: str, key: MessageKey, /, *, limit: int) -> tuple[Bubble, ...]: ...


class ThreadFeed:
    """Reads what is not loaded yet.

    Every reading method returns ``None`` where another conversation has been begun meanwhile.

    Attributes:
        number: the contact whose messages are read.
    """

    def __init__(self, threads: PagesThread) -> None:
        self.number: str | None = None
        self._threads = threads
        self._question = 0

    def begin(self, number: str) -> None:
        """Read the messages of ``number`` from now on; drop what is under way."""
        self.number = number
        self._question += 1

    async def older(self, before: MessageKey) -> tuple[Bubble, ...] | None:
        """Return the page before a message, oldest first."""
        return await self._page(self._threads.older, before)

    async def newer(self, after: MessageKey) -> tuple[Bubble, ...] | None:
        """Return the page after a message, oldest first."""
        return await self._page(self._threads.newer, after)

    async def newest(self) -> tuple[Bubble, ...] | None:
        """Return the newest messages, oldest first; drop what is under way."""
        self._question += 1
        return await self._page(self._threads.older, _AFTER_ALL)

    async def oldest(self) -> tuple[Bubble, ...] | None:
        """Return the first messages, oldest first; drop what is under way."""
        self._question += 1
        return await self._page(self._threads.newer, _BEFORE_ALL)

    async def full_text(self, message_id: int) -> str | None:
        """Return a whole body."""
        question = self._question
        text = await off_loop(self._threads.full_text, message_id)
        return text if question == self._question else None

    async def _page(self, read: _Reader, key: MessageKey) -> tuple[Bubble, ...] | None:
        if self.number is None:
            return None
        question = self._question
        page = await off_loop(read, self.number, key, limit=PAGE)
        return page if question == self._question else None
