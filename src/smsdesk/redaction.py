"""Secrets kept out of whatever is said: by their values, where they are known, and by their looks.

A secret lands in a wrong place by a slip: a token pasted into the key below, into a section's name,
into an address. Nobody knows then that it is one. So a line that goes to people or into a file
shows no part that looks like one, and a refused text only where it can be none.
"""

from __future__ import annotations

import re

MASK = "********"
"""What stands in the place of a secret."""

_SHORTEST = 8
"""A known value below this would take words out of sentences, and is nobody's secret."""

# Twilio's auth tokens and API secrets have 32 letters and digits; its SIDs have 34.
_LIKE_A_SECRET = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{32}(?![A-Za-z0-9])")
_LOGIN = re.compile(r"([a-z0-9+.-]*://)([^\s/@]+)@", re.IGNORECASE)
_SERVER = re.compile(r"postgres(ql)?(\+[a-z]+)?://", re.IGNORECASE)
_ROLE = re.compile(r"[a-z_-]{1,30}[0-9]{0,2}", re.ASCII)
"""What a database role is called mostly, and no secret is: whoever is told where to go needs it."""

_HARMLESS_TEXT = re.compile(r"[A-Za-z]{1,12}|[+()\d .-]{1,20}", re.ASCII)
_HARMLESS_NAME = re.compile(r"[A-Za-z_.-]{1,48}", re.ASCII)

_known: set[str] = set()


def remember(secret: str) -> None:
    """Let a value be shown nowhere from now on."""
    if len(secret) >= _SHORTEST:
        _known.add(secret)


def redacted(text: str) -> str:
    """Return a text with a mask in the place of every secret, known or only by its looks."""
    for secret in sorted(_known, key=len, reverse=True):
        if secret in text:  # not as a part of a longer word, which is another one
            text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])", MASK, text)
    return _LIKE_A_SECRET.sub(MASK, _LOGIN.sub(_without_login, text))


def _without_login(address: re.Match[str]) -> str:
    scheme, login = address.groups()
    is_role = _SERVER.fullmatch(scheme) and _ROLE.fullmatch(login)
    return address[0] if is_role else f"{scheme}{MASK}@"


def can_be_shown(text: str) -> bool:
    """Whether a text that is not what it should be can be no secret: a short word, a number."""
    return bool(_HARMLESS_TEXT.fullmatch(text)) and redacted(text) == text


def shown_name(name: str, otherwise: str) -> str:
    """Return a name that should not be there in quotes, ``otherwise`` where it may be a secret."""
    return f'"{name}"' if _HARMLESS_NAME.fullmatch(name) and redacted(name) == name else otherwise


def shown_sid(prefix: str, text: str) -> str:
    """Return what stands where a SID should, masked where it is none."""
    return text if re.fullmatch(rf"{prefix}[0-9a-fA-F]{{0,32}}", text) else MASK
