"""A moment as an agent writes it: ahead (``tomorrow``, ``mon 9``, ``in 3 days``), or a past day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from smsdesk.errors import DeskError

if TYPE_CHECKING:
    from datetime import tzinfo

DAY_BEGINS: Final = time(9)
"""The hour of a day that is named without one."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS: Final = {"minute": 60, "min": 60, "hour": 3600, "day": 86_400, "week": 604_800}

_IN: Final = re.compile(r"(?:in )?(\d{1,4}) ?(minutes?|mins?|hours?|days?|weeks?|m|h|d|w)")
_LETTERS: Final = {"m": "minute", "h": "hour", "d": "day", "w": "week"}
_HOUR: Final = re.compile(r"(\d{1,2})(?::(\d{2}))? ?(am|pm)?")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAY_OF_MONTH: Final = re.compile(
    r"(?:(\d{1,2})\.? ?)?([a-z]{3,9})\.?(?: ?(\d{1,2})(?!\d))?(?:,? (\d{4}))?"
)
_DAY_AHEAD: Final = re.compile(
    r"(?P<day>\d{1,2}\.? ?[a-z]{3,9}|[a-z]{3,9}\.? ?\d{1,2}(?!\d))"
    r"(?P<year>,? (?P<digits>\d{4}))?(?:,? (?:at )?(?P<hour>.+))?"
)
_PAST_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


_SOON: Final = 2
"""Years ahead up to which four digits behind a day are no hour."""

_LEAP_YEARS: Final = 9
"""Years among which a 29 February is found, around 1900 and 2100 too."""


class UnreadableMomentError(DeskError):
    """What was written is no moment ahead."""

    exit_code = 2


