"""Which part of a result made it match, for marking it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from smsdesk.tui.text.shown import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.display import DisplayText

MARK: Final = "bold underline $accent"

_WORD: Final = re.compile(r"[^\W_]+")


def marked(text: DisplayText, query: str, style: str = "", *, mark: str = MARK) -> list[Piece]:
    """Return ``text`` with the starts of words that match a word of ``query`` marked.

    Case and accents are folded, as the search folds them. Where several words of the query
    match one word, the longest is marked.

    Args:
        text: what was found.
        query: what was typed.
        style: of the text.
        mark: the style of what is marked, on top of it.
    """
    wanted = [_folded(word) for word in _WORD.findall(query)]
    lengths = (
        (word.start(), max((_matched(word.group(), want) for want in wanted), default=0))
        for word in _WORD.finditer(text)
    )
    spans = ((start, start + length) for start, length in lengths if length)
    return _pieces(text, spans, style, mark)


def marked_number(text: DisplayText, query: str, style: str = "") -> list[Piece]:
    """Return a phone number as it is written, with the digits that match ``query`` marked.

    Digits match from the start of the number, or of its last seven or last four; so does the
    search. Digits of the query that stand apart are tried together first, then one by one.
    """
    places = [place for place, character in enumerate(text) if character.isdigit()]
    digits = "".join(text[place] for place in places)
    for want in _digit_runs(query):
        for start in dict.fromkeys((0, 1, len(digits) - 7, len(digits) - 4)):
            if start >= 0 and digits.startswith(want, start):
                span = places[start], places[start + len(want) - 1] + 1
                return _pieces(text, [span], style, MARK)
    return [Piece(text, style)]


def _pieces(
    text: DisplayText, spans: Iterable[tuple[int, int]], style: str, mark: str
) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for start, end in spans:
        pieces += Piece(text[place:start], style), Piece(text[start:end], f"{style} {mark}".strip())
        place = end
    return [*pieces, Piece(text[place:], style)]


def _digit_runs(query: str) -> list[str]:
    if not any(character.isdigit() for character in query):
        return []
    together = [] if re.search(r"[^\W\d_]", query) else ["".join(re.findall(r"\d", query))]
    without_country = [run[1:] for run in together if run.startswith("1") and len(run) > 1]
    return together + without_country + re.findall(r"\d{2,}", query)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _matched(word: str, want: str) -> int:
    """Return how many characters of ``word`` make up ``want``, or 0 where it does not match."""
    seen = ""
    for length, character in enumerate(word, start=1):
        seen += _folded(character)
        if seen.startswith(want):
            return length
        if not want.startswith(seen):
            return 0
    return 0
