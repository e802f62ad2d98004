"""The rows of the conversation list on a screen: painted where they are seen, and nowhere else."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from smsdesk.tui.conversations.row_lines import ROW_HEIGHT, Place, placeholder_lines, row_lines
from smsdesk.tui.conversations.row_pages import RowPages
from smsdesk.tui.text.painting import Painter
from smsdesk.tui.text.styled_line import centred

if TYPE_CHECKING:
    from smsdesk.clock import Clock
    from smsdesk.core.views.conversations import ConversationRow


class InView(NamedTuple):
    """What can be seen of the list.

    Attributes:
        top: its first line in view.
        length: of the whole, in rows.
        cursor: the row under the cursor.
        rows: those in view, ``None`` where one is not at hand.
    """

    top: int
    length: int
    cursor: int
    rows: tuple[ConversationRow | None, ...]


class RowView(ScrollView, inherit_bindings=False):
    """Rows on lines; what is read, and what keys do, is the conversation list's.

    Attributes:
        empty_text: what stands in the middle of an empty list; may have several lines.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"conversation-list--{name}"
        for name in (
            "name", "unread-name", "time", "unread", "text", "unread-text", "arrow", "draft",
            "draft-word", "mark", "failed", "careful", "bar", "placeholder", "empty", "cursor",
            "selected",
        )
    }  # fmt: skip
    DEFAULT_CSS = """
    RowView {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & .conversation-list--name { color: $foreground; }
        & .conversation-list--unread-name { color: $foreground; text-style: bold; }
        & .conversation-list--time { color: $text-muted; }
        & .conversation-list--unread { color: $accent; text-style: bold; }
        & .conversation-list--text { color: $text-muted; }
        & .conversation-list--unread-text { color: $foreground; }
        & .conversation-list--arrow { color: $text-disabled; }
        & .conversation-list--draft-word { color: $accent; }
        & .conversation-list--draft { color: $text-muted; text-style: italic; }
        & .conversation-list--mark { color: $error; }
        & .conversation-list--failed { color: $error; text-style: bold; }
        & .conversation-list--careful { color: $warning; text-style: bold; }
        & .conversation-list--bar { color: $accent; }
        & .conversation-list--placeholder { color: $text-disabled; }
        & .conversation-list--empty { color: $text-muted; }
        & .conversation-list--selected { background: $accent 14%; }
        & .conversation-list--cursor { background: $accent 26%; }
    }
    """

    empty_text: reactive[str] = reactive("")

    def __init__(self, clock: Clock, *, zone: tzinfo, id: str | None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._clock = clock
        self._zone = zone
        self._pages = RowPages()
        self._counted = False
        self._selected: str | None = None
        self._cursor = 0
        self._today = date.min
        self._painter = Painter(self, "conversation-list")
        self._strips: LRUCache[tuple[object, ...], tuple[Strip, ...]] = LRUCache(128)

    # -- place ---------------------------------------------------------------------

    def _visible(self) -> tuple[int, int]:
        """Return the first and the last row in view."""
        top = self.scroll_offset.y
        return top // ROW_HEIGHT, (top + max(1, self.size.height) - 1) // ROW_HEIGHT

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def _show_cursor(self) -> None:
        """Scroll as little as brings the cursor's row into view."""
        top, height = self._cursor * ROW_HEIGHT, self.size.height
        if top < self.scroll_offset.y:
            self._scroll(top)
        elif top + ROW_HEIGHT > self.scroll_offset.y + height:
            self._scroll(top + ROW_HEIGHT - height)

    def _set_height(self) -> None:
        size = Size(self.scrollable_content_region.width, self._pages.count * ROW_HEIGHT)
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    def _in_view(self) -> InView:
        """Return what is in view, to be compared with later."""
        first, last = self._visible()
        rows = tuple(self._pages.row(index) for index in range(first, last + 1))
        return InView(self.scroll_offset.y, self._pages.count, self._cursor, rows)

    def _repaint_where_it_differs_from(self, before: InView) -> None:
        """Paint the rows anew that are other ones than before."""
        now = self._in_view()
        if now[:3] != before[:3] or not now.length or self._today != self._date():
            self.refresh()
            return
        first, _ = self._visible()
        for index, (row, old) in enumerate(zip(now.rows, before.rows, strict=True), first):
            if row != old:
                self.refresh_lines(index * ROW_HEIGHT, ROW_HEIGHT)

    # -- painting ------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._painter.forget()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the lines of ``crop``; times are told from today."""
        self._today = self._date()
        return super().render_lines(crop)

    def _date(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    def render_line(self, y: int) -> Strip:
        """Paint line ``y`` of the view."""
        width = self.scrollable_content_region.width
        if self._counted and not self._pages.count:
            lines = centred(self.empty_text, width, self.size.height, "empty")
            if y < len(lines):
                return self._painter.paint(lines[y])
            return Strip.blank(width, self.rich_style)
        index, half = divmod(self.scroll_offset.y + y, ROW_HEIGHT)
        if index >= self._pages.count:
            return Strip.blank(width, self.rich_style)
        return self._row_strips(index, width)[half]

    def _row_strips(self, index: int, width: int) -> tuple[Strip, ...]:
        row = self._pages.row(index)
        place = Place(
            is_open=row is not None and row.number == self._selected,
            has_cursor=self.has_focus and index == self._cursor,
        )
        key = (row, width, place, self._today)
        strips = self._strips.get(key)
        if strips is None:
            lines = (
                row_lines(row, width, self._clock.now(), self._zone, place)
                if row
                else placeholder_lines(width, place)
            )
            strips = tuple(self._painter.paint(line) for line in lines)
            self._strips[key] = strips
        return strips
