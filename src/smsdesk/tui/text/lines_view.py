"""Lines that scroll, painted one by one: another number of them is no matter of the layout.

Textual lays the whole screen out anew when a scrolled size has changed, and after every layout it
paints every scrollbar anew, in a frame of its own. Here the pane stays where it is whatever it
holds, so neither is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

from smsdesk.tui.focus_at_once import SameWithFocus
from smsdesk.tui.text.laid_out_once import LaidOutOnce
from smsdesk.tui.text.plain_lines import PlainLines

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.geometry import Region, Size
    from textual.scroll_view import ScrollView as Base
else:
    Base = object


class StillBar(Base):
    """To be mixed in: the vertical scrollbar is painted when it has changed, and only then."""

    _scrolled: tuple[Size, Size] | None = None
    """The sizes, of what scrolls and of the view, to which the scrollbar has been fitted."""

    def _scroll_update(self, virtual_size: Size) -> None:
        sizes = virtual_size, self.container_size
        if sizes != self._scrolled:
            self._scrolled = sizes
            super()._scroll_update(virtual_size)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = LinesScrollBar(name="vertical")
            bar.display = False
            self.app._start_widget(self, bar)  # noqa: SLF001 - as Textual makes it
        return self._vertical_scrollbar


class LinesView(
    SameWithFocus, PlainLines, StillBar, ScrollView, can_focus=True, inherit_bindings=False
):
    """A scroll view with a column for its vertical scrollbar, and no horizontal one.

    The scrollbar is always there, and blank where all is in view: were it to come and go, the
    screen would be laid out each time.
    """

    DEFAULT_CSS = """
    LinesView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def set_scrolled_size(self, size: Size) -> None:
        """Take another size of what scrolls, in cells."""
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)


class LinesScrollBar(PlainLines, LaidOutOnce, ScrollBar):
    """A vertical scrollbar that is painted by the line, at a fraction of the time."""

    _strips: tuple[Strip, ...] | None = None
    """Its lines, while they are being painted."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the lines of ``crop`` that are no longer as they were painted last."""
        self._strips = None
        return super().render_lines(crop)

    def paint_line(self, y: int) -> Strip:
        """Paint one line."""
        if self._strips is None:
            self._strips = self._all_lines()
        return self._strips[y] if y < len(self._strips) else Strip.blank(1, self._style)

    @property
    def _style(self) -> Style:
        return self.visual_style.rich_style

    def _all_lines(self) -> tuple[Strip, ...]:
        if self.window_virtual_size <= self.window_size and isinstance(self.parent, LinesView):
            blank = Strip.blank(1, Style(bgcolor=self.parent.rich_style.bgcolor))
            return (blank,) * self.size.height
        return _bar(self.render(), self.size.height, self._style)


def _bar(bar: RenderableType, height: int, style: Style) -> tuple[Strip, ...]:
    """Return a scrollbar's lines as Textual paints them.

    Args:
        bar: what Textual would have Rich draw.
        height: in lines.
        style: of the widget.
    """
    if not isinstance(bar, ScrollBarRender) or not isinstance(bar.style, Style):
        return ()
    colours = bar.style
    if colours.bgcolor is None or colours.color is None:
        return ()
    painted = bar.render_bar(
        size=height,
        virtual_size=bar.virtual_size,
        window_size=bar.window_size,
        position=bar.position,
        back_color=colours.bgcolor,
        bar_color=colours.color,
    )
    # Most of the lines look the same, and a strip remembers how it goes to the terminal.
    strips = {one: Strip([*Segment.apply_style([one], style)], 1) for one in set(painted.segments)}
    return tuple(strips[one] for one in painted.segments)
