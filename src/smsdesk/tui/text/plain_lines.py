"""Lines of a widget that has nothing around them: neither a border nor padding, and no shade.

Textual goes through all that a widget may have around a line for every line of it. Here a line is
what the widget paints, as wide as the widget and in the colours of the terminal, and is kept so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from textual._styles_cache import StylesCache

from smsdesk.tui.text.places import places_are_painted

if TYPE_CHECKING:
    from textual.color import Color
    from textual.filter import LineFilter
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget as Base
else:
    Base = object


class PlainLines(Base):
    """To be mixed into a widget that paints line by line, by ``paint_line``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._styles_cache = self._lines = _Lines(self)

    @property
    def line_width(self) -> int:
        """The cells of a line."""
        return self._lines.width or self.scrollable_size.width

    def paint_line(self, y: int) -> Strip:
        """Return line ``y`` of what is in view, without what is only asked for by the mouse."""
        raise NotImplementedError

    def prepare_line(self, strip: Strip) -> None:
        """Let a line that may be painted next know how it goes to the terminal."""
        self._lines.finished(strip).render(self.app.console)

    def render_line(self, y: int) -> Strip:
        """Return line ``y`` with all that Textual may ask of it."""
        return self.paint_line(y)


class _Lines(StylesCache):
    """The painted lines of one widget; Textual tells which of them are no longer right.

    Attributes:
        width: of a line while lines are painted, in cells; else 0.
    """

    def __init__(self, widget: PlainLines) -> None:
        super().__init__()
        self._of = widget
        self._look: _Look | None = None
        self.width = 0

    def render_widget(self, widget: Base, crop: Region) -> list[Strip]:
        """Return the lines of ``crop``; what is still right is not painted again."""
        look = _look_of(widget)
        if look != self._look:
            self.clear()
            self._look = look
        if look.has_shade:
            return super().render_widget(widget, crop)
        if places_are_painted():
            return [look.finished(self._of.render_line(y)) for y in crop.line_range]
        self.width = look.width
        try:
            for y in crop.line_range:
                if y not in self._cache or y in self._dirty_lines:
                    self._cache[y] = look.finished(self._of.paint_line(y))
        finally:
            self.width = 0
        self._dirty_lines.difference_update(crop.line_range)
        strips = [self._cache[y] for y in crop.line_range]
        left, right = crop.column_span
        whole = left == 0 and right >= look.width
        return strips if whole else [strip.crop(left, right) for strip in strips]

    def finished(self, strip: Strip) -> Strip:
        """Return what a painted line becomes."""
        return _look_of(self._of).finished(strip)


class _Look(NamedTuple):
    """What the lines of a widget look like, apart from what is painted.

    Attributes:
        width: of a line, in cells.
        filters: fit the colours to the terminal.
        has_shade: the styles ask for more than the lines themselves.
    """

    width: int
    background: Color
    filters: tuple[LineFilter, ...]
    has_shade: bool

    def finished(self, strip: Strip) -> Strip:
        """Return a painted line as wide as the widget, in the colours of the terminal."""
        if strip.cell_length != self.width:
            blank = Style(bgcolor=self.background.rich_color)
            strip = strip.adjust_cell_length(self.width, blank)
        for each in self.filters:
            strip = strip.apply_filter(each, self.background)
        return strip


def _look_of(widget: Base) -> _Look:
    styles = widget.styles
    has_shade = bool(
        styles.gutter or widget.opacity != 1.0 or styles.tint.a or styles.text_opacity != 1.0
    )
    return _Look(
        widget.scrollable_size.width,
        widget.background_colors[1],
        tuple(widget.get_line_filters()),
        has_shade,
    )
