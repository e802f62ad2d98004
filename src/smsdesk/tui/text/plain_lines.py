"""Lines of a widget that has nothing around them: neither a border nor padding, and no shade.

Textual goes through all that a widget may have around a line for every line of it. Here a line is
what the widget paints, as wide as the widget and in the colours of the terminal, and is kept so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual._styles_cache import StylesCache

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget as Base
else:
    Base = object


class PlainLines(Base):
    """To be mixed into a widget that paints line by line, by ``paint_line``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._styles_cache = _Lines(self)

    def paint_line(self, y: int) -> Strip:
        """Return line ``y`` of what is in view, without what is only asked for by the mouse."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return line ``y`` with all that Textual may ask of it."""
        return self.paint_line(y)


class _Lines(StylesCache):
    """The painted lines of one widget; Textual tells which of them are no longer right."""

    def __init__(self, widget: PlainLines) -> None:
        super().__init__()
        self._of = widget
        self._painted_with: object = None

    def render_widget(self, widget: Base, crop: Region) -> list[Strip]:
        """Return the lines of ``crop``; what is still right is not painted again."""
        width, background = widget.scrollable_size.width, widget.background_colors[1]
        filters = tuple(widget.get_line_filters())
        painted_with = width, background, filters, _has_shade(widget)
        if painted_with != self._painted_with:
            self.clear()
            self._painted_with = painted_with
        if painted_with[-1]:
            return super().render_widget(widget, crop)
        blank = Style(bgcolor=background.rich_color)
        for y in crop.line_range:
            if y not in self._cache or y in self._dirty_lines:
                strip = self._of.paint_line(y).adjust_cell_length(width, blank)
                for each in filters:
                    strip = strip.apply_filter(each, background)
                self._cache[y] = strip
        self._dirty_lines.difference_update(crop.line_range)
        strips = [self._cache[y] for y in crop.line_range]
        left, right = crop.column_span
        return strips if left == 0 and right >= width else [one.crop(left, right) for one in strips]


def _has_shade(widget: Base) -> bool:
    """Return whether the styles ask for more than the lines themselves."""
    styles = widget.styles
    return bool(
        styles.gutter or widget.opacity != 1.0 or styles.tint.a or styles.text_opacity != 1.0
    )
