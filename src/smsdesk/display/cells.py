"""Display text measured, cut and wrapped in terminal cells.

A sign is a grapheme cluster (Unicode Annex 29): a letter with its marks, a family of four, a
flag, a syllable of Devanagari. Clusters and widths are those of ``wcwidth``, whose tables are
compared with what terminals draw; it loads with the first text that needs it.

Terminals still differ (a newer emoji, a spacing mark, a family). So a painter that puts a border
behind a text without ``has_sure_width`` places the cursor there and trusts no sum.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from smsdesk.display.characters import GLYPHS, NARROW, PLAIN
from smsdesk.display.display_text import DisplayText, closed, isolated

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELLIPSIS = DisplayText("…")

_DRAWN_AS_ONE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff\u20e3]")
"""Emoji, flags, keycaps: of all others a terminal without clusters draws every part, so they count
as the most that they may take, and leave a gap rather than cover what stands beside them."""

_LETTER_BEHIND = re.compile(r".+[^\W\d_]", re.DOTALL)
"""A letter that a vowel sign of its script joins to what stands before it."""

_MOST_CELLS = 4
"""Cells of a sign that is kept whole. Hangul and Indic scripts can chain a cluster without an end,
and a line must break somewhere."""

_REMEMBERED = 100
"""Characters of the longest text whose width is kept."""

_ONE_CELL_EACH = re.compile(f"[{NARROW}{GLYPHS}]*")
# Han, kana, Hangul and their punctuation: a line may break on either side of each.
_BREAKABLE = (
    ("\u1100", "\u115f"),
    ("\u2e80", "\ua4cf"),
    ("\uac00", "\ud7a3"),
    ("\uf900", "\ufaff"),
    ("\ufe30", "\ufe6f"),
    ("\uff00", "\uff60"),
)
_FIRST_BREAKABLE = _BREAKABLE[0][0]


@cache
def _sure() -> re.Pattern[str]:
    # Wide and alike everywhere: kana, Han, Hangul, full-width forms. A pattern of so many
    # characters takes two milliseconds to make, which the first paint need not wait for.
    wide = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
    return re.compile(f"[\n{NARROW}{wide}]*")


def has_sure_width(text: DisplayText) -> bool:
    """Whether every terminal gives each line of ``text`` the cells of ``cell_width``.

    Latin, Greek, Cyrillic, Han, kana and Hangul without combining marks, the signs of ordinary
    typing, and the lines of boxes. All else is a matter of the terminal's tables.
    """
    return bool(PLAIN.fullmatch(text) or _sure().fullmatch(text))


def cell_width(text: DisplayText) -> int:
    """Return the cells of ``text``, which has one line."""
    if text.isascii() or _ONE_CELL_EACH.fullmatch(text):
        return len(text)
    return _sum_of_cells(text) if len(text) <= _REMEMBERED else _summed(text)


def _summed(text: DisplayText) -> int:
    return sum(cells for _, cells in clusters(text))


_sum_of_cells = lru_cache(2048)(_summed)
"""Names and the words under a message come again with every row and every frame."""


def clusters(text: DisplayText) -> Iterator[tuple[str, int]]:
    """Yield the signs of ``text``, which has one line, each with its cells."""
    if _ONE_CELL_EACH.fullmatch(text):
        yield from zip(text, repeat(1))
        return
    from wcwidth import iter_graphemes, wcswidth

    for cluster in iter_graphemes(text):
        single = [_cells_of(character) for character in cluster]
        cells = max(0, wcswidth(cluster))
        if not _DRAWN_AS_ONE.search(cluster) or _LETTER_BEHIND.match(cluster):
            cells = max(cells, sum(single) + cluster.count("\ufe0f"))
        if cells <= _MOST_CELLS:
            yield cluster, cells
        else:
            yield from zip(cluster, single, strict=True)


@lru_cache(4096)
def _cells_of(character: str) -> int:
    """Return the most cells that a terminal gives to a character that stands alone."""
    from wcwidth import wcwidth

    if "\u3248" <= character <= "\u324f":
        return 2  # numbers in squares, which half of the tables take for narrow
    cells = max(0, wcwidth(character))
    return max(cells, 1) if unicodedata.category(character) == "Mc" else cells


def clip(text: DisplayText, width: int) -> DisplayText:
    """Return ``text``, which has one line, cut to ``width`` cells at most, ``…`` where it was."""
    if len(text) <= width and cell_width(text) <= width:
        return text
    if width < 1:
        return text[:0]
    if _ONE_CELL_EACH.fullmatch(text):
        return text[: len(text[: width - 1].rstrip())] + _ELLIPSIS
    used = place = end = 0
    for sign, cells in clusters(text):
        used += cells
        place += len(sign)
        if used < width:
            end = place  # a mark of the cut fits behind this one
        elif used > width:
            return closed(text[: len(text[:end].rstrip())] + _ELLIPSIS)
    return text


def pad(text: DisplayText, width: int) -> DisplayText:
    """Return ``text`` with spaces behind it up to ``width`` cells."""
    return text + DisplayText(" " * (width - cell_width(text)))


def fit(text: DisplayText, width: int) -> DisplayText:
    """Return ``text`` cut, isolated and padded to exactly ``width`` cells."""
    return pad(isolated(clip(text, width)), width)


def wrap(text: DisplayText, width: int) -> list[tuple[int, int]]:
    """Break ``text`` into lines of at most ``width`` cells.

    Breaks at spaces (which vanish there) and between signs of East Asia; a word longer than a
    line is folded between two signs. Linear in the length of ``text``.

    Args:
        text: its newlines end lines.
        width: cells, at least ``_MOST_CELLS``.

    Returns:
        The lines as (start, end) into ``text``.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        paragraph = text[start : start + len(line)]
        if cell_width(paragraph) <= width:
            spans.append((start, start + len(line)))
        else:
            lines = _wrapped_words if _ONE_CELL_EACH.fullmatch(paragraph) else _wrapped
            spans += [(start + begin, start + end) for begin, end in lines(paragraph, width)]
        start += len(line) + 1
    return spans


