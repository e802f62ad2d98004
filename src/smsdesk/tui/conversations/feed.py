"""Reading the conversation list from the desk, off the event loop, page by page.

Answers to a question that is no longer the newest are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.terms import ConversationView
from smsdesk.tui.conversations.pages import PAGE, RowPages, split_pages, stretches
from smsdesk.tui.desk_calls import stoppable

if TYPE_CHECKING:
    import threading

    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.desk.conversations import PagesConversations


@dataclass(frozen=True, slots=True)
class FreshRows:
    """What reading afresh brought.

    Attributes:
        count: how long the list is; under a filter how far it is known, and one if there is more.
        pages: the pages that were asked for, as far as the list has them.
        open_row: the row of the conversation that is open, in a view that it may have left.
    """

    count: int
    pages: dict[int, tuple[ConversationRow, ...]]
    open_row: ConversationRow | None = None


class RowFeed:
    """How rows come to be at hand.

    Attributes:
        matching: the filter; while there is one it counts, and not the view.
        view: which conversations, and in which order.
    """

    def __init__(self, conversations: PagesConversations, pages: RowPages) -> None:
        """Single pages that are read go into ``pages``, fresh answers to the caller."""
        self.matching = ""
        self.view = ConversationView.ALL
        self._pages = pages
        self._conversations = conversations
        self._question = 0

    def turn_to(self, conversations: PagesConversations) -> None:
        """Read from another desk from now on; what the old one still answers is dropped."""
        self._conversations = conversations
        self._question += 1

    async def read_afresh(self, pages: set[int], opened: str | None = None) -> FreshRows | None:
        """Read the count and ``pages``.

        Args:
            opened: the number of the conversation that is open; its row stays in a view.

        Returns:
            The answer, or ``None`` where a newer question has been asked meanwhile.

        Raises:
            DeskError: the desk could not answer.
        """
        self._question += 1
        question = self._question
        view = ConversationView.ALL if self.matching else self.view
        answer = await stoppable(self._read, self.matching, view, pages, opened)
        return answer if question == self._question else None

    def _read(
        self,
        matching: str,
        view: ConversationView,
        pages: set[int],
        opened: str | None,
        *,
        stop: threading.Event,
    ) -> FreshRows:
        """Ask the desk; runs in a thread and touches nothing that changes.

        What matches a filter is not counted: that would read every match.
        """
        count = 0 if matching else self._conversations.count(view)
        found: dict[int, tuple[ConversationRow, ...]] = {}
        for stretch in stretches(pages):
            limit = len(stretch) * PAGE
            rows = self._conversations.page(
                offset=stretch.start * PAGE,
                limit=limit + bool(matching),
                view=view,
                matching=matching,
                stop=stop,
            )
            if matching:
                count = stretch.start * PAGE + len(rows)
            found.update(split_pages(stretch.start, rows[:limit]))
        row = None
        is_found = any(each.number == opened for rows in found.values() for each in rows)
        if opened is not None and not matching and not is_found:
            row = self._conversations.row(opened)
        if row is not None and view is ConversationView.ALL and row.snoozed_until is None:
            row = None  # it is in there, on whatever page
        return FreshRows(count, found, row)

    async def load(self, page: int) -> bool:
        """Read one more page; by keyset where the page before it is at hand.

        Returns:
            Whether it is at hand now; no where the list has been read afresh meanwhile.

        Raises:
            DeskError: the desk could not answer.
        """
        question = self._question
        after = self._pages.key_before(page)
        rows = await stoppable(
            self._conversations.page,
            after=after,
            offset=0 if after else page * PAGE,
            limit=PAGE + bool(self.matching),
            view=self.view,
            matching=self.matching,
        )
        if question != self._question:
            return False
        self._pages.put(page, rows[:PAGE])
        if self.matching:
            end = page * PAGE + len(rows)
            self._pages.counted = end if len(rows) <= PAGE else max(end, self._pages.counted)
        return True
