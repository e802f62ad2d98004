r"""The type ``DisplayText``, and the only ways to make one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self, SupportsIndex, overload

from smsdesk.display.characters import (
    MARK,
    MARKS_KEPT,
    PICTURE,
    PLAIN,
    SHOWN,
    kinds,
    sifted,
    without_loose_start,
)
from smsdesk.display.escape_sequences import without_escape_sequences
from smsdesk.display.isolation import ISOLATE, POP, close, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LINE = 1_000
"""Characters of a text in one line: more than the widest terminal shows."""

LONGEST_TEXT = 20_000
"""Characters of a text of many lines, unless more is asked for: twelve of the longest SMS."""

TAB_SIZE = 4

_UNENDED = " \n\u200d\ufe0e\ufe0f"
"""What does not stand before a mark of the cut: white space, a joiner or selector on its own."""

_LOOKED_AT = 8
"""How often as many characters as are shown are looked at; what is hidden may not cost more."""

_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_parts = re.compile(f"([{ISOLATE}{POP}])").split
_FIELD = re.compile(r"\{(\w+)\}")
_ESCAPES = {"\n": "\\n\n", "\r": "\\r", "\t": "\\t"}


class DisplayText(str):
    r"""A text that may be drawn, printed, or written into a file for people.

    The rule for everyone who draws or prints: **take ``DisplayText``, never ``str``**. The type
    checker then finds every text of a stranger on its way to a terminal. What comes from a
    database, a file, the carrier or a keyboard is ``str`` and becomes display text here:

    - ``one_line(raw)`` for a cell, a row, a label, an error line;
    - ``many_lines(raw)`` for the body of a message (``DisplayText(raw)`` is the same);
    - ``phrase("Not sent to {name}: {reason}", name=..., reason=...)`` for a sentence of ours
      with foreign words in it;
    - ``joined(" · ", parts)`` for parts that are display text already;
    - ``escaped(raw)`` to show what a text really holds.

    Words of our own go the same way, best as a constant of the module: ``DisplayText("draft: ")``,
    which keeps the space at its end.

    A slice and the sum of two stay ``DisplayText``: no character in it can steer a terminal,
    so no part of it and no order of parts can. Everything else (an f-string, ``str.join``,
    ``replace``, ``upper``) is a plain ``str``, for which nobody vouches; the checker says so where
    it is drawn. Cut with ``clip`` and ``wrap``, which know where one sign ends and the next
    begins.

    It holds no control but the newline, no part of an escape sequence, no character that is
    invisible or turns the order of others (but U+2068 ... U+2069, which ``isolated`` and
    ``phrase`` put round a text written from right to left), no lone surrogate and no character
    that Unicode does not have (U+FFFD stands for them), and no pile of combining marks. It
    may still look like markup and must never be parsed as any. Making one again changes nothing.

    It is a subclass, not a ``NewType``: a ``NewType`` is made by whoever writes its name, loses
    itself in every slice, and leaves nothing that a printer or a test could ask at run time.
    """

    __slots__ = ()

    def __new__(cls, raw: str = "") -> Self:
        """Return ``raw`` as ``many_lines`` shows it."""
        if isinstance(raw, DisplayText) or (len(raw) < LONGEST_LINE and _is_ascii_line(raw)):
            return str.__new__(cls, raw)
        return str.__new__(cls, _shown(raw, LONGEST_TEXT))

    def __getitem__(self, place: SupportsIndex | slice) -> DisplayText:
        """Return a part, which is safe where the whole is."""
        return _vouched(str.__getitem__(self, place))

    def __reduce__(self) -> tuple[object, ...]:
        """Copy and pickle the isolates along."""
        return _vouched, (str(self),)

    @overload
    def __add__(self, other: DisplayText, /) -> DisplayText: ...
    @overload
    def __add__(self, other: str, /) -> str: ...
    def __add__(self, other: str, /) -> str:
        """Return both, as display text where both are."""
        both = str.__add__(self, other)
        return _vouched(both) if isinstance(other, DisplayText) else both


def one_line(raw: str, *, longest: int = LONGEST_LINE) -> DisplayText:
    """Return a foreign text in one line, white space folded to single spaces, none at the ends.

    Args:
        raw: anything from a file, a form, the carrier or a keyboard.
        longest: characters it has at most; ``…`` is the last of a longer one.
    """
    if len(raw) <= longest and (_is_ascii_line(raw) or PLAIN.fullmatch(raw)):
        return _vouched(" ".join(raw.split()))
    looked_at = longest * _LOOKED_AT
    text = raw if isinstance(raw, DisplayText) else _shown(raw[:looked_at], looked_at)
    folded = " ".join(without_loose_start(text).split())
    return _clipped(folded, longest, cut=len(folded) > longest or len(raw) > looked_at)


def many_lines(raw: str, *, longest: int = LONGEST_TEXT) -> DisplayText:
    """Return a foreign text with its lines; every kind of line end is a newline, tabs are spaces.

    Args:
        raw: anything from a file, a form, the carrier or a keyboard.
        longest: characters it has at most; ``…`` is the last of a longer one.
    """
    if isinstance(raw, DisplayText):
        return _clipped(raw, longest, cut=len(raw) > longest)
    return _vouched(_shown(raw, longest))


def phrase(sentence: str, /, **words: str) -> DisplayText:
    """Return a sentence of ours in one line with foreign words in the places of their names.

    Each of ``words`` is made fit by itself, so that an unfinished sequence in one cannot reach
    the next, and one written from right to left is isolated.

    Args:
        sentence: ours, with ``{name}`` for each word; no other format, no attribute.
        words: foreign text, by name.

    Raises:
        KeyError: for a name in the sentence that is not among ``words``.
    """
    ready = {name: isolate(one_line(word)) for name, word in words.items()}
    return _vouched(_FIELD.sub(lambda match: ready[match[1]], one_line(sentence)))


def joined(between: str, parts: Iterable[DisplayText]) -> DisplayText:
    """Return ``parts`` with ``between`` between them; white space in ``between`` stays."""
    return _vouched(_shown(between, LONGEST_LINE).join(parts))


def isolated(text: DisplayText) -> DisplayText:
    """Return a text in its place so that it turns nothing round that stands beside it.

    A text without letters from right to left is returned as it is. Measure, cut and wrap first:
    ``fit`` does all in the right order.
    """
    return _vouched(isolate(text))


def fit_again(text: str) -> DisplayText:
    """Return as display text what was put together from display text elsewhere, its isolates kept.

    What a widget has made of several texts, or cut out of one, is a plain ``str``.
    """
    parts = (
        part if part in (ISOLATE, POP) else _shown(part, LONGEST_TEXT) for part in _parts(text)
    )
    return _vouched(close("".join(parts)))


def closed(text: DisplayText) -> DisplayText:
    """Return a part of a text with the isolates closed that the cut has left open."""
    return _vouched(close(text))


def escaped(raw: str, *, longest: int = LONGEST_TEXT) -> DisplayText:
    r"""Return what a text really holds: all that is not plainly seen as a Python escape.

    Letters, digits, signs and a few marks on a letter stay as they are; a backslash is doubled,
    a newline is ``\n`` and begins a new line. Without those newlines it reads back as the text.

    Args:
        raw: the text as it came.
        longest: characters it has at most; ``…`` is the last of a longer one.
    """
    written = raw[:longest]
    pieces: list[str] = []
    room = 0  # for marks on the character before
    for character, kind in zip(written, kinds(written), strict=True):
        if kind == MARK and room:
            room -= 1
            pieces.append(character)
        elif kind == PICTURE or (kind == SHOWN and character.isprintable()):
            room = MARKS_KEPT
            pieces.append("\\\\" if character == "\\" else character)
        else:
            room = 0
            pieces.append(_ESCAPES.get(character) or _escape(character))
    text = "".join(pieces)
    return _clipped(text, longest, cut=max(len(raw), len(text)) > longest)


def _escape(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_ascii_line(raw: str) -> bool:
    """Whether a text is plain by what Python knows of it at once: most texts are."""
    return raw.isascii() and raw.isprintable()


def _shown(raw: str, longest: int) -> str:
    """Return what of ``raw`` may be shown, at most ``longest`` characters."""
    text = raw[: longest * _LOOKED_AT]
    if not PLAIN.fullmatch(text):
        text = _LINE_END.sub("\n", without_escape_sequences(text)).expandtabs(TAB_SIZE)
        text = sifted(text[: longest * _LOOKED_AT])
    if len(text) <= longest and len(raw) <= longest * _LOOKED_AT:
        return text
    return text[: longest - 1].rstrip(_UNENDED) + "…"


def _clipped(text: str, longest: int, *, cut: bool) -> DisplayText:
    """Return ``text`` that is fit already, with a mark at its end where it is ``cut``."""
    if not cut:
        return _vouched(text)
    return _vouched(close(text[: longest - 1].rstrip(_UNENDED) + "…"))


def _vouched(text: str) -> DisplayText:
    """Return as display text what is known to be fit."""
    return str.__new__(DisplayText, text)
