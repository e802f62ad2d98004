"""The conversation list: what is read of it, what keys do, and how it keeps its place.

200,000 conversations scroll as 200 do: only the rows in view are rendered, and only pages near
them are read, off the event loop. The cursor belongs to a conversation and not to a place, so
that it stays on the same one when others move to the top.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from smsdesk.tui.conversations.row_feed import RowFeed
from smsdesk.tui.conversations.row_lines import ROW_HEIGHT
from smsdesk.tui.conversations.row_pages import PAGE
from smsdesk.tui.conversations.row_view import RowView
from smsdesk.tui.desk_calls import patience, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import tzinfo

    from textual import events

    from smsdesk.tui.conversations.row_feed import Answer, ListDesk


class ConversationList(RowView, can_focus=True, inherit_bindings=False):
    """All conversations, newest activity first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """The agent wants to see a conversation (Enter, click, or ``step``)."""

        number: str

    @dataclass
    class Highlighted(Message):
        """The cursor has moved to a conversation."""

        number: str

    @dataclass
    class Waiting(Message):
        """Whether what the filter matches is still being looked for."""

        waiting: bool

    def __init__(self, desk: ListDesk, *, zone: tzinfo, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(desk.clock, zone=zone, id=id)
        self._feed = RowFeed(desk, self._pages)
        self._wanted: str | None = None
        self._choose_when_loaded = False
        self._reloading = False
        self._reload_again = False
        self._filtering = False
        self._loading = False
        self._begun = asyncio.Event()

    # -- what the screen around it says and asks -----------------------------------

    @property
    def selected(self) -> str | None:
        """The number of the conversation that is open, as ``select`` was told."""
        return self._selected

    @property
    def cursor_number(self) -> str | None:
        """The number of the conversation under the cursor; ``None`` while it is not loaded."""
        row = self._pages.row(self._cursor)
        return row.number if row else None

    def select(self, number: str | None) -> None:
        """Mark the conversation with ``number`` as the open one and move the cursor to it.

        One that is not loaded gets the cursor as soon as a reload brings it.
        """
        self._selected = number
        index = self._pages.index_of(number)
        self._wanted = number if index is None else None
        if index is not None:
            self._cursor = index
            self._show_cursor()
        self.refresh()

    def set_filter(self, text: str) -> None:
        """Show the conversations that match ``text``; the shown ones stay until those come.

        What is being read for the filter before it stops.
        """
        if text == self._feed.matching:
            return
        self._feed.matching = text
        self._filtering = True
        self.workers.cancel_node(self)
        self._loading = False
        self._start_reload()

    async def begun(self) -> None:
        """Return when the first rows have been read."""
        await self._begun.wait()

    def turn_to(self, desk: ListDesk) -> None:
        """Go on with another desk than the one so far; nothing in view jumps."""
        self._clock = desk.clock
        self._feed.turn_to(desk)
        self._start_reload()

    def reload(self) -> None:
        """Read the count and the rows that matter again; nothing in view jumps."""
        if self._reloading:
            self._reload_again = True
        else:
            self._start_reload()

    async def look_again(self) -> Callable[[], None]:
        """Read as ``reload`` does, but leave it to the caller when the answer is shown.

        A filter's answer may take its time: it is read and shown by the list itself.

        Returns:
            What shows the answer, to be called at once.

        Raises:
            DeskError: the desk could not answer.
        """
        if self._reloading or self._feed.matching:
            self.reload()
            return _nothing
        answer = await self._feed.read_afresh(self._pages_that_matter())
        return _nothing if answer is None else partial(self._take, answer)

    def step(self, delta: int) -> None:
        """Move the cursor by ``delta`` rows and choose the row there.

        Where no conversation is open yet the row under the cursor itself is chosen.
        """
        if self._selected is not None:
            self._move_to(self._cursor + delta)
        self.action_choose()

    def top(self) -> None:
        """Scroll to the newest conversation; the cursor stays on its own."""
        self._scroll(0)

    # -- keys and mouse ------------------------------------------------------------

    def action_move(self, delta: int) -> None:
        """Move the cursor by ``delta`` rows."""
        self._move_to(self._cursor + delta)

    def action_move_page(self, delta: int) -> None:
        """Move the cursor by ``delta`` pages of the pane."""
        self._move_to(self._cursor + delta * max(1, self.size.height // ROW_HEIGHT - 1))

    def action_first(self) -> None:
        """Move the cursor to the newest conversation."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the oldest conversation."""
        self._move_to(self._pages.count - 1)

    def action_choose(self) -> None:
        """Choose the conversation under the cursor, now or when it is loaded."""
        number = self.cursor_number
        self._choose_when_loaded = number is None and self._pages.count > 0
        if number is not None:
            self.post_message(self.Chosen(number))

    def on_click(self, event: events.Click) -> None:
        """Choose the conversation that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = (offset.y + self.scroll_offset.y) // ROW_HEIGHT
        if index < self._pages.count:
            self._move_to(index)
            self.action_choose()

    def _move_to(self, index: int) -> None:
        if not self._pages.count:
            return
        self._cursor = max(0, min(index, self._pages.count - 1))
        self._wanted = None
        self._show_cursor()
        self.refresh()
        number = self.cursor_number
        if number is not None:
            self.post_message(self.Highlighted(number))

    # -- reading -------------------------------------------------------------------

    def on_mount(self) -> None:
        """Read the first rows."""
        self._start_reload()

    def on_resize(self) -> None:
        """Read what has come into view."""
        self._set_height()
        self._load_missing()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what has come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._load_missing()

    def _pages_that_matter(self) -> set[int]:
        """Return the first page (rows move there) and those around the view and the cursor."""
        if self._filtering:
            return {0}
        first, last = self._visible()
        return {
            0,
            *self._pages.pages_of(first - PAGE, last + PAGE),
            *self._pages.pages_of(self._cursor - PAGE, self._cursor + PAGE),
        }

    def _start_reload(self) -> None:
        self._reloading, self._reload_again = True, False
        self._reload()

    @work(group="conversations", exit_on_error=False)
    async def _reload(self) -> None:
        answer: Answer | None = None
        with told(self), self._patience() if self._feed.matching else nullcontext():
            answer = await self._feed.read_afresh(self._pages_that_matter())
            if answer is None:
                return
        self._reloading = False
        if answer is not None:
            self._take(answer)
        self._begun.set()
        if self._reload_again:
            self._start_reload()

    def _patience(self) -> AbstractContextManager[None]:
        return patience(
            self,
            lambda: self.post_message(self.Waiting(waiting=True)),
            lambda: self.post_message(self.Waiting(waiting=False)),
        )

    def _take(self, answer: Answer) -> None:
        """Swap the rows; what was in view stays where it was, and only what differs is painted."""
        seen = self._in_view()
        held = self._cursor_and_view()
        self._pages.replace(answer.count, answer.pages)
        self._counted = True
        self._set_height()
        if self._filtering:
            self._filtering = False
            self._cursor = 0
            self.top()
        self._restore(*held)
        self._load_missing()
        self._repaint_where_it_differs_from(seen)

    def _cursor_and_view(self) -> tuple[str | None, dict[str, int]]:
        """Return whose row the cursor is on, and which rows are in view where."""
        if self._filtering:
            return self._selected, {}
        first, last = self._visible()
        rows = ((index, self._pages.row(index)) for index in range(first, last + 1))
        return self.cursor_number, {row.number: index for index, row in rows if row}

    def _restore(self, cursor_number: str | None, view: dict[str, int]) -> None:
        """Put cursor and view back where they belong after the rows have changed.

        The view follows the shift that most of its rows have made: one that went to the top
        does not drag it along. At the top it stays at the top, where the news arrives.
        """
        index = self._pages.index_of(self._wanted)
        if index is not None:
            self._wanted = None
        else:
            index = self._pages.index_of(cursor_number)
        self._cursor = max(0, min(self._cursor if index is None else index, self._pages.count - 1))
        if self.scroll_offset.y == 0:
            return
        now_at = {number: self._pages.index_of(number) for number in view}
        shifts = Counter(new - view[number] for number, new in now_at.items() if new is not None)
        if shifts:
            shift = shifts.most_common(1)[0][0]
            self._scroll(self.scroll_offset.y + shift * ROW_HEIGHT)

    def _load_missing(self) -> None:
        """Read the pages around the view that are not at hand, as long as any are."""
        if not self._loading and self._next_missing() is not None:
            self._loading = True
            self._load_around_view()

    @work(group="conversations", exit_on_error=False)
    async def _load_around_view(self) -> None:
        # One page at a time, chosen anew each time: however fast the agent drags the scrollbar,
        # only where it has stopped is read.
        with told(self):
            while (page := self._next_missing()) is not None:
                if await self._feed.load(page):
                    self._page_came()
        self._loading = False

    def _next_missing(self) -> int | None:
        """Return the page to read next: in view, or a view's height around it."""
        if self._filtering or not self._counted:
            return None
        first, last = self._visible()
        margin = last - first + 1
        missing = self._pages.missing(first, last) or self._pages.missing(
            first - margin, last + margin
        )
        return missing[0] if missing else None

    def _page_came(self) -> None:
        self._set_height()
        self._cursor = max(0, min(self._cursor, self._pages.count - 1))
        wanted = self._pages.index_of(self._wanted)
        if wanted is not None:
            self._cursor, self._wanted = wanted, None
        self.refresh()
        if self._choose_when_loaded:
            self.action_choose()


def _nothing() -> None:
    """Show nothing: there is nothing new to be shown."""
