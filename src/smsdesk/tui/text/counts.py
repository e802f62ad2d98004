"""How many there are of something, in words."""

from __future__ import annotations

from smsdesk.display import DisplayText


def count_of(count: int, noun: str) -> DisplayText:
    """Return ``1 row``, ``2 rows``, ``1,200 rows``: ``noun`` is one whose plural ends in s."""
    return DisplayText(f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s")
