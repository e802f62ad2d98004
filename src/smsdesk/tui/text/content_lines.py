"""Building one line of pieces, measured in terminal cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from smsdesk.display import DisplayText, cell_width, clip, wrap
from smsdesk.tui.text.shown import Piece, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content

SPACE = DisplayText(" ")


def width_of(pieces: Iterable[Piece]) -> int:
    """Return the cells of ``pieces``."""
    return sum(cell_width(piece.text) for piece in pieces)


def clipped(pieces: Iterable[Piece], width: int) -> tuple[list[Piece], int]:
    """Return ``pieces`` cut to ``width`` cells at most, and the cells that are left."""
    kept: list[Piece] = []
    for piece in pieces:
        text = clip(piece.text, width)
        kept.append(piece._replace(text=text))
        width -= cell_width(text)
        if len(text) < len(piece.text) or width < 1:
            break
    return kept, max(0, width)


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int) -> Content:
    """Return one line: ``left`` cut with an ellipsis where it must be, ``right`` at the right.

    Args:
        left: what may be cut.
        right: what is kept whole as long as it fits the line at all.
        width: in cells.
    """
    beside = width_of(right)
    if beside >= width:
        kept, rest = clipped(right, width)
        return shown(*map(_as_measured, kept), blank_text(rest))
    kept, rest = clipped(left, width - beside - (1 if beside else 0))
    gap = Piece(blank_text(rest + (1 if beside else 0)))
    return shown(*map(_as_measured, kept), gap, *map(_as_measured, right))


def hanging(
    label: Sequence[Piece], text: DisplayText, indent: int, width: int, style: str = ""
) -> list[Content]:
    """Return ``text`` wrapped beside ``label``, all its lines beginning at the same column.

    Args:
        label: stands before the first line.
        text: what is wrapped, between words.
        indent: cells from the left at which the text begins; the label must be shorter.
        width: cells of a line.
        style: of the text.
    """
    (start, end), *more = wrap(text, max(width - indent, 10))
    kept, rest = clipped(label, indent)
    begun = shown(*map(_as_measured, kept), blank_text(rest), Piece(text[start:end], style))
    left = blank_text(indent)
    return [begun, *(shown(left, Piece(text[start:end], style)) for start, end in more)]


def blank_text(width: int) -> DisplayText:
    """Return ``width`` spaces."""
    return SPACE[:0] if width < 1 else DisplayText(" " * width)


def _as_measured(piece: Piece) -> Piece:
    return piece._replace(text=as_measured(piece.text))


def as_measured(text: DisplayText) -> DisplayText:
    """Return ``text`` with as many cells for Textual as it was measured to have.

    Textual counts no cell for a spacing mark. What is missing goes behind the text as spaces,
    and ``terminal/columns.py`` draws the text over them.
    """
    if text.isascii():
        return text
    return text + blank_text(cell_width(text) - cell_len(text))
