"""``desk.conversations``: the list, newest activity first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.reading import conversation_list
from smsdesk.terms import ConversationView

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.conversations import ConversationKey, ConversationRow, Totals


class PagesConversations(Protocol):
    """The list page by page: all that is needed to show it."""

    def count(self, view: ConversationView = ConversationView.ALL) -> int:
        """Return how many conversations a view has; in *all* are those not put aside."""

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
        """Return a page of the list, in its view's order: after a row, or from an offset.

        Args:
            after: its place in the view.
            view: which conversations; in *all* are those that are not put aside.
            matching: those that match what was typed, whatever view they are in.
            stop: ends the question early, as everywhere here; nobody wants the answer then.

        Raises:
            QueryStopped: ``stop`` was set meanwhile.
        """

    def row(self, number: str) -> ConversationRow | None:
        """Return one row of the list, ``None`` before the first message."""


class Conversations(PagesConversations, Protocol):
    """The list, whole or in parts."""

    def totals(self) -> Totals:
        """Return what the title line counts."""

    def next_unread(self, number: str | None) -> str | None:
        """Return the next conversation with unread texts below a row, wrapping round."""

    def rows(self, view: ConversationView = ConversationView.ALL) -> Iterator[ConversationRow]:
        """Yield the whole list, or a view of it, a page in memory at a time."""

    def counts(self) -> Mapping[ConversationView, int]:
        """Return how many conversations each view has."""


class _Conversations(Conversations):
    def __init__(self, context: Context) -> None:
        self._context = context

    def count(self, view: ConversationView = ConversationView.ALL) -> int:
        return conversation_list.count(self._context, view)

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
        return conversation_list.page(
            self._context,
            after=after,
            offset=offset,
            limit=limit,
            view=view,
            matching=matching,
            stop=stop,
        )

    def totals(self) -> Totals:
        return conversation_list.totals(self._context)

    def next_unread(self, number: str | None) -> str | None:
        return conversation_list.next_unread(self._context, number)

    def row(self, number: str) -> ConversationRow | None:
        return conversation_list.row(self._context, number)

    def rows(self, view: ConversationView = ConversationView.ALL) -> Iterator[ConversationRow]:
        return conversation_list.rows_of(self._context, view)

    def counts(self) -> Mapping[ConversationView, int]:
        return conversation_list.counts(self._context)


def conversations_of(context: Context) -> Conversations:
    """Return the face of an open desk."""
    return _Conversations(context)
