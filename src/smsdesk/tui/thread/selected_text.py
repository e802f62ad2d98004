"""What of a thread was dragged over: as it is painted, and as it is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip

from smsdesk.tui.text import marks
from smsdesk.tui.text.content_lines import as_measured

if TYPE_CHECKING:
    from rich.style import Style
    from textual.selection import Selection

    from smsdesk.tui.thread.layout import Layout

_DRAWN = str.maketrans("", "", marks.BUBBLE + marks.BUBBLE_END + marks.BUBBLE_CURSOR)


def selected_text(layout: Layout, selection: Selection) -> str:
    """Return the text that was dragged over, without what is only drawn around it."""
    found = (layout.at(line) for line in range(layout.height))
    lines = [
        "".join(as_measured(run.text) for run in block.line(index))
        for block, index in filter(None, found)
    ]
    text = selection.extract("\n".join(lines)).translate(_DRAWN)
    return "\n".join(line.strip() for line in text.split("\n"))


def with_selection(strip: Strip, selection: Selection, line: int, style: Style) -> Strip:
    """Return a line of the thread with the part of it in ``style`` that is selected."""
    span = selection.get_span(line)
    if span is None:
        return strip
    start, end = (cell_len(strip.text[:place]) for place in span)
    end = strip.cell_length if span[1] < 0 else end
    before, inside, after = strip.divide([start, end, strip.cell_length])
    return Strip.join([before, inside.apply_style(style), after])
