"""Characters by what they may do to a line: show, stand on another, join, vanish, mislead.

``kinds`` writes a text as one letter a character, and the rules are patterns over those letters:
Python's own patterns know no Unicode property, and a table of kinds is asked at the speed of C.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPLACEMENT = "\ufffd"

MARKS_KEPT = 4
"""Combining marks that may stand on one character. Vietnamese takes two, Hebrew with its
cantillation and Tibetan's stacks take three or four; what has hundreds covers the lines around."""

_LONGEST_TABLE = 8_192
"""Characters whose kind is remembered: more than any firm's leads write in, and a bound."""

NARROW = (
    " -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1f15\u2010-\u2015\u2018-\u201f\u2026"
    "\u20a0-\u20bf\u2500-\u257f\ufffd"
)
"""Latin, Greek, Cyrillic, the signs of ordinary typing, boxes: one cell each, everywhere."""

GLYPHS = "\u2039\u203a\u2190-\u2193\u21e7\u23ce\u2580-\u259f\u25a0-\u25a7\u25cb\u25cf\u2713\u2717"
"""What a screen draws itself: arrows, blocks, marks. One cell each outside East Asia."""

PLAIN = re.compile(f"[\n{NARROW}]*")
"""Most texts: nothing to take out, whatever stands beside them."""

SHOWN, LINE_END, DROPPED, NO_CHARACTER = ".", "n", "d", "x"
PICTURE, SKIN_TONE, JOINER, SELECTOR, KEYCAP, MARK = "p", "s", "j", "v", "c", "m"

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt: soft hyphen, grapheme
# joiner, bidirectional controls, fillers, zero widths, selectors, musical and shorthand format
# controls, tags. U+200D, U+FE0E and U+FE0F are looked at before.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

# Extended_Pictographic of emoji-data.txt; above U+1F000 whole blocks, because new emoji are
# given out there every year and the Unicode of an older Python does not know them.
_PICTURE = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf"
    "\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e"
    "\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640"
    "\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699"
    "\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce"
    "\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d"
    "\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755"
    "\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50"
    "\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f0ff\U0001f10d-\U0001f10f\U0001f12f"
    "\U0001f16c-\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f200-\U0001f3fa"
    "\U0001f400-\U0001faff]"
)

# Format characters that are seen (Prepended_Concatenation_Mark of PropList.txt): number signs
# of Arabic and Kaithi, the end of an ayah.
_SEEN_FORMATS = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")

# Vowels and finals of Hangul stand in the cells of the consonant before them, like marks.
_CONJOINING = re.compile("[\u1161-\u11ff\ud7b0-\ud7c6\ud7cb-\ud7fb]")

_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


def kind(character: str) -> str:
    """Return the letter for what ``character`` does to a line."""
    exact = {"\n": LINE_END, "\u200d": JOINER, "\ufe0e": SELECTOR, "\ufe0f": SELECTOR}
    if character in exact:
        return exact[character]
    for pattern, letter in (
        (_PICTURE, PICTURE),
        (_SKIN_TONES, SKIN_TONE),
        (_IGNORABLE, DROPPED),
        (_CONJOINING, MARK),
        (_SEEN_FORMATS, SHOWN),
    ):
        if pattern.match(character):
            return letter
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Zl", "Zp"}:
        return DROPPED
    if category in {"Cn", "Cs"}:
        return NO_CHARACTER
    if character == "\u20e3":
        return KEYCAP
    return MARK if category.startswith("M") else SHOWN


class _Kinds(dict[int, str]):
    """A table for ``str.translate`` that takes up a character when it meets it."""

    def __missing__(self, code: int) -> str:
        letter = kind(chr(code))
        if len(self) < _LONGEST_TABLE:
            self[code] = letter
        return letter


_KINDS = _Kinds()


def kinds(text: str) -> str:
    """Return the kind of every character of ``text``, one letter each."""
    return text.translate(_KINDS)


_NOT_SHOWN = re.compile(f"{DROPPED}+|{NO_CHARACTER}+")

# An emoji, or up to four that are joined (RGI_Emoji_ZWJ_Sequence has no longer one); else what
# stands on the character before: marks, and whatever joins or selects nothing.
_PART = f"{PICTURE}[{SELECTOR}{SKIN_TONE}]?"
_LOOSE = MARK + KEYCAP + JOINER + SELECTOR + SKIN_TONE
_LOOSE_LETTER = re.compile(f"[{_LOOSE}]")
_CLUSTER = re.compile(
    f"(?P<emoji>{_PART}(?:{JOINER}{_PART}){{0,3}})|(?P<first>^|{LINE_END})?(?P<marks>[{_LOOSE}]+)"
)


def sifted(text: str) -> str:
    """Return ``text`` without what nobody sees or what stands where it has no work to do.

    U+FFFD stands for what is no character. At most ``MARKS_KEPT`` marks stand in a row. Joiners,
    selectors and skin tones stay only inside an emoji, and a selector before the mark of a
    keycap. Marks at the start of a line have nothing to stand on but the frame beside it, and go.

    Never longer than ``text``; idempotent; linear in its length.
    """
    letters = kinds(text)
    if DROPPED in letters or NO_CHARACTER in letters:
        text = _edited(text, _NOT_SHOWN.finditer(letters), _unseen)
        letters = kinds(text)
    if _LOOSE_LETTER.search(letters):
        text = _edited(text, _CLUSTER.finditer(letters), partial(_cluster, text))
    return text


def _unseen(match: re.Match[str]) -> str:
    return "" if match[0][0] == DROPPED else REPLACEMENT * len(match[0])


def _cluster(text: str, match: re.Match[str]) -> str:
    written = text[match.start() : match.end()]
    if match["emoji"]:
        return written
    if match["first"] is not None:
        return "\n" if match["first"] else ""
    run = match["marks"]
    selector = written[0] if run.startswith(SELECTOR + KEYCAP) else ""
    marks = [char for char, letter in zip(written, run, strict=True) if letter in MARK + KEYCAP]
    return selector + "".join(marks[:MARKS_KEPT])


def without_loose_start(text: str) -> str:
    """Return ``text`` from its first character that needs none before it; no space at the start."""
    letters = kinds(text)
    start = 0
    while start < len(text) and (text[start].isspace() or letters[start] in _LOOSE):
        start += 1
    return text[start:]


def _edited(
    text: str,
    matches: Iterator[re.Match[str]],
    change: Callable[[re.Match[str]], str],
) -> str:
    """Return ``text`` with ``change`` of each match of its kinds in that place."""
    pieces: list[str] = []
    end = 0
    for match in matches:
        pieces += text[end : match.start()], change(match)
        end = match.end()
    return "".join([*pieces, text[end:]]) if end else text