def moment_ahead(said: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the moment that is meant, aware, in UTC.

    A day without an hour begins at nine; an hour without a day is the next one; a weekday is the
    next of that name, a week from now if it is today's.

    Args:
        said: ``tomorrow``, ``tomorrow 8:30``, ``mon``, ``tue 9``, ``in 2 hours``, ``3d``,
            ``17:00``, ``2026-12-01 14:30``, ``3 jan``, ``jan 3 9:30`` (the next one, where no year
            is named), ``3 jan 2027 9``.
        now: from when on.
        zone: where its hours count.

    Raises:
        UnreadableMomentError: it is none of these, or has passed.
    """
    words = " ".join(said.casefold().split())
    local = now.astimezone(zone)
    if found := _IN.fullmatch(words):
        return _after(int(found[1]), found[2], now, local, zone)
    named, hour = _date_ahead(words, local)
    if named is None:
        day, _, hour = words.partition(" ")
        named = _day(day, local)
    at = _hour(hour) if hour else DAY_BEGINS
    if named is not None:
        moment = _on(named, at, zone, said)
    else:
        moment = _on(local, _hour(words), zone, said)
        if moment <= now:
            moment = _on(local + timedelta(days=1), _hour(words), zone, said)
    if moment <= now:
        raise UnreadableMomentError(f"{said} has passed already")
    return moment


def day_past(said: str, now: datetime, zone: tzinfo) -> datetime:
    """Return when a day that is meant by its name began, aware, in UTC.

    Args:
        said: ``today``, ``yesterday``, ``mon`` (the last one, today if it is one), ``3d``,
            ``2w``, ``3 nov``, ``nov 3 2025``, ``nov`` (the last one, where no year is named),
            ``2026-12-01``, ``2026-12`` or ``2026``.
        now: up to when.
        zone: in which days begin.

    Raises:
        UnreadableMomentError: it is none of these.
    """
    word = " ".join(said.casefold().split())
    local = now.astimezone(zone)
    if found := _IN.fullmatch(word):
        unit = _LETTERS.get(found[2], found[2].removesuffix("s"))
        if unit in ("day", "week"):
            return _begin(local - timedelta(days=int(found[1]) * (7 if unit == "week" else 1)))
    if word in ("today", "yesterday"):
        return _begin(local - timedelta(days=int(word == "yesterday")))
    if found := _PAST_DATE.fullmatch(word):
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        try:
            return _begin(local.replace(year=year, month=month, day=day))
        except ValueError:
            raise UnreadableMomentError(f"{said} is no date") from None
    if len(word) >= 3:
        for number, name in enumerate(_DAYS):
            if name.startswith(word):
                return _begin(local - timedelta(days=(local.weekday() - number) % 7))
    if (named := _day_of_month(word, local)) is not None:
        return _begin(named)
    raise UnreadableMomentError(
        f"{said!r} is no day: write it like monday, yesterday, 3d, 3 nov or 2026-11-01"
    )


def _date_ahead(words: str, local: datetime) -> tuple[datetime | None, str]:
    """Return the day of ``3 jan 9:30`` and the like, the next one, and what names its hour."""
    found = _DAY_AHEAD.fullmatch(words)
    if found is None:
        return None, ""
    year, hour = found["year"] or "", found["hour"] or ""
    is_year = year.startswith(",") or hour or 0 <= int(found["digits"] or 0) - local.year <= _SOON
    if year and not is_year:
        raise UnreadableMomentError(
            f"{found['digits']} may be a year or an hour: write the hour like 14:30"
        )
    return _day_of_month(found["day"] + year, local, step=1), hour


def _day_of_month(word: str, local: datetime, *, step: int = -1) -> datetime | None:
    """Return the day of ``3 nov`` and the like.

    Without a year it is the last one up to today, or where ``step`` is 1 the next from today on.
    """
    found = _DAY_OF_MONTH.fullmatch(word)
    months = [m for m, name in enumerate(_MONTHS, 1) if found and name.startswith(found[2])]
    if found is None or len(months) != 1 or (found[1] and found[3]):
        return None
    day = int(found[1] or found[3] or 1)
    years = range(local.year, local.year + step * _LEAP_YEARS, step)
    for year in [int(found[4])] if found[4] else years:
        try:
            named = local.replace(year=year, month=months[0], day=day)
        except ValueError:
            continue
        if found[4] or (named.date() - local.date()).days * step >= 0:
            return named
    raise UnreadableMomentError(f"{word} is no date")


def _begin(day: datetime) -> datetime:
    return datetime.combine(day.date(), time(), day.tzinfo).astimezone(UTC)


def _after(count: int, unit: str, now: datetime, local: datetime, zone: tzinfo) -> datetime:
    name = _LETTERS.get(unit, unit.removesuffix("s"))
    if name in ("day", "week"):  # by the calendar: nine stays nine when the clocks change
        days = count * (7 if name == "week" else 1)
        return _on(local + timedelta(days=days), DAY_BEGINS, zone, unit)
    return now + timedelta(seconds=count * _UNITS[name])


def _day(word: str, local: datetime) -> datetime | None:
    if word in ("today", "tomorrow"):
        return local + timedelta(days=int(word == "tomorrow"))
    if found := _DATE.fullmatch(word):
        try:
            return local.replace(year=int(found[1]), month=int(found[2]), day=int(found[3]))
        except ValueError:
            raise UnreadableMomentError(f"{word} is no date") from None
    if len(word) >= 3:
        for number, name in enumerate(_DAYS):
            if name.startswith(word):
                return local + timedelta(days=(number - local.weekday() - 1) % 7 + 1)
    return None


def _hour(word: str) -> time | None:
    found = _HOUR.fullmatch(word)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found[3] == "pm")
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _on(day: datetime, at: time | None, zone: tzinfo, said: str) -> datetime:
    if at is None:
        raise UnreadableMomentError(
            f"{said!r} is no time: write it like tomorrow, mon 9, in 2 hours or 3 jan 14:30"
        )
    return datetime.combine(day.date(), at, zone).astimezone(UTC)
