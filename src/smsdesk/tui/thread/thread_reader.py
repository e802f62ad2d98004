"""When a thread reads: farther up or down as the view comes near an end, and full texts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smsdesk.tui.desk_calls import red_line_on_error, start_worker
from smsdesk.tui.thread.feed import ThreadFeed
from smsdesk.tui.thread.window import PAGE, Window

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.widget import Widget

    from smsdesk.core.read_models.threads import MessageKey
    from smsdesk.desk.threads import PagesThread
    from smsdesk.tui.thread.loaded_thread import LoadedThread


class ThreadReader:
    """Reads for one pane; one page is under way at a time."""

    def __init__(
        self,
        widget: Widget,
        loaded: LoadedThread,
        threads: PagesThread,
        came: Callable[[], object],
    ) -> None:
        """Read nothing yet.

        Args:
            widget: whose workers read, and whose height is what "near" means.
            loaded: gets what is read.
            threads: is asked.
            came: is called when ``loaded`` has got something.
        """
        self._widget = widget
        self._loaded = loaded
        self._feed = ThreadFeed(threads)
        self._came = came
        self._reading = False

    def begin(self, number: str) -> None:
        """Read the messages of ``number`` from now on; drop what is under way."""
        self._feed.begin(number)
        self._reading = False

    def read_near_ends(self, *, above: float, below: float) -> None:
        """Read on where the view has come near an end that is not the thread's.

        Args:
            above: loaded lines above the view.
            below: loaded lines below it.
        """
        window = self._loaded.window
        if self._reading or not window.bubbles:
            return
        near = self._widget.size.height
        if window.older and above < near:
            self._start(partial(self._read_page, window.bubbles[0].key, newer=False))
        elif window.newer and below < near:
            self._start(partial(self._read_page, window.bubbles[-1].key, newer=True))

    def read_newest(self) -> None:
        """Read the newest messages in place of those that are loaded."""
        self._start(self._read_newest)

    def read_oldest(self, then: Callable[[], object]) -> None:
        """Read the first messages in place of those that are loaded; ``then`` they are shown."""
        self._start(partial(self._read_oldest, then))

    def read_full_text(self, message_id: int) -> None:
        """Read the body of a clipped message."""
        self._run(partial(self._read_full_text, message_id))

    def _start(self, read: Callable[[], Awaitable[None]]) -> None:
        self._reading = True
        self._run(read)

    def _run(self, read: Callable[[], Awaitable[None]]) -> None:
        start_worker(self._widget, read, group="thread", exit_on_error=False)

    async def _read_page(self, edge: MessageKey, *, newer: bool) -> None:
        with red_line_on_error(self._widget):
            page = await (self._feed.newer(edge) if newer else self._feed.older(edge))
            if page is None:
                return
            window = self._loaded.window
            self._take(window.with_newer(page, edge) if newer else window.with_older(page, edge))
        self._reading = False

    async def _read_newest(self) -> None:
        with red_line_on_error(self._widget):
            page = await self._feed.newest()
            if page is None:
                return
            self._take(Window(page, older=len(page) >= PAGE))
        self._reading = False

    async def _read_oldest(self, then: Callable[[], object]) -> None:
        with red_line_on_error(self._widget):
            page = await self._feed.oldest()
            if page is None:
                return
            if page:
                self._loaded.stay_at_message(page[0].message_id)
            self._take(Window(page, newer=len(page) >= PAGE))
            then()
        self._reading = False

    def _take(self, window: Window) -> None:
        """Show another window of the same conversation."""
        self._reading = False
        self._loaded.window = window
        self._came()

    async def _read_full_text(self, message_id: int) -> None:
        with red_line_on_error(self._widget):
            text = await self._feed.full_text(message_id)
            if text is not None:
                self._loaded.show_full_text(message_id, text)
                self._loaded.stay_at(self._widget.scroll_offset.y)
                self._came()
