"""Words that fit their lines, painted without looking for where they would have to be wrapped.

What does not fit, is aligned or has been dragged over is left to Textual, which takes four times
as long for the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import _RenderCache

from smsdesk.tui.text.painting import painted
from smsdesk.tui.text.places import are_kept

if TYPE_CHECKING:
    from rich.style import Style as RichStyle
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.style import Style
    from textual.widget import Widget as Base
else:
    Base = object


class FittingLines(Base):
    """To be mixed into a widget that renders a ``Content``."""

    _is_painting = False
    _are_textuals = False
    """Whether the lines are as Textual paints them, with where their text stands."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the lines of ``crop``."""
        if are_kept():
            self._styles_cache.clear()
            strips = super().render_lines(crop)
            self._styles_cache.clear()
            return strips
        self._is_painting = True
        try:
            return super().render_lines(crop)
        finally:
            self._is_painting = False

    def render_line(self, y: int) -> Strip:
        """Return a line; with where its text stands unless it is painted: the mouse asks that."""
        strip = super().render_line(y)
        done = self._is_painting or self._are_textuals
        return strip if done else strip.apply_offsets(0, y)

    def _render_content(self) -> None:
        content = self.render()
        lines = _fitting(self, content) if isinstance(content, Content) else None
        self._are_textuals = lines is None
        if lines is None:
            super()._render_content()
            return
        style = self.visual_style
        strips = [_painted(self, line, style) for line in lines]
        self._render_cache = _RenderCache(self.size, strips)
        self._dirty_regions.clear()


def _fitting(widget: Base, content: Content) -> list[Content] | None:
    """Return the lines of ``content`` where each has its line, at the left."""
    styles, (width, height) = widget.styles, widget.size
    if (
        styles.content_align != ("left", "top")
        or styles.text_align not in ("left", "start")
        or styles.line_pad
        or widget.text_selection is not None
    ):
        return None
    lines = list(content.split("\n", allow_blank=True)) if "\n" in content.plain else [content]
    fits = all(line.cell_length <= width for line in lines)
    return lines[:height] if fits and width else None


def _painted(widget: Base, line: Content, base: Style) -> Strip:
    parts = line.render(base, end="", parse_style=widget._get_style)  # noqa: SLF001 - as Textual
    return painted(((text, _on(base, style)) for text, style in parts), line.cell_length)


@lru_cache(1024)
def _on(base: Style, style: Style) -> RichStyle:
    return (base + style).rich_style
