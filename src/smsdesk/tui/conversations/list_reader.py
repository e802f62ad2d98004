"""When the conversation list reads: all that matters again when asked, pages as they are seen.

One reading of each kind goes on at a time; what is asked for meanwhile is read once, afterwards.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol

from smsdesk.tui.desk_calls import red_line_on_error, shown_when_slow, start_worker

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from textual.widget import Widget

    from smsdesk.tui.conversations.feed import FreshRows, RowFeed


class ReadRows(Protocol):
    """The list that is read for."""

    @property
    def selected(self) -> str | None:
        """The number of the conversation that is open."""
        ...

    def pages_that_matter(self) -> set[int]:
        """Return the pages to read again."""
        ...

    def next_missing(self) -> int | None:
        """Return the page to read next, or ``None`` where all that is in view is at hand."""
        ...

    def take(self, answer: FreshRows) -> None:
        """Show what has been read again."""
        ...

    def page_came(self) -> None:
        """Show the page that has been read."""
        ...

    def answered(self) -> None:
        """Do what waited for rows: they have come, or will not."""
        ...

    def loading_ended(self) -> None:
        """Do what waited for a page: it has come, or will not."""
        ...

    def say_waiting(self, *, waiting: bool) -> None:
        """Say that the answer takes a while, or does no longer."""
        ...


class ListReader:
    """Reads for one list."""

    def __init__(self, widget: Widget, rows: ReadRows, feed: RowFeed) -> None:
        """Begin with nothing read.

        Args:
            widget: whose workers read.
            rows: asks, and shows the answers.
            feed: asks the desk.
        """
        self._widget = widget
        self._rows = rows
        self._feed = feed
        self._reloading = False
        self._reload_again = False
        self._loading = False
        self._begun = asyncio.Event()

    async def begun(self) -> None:
        """Return when the first rows have been read."""
        await self._begun.wait()

    def reload(self) -> None:
        """Read again what matters, once more where that is under way."""
        if self._reloading:
            self._reload_again = True
        else:
            self.reload_now()

    def reload_now(self) -> None:
        """Read again what matters; an answer that is under way is dropped."""
        self._reloading, self._reload_again = True, False
        start_worker(self._widget, self._reload, group="conversations", exit_on_error=False)

    def start_over(self) -> None:
        """Read for another filter: what is being read for the one before it stops."""
        self._widget.workers.cancel_node(self._widget)
        self._loading = False
        self.reload_now()

    async def read_again(self) -> FreshRows | None:
        """Read as ``reload`` does, but leave it to the caller when the answer is shown.

        A filter's answer may take its time: it is read by ``reload``.

        Raises:
            DeskError: the desk could not answer.
        """
        if self._reloading or self._feed.matching:
            self.reload()
            return None
        return await self._read_afresh()

    async def _reload(self) -> None:
        answer: FreshRows | None = None
        with red_line_on_error(self._widget), self._waiting():
            answer = await self._read_afresh()
            if answer is None:
                return
        self._reloading = False
        if answer is not None:
            self._rows.take(answer)
        self._rows.answered()
        self._begun.set()
        if self._reload_again:
            self.reload_now()

    async def _read_afresh(self) -> FreshRows | None:
        return await self._feed.read_afresh(self._rows.pages_that_matter(), self._rows.selected)

    def _waiting(self) -> AbstractContextManager[None]:
        if not self._feed.matching:
            return nullcontext()
        return shown_when_slow(
            self._widget,
            lambda: self._rows.say_waiting(waiting=True),
            lambda: self._rows.say_waiting(waiting=False),
        )

    def load_missing(self) -> None:
        """Read the pages around the view that are not at hand, as long as any are."""
        if not self._loading and self._rows.next_missing() is not None:
            self._loading = True
            start_worker(self._widget, self._load, group="conversations", exit_on_error=False)

    async def _load(self) -> None:
        # One page at a time, chosen anew each time: however fast the agent drags the scrollbar,
        # only where it has stopped is read.
        with red_line_on_error(self._widget):
            while (page := self._rows.next_missing()) is not None:
                if await self._feed.load(page):
                    self._rows.page_came()
        self._loading = False
        self._rows.loading_ended()
