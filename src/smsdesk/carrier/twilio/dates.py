"""The dates of Twilio's answers and headers, as aware UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_LONGEST = 64


def parse_date(value: object) -> datetime | None:
    """Read an RFC 2822 or ISO 8601 date; anything else is ``None``.

    A date without a zone is taken as UTC, which is what Twilio means by it.
    """
    return _read(value) if isinstance(value, str) and len(value) <= _LONGEST else None


@lru_cache(maxsize=256)  # a message is created and sent in one second, and listed again and again
def _read(value: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = parse(value)
            return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
