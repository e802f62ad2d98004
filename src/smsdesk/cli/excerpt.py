"""A long text shown by the part of it in which a search found something."""

from __future__ import annotations

import re

from smsdesk.display import LONGEST_TEXT, one_line
from smsdesk.text import fold, words

WIDTH = 160
"""Characters of a text that are shown: about two lines of a terminal."""

_CUT = "\u2026"
_WORD = re.compile(r"[^\W_]+")


def excerpt(text: str, query: str, *, width: int = WIDTH) -> str:
    """Return at most ``width`` characters of a text in one line, around the first match.

    A match is, as for the search, a word that begins with one of those typed. Dots stand where
    something was cut off.
    """
    line: str = one_line(text, longest=LONGEST_TEXT)
    if len(line) <= width:
        return line
    start = max(min(_first_match(line, query) - width // 4, len(line) - width), 0)
    shown = line[start : start + width]
    if start:
        shown = _CUT + shown[1:]
    if start + width < len(line):
        shown = shown[:-1] + _CUT
    return shown


def _first_match(line: str, query: str) -> int:
    """Return where the first word begins that begins with a word of the query, else 0."""
    terms = words(query)
    found = (word.start() for word in _WORD.finditer(line) if fold(word[0]).startswith(terms))
    return next(found, 0)
