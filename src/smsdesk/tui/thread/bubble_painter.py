"""Painting the messages of a thread, in the colours of its styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.cache import LRUCache

from smsdesk.display import DisplayText, cell_width, clip
from smsdesk.tui.text import marks
from smsdesk.tui.text.painting import Painter, component_classes
from smsdesk.tui.text.styled_line import Line, Run, blank, centred
from smsdesk.tui.thread.bubble_lines import bubble_lines

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.strip import Strip
    from textual.widget import Widget

    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.tui.thread.bubble_lines import BubbleOptions
    from smsdesk.tui.thread.layout import Block

PREFIX: Final = "thread-pane"

BUBBLE_CLASSES: Final = component_classes(
    PREFIX,
    """
    inbound outbound cursor bar-inbound bar-outbound bar-failed link media action time quiet good
    careful bad day new below
    """,
)
"""The component classes that a widget with painted messages declares."""

BUBBLE_CSS: Final = """
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
"""
"""Their styles, to stand inside those of the widget."""


class BubblePainter:
    """Paints messages; their lines, and what was painted, are kept for the next time.

    The widget calls ``forget`` when its styles change (theme, focus).
    """

    def __init__(self, widget: Widget) -> None:
        """Paint for ``widget``."""
        self._painter = Painter(widget, PREFIX)
        self._lines: LRUCache[tuple[object, ...], tuple[Line, ...]] = LRUCache(1024)
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(256)

    def lines(self, bubble: Bubble, zone: tzinfo, options: BubbleOptions) -> tuple[Line, ...]:
        """Return the lines of a message, as ``bubble_lines`` makes them."""
        key = (bubble, options)
        lines = self._lines.get(key)
        if lines is None:
            lines = self._lines[key] = bubble_lines(bubble, zone, options)
        return lines

    def strip(self, block: Block, index: int, *, has_cursor: bool, has_focus: bool) -> Strip:
        """Return a line of a message's block.

        Args:
            block: the message on its lines.
            index: the line's place in it.
            has_cursor: whether the cursor is on the message.
            has_focus: whether the widget has the focus.
        """
        has_cursor = has_cursor and index >= len(block.lead)
        key = (block.key, index, has_cursor, has_focus and has_cursor)
        strip = self._strips.get(key)
        if strip is None:
            line = block.line(index)
            if has_cursor:
                line = _under_cursor(line, has_focus=has_focus)
            strip = self._strips[key] = self._painter.paint(line)
        return strip

    def empty(self, text: DisplayText, width: int, height: int) -> list[Strip]:
        """Return what an empty thread says, from the first line to the last with words."""
        return [self._painter.paint(line) for line in centred(text, width, height, "time")]

    def new_below(self, count: int, width: int) -> Strip:
        """Return the line that says how many messages have come farther down."""
        words = clip(DisplayText(f" {marks.BELOW} {count} new below "), width)
        left = max(0, (width - cell_width(words)) // 2)
        right = width - left - cell_width(words)
        return self._painter.paint((blank(left), Run(words, ("below",)), blank(right)))

    def forget(self) -> None:
        """Forget what was painted in other colours."""
        self._strips.clear()
        self._painter.forget()


def _under_cursor(line: Line, *, has_focus: bool) -> Line:
    """Return a line of a bubble as it is painted under the cursor."""
    return tuple(
        run._replace(text=marks.BUBBLE_CURSOR)
        if run.text in (marks.BUBBLE, marks.BUBBLE_END)
        else run._replace(styles=(*run.styles, "cursor"))
        if has_focus and run.styles[:1] in (("inbound",), ("outbound",))
        else run
        for run in line
    )
