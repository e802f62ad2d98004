r"""Text as it came, in the form that a database can hold.

UTF-8 has no lone surrogate, PostgreSQL no NUL, and SQLite's functions end a text at one. Such
a character becomes U+FFFD, and the text as it was is kept beside it in escapes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile("[\x00\ud800-\udfff\\\\]")
_ESCAPE = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


class StorableText(NamedTuple):
    r"""A text for a database.

    Attributes:
        text: as it came, with U+FFFD for every NUL and lone surrogate.
        original: where ``text`` differs, the text as it came with ``\u0000``, ``\ud83d`` and the
            like in their places and every backslash doubled; else empty. ``restored`` reads it.
    """

    text: str
    original: str = ""


def storable(raw: str) -> StorableText:
    """Return what a database keeps of ``raw``: all of it."""
    if not _UNSTORABLE.search(raw):
        return StorableText(raw)
    return StorableText(_UNSTORABLE.sub("\ufffd", raw), _ESCAPED.sub(_escape, raw))


def restored(kept: StorableText) -> str:
    """Return the text as it came."""
    if not kept.original:
        return kept.text
    return _ESCAPE.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else "\\",
        kept.original,
    )


def _escape(match: re.Match[str]) -> str:
    return "\\\\" if match[0] == "\\" else f"\\u{ord(match[0]):04x}"
