"""Chance that comes out the same every time: from a seed and the name of what it is for.

A generator would give other numbers after a restart than without one. A hash does not: what
happens to message 17 depends on nothing but the seed and 17.
"""

from __future__ import annotations

from hashlib import blake2b


def hex_name(seed: int, purpose: str) -> str:
    """Return 32 hexadecimal digits, as they follow the letters of a SID."""
    return blake2b(f"{seed}:{purpose}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def between(seed: int, purpose: str, low: float, high: float) -> float:
    """Return a number from ``low`` up to ``high``, every one as likely as another."""
    share = int(hex_name(seed, purpose)[:12], 16) / 16**12
    return low + share * (high - low)
