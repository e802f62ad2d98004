"""Time zones as files name them: a wrong guess is worse than no time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.time_zones import header_zone, zone_named

WINTER = datetime(2026, 1, 15)  # noqa: DTZ001 - given the zone that is asked about


def hours(name: str) -> float | None:
    zone = zone_named(name)
    offset = WINTER.replace(tzinfo=zone).utcoffset() if zone else None
    return offset / timedelta(hours=1) if offset is not None else None


@pytest.mark.parametrize(
    ("name", "east"),
    [
        ("UTC", 0),
        ("Z", 0),
        ("EST", -5),
        ("pdt", -7),
        ("MEZ", 1),
        ("ACST", 9.5),
        ("+0530", 5.5),
        ("+05:30", 5.5),
        ("-8", -8),
        ("\u22128", -8),
        ("GMT-5", -5),
        ("UTC +02:00", 2),
        ("(GMT-05:00) Eastern Time", -5),
        ("+0000 UTC", 0),
        ("Coordinated Universal Time", 0),
    ],
)
def test_an_abbreviation_or_an_offset(name: str, east: float) -> None:
    assert hours(name) == east


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("New York Time", "America/New_York"),
        ("Paris Time", "Europe/Paris"),
    ],
)
def test_a_place_keeps_its_summer_time(name: str, zone: str) -> None:
    assert zone_named(name) == ZoneInfo(zone)


@pytest.mark.parametrize(
    "name",
    ["", "IST", "BST", "+24:00", "-99", "Atlantis/City", "Atlantis Time", "required", "../../etc"],
)
def test_what_may_mean_several_zones_or_none_is_none(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize(
    ("header", "east"),
    [
        ("Registration Time (UTC)", 0),
        ("Time (GMT-05:00)", -5),
        ("Time (PST)", -8),
        ("Created At UTC", 0),
        ("created_at_UTC", 0),
        ("Submitted Time (America/Los_Angeles)", -8),
        ("Registration Time (required)", None),
        ("Time ()", None),
        ("Signed up at", None),
        ("Best", None),
    ],
)
def test_a_header_may_name_the_zone(header: str, east: float | None) -> None:
    zone = header_zone(header)
    offset = WINTER.replace(tzinfo=zone).utcoffset() if zone else None
    assert offset == (None if east is None else timedelta(hours=east))


@given(st.text(max_size=12))
def test_any_name_is_a_zone_or_none(name: str) -> None:
    zone_named(name)
