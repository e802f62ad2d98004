"""``desk.threads``: the messages of a conversation, its draft, what has been read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.reading import message_search, threads
from smsdesk.core.receiving.read_marks import mark_read
from smsdesk.core.rules.roles import Act
from smsdesk.core.sending.drafts import save_draft
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.threads import Bubble, MessageHit, MessageKey, Thread


class PagesThread(Protocol):
    """A thread page by page: what is needed to scroll in it."""

    def older(self, number: str, before: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        """Return the messages just before a place in the thread, oldest first."""

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        """Return the messages just after a place in the thread, oldest first."""

    def full_text(self, message_id: int) -> str:
        """Return a message's whole text, however long."""


class SearchesMessages(Protocol):
    """Messages found by their words."""

    def search_messages(
        self,
        text: str,
        *,
        limit: int = 50,
        here: str | None = None,
        stop: threading.Event | None = None,
    ) -> tuple[MessageHit, ...]:
        """Return messages that answer what was typed, newest first.

        Each word is of the text or of the lead's name; ``from:sarah``, ``since:monday``,
        ``before:2026-11-01`` and ``here:`` narrow it.

        Args:
            text: what was typed.
            limit: how many at most.
            here: the number of the conversation that is open.
            stop: ends the search early; nobody wants the answer then.

        Raises:
            QueryStopped: ``stop`` was set meanwhile.
            DeskError: a day that is none, or ``here:`` while no conversation is open.
        """

    def hit_beside(
        self, number: str, text: str, at: MessageKey, *, later: bool
    ) -> MessageHit | None:
        """Return the next text of a conversation, before or after one, that holds the words."""


class KeepsDrafts(Protocol):
    """What the agent has typed and not sent."""

    def save_draft(self, number: str, text: str) -> None:
        """Keep what the agent has typed to a number; an empty text drops it.

        Raises:
            NotANumber: the number is not in E.164.
        """


class ReadsChanges(Protocol):
    """A thread read once, and then only what changes in it."""

    def get(self, number: str, *, limit: int = 60) -> Thread:
        """Return a conversation with its newest messages; reading it marks nothing as read."""

    def changed(self, number: str, since_revision: int) -> tuple[Bubble, ...]:
        """Return the messages that are new or changed since ``Thread.revision``."""


class ReadsRawTexts(Protocol):
    """What a message really holds."""

    def raw_text(self, message_id: int) -> str:
        """Return a message's text as it came, with whatever it may do to a terminal."""


class Threads(PagesThread, SearchesMessages, KeepsDrafts, ReadsChanges, ReadsRawTexts, Protocol):
    """Threads, whole or in parts."""

    def mark_read(self, number: str, until: int | None = None) -> None:
        """Note that the firm has seen a conversation's texts, up to one that was recorded."""

    def message(self, message_id: int) -> Bubble | None:
        """Return one message, ``None`` where there is none."""

    def whole(self, number: str) -> Iterator[Bubble]:
        """Yield a whole thread, oldest first, a page in memory at a time."""


class _Threads(Threads):
    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, number: str, *, limit: int = 60) -> Thread:
        return threads.thread(self._context, number, limit=limit)

    def older(self, number: str, before: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        return threads.older(self._context, number, before, limit=limit)

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        return threads.newer(self._context, number, after, limit=limit)

    def full_text(self, message_id: int) -> str:
        return threads.full_text(self._context, message_id)

    def raw_text(self, message_id: int) -> str:
        return threads.raw_text(self._context, message_id)

    def changed(self, number: str, since_revision: int) -> tuple[Bubble, ...]:
        return threads.changed(self._context, number, since_revision)

    @needs(Act.WORK)
    def mark_read(self, number: str, until: int | None = None) -> None:
        mark_read(self._context, number, until)

    def save_draft(self, number: str, text: str) -> None:
        save_draft(self._context, number, text)

    def search_messages(
        self,
        text: str,
        *,
        limit: int = 50,
        here: str | None = None,
        stop: threading.Event | None = None,
    ) -> tuple[MessageHit, ...]:
        return message_search.search_messages(
            self._context, text, limit=limit, here=here, stop=stop
        )

    def hit_beside(
        self, number: str, text: str, at: MessageKey, *, later: bool
    ) -> MessageHit | None:
        return message_search.hit_beside(self._context, number, text, at, later=later)

    def message(self, message_id: int) -> Bubble | None:
        return threads.message(self._context, message_id)

    def whole(self, number: str) -> Iterator[Bubble]:
        return threads.whole(self._context, number)


def threads_of(context: Context) -> Threads:
    """Return the face of an open desk."""
    return _Threads(context)
