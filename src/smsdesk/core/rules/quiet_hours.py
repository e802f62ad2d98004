"""Quiet hours: when a lead may be texted, by the clock of the place where they are.

The hours and their sources are data (``quiet_hours.json`` beside this file, or a firm's own file
of the same shape): the default of 47 CFR 64.1200(c)(1) and the states that are stricter. Local
time is only taken for known where every zone that the lead can be in shows the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from smsdesk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smsdesk.core.rules.lead_place import LeadPlace

ANSWER_IS_FREE: Final = timedelta(hours=2)
"""How long after a text of the lead's own an answer is free of quiet hours."""

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME: Final = re.compile(r"(\d{2}):(\d{2})")
_LONGEST_SEARCH: Final = 8
"""Days after which every weekday has come by."""

Span = tuple[int, int]
"""From and until, in minutes since midnight; the end is no longer within."""


class QuietHoursFileError(DeskError):
    """A file of quiet hours cannot be read or says what no file of quiet hours says."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class AllowedHours:
    """When texts may leave in one place.

    Attributes:
        week: the spans of each day, Monday first.
        source: the law, or whatever else it stands on.
        confirmed: whether the source has been found to say so.
    """

    week: tuple[tuple[Span, ...], ...]
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class HoursTable:
    """The hours of every place, as the firm has them."""

    default: AllowedHours
    states: Mapping[str, AllowedHours]

    def of(self, state: str) -> AllowedHours:
        """Return the hours in a state, by its postal code; empty for none that is known."""
        return self.states.get(state, self.default)


@dataclass(frozen=True, slots=True)
class LeadHours:
    """When one lead may be texted.

    Attributes:
        place: where they are, as far as it is known.
        allowed: what holds there.
    """

    place: LeadPlace
    allowed: AllowedHours


@dataclass(frozen=True, slots=True)
class HoursVerdict:
    """What quiet hours say about one lead at one moment.

    Attributes:
        local: the lead's local time, ``None`` where no one time is known: nothing is judged then.
        quiet: whether no text may leave now.
        says: the local time, the hours and their source, in one line.
    """

    local: datetime | None
    quiet: bool
    says: str


def lead_hours(place: LeadPlace, table: HoursTable) -> LeadHours:
    """Return when a lead in ``place`` may be texted."""
    return LeadHours(place, table.of(place.state))


def answers_them(newest_of_theirs: datetime | None, at: datetime) -> bool:
    """Whether a text at a moment follows one of theirs so soon that it is free of quiet hours."""
    return newest_of_theirs is not None and at - newest_of_theirs <= ANSWER_IS_FREE


def judge_hours(hours: LeadHours, at: datetime) -> HoursVerdict:
    """Return what quiet hours say about a lead at a moment."""
    zone = zone_at(hours, at)
    if zone is None:
        return HoursVerdict(None, quiet=False, says=_unknown(hours.place))
    local = at.astimezone(zone)
    spans = hours.allowed.week[local.weekday()]
    quiet = not _within(spans, local)
    unsure = "" if hours.allowed.confirmed else ", not confirmed"
    says = (
        f"It is {local:%a %H:%M} for them ({city(zone.key)}, by {hours.place.known_from});"
        f" allowed {_spoken(spans)} ({hours.allowed.source}{unsure})."
    )
    return HoursVerdict(local, quiet, says)


def zone_at(hours: LeadHours, at: datetime) -> ZoneInfo | None:
    """Return the lead's zone at a moment, ``None`` where those they can be in do not agree then."""
    found = [_zone(name) for name in hours.place.zones]
    known = [zone for zone in found if zone is not None]
    if not known or len(known) < len(found):
        return None
    return known[0] if len({at.astimezone(zone).utcoffset() for zone in known}) == 1 else None


def hours_end(hours: LeadHours, at: datetime) -> datetime | None:
    """Return when the hours that hold at a moment end, in UTC.

    ``None`` where it is quiet then, or the lead's time is not known. What is allowed until
    midnight ends there, also where the next day goes on.
    """
    zone = zone_at(hours, at)
    if zone is None:
        return None
    local = at.astimezone(zone)
    for begin, end in hours.allowed.week[local.weekday()]:
        if begin <= _minute(local) < end:
            return _moment(local.date(), end, zone, fold=1)
    return None


