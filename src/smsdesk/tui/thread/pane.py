"""The messages of one conversation on the screen: painted line by line, and what keys do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.strip import Strip

from smsdesk.display import DisplayText
from smsdesk.tui.text.lines_view import LinesView
from smsdesk.tui.text.styled_line import run_at
from smsdesk.tui.thread.bubble_lines import DROP, EXPAND, LINK, RETRY, is_clipped
from smsdesk.tui.thread.bubble_painter import BUBBLE_CLASSES, BUBBLE_CSS, BubblePainter
from smsdesk.tui.thread.loaded_thread import LoadedThread
from smsdesk.tui.thread.selected_text import selected_text, with_selection
from smsdesk.tui.thread.thread_reader import ThreadReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from textual import events
    from textual.selection import Selection
    from textual.timer import Timer

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.threads import Bubble, Thread
    from smsdesk.desk.threads import PagesThread


class ThreadPane(LinesView, inherit_bindings=False):
    """The messages of one conversation; only the lines in view are painted.

    Attributes:
        new_below: messages that have come while the agent was reading farther up.
        empty_text: what stands in the middle of a thread without messages.
    """

    COMPONENT_CLASSES = BUBBLE_CLASSES
    DEFAULT_CSS = f"ThreadPane {{ {BUBBLE_CSS} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Message above", show=False),
        Binding("down", "move(1)", "Message below", show=False),
        Binding("pageup", "turn_page(-1)", "Page up", show=False),
        Binding("pagedown", "turn_page(1)", "Page down", show=False),
        Binding("home", "oldest", "Oldest", show=False),
        Binding("end", "newest", "Newest", show=False),
        Binding("enter", "activate", "Open", show=False),
    ]

    @dataclass
    class Activated(Message):
        """The agent has pressed Enter on a message, or clicked it.

        Attributes:
            about: the message.
            link: the web address that was clicked, or empty.
        """

        about: Bubble
        link: str = ""

    @dataclass
    class RetryAsked(Message):
        """The agent has clicked "retry" of a failed message, or "send" of a held one."""

        message_id: int

    @dataclass
    class DropAsked(Message):
        """The agent has clicked "drop" of a held message."""

        message_id: int

    new_below: var[int] = var(0, init=False)
    empty_text: reactive[DisplayText] = reactive(DisplayText())

    def __init__(
        self,
        threads: PagesThread,
        *,
        clock: Clock,
        zone: tzinfo,
        on_painted: Callable[[Sequence[int]], object] = lambda _: None,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """Begin with nothing to show.

        Args:
            threads: read page by page.
            clock: tells which day it is.
            zone: the agent's own.
            on_painted: is told the messages that stand on the screen, whenever that has changed.
            id: of the widget.
        """
        super().__init__(id=id)
        self._painter = BubblePainter(self)
        self._loaded = LoadedThread(clock, zone, self._painter.lines)
        self._reader = ThreadReader(self, self._loaded, threads, self._lay_out)
        self._on_painted = on_painted
        self._placing = False
        self._layout_due = False
        self._laid_out_at = Size()
        self._new_line_due = False
        self._countdown: Timer | None = None

    # -- what the screen around it says and asks -----------------------------------

    @property
    def bubbles(self) -> tuple[Bubble, ...]:
        """The loaded messages, oldest first."""
        return self._loaded.window.bubbles

    @property
    def current(self) -> Bubble | None:
        """The message under the cursor, or ``None`` while there is no cursor."""
        return self._loaded.current

    def show(self, thread: Thread, bubbles: Sequence[Bubble] | None = None) -> None:
        """Show a conversation from its end, or from its "new" line where that is farther up.

        Args:
            thread: the conversation.
            bubbles: a run of its messages to show in place of the newest ones.
        """
        self.new_below = 0
        self._reader.begin(thread.head.number)
        self._loaded.show(thread, bubbles)
        self._new_line_due = True
        self._lay_out()

    async def prepare(self, thread: Thread) -> None:
        """Make ready what another conversation will show first, without holding up a key."""
        width, height = self.scrollable_content_region.width, self.size.height
        if width < 1:
            return
        layout = await self._loaded.lay_out_ahead(thread, width)
        for y in range(max(0, layout.height - height), layout.height):
            if (found := layout.at(y)) is not None:
                strip = self._painter.strip(*found, has_cursor=False, has_focus=False)
                self.prepare_line(strip)
                await asyncio.sleep(0)

    def enter(self) -> None:
        """Take the focus, the cursor on the last message in view where there is none yet."""
        if self._loaded.cursor_id is None:
            self._loaded.cursor_id = self._visible_id()
        self.focus()
        self.refresh()

    def drop_cursor(self) -> None:
        """Mean no message any more, so that Enter opens nothing."""
        self._loaded.cursor_id = None
        self.refresh()

    def merge(self, bubbles: Sequence[Bubble]) -> None:
        """Take in new and changed messages of the shown conversation.

        At the end the view stays at the end; farther up it stays where it is.
        """
        self.new_below += self._loaded.merge(bubbles)
        self._lay_out()

    def mark_news(self, message_ids: Sequence[int]) -> None:
        """Let the "new" line stand above the first of these, and bring what follows into view."""
        self._loaded.mark_new(message_ids[0])
        if self._loaded.window.newer:
            self._reader.read_newest()
        self._loaded.stay_at_end()
        self._lay_out()
        self._show_new_line()

    def tell_painted(self) -> None:
        """Tell which messages stand on the screen, once they do."""
        self.call_after_refresh(self._tell_painted)

    def _tell_painted(self) -> None:
        if self.size.height and self.app.screen is self.screen:
            self._on_painted(self._loaded.ids_between(self.scroll_offset.y, self.size.height))

    def to_end(self) -> None:
        """Go to the newest message; the cursor goes too where the pane has the focus."""
        if self._loaded.window.newer:
            self._reader.read_newest()
        self._loaded.stay_at_end()
        self._loaded.cursor_id = self._loaded.newest_id if self.has_focus else None
        self._place()

    def to_beginning(self) -> None:
        """Go to the first message, the cursor on it; keys mean the messages from then on."""
        self.focus()
        if self._loaded.window.older:
            self._reader.read_oldest(self._show_oldest)
        else:
            self._show_oldest()

    def _show_oldest(self) -> None:
        if self._loaded.layout.blocks:
            self._scroll(0)
            self.select_message(self._loaded.layout.blocks[0].bubble.message_id)

    def select_message(self, message_id: int | None) -> bool:
        """Put the cursor on a message and bring it into view.

        Returns:
            Whether the message is among the loaded ones.
        """
        index = self._loaded.layout.index_of(message_id)
        self._loaded.cursor_id = None if index is None else message_id
        if index is not None:
            self._show_block(index)
        self.refresh()
        return index is not None

    def keep_up_with_days(self) -> None:
        """Name the days anew where another has begun since they were named."""
        if self._loaded.names_days_wrong:
            self._lay_out()

    # -- keys and mouse ------------------------------------------------------------

    def action_move(self, delta: int) -> None:
        """Move the cursor by ``delta`` messages; a long one is read through first."""
        layout = self._loaded.layout
        index = layout.index_of(self._loaded.cursor_id)
        if index is None:
            self._loaded.cursor_id = self._visible_id()
            self.refresh()
            return
        top, bottom = layout.body_of(index)
        view = self.scroll_offset.y
        hidden = view - top if delta < 0 else bottom - view - self.size.height
        if hidden > 0:
            self._scroll(view + delta * min(hidden, max(1, self.size.height - 2)))
        elif 0 <= index + delta < len(layout.blocks):
            self.select_message(layout.blocks[index + delta].bubble.message_id)
        else:
            self._scroll(0 if delta < 0 else layout.height)

    def action_turn_page(self, delta: int) -> None:
        """Scroll by ``delta`` pages; the cursor comes along where the pane has the focus."""
        self._scroll(self.scroll_offset.y + delta * max(1, self.size.height - 2))
        if self.has_focus:
            self._loaded.cursor_id = self._visible_id(last=delta > 0)
        self.refresh()

    def action_oldest(self) -> None:
        """Go to the first message."""
        self.to_beginning()

    def action_newest(self) -> None:
        """Go to the newest message."""
        self.to_end()

    def action_activate(self) -> None:
        """Show all of a clipped message, or tell the screen which message is meant."""
        bubble = self.current
        if bubble is None:  # the agent has not moved to one: the first Enter only shows where it is
            self.enter()
            return
        if is_clipped(bubble) and not self._loaded.has_full_text(bubble.message_id):
            self._reader.read_full_text(bubble.message_id)
        else:
            self.post_message(self.Activated(bubble))

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's own
        """Paint the cursor as it is now; a focus that was not asked for brings none."""
        super().watch_has_focus(has_focus)
        if self._loaded.cursor_id is not None:
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Do what the word under the pointer says, or mean the message under it."""
        offset = event.get_content_offset(self)
        if offset is None or self.text_selection is not None:  # the pointer was dragged
            return
        if self.new_below and offset.y == self.size.height - 1:
            self.to_end()
            return
        found = self._loaded.layout.at(offset.y + self.scroll_offset.y)
        if found is None:
            return
        block, line = found
        run = run_at(block.line(line), offset.x)
        if run is None or not run.styles or line < len(block.lead):
            return
        self._loaded.cursor_id = block.bubble.message_id
        self.refresh()
        if run.action == RETRY:
            self.post_message(self.RetryAsked(block.bubble.message_id))
        elif run.action == DROP:
            self.post_message(self.DropAsked(block.bubble.message_id))
        elif run.action == EXPAND:
            self._reader.read_full_text(block.bubble.message_id)
        else:
            link = run.action.removeprefix(LINK)
            self.post_message(self.Activated(block.bubble, link))

    def _visible_id(self, *, last: bool = True) -> int | None:
        """Return the last or the first message in view."""
        top = self.scroll_offset.y
        bottom = min(top + self.size.height, self._loaded.layout.height) - 1
        return self._loaded.id_at(bottom if last else top)

    # -- place ---------------------------------------------------------------------

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: FBT001, FBT002 - Textual's own
    ) -> bool:
        """Wrap anew and return to the same place, in the very frame that has the new size.

        All of the pane is painted in that frame: nothing of it is due in another one.
        """
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.size != self._laid_out_at:
            due = self._repaint_required
            self._lay_out()
            self._repaint_required = due
        return changed

    def on_resize(self) -> None:
        """Wrap anew and return to the same place, where that has not been done yet."""
        if self.size != self._laid_out_at:
            self._lay_out()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember the place, and read on where an end comes near."""
        super().watch_scroll_y(old_value, new_value)
        if self._placing:
            return
        self._remember_place()
        self._read_near_ends()
        self.tell_painted()

    def watch_new_below(self) -> None:
        """Paint the line that says so, or what stands in its place."""
        self.refresh()

    def _remember_place(self) -> None:
        y = self.scroll_offset.y
        if y >= self.max_scroll_y and not self._loaded.window.newer:
            self._loaded.stay_at_end()
            self.new_below = 0
        else:
            self._loaded.stay_at(y)

    def _read_near_ends(self) -> None:
        y = self.scroll_offset.y
        self._reader.read_near_ends(above=y, below=self.max_scroll_y - y)

    def _lay_out(self) -> None:
        """Place the messages on lines and return to the same place among them."""
        width = self.scrollable_content_region.width
        self._layout_due = width < 1
        if self._layout_due:
            return
        self._laid_out_at = self.size
        self._loaded.lay_out(width)
        self._placing = True
        self.set_scrolled_size(Size(width, self._loaded.layout.height))
        self._placing = False
        self._place()
        if self._new_line_due:
            self._new_line_due = False
            self._show_new_line()
        self._count_down()

    def _place(self) -> None:
        """Scroll to the remembered place, without remembering another."""
        self._placing = True
        self._scroll(self._loaded.place())
        self._placing = False
        if self._loaded.shows_newest:
            self.new_below = 0
        self._read_near_ends()
        self.tell_painted()
        self.refresh()

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def _show_new_line(self) -> None:
        """Scroll up to the "new" line where the end alone would not show it."""
        y = self._loaded.new_line
        if y is not None and y < self.scroll_offset.y:
            self._scroll(y)

    def _show_block(self, index: int) -> None:
        """Scroll as little as brings a message into view."""
        top, bottom = self._loaded.lines_of(index)
        height = self.size.height
        if top < self.scroll_offset.y or bottom - top > height:
            self._scroll(top)
        elif bottom > self.scroll_offset.y + height:
            self._scroll(bottom - height)

    def _count_down(self) -> None:
        """Show the seconds while a message waits for its next attempt."""
        counts = self._loaded.counts_down
        if counts and self._countdown is None:
            self._countdown = self.set_interval(1, self._lay_out)
        elif not counts and self._countdown is not None:
            self._countdown.stop()
            self._countdown = None

    # -- selecting -----------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that was dragged over, and what ends it."""
        return selected_text(self._loaded.layout, selection), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint what is selected now."""
        self.refresh()

    # -- painting ------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._painter.forget()

    def render_line(self, y: int) -> Strip:
        """Paint line ``y`` of the view with where its text stands, for the mouse to select it."""
        line, strip = y + self.scroll_offset.y, self.paint_line(y)
        if self._says_new_below(y) or self._loaded.layout.at(line) is None:
            return strip
        return strip.apply_offsets(0, line)

    def paint_line(self, y: int) -> Strip:
        """Paint line ``y`` of the view."""
        width = self.line_width
        if self._layout_due and width > 0:
            # Shown before it had a size, and the size came without its event.
            self._layout_due = False
            self.call_later(self._lay_out)
        if self._says_new_below(y):
            return self._painter.new_below(self.new_below, width)
        line = y + self.scroll_offset.y
        found = self._loaded.layout.at(line)
        if found is not None:
            block, index = found
            has_cursor = block.bubble.message_id == self._loaded.cursor_id
            strip = self._painter.strip(
                block, index, has_cursor=has_cursor, has_focus=self.has_focus
            )
            if self.text_selection is not None:
                style = self.screen.get_component_rich_style("screen--selection")
                strip = with_selection(strip, self.text_selection, line, style)
            return strip
        if not self._loaded.layout.blocks:
            strips = self._painter.empty(self.empty_text, width, self.size.height)
            if y < len(strips):
                return strips[y]
        return Strip.blank(width, self.rich_style)

    def _says_new_below(self, y: int) -> bool:
        return bool(self.new_below) and y == self.size.height - 1
