"""Text from outside as it is read: pasted into an input, compared, found in an index.

What is shown, printed or filed for people is another matter: ``smsdesk.display``.
"""

from __future__ import annotations

import re
import unicodedata

# Explicit bidirectional controls can show a text in an order that it does not have
# ("Trojan Source", CVE-2021-42574): ALM, LRM, RLM, embeddings, overrides, isolates, and the
# deprecated format characters after them.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_LINE_BREAKS = "\v\f\x85\u2028\u2029"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SURROGATES = "\ud800-\udfff"

_UNWANTED = re.compile(f"[\r{_LINE_BREAKS}{_CONTROLS}{_BIDI}{_SURROGATES}]")
_LINE_BREAK = re.compile(f"\r\n?|[{_LINE_BREAKS}]")

# Vowel signs of New Tai Lue and one of Vedic Sanskrit are letters to Python's Unicode and end a
# word to the tables that SQLite's index brings along: a word must be one in both.
_LETTER = "[^\\W_\u19b0-\u19c0\u19c8\u19c9\u1cf2]"
_WORD = re.compile(f"{_LETTER}+")

MARKS_IN_NAMES = "'\u02bc\u2018\u2019`.\u2010\u2013-"
"""What people write within a name, and those who look for it leave out; as folded text has it."""

# Possessive, and with or without a mark: else it would be tried anew from every letter of a word.
_NAME = re.compile(f"{_LETTER}++(?:[{MARKS_IN_NAMES}]{_LETTER}++)*+")

# Letters that Unicode does not decompose, as people without them on the keyboard write them.
_PLAIN_LETTERS: dict[int, str] = str.maketrans(
    {
        "\u00f8": "o",  # o with stroke
        "\u0142": "l",  # l with stroke
        "\u0111": "d",  # d with stroke
        "\u00f0": "d",  # eth
        "\u00fe": "th",  # thorn
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u0127": "h",  # h with stroke
        "\u0131": "i",  # dotless i
        "\u0167": "t",  # t with stroke
        "\u014b": "ng",  # eng
    }
)


class _BareLetters(dict[int, str | None]):
    """A table for ``str.translate`` that takes marks off; it learns a character when it meets it.

    Asking for the category of every character of a million names costs as much as reading them.
    """

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        bare = None if unicodedata.category(char).startswith("M") else char
        return self.setdefault(code, bare)


_BARE_LETTERS = _BareLetters(_PLAIN_LETTERS)


def clean(text: str) -> str:
    """Take out what nobody means to write: controls, and marks that turn the order of others.

    Every kind of line end (CR LF, CR, VT, FF, NEL, U+2028, U+2029) becomes a newline. All other
    C0 and C1 controls but the tab, DEL, bidirectional controls and lone surrogates are removed.
    What is left may still look like markup and must never be parsed as any. Idempotent.

    Args:
        text: anything from a file, a form or the carrier.

    Returns:
        The cleaned text; the same object where there was nothing to do.
    """
    if not _UNWANTED.search(text):
        return text
    return _UNWANTED.sub("", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Return a cell or a header to be read: cleaned, white space as single spaces."""
    if text.isprintable() and "  " not in text:  # every control and all other space is not
        return text.strip()
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Fold a text for search: compatibility forms, case and accents off.

    ``Müller`` and ``MULLER`` meet, so do ``Łódź`` and ``lodz``, ``Straße`` and ``strasse``.
    Idempotent; white space and punctuation stay.
    """
    if text.isascii():
        return text.lower()
    # Case folding can bring forth new combining marks, hence the second normalisation.
    lowered = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", lowered).translate(_BARE_LETTERS)


def written_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of a text (runs of letters and digits) as they are written."""
    return tuple(dict.fromkeys(_WORD.findall(text)))


def words(*texts: str) -> tuple[str, ...]:
    """Return the distinct folded words (runs of letters and digits) in order of appearance."""
    return tuple(dict.fromkeys(_WORD.findall(fold(" ".join(texts)))))


def names_words(*names: str) -> tuple[str, ...]:
    """Return the words of names, and those with marks within them as one word without the marks.

    ``O'Brien`` is ``o``, ``brien`` and ``obrien``; ``Jean-Luc`` is found by ``jeanluc``, too.
    """
    folded = fold(" ".join(names))
    found = dict.fromkeys(_WORD.findall(folded))
    for written in _NAME.findall(folded):
        parts = _WORD.findall(written)
        if len(parts) > 1:
            found["".join(parts)] = None
    return tuple(found)


def clip(text: str, limit: int) -> tuple[str, bool]:
    """Cut a text to at most ``limit`` code points.

    Returns:
        The text, and whether anything was cut off.
    """
    if len(text) <= limit:
        return text, False
    return text[:limit], True
