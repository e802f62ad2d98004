"""Painting lines of runs with the colours of a widget's component classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from smsdesk.tui.text.content_lines import as_measured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style
    from textual.widget import Widget

    from smsdesk.tui.text.styled_line import Line


class Painter:
    """Paints lines; knows the styles of one widget's component classes.

    The widget calls ``forget`` when its styles change (theme, focus).
    """

    def __init__(self, widget: Widget, prefix: str) -> None:
        """Paint for ``widget``, whose component classes begin with ``prefix``."""
        self._widget = widget
        self._prefix = prefix
        self._styles: dict[tuple[str, ...], Style] = {}

    def paint(self, line: Line) -> Strip:
        """Return ``line`` as a strip."""
        return Strip(
            [Segment(as_measured(run.text), self._style(run.styles)) for run in line if run.text]
        )

    def forget(self) -> None:
        """Ask for every style anew."""
        self._styles.clear()

    def _style(self, names: tuple[str, ...]) -> Style:
        if names not in self._styles:
            classes = [f"{self._prefix}--{name}" for name in names]
            self._styles[names] = self._widget.get_visual_style(*classes).rich_style
        return self._styles[names]


def painted(runs: Iterable[tuple[str, Style]], cells: int) -> Strip:
    """Return a line of what ``shown`` has made as a strip of so many cells."""
    return Strip([Segment(text, style) for text, style in runs], cells)


def component_classes(prefix: str, names: str) -> set[str]:
    """Return the component classes for the styles of ``names``, written with spaces between."""
    return {f"{prefix}--{name}" for name in names.split()}
