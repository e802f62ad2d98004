"""Time zones as files name them: offsets, abbreviations, IANA names, "New York Time"."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from smsdesk.core.spreadsheets.header_words import plain_text

_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+\-\u2212])(\d\d?):?(\d\d)?", re.IGNORECASE)
_IANA = re.compile(r"[A-Za-z]+(?:[/_-][A-Za-z]+)+")
_BRACKETED = re.compile(r"\(([^)]*)\)")
# "(GMT-05:00) Eastern Time", "Eastern Time (GMT-5)" and "+0000 UTC" say it twice.
_TWICE = re.compile(r"((?:\b(?:UTC|GMT) ?|^)[+\-\u2212]\d\d?:?\d{0,2})\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"[\s,_-]([A-Z]{2,4})$")


@cache
def zone_named(name: str) -> tzinfo | None:  # noqa: PLR0911 - one way of naming a line
    """Return the zone of an abbreviation, an offset, an IANA name or a name in words."""
    name = name.strip()
    offset = _OFFSET.fullmatch(name)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if span >= timedelta(days=1):
            return None
        return timezone(span if offset[1] == "+" else -span)
    if _IANA.fullmatch(name) and "/" in name:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    words = plain_text(name)
    hours = _offsets().get(words)
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    found = _zones().get(words)
    if found:
        return ZoneInfo(found)
    twice = _TWICE.search(name)
    if twice and twice[1] != name:
        return zone_named(twice[1])
    if words.endswith(" time"):
        return _zone_of_city(words.removesuffix(" time"))
    return None


def header_zone(header: str) -> tzinfo | None:
    """Return the zone in a header: ``Registration Time (UTC)``, ``Created At UTC``."""
    bracketed = _BRACKETED.search(header)
    if bracketed:
        return zone_named(bracketed[1]) if bracketed[1].strip() else None
    last = _LAST_WORD.search(header.strip())
    return zone_named(last[1]) if last else None


@cache
def _offsets() -> dict[str, float]:
    return dict(_data()["offsets"])


@cache
def _zones() -> dict[str, str]:
    return dict(_data()["zones"])


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "time_zones.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _zone_of_city(city: str) -> tzinfo | None:
    place = "/" + city.replace(" ", "_")
    found = [name for name in available_timezones() if name.lower().endswith(place)]
    continents = [name for name in found if name.count("/") == 1]
    return ZoneInfo(sorted(continents or found)[0]) if found else None
