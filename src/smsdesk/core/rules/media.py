"""How received media show in a thread: as a word in brackets, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = {"image": "[photo]", "video": "[video]", "audio": "[voice message]"}
_OTHERS = {
    "text/vcard": "[contact card]",
    "text/x-vcard": "[contact card]",
    "application/pdf": "[PDF]",
}


def media_word(content_type: str) -> str:
    """Return the word for one content type; what nobody knows is a file."""
    kind = content_type.partition(";")[0].strip().lower()
    return _OTHERS.get(kind) or _WORDS.get(kind.partition("/")[0], "[file]")


def media_lines(count: int, content_types: Sequence[str]) -> str:
    """Return the lines for ``count`` media files, of which some types may not be known yet."""
    words = [media_word(content_type) for content_type in content_types[:count]]
    words += ["[media]"] * (count - len(words))
    return "\n".join(words)
