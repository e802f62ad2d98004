"""Text measured, cut and wrapped in terminal cells.

Terminals disagree about the width of some sequences: emoji joined by U+200D, skin tones,
presentation selectors, flags. ``steady`` takes them apart first. After it the width of a text
is the sum of the widths of its characters, on every terminal, so columns never shift.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterator

TAB_SIZE = 4

_FLAG_LETTERS = {0x1F1E6 + index: chr(ord("A") + index) for index in range(26)}
_DROPPED = (
    "\u00ad\u200b\u200d-\u200f\u2028\u2029\u2060-\u2064\ufe00-\ufe0f\ufeff"
    "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_UNSTEADY = re.compile(
    f"[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f{_DROPPED}\U0001f1e6-\U0001f1ff\ud800-\udfff]"
)
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
_TOKEN = re.compile(f" +|[{_WIDE}]|[^ {_WIDE}]+")


def steady(text: str) -> str:
    """Return ``text`` as every terminal measures it alike; new lines stay.

    Joiners, selectors, skin tones and invisible characters are left out, a flag becomes its
    two letters, tabs become spaces. For display only: what is copied or sent is the original.
    """
    if "\t" in text:
        text = text.expandtabs(TAB_SIZE)
    if text.isascii() and text.isprintable():
        return text
    return _UNSTEADY.sub(_steadied, text)


def _steadied(match: re.Match[str]) -> str:
    character = match.group()
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _FLAG_LETTERS.get(ord(character), "")


def one_line(text: str) -> str:
    """Return ``text`` steadied, in one line, runs of white space as one space."""
    return " ".join(steady(text).split())


def clip(text: str, width: int) -> str:
    """Return steadied ``text`` cut to at most ``width`` cells, ``…`` where it was cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    used = 0
    for index, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width - 1:
            return text[:index].rstrip() + "…"
    return text


def pad(text: str, width: int) -> str:
    """Return ``text`` with spaces behind it up to ``width`` cells."""
    return text + " " * (width - cell_len(text))


def fit(text: str, width: int) -> str:
    """Return steadied ``text`` cut and padded to exactly ``width`` cells."""
    return pad(clip(text, width), width)


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break steadied ``text`` into lines of at most ``width`` cells.

    Breaks at spaces (which vanish there) and between wide characters; a word longer than a
    line is folded, never between a character and its combining marks.

    Args:
        text: steadied; its new lines end lines.
        width: cells, at least 2.

    Returns:
        The lines as (start, end) into ``text``.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        stop = start + len(paragraph)
        if cell_len(paragraph) <= width:
            spans.append((start, stop))
        else:
            spans.extend(_wrap_paragraph(text, start, stop, width))
        start = stop + 1
    return spans


def _wrap_paragraph(text: str, start: int, stop: int, width: int) -> Iterator[tuple[int, int]]:
    used = 0
    for token in _TOKEN.finditer(text, start, stop):
        word = token.group()
        size = cell_len(word)
        if used + size <= width:
            used += size
            continue
        if used:
            yield start, _without_spaces(text, start, token.start())
        start, used = token.start(), 0
        if word[0] == " ":
            start = token.end()
        elif size <= width:
            used = size
        else:
            for fold in _folds(text, start, token.end(), width):
                yield start, fold
                start = fold
            used = cell_len(text[start : token.end()])
    if used:
        yield start, stop


def _without_spaces(text: str, start: int, end: int) -> int:
    """Return ``end`` moved before the spaces that stand there."""
    return start + len(text[start:end].rstrip(" "))


def _folds(text: str, start: int, stop: int, width: int) -> Iterator[int]:
    """Yield the indexes at which the word ``text[start:stop]`` goes on in the next line."""
    used = 0
    for index in range(start, stop):
        size = get_character_cell_size(text[index])
        if used + size > width:
            yield index
            used = 0
        used += size
