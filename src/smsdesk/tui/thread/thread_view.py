"""A window of messages, painted line by line, that keeps its place.

Only the lines in view are painted. The place in the thread is kept as a message and a line of
it, so that older messages above, a new width or a longer delivery note do not move the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.cache import LRUCache
from textual.geometry import Size
from textual.reactive import reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from smsdesk.tui.text import marks
from smsdesk.tui.text.cells import clip
from smsdesk.tui.text.painting import Painter
from smsdesk.tui.text.styled_line import Line, Run, blank, centred
from smsdesk.tui.thread.bubble_lines import Look, bubble_lines, seconds_until_retry
from smsdesk.tui.thread.thread_layout import Block, Layout, Setting, Spot, lay_out
from smsdesk.tui.thread.thread_window import Window

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from textual.timer import Timer

    from smsdesk.clock import Clock
    from smsdesk.core.views.threads import Bubble


class ThreadView(ScrollView, inherit_bindings=False):
    """Messages on lines; what is read, and what keys do, is the thread pane's.

    Attributes:
        new_below: messages that have come while the agent was reading farther up.
        empty_text: what stands in the middle of a thread without messages.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"thread-pane--{name}"
        for name in (
            "inbound", "outbound", "cursor", "bar-inbound", "bar-outbound", "bar-failed", "link",
            "media", "action", "time", "quiet", "good", "careful", "bad", "day", "new", "below",
        )
    }  # fmt: skip
    DEFAULT_CSS = """
    ThreadView {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & .thread-pane--inbound { color: $foreground; background: $foreground 7%; }
        & .thread-pane--outbound { color: $foreground; background: $accent 16%; }
        & .thread-pane--cursor { background: $foreground 14%; }
        & .thread-pane--bar-inbound { color: $text-disabled; }
        & .thread-pane--bar-outbound { color: $accent; }
        & .thread-pane--bar-failed { color: $error; }
        & .thread-pane--link { text-style: underline; }
        & .thread-pane--media { text-style: italic; }
        & .thread-pane--action { color: $accent; text-style: bold underline; }
        & .thread-pane--time { color: $text-muted; }
        & .thread-pane--quiet { color: $text-muted; }
        & .thread-pane--good { color: $success; }
        & .thread-pane--careful { color: $warning; }
        & .thread-pane--bad { color: $error; }
        & .thread-pane--day { color: $text-muted; }
        & .thread-pane--new { color: $accent; text-style: bold; }
        & .thread-pane--below { color: $background; background: $accent; text-style: bold; }
    }
    """

    new_below: var[int] = var(0, init=False)
    empty_text: reactive[str] = reactive("")

    def __init__(self, clock: Clock, *, zone: tzinfo, id: str | None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._clock = clock
        self._zone = zone
        self._window = Window()
        self._layout = Layout()
        self._today: date | None = None
        self._first_unread_id: int | None = None
        self._full_texts: dict[int, str] = {}
        self._cursor_id: int | None = None
        self._anchor: Spot | None = None
        self._placing = False
        self._layout_due = False
        self._new_line_due = False
        self._ticking: Timer | None = None
        self._painter = Painter(self, "thread-pane")
        self._lines_of: LRUCache[tuple[object, ...], tuple[Line, ...]] = LRUCache(1024)
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(256)

    def near_an_end(self) -> None:
        """Called when the view has moved: a pane that can read more does so here."""

    # -- place ---------------------------------------------------------------------

    def on_resize(self) -> None:
        """Wrap anew and return to the same place."""
        self._lay_out()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember the place, and read on where an end comes near."""
        super().watch_scroll_y(old_value, new_value)
        if self._placing:
            return
        self._remember_place()
        self.near_an_end()

    def _remember_place(self) -> None:
        y = self.scroll_offset.y
        found = self._layout.at(y)
        at_end = y >= self.max_scroll_y and not self._window.newer
        self._anchor = None if at_end or not found else Spot(found[0].bubble.message_id, found[1])
        if at_end:
            self.new_below = 0

    def _hold_view(self) -> None:
        """Keep the first line in view where it is, also at the end."""
        found = self._layout.at(self.scroll_offset.y)
        self._anchor = Spot(found[0].bubble.message_id, found[1]) if found else None

    def keep_up_with_days(self) -> None:
        """Name the days anew where another has begun since they were named."""
        if self._today not in (None, self._clock.now().astimezone(self._zone).date()):
            self._lay_out()

    def _lay_out(self) -> None:
        """Place the messages on lines and return to the same place among them."""
        width = self.scrollable_content_region.width
        self._layout_due = width < 1
        if self._layout_due:
            return
        now = self._clock.now()
        self._today = now.astimezone(self._zone).date()
        self._layout = lay_out(
            self._window.bubbles,
            Setting(
                width, now, self._zone, self._first_unread_id, self._full_texts, self._cached_lines
            ),
        )
        size = Size(width, self._layout.height)
        if size != self.virtual_size:
            self._placing = True
            self.virtual_size = size
            self._scroll_update(size)
            self._placing = False
        self._place()
        if self._new_line_due:
            self._new_line_due = False
            self._show_new_line()
        self._tick_while_waiting(now)

    def _place(self) -> None:
        """Scroll to the remembered place, without remembering another."""
        y = self._layout.y_of(self._anchor) if self._anchor else None
        if y is None:
            self._anchor = None
        self._placing = True
        self.scroll_to(y=self._layout.height if y is None else y, animate=False, force=True)
        self._placing = False
        if self._anchor is None and not self._window.newer:
            self.new_below = 0
        self.near_an_end()
        self.refresh()

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def _show_new_line(self) -> None:
        """Scroll up to the "new" line where the end alone would not show it."""
        index = self._layout.index_of(self._first_unread_id)
        if index is not None and self._layout.tops[index] < self.scroll_offset.y:
            self._scroll(self._layout.tops[index])

    def _show_block(self, index: int) -> None:
        """Scroll as little as brings a message into view."""
        top, bottom = self._layout.body_of(index)
        if index == 0 or top - self._layout.tops[index] < 2:
            top = self._layout.tops[index]
        height = self.size.height
        if top < self.scroll_offset.y or bottom - top > height:
            self._scroll(top)
        elif bottom > self.scroll_offset.y + height:
            self._scroll(bottom - height)

    def _tick_while_waiting(self, now: datetime) -> None:
        """Count the seconds down while a message waits for its next attempt."""
        waiting = any(seconds_until_retry(bubble, now) for bubble in self._window.bubbles)
        if waiting and self._ticking is None:
            self._ticking = self.set_interval(1, self._lay_out)
        elif not waiting and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    # -- painting ------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._painter.forget()

    def render_line(self, y: int) -> Strip:
        """Paint line ``y`` of the view."""
        width = self.scrollable_content_region.width
        if self._layout_due and width > 0:
            # Shown before it had a size, and the size came without its event.
            self._layout_due = False
            self.call_later(self._lay_out)
        if self.new_below and y == self.size.height - 1:
            return self._painter.paint(self._below_line(width))
        found = self._layout.at(y + self.scroll_offset.y)
        if found is not None:
            return self._painted(*found)
        words = [] if self._layout.blocks else self._empty_lines(width)
        return (
            self._painter.paint(words[y]) if y < len(words) else Strip.blank(width, self.rich_style)
        )

    def _empty_lines(self, width: int) -> list[Line]:
        return centred(self.empty_text, width, self.size.height, "time")

    def _below_line(self, width: int) -> Line:
        words = clip(f" {marks.BELOW} {self.new_below} new below ", width)
        left = max(0, (width - cell_len(words)) // 2)
        return (blank(left), Run(words, ("below",)), blank(width - left - cell_len(words)))

    def _painted(self, block: Block, index: int) -> Strip:
        has_cursor = block.bubble.message_id == self._cursor_id and index >= len(block.lead)
        key = (block.key, index, has_cursor, self.has_focus and has_cursor)
        strip = self._strips.get(key)
        if strip is None:
            line = block.line(index)
            strip = self._painter.paint(self._with_cursor(line) if has_cursor else line)
            self._strips[key] = strip
        return strip

    def _with_cursor(self, line: Line) -> Line:
        """Return a line of a bubble as it looks under the cursor."""
        return tuple(
            run._replace(text=marks.BUBBLE_CURSOR)
            if run.text in (marks.BUBBLE, marks.BUBBLE_END)
            else run._replace(styles=(*run.styles, "cursor"))
            if self.has_focus and run.styles[:1] in (("inbound",), ("outbound",))
            else run
            for run in line
        )

    def _cached_lines(self, bubble: Bubble, zone: tzinfo, look: Look) -> tuple[Line, ...]:
        key = (bubble, look)
        lines = self._lines_of.get(key)
        if lines is None:
            lines = self._lines_of[key] = bubble_lines(bubble, zone, look)
        return lines
