"""When a lead signed up, in the many ways in which tools write a time.

A time that cannot be read is no error: the lead counts without one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Only abbreviations that name one offset to the firms who use this. "IST" or "BST" would be a
# guess, and a guess of the zone is worse than no time.
_ABBREVIATIONS = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "CET": 1,
    "CEST": 2,
}

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}(?P<name>[a-z]{{3,9}})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        r"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)(?!\d)",
        r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)",
        rf"{_WEEKDAY}(?P<day>\d\d?)[ -](?P<name>[a-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}}|\d\d)(?!\d)",
    )
)
_CLOCK = re.compile(
    r"(?:(?:,? (?:at |- )?|T)"
    r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?)?"
    r"(?: ?(?P<zone>[a-z(+-].*))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+-])(\d\d?):?(\d\d)?", re.IGNORECASE)
_IANA = re.compile(r"[A-Za-z]+(?:[/_-][A-Za-z]+)+")
_NUMERIC = _DATES[1]


def read_time(text: str, zone: tzinfo, *, day_first: bool = False) -> datetime | None:
    """Read a time as a CSV may hold it.

    Args:
        text: the cell, in one line.
        zone: what a time without a zone is in.
        day_first: whether ``03/04/2026`` is in April; with dots it always is, and where one of
            the numbers is over 12 that one is the day.

    Returns:
        An aware time in UTC, or ``None`` where the text is no time that can be trusted.
    """
    try:
        if text[4:5] == "-" and text[7:8] == "-":
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                found = _read_spelled(text, day_first=day_first)
        else:
            found = _read_spelled(text, day_first=day_first)
        # Spreadsheets write an empty date as one in 1899, 1900 or 1904.
        if found.year < 1970:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def proves_day_first(values: Iterable[str]) -> bool | None:
    """Tell from a column's values whether the day comes first in ``14/11/2026``.

    Returns:
        ``None`` where no value has a number over 12: both orders are possible.
    """
    for value in values:
        match = _NUMERIC.match(value)
        if match and match["mark"] != ".":
            if int(match["first"]) > 12:
                return True
            if int(match["second"]) > 12:
                return False
    return None


def is_ambiguous(value: str) -> bool:
    """Tell a date whose day and month could change places."""
    match = _NUMERIC.match(value)
    return match is not None and match["mark"] != "." and proves_day_first((value,)) is None


def header_zone(header: str) -> tzinfo | None:
    """Return the zone that a header gives in brackets: ``Registration Time (UTC)``."""
    bracketed = re.search(r"\(([^)]*)\)", header)
    return _zone(bracketed[1].strip()) if bracketed else None


def _read_spelled(text: str, *, day_first: bool) -> datetime:
    """Read anything but ISO 8601; ``ValueError`` where it cannot be."""
    for pattern in _DATES:
        match = pattern.match(text)
        if match:
            year, month, day = _date(match.groupdict(), day_first=day_first)
            clock = _CLOCK.fullmatch(text, match.end())
            if not clock:
                break
            hour, minute, second, half, zone_name = clock.groups()
            zone = _zone(zone_name.strip(" ()")) if zone_name else None
            if zone_name and zone is None:
                break
            return datetime(
                year, month, day, _hour(hour, half), int(minute or 0), int(second or 0), tzinfo=zone
            )
    raise ValueError("not a time")


def _date(parts: dict[str, str | None], *, day_first: bool) -> tuple[int, int, int]:
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    if "name" in parts:
        month = _MONTHS.get((parts["name"] or "")[:3].lower(), 0)
        return year, month, int(parts["day"] or 0)
    if "first" not in parts:
        return year, int(parts["month"] or 0), int(parts["day"] or 0)
    first, second = int(parts["first"] or 0), int(parts["second"] or 0)
    if parts["mark"] == "." or first > 12 or (day_first and second <= 12):
        return year, second, first
    return year, first, second


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if half and number <= 12:
        return number % 12 + (12 if half in "pP" else 0)
    return number


@cache
def _zone(name: str) -> tzinfo | None:
    """Return the zone of an abbreviation, an offset or an IANA name."""
    hours = _ABBREVIATIONS.get(name.upper())
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    offset = _OFFSET.fullmatch(name)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(span if offset[1] == "+" else -span) if span < timedelta(days=1) else None
    if not _IANA.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
