"""Which numbers are toll-free: there the networks keep opt-outs, not Twilio."""

from __future__ import annotations

from typing import Final

_CODES: Final = (800, 833, 844, 855, 866, 877, 888)
_STARTS: Final = frozenset(f"+1{code}" for code in _CODES)


def is_toll_free(number: str) -> bool:
    """Whether a number (E.164) of the North American plan is toll-free (NANPA's 8XX codes)."""
    return number[:5] in _STARTS
