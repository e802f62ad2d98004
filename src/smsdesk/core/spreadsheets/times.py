"""A moment, in the many ways in which programs and spreadsheets write one.

What cannot be read for certain is no error: the row counts without a time.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.header_words import is_between, is_weekday, month_number
from smsdesk.core.spreadsheets.time_zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)(?!\d)",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)",
        "(?P<year>\\d{4})\u5e74 ?(?P<month>\\d\\d?)\u6708 ?(?P<day>\\d\\d?)\u65e5",
        r"(?P<year>\d{4})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        r"(?P<name>[^\W\d_]{3,}\.?) (?P<day>\d\d?),? (?P<year>\d{4})",
        r"(?P<day>\d\d?)[ -]?(?P<name>[^\W\d_]{3,}\.?),?[ -](?P<year>\d{4}|\d\d)(?!\d)",
    )
)
_NUMERIC = _DATES[0]
_CLOCK = re.compile(
    r"(?:(?:,? ?(?:- )?|T)"
    r"(?P<half_before>[ap]\.?m\.? ?)?"
    r"(?P<hour>\d\d?)(?:[:h.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\b\.?)?)?"
    r"(?: ?(?P<zone>[^\W\d_(+\u2212-].*|[(+\u2212-].*))?",
    re.IGNORECASE,
)
_HAS_CLOCK = re.compile(r"\d[:h]\d\d|\d ?[ap]\.?m\b|\d{5}\.\d|^\d{10,13}$", re.IGNORECASE)
_CLOCK_ALONE = re.compile(r"\d\d?:\d\d(:\d\d)?(\.\d+)?( ?[ap]\.?m\.?)?( .*)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+\.?,?")
_FRACTION = re.compile(r"0?[.,]\d{2,}")
_SERIAL = re.compile(r"[1-9]\d{4}(?:[.,]\d+)?")
_EPOCH = re.compile(r"1\d{9}(?:\.\d+)?|[12]\d{12}")
_ORDINAL = re.compile(
    r"(?<=\d)(?:st|nd|rd|th|er|e|\u00ba|\u00aa|\.(?= ))(?![^\W\d_])", re.IGNORECASE
)
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050  # 1990 to 2099
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial date is a local one
_SECONDS_A_DAY = 86_400


def read_time(text: str, zone: tzinfo, *, day_first: bool = False) -> datetime | None:
    """Read a moment as a cell may hold it.

    Args:
        text: the cell, in one line.
        zone: what a time without a zone is in.
        day_first: whether ``03/04/2026`` is in April; with dots it always is. A date that
            contradicts it is not read: one column has one order.

    Returns:
        An aware time in UTC, or ``None`` where the text is none that can be trusted.
    """
    try:
        if text[4:5] == "-" and text[7:8] == "-":
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                found = _read_written(text, day_first=day_first)
        else:
            found = _read_number(text) or _read_written(text, day_first=day_first)
        # Spreadsheets write an empty date as one in 1899, 1900 or 1904.
        if found.year < 1970:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def has_clock(text: str) -> bool:
    """Tell a time from a mere date."""
    return bool(_HAS_CLOCK.search(text))


def is_clock(text: str) -> bool:
    """Tell a time of day without a date; a spreadsheet's is a fraction of a day."""
    return bool(_CLOCK_ALONE.fullmatch(text) or _FRACTION.fullmatch(text))


def joined(date: str, clock: str) -> str:
    """Put a date and the time of day of another cell together."""
    if _FRACTION.fullmatch(clock):
        if _SERIAL.fullmatch(date):
            return f"{date}.{clock.lstrip('0').lstrip('.,')}"
        seconds = round(float("0." + clock.lstrip("0").lstrip(".,")) * _SECONDS_A_DAY)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{date} {clock}".strip() if date else ""


def looks_like_date(text: str) -> bool:
    """Tell a cell that is a date in any order; plain numbers are not, whatever they may mean."""
    if not any(map(str.isdigit, text)) or text.isdigit():
        return False
    return any(read_time(text, UTC, day_first=order) is not None for order in (False, True)) and (
        not _SERIAL.fullmatch(text)
    )


def looks_like_number_of_time(text: str) -> bool:
    """Tell a serial date of a spreadsheet, or an epoch in seconds or milliseconds."""
    return _read_number(text) is not None