def _wrapped_words(paragraph: DisplayText, width: int) -> Iterator[tuple[int, int]]:
    """Yield what ``_wrapped`` does, for letters of one cell each: most texts are of such."""
    start, text_end = 0, len(paragraph.rstrip(" "))
    while text_end - start > width:
        space = paragraph.rfind(" ", start, start + width + 1)
        if space < 0:
            yield start, start + width
            start += width
            continue
        end = start + len(paragraph[start:space].rstrip(" "))
        if end > start:
            yield start, end
        start = space + 1
        while paragraph.startswith(" ", start):
            start += 1
    yield start, text_end if len(paragraph) - start > width else len(paragraph)


def _wrapped(paragraph: DisplayText, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a paragraph that is too wide for one."""
    start = place = text_end = used = 0
    turn: tuple[int, int, int] | None = None  # a line's end, the next one's start, cells between
    stands_alone = False
    for sign, cells in clusters(paragraph):
        is_space = sign == " "
        stood_alone = stands_alone
        stands_alone = sign >= _FIRST_BREAKABLE and _is_breakable(sign[0])
        if (stood_alone or stands_alone) and not is_space:
            turn = (text_end, place, used)
        while used + cells > width and not is_space and place > start:
            end, after, passed = turn or (place, place, used)
            if end > start:
                yield start, end
            start, used, turn = after, used - passed, None
        used += cells
        place += len(sign)
        if is_space:
            turn = (text_end, place, used)
        else:
            text_end = place
    yield start, text_end if used > width else place


def _is_breakable(character: str) -> bool:
    return any(first <= character <= last for first, last in _BREAKABLE)
