"""The dates of Twilio's answers and headers, as aware UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 64


def parse_date(value: object) -> datetime | None:
    """Read an RFC 2822 or ISO 8601 date; anything else is ``None``.

    A date without a zone is taken as UTC, which is what Twilio means by it.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = parse(value)
            return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
