"""The conversation list: its rows on the screen, and what keys do.

200,000 conversations scroll as 200 do: only the rows in view are painted, and only pages near
them are read, off the event loop.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from smsdesk.display import DisplayText
from smsdesk.terms import ConversationView
from smsdesk.tui.conversations.feed import RowFeed
from smsdesk.tui.conversations.in_view import InView, look
from smsdesk.tui.conversations.list_cursor import ListCursor, shift_of_most
from smsdesk.tui.conversations.list_reader import ListReader
from smsdesk.tui.conversations.pages import RowPages
from smsdesk.tui.conversations.row_lines import ROW_HEIGHT, Place
from smsdesk.tui.conversations.row_painter import ROW_CLASSES, ROW_CSS, RowPainter
from smsdesk.tui.text.lines_view import LinesView
from smsdesk.tui.type_ahead import Hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime, tzinfo

    from textual import events

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.desk.conversations import PagesConversations
    from smsdesk.tui.conversations.feed import FreshRows


class ConversationList(LinesView, inherit_bindings=False):
    """All conversations, newest activity first.

    Attributes:
        empty_text: what stands in the middle of an empty list; may have several lines.
        selected: the number of the conversation that is open.
        driven: another widget's keys move the cursor.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = ROW_CLASSES
    DEFAULT_CSS = f"ConversationList {{ {ROW_CSS} }}"
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
    class Waiting(Message):
        """Whether what the filter matches is still being looked for."""

        waiting: bool

    class Emptied(Message):
        """There is no conversation to choose any more, or there is one again."""

    empty_text: reactive[DisplayText] = reactive(DisplayText())
    driven: reactive[bool] = reactive(False)  # noqa: FBT003 - how a reactive gets its default

    def __init__(
        self,
        conversations: PagesConversations,
        *,
        clock: Clock,
        zone: tzinfo,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """``zone`` is the agent's own."""
        super().__init__(id=id)
        self.selected: str | None = None
        self._clock = clock
        self._zone = zone
        self._pages = RowPages()
        self._cursor = ListCursor(self._pages)
        self._feed = RowFeed(conversations, self._pages)
        self._reader = ListReader(self, self, self._feed)
        self._painter = RowPainter(self, zone)
        self._painted_at = clock.now()
        self._counted = False
        self._filter_is_new = False
        self._choose_when_loaded = False
        self._when_found: Callable[[], None] | None = None
        self._hold = Hold(self)
        self._direction = 1

    # -- what the screen around it says and asks -----------------------------------

    @property
    def cursor_number(self) -> str | None:
        """The number of the conversation under the cursor; ``None`` while it is not loaded."""
        return self._cursor.number

    @property
    def next_step(self) -> str | None:
        """The number of the row to which another step like the last one would go, if at hand."""
        row = self._pages.row(self._cursor.index + self._direction)
        return row.number if row is not None else None

    @property
    def has_rows(self) -> bool:
        """Whether there is a conversation to choose."""
        return bool(self._pages.count)

    def select(self, number: str | None) -> None:
        """Mark the conversation with ``number`` as the open one and move the cursor to it.

        One that is not loaded gets the cursor as soon as a reload brings it; one that has left
        the view goes out of sight when another one is opened.
        """
        with self._repainting_marked_rows():
            if number != self.selected and self._pages.kept is not None:
                self._pages.kept = None
                self._set_height()
                self.refresh()
            self.selected = number
            if self._cursor.go_to(number):
                self._show_cursor()

    def set_filter(self, text: str) -> None:
        """Show the conversations that match ``text``; the shown ones stay until those come.

        What is being read for the filter before it stops.
        """
        if text == self._feed.matching:
            return
        self._feed.matching = text
        self._filter_is_new = True
        self._reader.start_over()

    @property
    def view(self) -> ConversationView:
        """Which conversations are shown while no filter is set."""
        return self._feed.view

    def set_view(self, view: ConversationView) -> None:
        """Show the conversations of a view; the shown ones stay until those come."""
        if view is self._feed.view:
            return
        self._feed.view = self._pages.view = view
        self._filter_is_new = True
        self._reader.start_over()

    def keep_up(self) -> None:
        """Let the times since when they wait keep up."""
        if self._minute(self._painted_at) != self._minute(self._clock.now()):
            self.refresh()

    async def begun(self) -> None:
        """Return when the first rows have been read."""
        await self._reader.begun()

    def turn_to(self, conversations: PagesConversations, clock: Clock) -> None:
        """Go on with another desk than the one so far; nothing in view jumps."""
        self._clock = clock
        self._feed.turn_to(conversations)
        self._reader.reload_now()

    def reload(self) -> None:
        """Read the count and the rows that matter again; nothing in view jumps."""
        self._reader.reload()

    async def read_again(self) -> Callable[[], None]:
        """Read as ``reload`` does, but leave it to the caller when the answer is shown.

        A filter's answer may take its time: it is read and shown by the list itself.

        Returns:
            What shows the answer, to be called at once.

        Raises:
            DeskError: the desk could not answer.
        """
        answer = await self._reader.read_again()
        return _show_nothing if answer is None else partial(self.take, answer)

    def show_texts_read(self, number: str, texts: int) -> bool:
        """Show of one row that so many of its texts have been read; as for ``show_read``."""
        index = self._pages.index_of(number)
        row = self._pages.row(index) if index is not None else None
        return row is not None and self.show_read(replace(row, unread=max(0, row.unread - texts)))

    def show_read(self, row: ConversationRow) -> bool:
        """Show of one row that its texts have been read.

        Returns:
            Whether that is all that it changes: not where it may leave a view for it.
        """
        if self._feed.matching or self._feed.view is not ConversationView.ALL:
            return False
        index = self._pages.index_of(row.number)
        before = self._pages.row(index) if index is not None else None
        if index is not None and before is not None:
            self._pages.change(row)
            if replace(before, revision=row.revision) != row:
                self.refresh_lines(index * ROW_HEIGHT, ROW_HEIGHT)
        return True

    def step(self, delta: int) -> str | None:
        """Move the cursor by ``delta`` rows and choose the row there.

        Where no conversation is open yet the row under the cursor itself is chosen.

        Returns:
            Its number; ``None`` where it is not at hand yet, and will be ``Chosen`` then.
        """
        self._direction = delta
        if self.selected is not None:
            self._move_to(self._cursor.index + delta)
        number = self.cursor_number
        if number is not None and not self._filter_is_new:
            return number
        self.action_choose()
        return None

    def top(self) -> None:
        """Scroll to the newest conversation; the cursor stays on its own."""
        self._scroll(0)

    # -- keys and mouse ------------------------------------------------------------

    def action_move(self, delta: int) -> None:
        """Move the cursor by ``delta`` rows."""
        self._with_the_filters_rows(lambda: self._move_to(self._cursor.index + delta))

    def action_move_page(self, delta: int) -> None:
        """Move the cursor by ``delta`` pages of the pane."""
        self._move_to(self._cursor.index + delta * max(1, self.size.height // ROW_HEIGHT - 1))

    def action_first(self) -> None:
        """Move the cursor to the newest conversation."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the oldest conversation."""
        self._move_to(self._pages.count - 1)

    def action_choose(self) -> None:
        """Choose the conversation under the cursor, now or when it is loaded."""
        self._with_the_filters_rows(self._choose)

    def _choose(self) -> None:
        number = self.cursor_number
        self._choose_when_loaded = number is None and self._pages.count > 0
        if number is not None:
            # Textual stops a message at the widget whose handler made it, and that may be the pane
            # around the list.
            self.post_message(self.Chosen(number).set_sender(self))
        elif self._choose_when_loaded:
            self._hold.begin()
        elif self._feed.matching:
            self.notify("Nothing opened: nothing was found.", markup=False)

    def _with_the_filters_rows(self, act: Callable[[], None]) -> None:
        """Do ``act`` with the rows of the filter as it stands: now, or when they have come."""
        if self._filter_is_new:
            self._when_found = act
            self._hold.begin()
        else:
            act()

    def answered(self) -> None:
        """Do what waited for rows with those that have come, and let keys go on."""
        act, self._when_found = self._when_found, None
        if act is not None and not self._filter_is_new:
            act()
        if not self._choose_when_loaded:
            self._hold.end()

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
        with self._repainting_marked_rows():
            self._cursor.move_to(index)
            self._show_cursor()

    # -- place ---------------------------------------------------------------------

    def on_resize(self) -> None:
        """Read what has come into view."""
        self._set_height()
        self._reader.load_missing()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what has come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._reader.load_missing()

    def _visible(self) -> tuple[int, int]:
        """Return the first and the last row in view."""
        top = self.scroll_offset.y
        return top // ROW_HEIGHT, (top + max(1, self.size.height) - 1) // ROW_HEIGHT

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def _show_cursor(self) -> None:
        """Scroll as little as brings the cursor's row into view."""
        top, height = self._cursor.index * ROW_HEIGHT, self.size.height
        if top < self.scroll_offset.y:
            self._scroll(top)
        elif top + ROW_HEIGHT > self.scroll_offset.y + height:
            self._scroll(top + ROW_HEIGHT - height)

    def _set_height(self) -> None:
        width = self.scrollable_content_region.width
        self.set_scrolled_size(Size(width, self._pages.count * ROW_HEIGHT))

    # -- what its reader asks and brings -------------------------------------------

    def on_mount(self) -> None:
        """Read the first rows."""
        self._reader.reload_now()

    def pages_that_matter(self) -> set[int]:
        """Return the first page (rows move there) and those around the view and the cursor."""
        if self._filter_is_new:
            return {0}
        return self._pages.that_matter(*self._visible(), self._cursor.index)

    def next_missing(self) -> int | None:
        """Return the page to read next: in view, or a view's height around it."""
        if self._filter_is_new or not self._counted:
            return None
        return self._pages.next_missing(*self._visible())

    def take(self, answer: FreshRows) -> None:
        """Swap the rows; what was in view stays where it was, and only what differs is painted.

        The view follows the shift that most of its rows have made: one that went to the top
        does not drag it along. At the top it stays at the top, where the news arrives.
        """
        before = self._in_view()
        filtered = self._filter_is_new
        cursor_on = self.selected if filtered else self.cursor_number
        places = {} if filtered else before.places
        open_at = None if filtered else self._pages.index_of(self.selected)
        had_rows = self.has_rows
        self._pages.replace(answer.count, answer.pages)
        if open_at is not None and answer.open_row is not None:
            self._keep_open_row(open_at, answer.open_row)
        self._counted = True
        if had_rows != self.has_rows:
            self.post_message(self.Emptied().set_sender(self))
        self._set_height()
        if filtered:
            self._filter_is_new = False
            self._cursor.index = 0
            self.top()
        self._cursor.return_to(cursor_on)
        if self.scroll_offset.y > 0 and (shift := shift_of_most(places, self._pages)):
            self._scroll(self.scroll_offset.y + shift * ROW_HEIGHT)
        self._reader.load_missing()
        self._repaint_where_it_differs_from(before)

    def _keep_open_row(self, index: int, row: ConversationRow) -> None:
        """Let the open conversation stay in its place in a view that it has just left."""
        if self._pages.index_of(row.number) is None:
            self._pages.keep(index, row)

    def page_came(self) -> None:
        """Show the page that has been read."""
        self._set_height()
        self._cursor.more_at_hand()
        self.refresh()

    def loading_ended(self) -> None:
        """Choose the row that was waited for, where it has come."""
        if self._choose_when_loaded:
            self._choose_when_loaded = False
            if self.cursor_number is not None:
                self._choose()
            self._hold.end()

    def say_waiting(self, *, waiting: bool) -> None:
        """Say that the filter's answer takes a while, or does no longer."""
        self.post_message(self.Waiting(waiting))

    def _in_view(self) -> InView:
        """Return what is in view, to be compared with later."""
        first, last = self._visible()
        rows, top = range(first, last + 1), self.scroll_offset.y
        return look(self._pages, top=top, rows=rows, cursor=self._cursor.index)

    def _repaint_where_it_differs_from(self, before: InView) -> None:
        """Paint the rows anew that are other ones than before."""
        rows = self._in_view().differing_rows(before)
        if rows is None or self._day(self._painted_at) != self._day(self._clock.now()):
            self.refresh()
            return
        for index in rows:
            self.refresh_lines(index * ROW_HEIGHT, ROW_HEIGHT)

    @contextmanager
    def _repainting_marked_rows(self) -> Iterator[None]:
        """Paint the rows under the cursor and of the open conversation, before and after."""
        before = self._marked_rows()
        yield
        for index in before | self._marked_rows():
            self.refresh_lines(index * ROW_HEIGHT, ROW_HEIGHT)

    def _marked_rows(self) -> set[int]:
        open_at = self._pages.index_of(self.selected)
        return {self._cursor.index} if open_at is None else {self._cursor.index, open_at}

    # -- painting ------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._painter.forget()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's own
        """Show the cursor with the focus alone."""
        super().watch_has_focus(has_focus)
        self.refresh_lines(self._cursor.index * ROW_HEIGHT, ROW_HEIGHT)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the lines of ``crop``; times are written as of now."""
        self._painted_at = self._clock.now()
        return super().render_lines(crop)

    def paint_line(self, y: int) -> Strip:
        """Paint line ``y`` of the view."""
        width = self.line_width
        index, half = divmod(self.scroll_offset.y + y, ROW_HEIGHT)
        if index < self._pages.count:
            return self._row_strips(index, width)[half]
        if self._counted and not self._pages.count:
            strips = self._painter.empty(self.empty_text, width, self.size.height)
            if y < len(strips):
                return strips[y]
        return Strip.blank(width, self.rich_style)

    def _row_strips(self, index: int, width: int) -> tuple[Strip, ...]:
        row = self._pages.row(index)
        place = Place(
            is_open=row is not None and row.number == self.selected,
            has_cursor=(self.has_focus or self.driven) and index == self._cursor.index,
        )
        return self._painter.row(row, place, width, self._painted_at)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    @staticmethod
    def _minute(at: datetime) -> int:
        return int(at.timestamp() // 60)


def _show_nothing() -> None:
    """Show nothing: there is nothing new to be shown."""
