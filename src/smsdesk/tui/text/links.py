"""Web addresses in the text of a message."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?:https?://|www\.)(?=\w)[^\s<>\"]+", re.IGNORECASE)
_TRAILING = ".,;:!?'*_"


def link_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where web addresses stand in ``text``, as (start, end).

    The punctuation of the sentence around an address is no part of it; a closing bracket is,
    where the address opened it.
    """
    if "://" not in text and "www." not in text.lower():
        return ()
    return tuple((match.start(), _end(match)) for match in _ADDRESS.finditer(text))


def links(text: str) -> tuple[str, ...]:
    """Return the web addresses of ``text``, ready to be opened (``www.`` gets its scheme)."""
    found = (text[start:end] for start, end in link_spans(text))
    return tuple(url if "://" in url else f"https://{url}" for url in found)


def _end(match: re.Match[str]) -> int:
    address = match.group()
    while address and (address[-1] in _TRAILING or _unopened(address)):
        address = address[:-1]
    return match.start() + len(address)


def _unopened(address: str) -> bool:
    """Whether the bracket at the end of ``address`` was opened before it began."""
    return any(
        address.endswith(closing) and address.count(closing) > address.count(opening)
        for opening, closing in ("()", "[]", "{}")
    )
