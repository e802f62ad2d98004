"""What a cell of a consent column says: yes to texts, no to texts, or nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from smsdesk.core.spreadsheets.header_words import holds_phrase, known_answer, plain_text
from smsdesk.core.spreadsheets.times import looks_like_date


class Says(StrEnum):
    """What a consent cell says about texts."""

    NOTHING = ""
    TEXTS = "in"
    NO_TEXTS = "out"


_YES_SIGNS = frozenset("\u2713\u2714\u2611\u2705\u25cf\u25cb\u25ef\u3007")
_NO_SIGNS = frozenset("\u2717\u2718\u2610\u274c\u00d7\u2715\u2612")
_SUBSCRIBED = re.compile(r"(?:opt(?:ed)? ?in|subscribed?|express|implied)\b")
_NOT = re.compile(r"(?:no|not|never|non|un)\b")


@lru_cache(maxsize=4096)
def read_consent(text: str, *, denies: bool) -> Says:  # noqa: PLR0911 - one kind of word a line
    """Read a consent cell.

    Args:
        text: the cell, in one line.
        denies: whether a *yes* in its column means no texts (``SMS opt-out``).

    Returns:
        Blank and what is no clear word are no answer.
    """
    text = text.strip()
    if not text:
        return Says.NOTHING
    yes, no = (Says.NO_TEXTS, Says.TEXTS) if denies else (Says.TEXTS, Says.NO_TEXTS)
    if text in _YES_SIGNS:
        return yes
    if text in _NO_SIGNS:
        return no
    plain = plain_text(text)
    # What names the thing itself means the same in every column.
    if known_answer("out", text):
        return Says.NO_TEXTS
    if _SUBSCRIBED.match(plain) and known_answer("yes", text):
        return Says.TEXTS
    if known_answer("no", text):
        return no
    if known_answer("yes", text):
        return yes
    if known_answer("unknown", text) or not plain:
        return Says.NOTHING
    return _read_sentence(text, plain, denies=denies)


def _read_sentence(text: str, plain: str, *, denies: bool) -> Says:  # noqa: PLR0911
    yes, no = (Says.NO_TEXTS, Says.TEXTS) if denies else (Says.TEXTS, Says.NO_TEXTS)
    if holds_phrase("forbids", text):
        return Says.NO_TEXTS
    first = plain.split(" ", 1)[0]
    if denies and looks_like_date(text):
        return Says.NO_TEXTS  # the day on which somebody opted out
    if known_answer("no", first) and len(first) > 1:
        return no
    if known_answer("yes", first) and len(first) > 1:
        return yes
    if plain.startswith(("i do not", "i dont", "i decline", "i refuse")):
        return no
    if plain.startswith(("i agree", "i consent", "by checking", "i accept", "i would like")):
        return yes
    return Says.NOTHING


def is_answer(text: str) -> bool:
    """Tell a yes or a no; a mere ``1`` or ``x`` may be anything."""
    plain = plain_text(text)
    if len(plain) <= 1 and plain.isascii() and plain not in {"y", "n"}:
        return text.strip() in _YES_SIGNS | _NO_SIGNS
    return read_consent(text, denies=False) is not Says.NOTHING
