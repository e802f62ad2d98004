"""Lines before they are painted: pieces of text and the names of their styles.

The pure renderers make lines of runs, tests read them, and a widget paints them with the
colours of its component classes. No text in here is ever parsed as markup.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.display import DisplayText, cell_width, clip, joined, one_line, pad

if TYPE_CHECKING:
    from collections.abc import Iterable


class Run(NamedTuple):
    """A piece of one line.

    Attributes:
        text: without new lines.
        styles: names of component classes without the widget's prefix, the last on top.
        action: what a click on it does, in the widget's words; empty for nothing.
    """

    text: DisplayText
    styles: tuple[str, ...] = ()
    action: str = ""


Line = tuple[Run, ...]


def blank(width: int, *styles: str) -> Run:
    """Return ``width`` cells of nothing."""
    return Run(_spaces(width), styles)


@lru_cache(256)
def _spaces(width: int) -> DisplayText:
    return DisplayText(" " * width)


def centred(text: DisplayText, width: int, height: int, *styles: str) -> list[Line]:
    """Return ``text`` in the upper middle of an empty pane.

    Args:
        text: may have several lines; each is cut to ``width`` cells.
        width: of the pane, in cells.
        height: of the pane, in lines.
        styles: of the text.

    Returns:
        The lines from the top of the pane to the last one of the text.
    """
    if not text:
        return []
    words = [clip(one_line(line), width) for line in text.split("\n")]
    above = max(0, (height - len(words)) // 3)
    lines: list[Line] = [(blank(width),)] * above
    for line in words:
        left = (width - cell_width(line)) // 2
        lines.append((Run(pad(_spaces(left) + line, width), styles),))
    return lines


def line_text(line: Line) -> DisplayText:
    """Return the characters of ``line``."""
    return joined("", (run.text for run in line))


def line_width(line: Line) -> int:
    """Return the width of ``line`` in cells."""
    return sum(cell_width(run.text) for run in line)


def cut(runs: Iterable[Run], start: int, end: int) -> Line:
    """Return the part of ``runs`` between two indexes of their joined text."""
    pieces: list[Run] = []
    position = 0
    for run in runs:
        after = position + len(run.text)
        if position < end and after > start:
            text = run.text[max(0, start - position) : end - position]
            pieces.append(run._replace(text=text))
        position = after
    return tuple(pieces)


def run_at(line: Line, x: int) -> Run | None:
    """Return the run that covers cell ``x`` of ``line``."""
    edge = 0
    for run in line:
        edge += cell_width(run.text)
        if x < edge:
            return run
    return None
