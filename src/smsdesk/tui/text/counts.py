"""How many there are of something, in words."""

from __future__ import annotations

from smsdesk.core.rules.wording import say_count
from smsdesk.display import DisplayText


def count_of(count: int, noun: str) -> DisplayText:
    """Return ``1 row``, ``2 rows``, ``1,200 rows``: ``noun`` is one whose plural ends in s."""
    return DisplayText(say_count(count, noun))
