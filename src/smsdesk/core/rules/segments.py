"""How a text is billed: characters, encoding, segments; and what Twilio may make of it.

GSM-7 is 3GPP TS 23.038: 160 septets in a single SMS, 153 in each part of a long one, and ten
extension characters that cost an escape septet more. One character outside it turns the whole
text into UCS-2: 70 UTF-16 units, or 67 a part. The count is an estimate; the bill is Twilio's
``num_segments``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_GSM_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION = "\f^{}\\[~]|€"
_GSM_TEXT = re.compile(f"[{re.escape(_GSM_BASIC + _GSM_EXTENSION)}]*")
_GSM_ESCAPED = re.compile(f"([{re.escape(_GSM_EXTENSION)}])")
_ESCAPE = "\x1b"

# What a phone draws in colour: the Emoji_Presentation characters of Unicode 16 (emoji-data.txt),
# the heart that keyboards send bare, and whatever asks for it (U+FE0F) or is a keycap (U+20E3).
_EMOJI = re.compile(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u2764\u267f"
    "\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa"
    "\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf"
    "\u2b1b\u2b1c\u2b50\u2b55\ufe0f\u20e3\U0001f000-\U0001faff]"
)
_JOINER = "\u200d"
_CULPRITS_SHOWN = 5

_TRIAL_PREFIX = "Sent from your Twilio trial account - "

# Smart encoding as Twilio's own calculator does it (github.com/TwilioDevEd/
# message-segment-calculator, SmartEncodingMap.ts), without what NFKC does anyway. U+2039 and
# U+203A are swapped there, and so they are here.
_SMART_ENCODING = {
    '"': "\u00ab\u00bb\u201c\u201d\u201e\u201f\u02ba\u02ee\u275d\u275e\u301d\u301e",
    "'": "\u2018\u2019\u201b\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb"
    "\u275b\u275c\u0313\u0314\u2017\ufe10\ufe11",
    "-": "\u2010\u2013\u2014\u2015\u2022\u2043\u23bc\u23bd",
    "/": "\u00f7\u2044\u2215\u29f8\u0337\u0338",
    "\\": "\u20e5\u29f5\u29f9",
    "|": "\u20d2\u20d3\u2223\u239c\u239f\u23b8\u23b9\u23d0",
    "*": "\u204e\u2217\u229b\u2722\u2723\u2724\u2725\u2731\u2732\u2733\u273a\u273b\u273c\u273d"
    "\u2743\u2749\u274a\u274b\u29c6",
    "(": "\u2768\u276a\u27ee\u2985",
    ")": "\u2769\u276b\u27ef\u2986",
    "{": "\u2774",
    "}": "\u2775",
    "<": "\u203a",
    ">": "\u2039",
    ",": "\u201a\u0326\u3001\ufe51\uff64",
    ".": "\u3002\uff61",
    ":": "\u02d0\u02f8\u2982\ua789",
    ";": "\u204f",
    "=": "\u0347\ua78a",
    "!": "\u01c3",
    "+": "\u02d6",
    "^": "\u02c6\u0302\u1dcd",
    "~": "\u02dc\u02f7\u0303\u0330\u0334\u223c",
    "_": "\u0332",
    "A": "\u1d00",
    "B": "\u0299",
    "C": "\u1d04",
    "D": "\u1d05",
    "E": "\u1d07",
    "F": "\ua730",
    "G": "\u0262",
    "H": "\u029c",
    "I": "\u026a",
    "J": "\u1d0a",
    "K": "\u1d0b",
    "L": "\u029f",
    "M": "\u1d0d",
    "N": "\u0274",
    "O": "\u1d0f",
    "P": "\u1d18",
    "R": "\u0280",
    "S": "\ua731",
    "T": "\u1d1b",
    "U": "\u1d1c",
    "V": "\u1d20",
    "W": "\u1d21",
    "Y": "\u028f",
    "Z": "\u1d22",
    " ": "\x80\x8d\x90\x9b\x9f",
    "": "\x00\x03\x04\x10\x11\x12\x13\x14\x17\x19\u200b\u2060\ufeff",
}
_SMART_TABLE = str.maketrans(
    {source: plain for plain, sources in _SMART_ENCODING.items() for source in sources}
)


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """What a text costs.

    Attributes:
        characters: as a person counts them: a flag or a family is one.
        units: the length in UTF-16 units, which is how Twilio measures its limit of 1,600.
        encoding: ``UCS-2`` as soon as one character is not in GSM-7.
        segments: how many are billed; 0 for an empty text.
        culprits: the first distinct characters that forced UCS-2, at most five.
        has_emoji: whether one of them is an emoji.
    """

    characters: int
    units: int
    encoding: Literal["GSM-7", "UCS-2"]
    segments: int
    culprits: tuple[str, ...]
    has_emoji: bool


def count_segments(text: str) -> SegmentCount:
    """Count a text as Twilio would send it without smart encoding.

    Neither an escape pair nor a surrogate pair is ever split between two parts, so a part may
    end one short.
    """
    if _GSM_TEXT.fullmatch(text):
        return _count_gsm(text)
    return _count_ucs2(text)


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def strip_trial_prefix(text: str) -> str:
    """Take off what Twilio puts before every text of a trial account."""
    return text.removeprefix(_TRIAL_PREFIX)


def body_key(text: str) -> str:
    """Return what two texts share if Twilio could have made one of the other.

    Allows for the trial account's prefix, line ends, white space at the ends, and smart
    encoding (a Messaging Service has it on by default). White space counts as one space
    whatever its kind and length, for Twilio turns a no-break space into two and a tab into
    seven. Letters, case, digits and emoji still tell texts apart.

    Source: twilio.com/docs/messaging/services, Smart Encoding.
    """
    smart = unicodedata.normalize("NFKC", strip_trial_prefix(text.lstrip()).translate(_SMART_TABLE))
    return " ".join(smart.translate(_SMART_TABLE).split())


def _count_gsm(text: str) -> SegmentCount:
    septets = _GSM_ESCAPED.sub(rf"{_ESCAPE}\1", text)
    segments = _segments(
        len(septets), single=160, part=153, opens_pair=lambda at: septets[at] == _ESCAPE
    )
    return SegmentCount(
        characters=len(text) - text.count("\r\n"),
        units=len(text),
        encoding="GSM-7",
        segments=segments,
        culprits=(),
        has_emoji=False,
    )


def _count_ucs2(text: str) -> SegmentCount:
    encoded = text.encode("utf-16-be", "surrogatepass")
    units = len(encoded) // 2
    segments = _segments(
        units, single=70, part=67, opens_pair=lambda at: 0xD8 <= encoded[2 * at] <= 0xDB
    )
    graphemes = list(_graphemes(text))
    culprits = dict.fromkeys(one for one in graphemes if not _GSM_TEXT.fullmatch(one))
    return SegmentCount(
        characters=len(graphemes),
        units=units,
        encoding="UCS-2",
        segments=segments,
        culprits=tuple(islice(culprits, _CULPRITS_SHOWN)),
        has_emoji=_EMOJI.search(text) is not None,
    )


def _segments(length: int, *, single: int, part: int, opens_pair: Callable[[int], bool]) -> int:
    """Return how many parts a text is sent in, of which none ends within a pair."""
    if length <= single:
        return 1 if length else 0
    segments = end = 0
    while end < length:
        end = min(end + part, length)
        if end < length and opens_pair(end - 1):
            end -= 1
        segments += 1
    return segments


def _graphemes(text: str) -> Iterator[str]:
    """Split a text into what a person calls characters.

    A small part of Unicode's text segmentation (UAX 29) that covers what phones send: line
    ends, combining marks, variation selectors, skin tones, flags and joined emoji.
    """
    start = 0
    flag_half_open = False
    for at in range(1, len(text)):
        previous, char = text[at - 1], text[at]
        flag_half_open = _is_flag_half(previous) and not flag_half_open
        if (
            _extends(char)
            or (previous == _JOINER and not char.isascii())
            or (flag_half_open and _is_flag_half(char))
            or (previous == "\r" and char == "\n")
        ):
            continue
        yield text[start:at]
        start = at
    if text:
        yield text[start:]


def _extends(char: str) -> bool:
    """Whether a character is drawn onto the one before it."""
    if char < "\u0300":
        return False
    return (
        char in (_JOINER, "\u200c")
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags: the flags of Scotland and Wales
        or unicodedata.category(char).startswith("M")
    )


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