def next_allowed(hours: LeadHours, at: datetime) -> datetime | None:
    """Return the first moment from ``at`` on at which a text may leave, in UTC.

    ``None`` where the lead's time is not known, or nothing is ever allowed there.
    """
    zone = zone_at(hours, at)
    if zone is None:
        return None
    if not judge_hours(hours, at).quiet:
        return at.astimezone(UTC)
    today = at.astimezone(zone).date()
    for ahead in range(_LONGEST_SEARCH):
        day = today + timedelta(days=ahead)
        for begin, _end in hours.allowed.week[day.weekday()]:
            moment = _moment(day, begin, zone, fold=0)
            if moment >= at and _within(
                hours.allowed.week[moment.astimezone(zone).weekday()], moment.astimezone(zone)
            ):
                return moment
    return None


def city(zone: str) -> str:
    """Return what an IANA zone is called after: ``America/New_York`` is New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _within(spans: tuple[Span, ...], local: datetime) -> bool:
    return any(begin <= _minute(local) < end for begin, end in spans)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _moment(day: date, minute: int, zone: ZoneInfo, *, fold: int) -> datetime:
    local = datetime.combine(day, time(), zone) + timedelta(minutes=minute)  # by the wall clock
    return local.replace(fold=fold).astimezone(UTC)


def _spoken(spans: tuple[Span, ...]) -> str:
    if not spans:
        return "never on this day"
    return " and ".join(f"{_clock(begin)} to {_clock(end)}" for begin, end in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _unknown(place: LeadPlace) -> str:
    if not place.zones:
        return "Their local time is not known: quiet hours are not judged."
    names = " or ".join(city(name) for name in place.zones[:3])
    more = " ..." if len(place.zones) > 3 else ""
    return (
        f"Their local time is not known (by {place.known_from}: {names}{more}): quiet hours are not"
        " judged."
    )


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


# -- the data ----------------------------------------------------------------------------------


@cache
def own_hours() -> HoursTable:
    """Return the hours that come with smsdesk."""
    return parse_hours(own_hours_text(), "quiet_hours.json")


def own_hours_text() -> str:
    """Return the file of hours that comes with smsdesk: a firm's own begins as a copy of it."""
    return files(__package__).joinpath("quiet_hours.json").read_text(encoding="utf-8")


def read_hours(path: Path) -> HoursTable:
    """Return the hours of a firm's own file.

    Raises:
        QuietHoursFileError: it cannot be read, or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise QuietHoursFileError(f"the quiet hours {path} cannot be read: {why}") from None
    return parse_hours(text, str(path))


def parse_hours(text: str, name: str) -> HoursTable:
    """Return what a file of hours says.

    Args:
        text: JSON, as ``quiet_hours.json`` beside this file.
        name: of the file, for the error.

    Raises:
        QuietHoursFileError: it says something else.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise QuietHoursFileError(f"{name}: no JSON: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("states", {}), dict):
        raise QuietHoursFileError(f'{name}: a file of quiet hours holds "default" and "states"')
    states = found.get("states", {})
    return HoursTable(
        _hours(found.get("default"), f"{name}: default"),
        {code.upper(): _hours(entry, f"{name}: {code}") for code, entry in states.items()},
    )


def _hours(entry: object, where: str) -> AllowedHours:
    if not isinstance(entry, dict) or not isinstance(entry.get("hours"), list):
        raise QuietHoursFileError(
            f'{where}: "hours" is a list such as [["mon-sun", "08:00", "21:00"]]'
        )
    week: list[list[Span]] = [[] for _day in _DAYS]
    for line in entry["hours"]:
        days, span = _line(line, where)
        for day in days:
            week[day].append(span)
    return AllowedHours(
        tuple(tuple(sorted(spans)) for spans in week),
        str(entry.get("source", "the firm's own")),
        bool(entry.get("confirmed", False)),
    )


def _line(line: object, where: str) -> tuple[range, Span]:
    if isinstance(line, list) and len(line) == 3 and all(isinstance(part, str) for part in line):
        first, _, last = line[0].partition("-")
        begin, end = _minutes(line[1]), _minutes(line[2])
        if {first, last or first} <= {*_DAYS} and begin is not None and end is not None:
            days = range(_DAYS.index(first), _DAYS.index(last or first) + 1)
            if days and begin < end:
                return days, (begin, end)
    shown = json.dumps(line)
    raise QuietHoursFileError(
        f'{where}: {shown} are no hours; allowed is such as ["mon-sat", "09:00", "21:00"]'
    )


def _minutes(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    minutes = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else 1441
    return minutes if minutes <= 1440 else None
