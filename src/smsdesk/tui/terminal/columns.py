r"""Frames in which what stands behind a text stays in its column, however wide that turns out.

Terminals disagree about the cells of a spacing mark, a newer emoji, a family, a skin tone, a
number in a circle. Textual adds up one table's widths and writes a row in one go, so that one
disagreement moves the border and whatever follows. Here a text whose width is not sure is drawn
over blanks, the cursor is placed behind it, and also behind each sign that some terminal draws
wider than it was measured. Where one could reach beyond the part of the row that is being
painted, only its first character is drawn.

It is the last place that a text passes, also one that an agent has typed or pasted into an input:
so what is shown of it is display text here at the latest, and a run written from right to left is
isolated, lest it turn its neighbours round.

A frame of ordinary text goes through as it is, for the price of one search.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

from smsdesk.display import clusters, fit_again, has_sure_width, isolated
from smsdesk.display.characters import GLYPHS, NARROW

_UNSURE: Final = re.compile(f"[^\x00-\x1f{NARROW}{GLYPHS}]")
_PLACE: Final = re.compile("(\x1b\\[[0-9]+;([0-9]+)H)")
_TOKEN: Final = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b.?"
    "|[\x00-\x1a\x1c-\x1f]|(?P<text>[^\x00-\x1f]+)"
)
_WIDE_SINCE_LONG: Final = 0x1F000
"""Below, every terminal knows what is wide; from here on lie emoji, of which there are new ones
every year."""


def kept_columns(frame: str) -> str:
    """Return what Textual writes for a frame, its columns kept."""
    if frame.isascii() or not _UNSURE.search(frame):
        return frame
    before, *rows = _PLACE.split(frame)
    pieces = [before]
    for place, column, row in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        pieces += place, _row(row, int(column)) if _UNSURE.search(row) else row
    return "".join(pieces)


def _row(row: str, column: int) -> str:
    """Return a part of one row that begins at ``column`` (from 1)."""
    tokens = list(_TOKEN.finditer(row))
    end = column + sum(cell_len(token["text"]) for token in tokens if token["text"])
    pieces: list[str] = []
    for token in tokens:
        text = token["text"]
        if not text:
            pieces.append(token[0])
            continue
        width = cell_len(text)
        pieces.append(_placed(text, column, width, end) if _UNSURE.search(text) else text)
        column += width
    return "".join(pieces)


@lru_cache(1024)
def _placed(written: str, column: int, width: int, end: int) -> str:
    """Return a text for the ``width`` cells from ``column`` on.

    Args:
        written: what Textual would write.
        column: where it begins, from 1.
        width: what Textual takes for its cells.
        end: the column up to which the row is being painted.
    """
    bare = written.rstrip(" ")
    text = fit_again(bare)
    if text == bare and has_sure_width(text):
        return written
    signs = list(clusters(isolated(text)))
    has_room = sum(cells for _, cells in signs) <= width
    pieces = [f"{' ' * width}\x1b[{column}G"]
    place, reach = column, column
    for sign, cells in signs:
        if has_room and reach > place and cells:  # what has none belongs to the sign before
            pieces.append(f"\x1b[{place}G")
            reach = place
        drawn = _within(sign, end - reach)
        pieces.append(drawn)
        place += cells
        # Without room for all, signs follow one another, and each may have been the widest.
        reach += _most_cells(drawn)
    return "".join([*pieces, f"\x1b[{column + width}G"])


def _within(sign: str, room: int) -> str:
    """Return what of a sign is drawn where no more than ``room`` cells may be painted."""
    if _most_cells(sign) <= room:
        return sign
    return sign[0] if _most_cells(sign[0]) <= room else ""


@lru_cache(1024)
def _most_cells(sign: str) -> int:
    """Return the cells that a sign takes where a terminal draws every part of it."""
    cells = sum(map(_most_cells_of, sign))
    return max(cells, 2) if "\ufe0f" in sign else cells


def _most_cells_of(character: str) -> int:
    if not _UNSURE.match(character):
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    narrow = unicodedata.east_asian_width(character) in {"N", "Na", "H"}
    return 1 if narrow and ord(character) < _WIDE_SINCE_LONG else 2