def order_votes(values: Iterable[str]) -> tuple[int, int]:
    """Count the values that show that the day comes first, and those that show it does not."""
    day_first = month_first = 0
    for value in values:
        match = _NUMERIC.match(_after_weekday(value))
        if match and match["mark"] != ".":
            if int(match["first"]) > 12:
                day_first += 1
            elif int(match["second"]) > 12:
                month_first += 1
    return day_first, month_first


def is_ambiguous(value: str) -> bool:
    """Tell a date whose day and month could change places."""
    match = _NUMERIC.match(_after_weekday(value))
    return match is not None and match["mark"] != "." and order_votes((value,)) == (0, 0)


def _read_number(text: str) -> datetime | None:
    if _SERIAL.fullmatch(text):
        days = float(text.replace(",", "."))
        if _FIRST_SERIAL <= days <= _LAST_SERIAL:
            # A serial is a fraction of a day: whole seconds are what it can tell.
            return _SERIAL_ZERO + timedelta(seconds=round(days * _SECONDS_A_DAY))
        return None
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC)
    return None


def _read_written(text: str, *, day_first: bool) -> datetime:
    """Read anything but ISO 8601 and numbers; ``ValueError`` where it cannot be."""
    if not text.isascii():
        text = _plain(text)
    match = None
    # "Mar" is a month and, in Spanish, a day of the week: as it stands first.
    after = _after_weekday(text)
    for bare in (text, _without_between(text), after, _without_between(after)):
        match = next((found for one in _DATES if (found := one.match(bare))), None)
        if match and not ("name" in match.groupdict() and not _month(match)):
            break
    if match is None:
        raise ValueError("not a date")
    year, month, day = _date(match.groupdict(), day_first=day_first)
    rest = _without_between(match.string[match.end() :], start=True)
    clock = _CLOCK.fullmatch(rest)
    if not clock:
        raise ValueError("not a time")
    half = clock["half"] or (clock["half_before"] or "")[:1]
    if clock["hour"] and not (clock["minute"] or half):
        raise ValueError("not a time")
    zone_name = clock["zone"]
    zone = _zone(zone_name) if zone_name else None
    return datetime(
        year, month, day,
        _hour(clock["hour"], half), int(clock["minute"] or 0), int(clock["second"] or 0),
        tzinfo=zone,
    )  # fmt: skip


def _month(match: re.Match[str]) -> int:
    return month_number(match["name"].rstrip("."))


def _zone(name: str) -> tzinfo | None:
    if all(map(is_between, name.split())):
        return None  # "14:22 Uhr"
    zone = zone_named(name.strip(" ()")) or zone_named(name)
    if zone is None:
        raise ValueError("not a zone")
    return zone


def _plain(text: str) -> str:
    """Write a time with ASCII digits and marks; Japanese halves of the day as AM and PM."""
    plain = unicodedata.normalize("NFKC", text)
    for written, half in (("\u5348\u524d", "AM "), ("\u5348\u5f8c", "PM ")):
        plain = plain.replace(written, half)
    clock = re.sub("(\\d)\u6642(\\d\\d)\u5206(?:(\\d\\d)\u79d2)?", r"\1:\2", plain)
    return clock.replace("\u2013", "-")


def _after_weekday(text: str) -> str:
    word = _WORD.match(text)
    if word and word.end() < len(text) and is_weekday(word[0].rstrip(".,")):
        return text[word.end() :].lstrip(" ,.")
    return text


def _without_between(text: str, *, start: bool = False) -> str:
    """Take out the little words of a spelled date: ``1 de marzo de 2026``, ``March 1st``."""
    if start:
        bare = text.lstrip(" ,-")
        word = _WORD.match(bare)
        while word and is_between(word[0].rstrip(",")):
            bare = bare[word.end() :].lstrip(" ,")
            if bare[:3] == "las":
                bare = bare[3:].lstrip()
            word = _WORD.match(bare)
            text = " " + bare
        return text
    words = _ORDINAL.sub("", text).split()
    return " ".join(word for word in words if not is_between(word.rstrip(",.")))


def _date(parts: dict[str, str | None], *, day_first: bool) -> tuple[int, int, int]:
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    if "name" in parts:
        return year, month_number((parts["name"] or "").rstrip(".")), int(parts["day"] or 0)
    if "first" not in parts:
        return year, int(parts["month"] or 0), int(parts["day"] or 0)
    first, second = int(parts["first"] or 0), int(parts["second"] or 0)
    if parts["mark"] == "." or day_first:
        return year, second, first
    return year, first, second


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if half and number <= 12:
        return number % 12 + (12 if half in "pP" else 0)
    return number
