"""When a lead may be texted, by the clock of where they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.lead_place import LeadPlace, place_of
from smsdesk.core.rules.quiet_hours import (
    LeadHours,
    QuietHoursFileError,
    hours_end,
    judge_hours,
    lead_hours,
    next_allowed,
    own_hours,
    own_hours_text,
    parse_hours,
    read_hours,
    zone_at,
)

if TYPE_CHECKING:
    from pathlib import Path

TOLL_FREE = "+18005550111"
NEW_YORK = ZoneInfo("America/New_York")


def hours_in(state: str, zip_code: str = "") -> LeadHours:
    return lead_hours(place_of(TOLL_FREE, state=state, zip_code=zip_code), own_hours())


def in_zone(name: str, *more: str) -> LeadHours:
    return LeadHours(LeadPlace("", (name, *more), "the number"), own_hours().default)


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("state", "zone", "at", "quiet"),
    [
        ("CA", "America/Los_Angeles", "2026-11-20 07:59:59", True),
        ("CA", "America/Los_Angeles", "2026-11-20 08:00", False),
        ("CA", "America/Los_Angeles", "2026-11-20 20:59:59", False),
        ("CA", "America/Los_Angeles", "2026-11-20 21:00", True),
        ("HI", "Pacific/Honolulu", "2026-11-20 06:22", True),
        ("OK", "America/Chicago", "2026-11-20 20:00", True),
        ("MD", "America/New_York", "2026-11-20 19:59", False),
        ("MD", "America/New_York", "2026-11-20 20:00", True),
        ("WA", "America/Los_Angeles", "2026-11-20 20:00", True),
        ("CT", "America/New_York", "2026-11-20 08:59", True),
        ("CT", "America/New_York", "2026-11-20 09:00", False),
        ("NY", "America/New_York", "2026-11-22 08:00", False),
    ],
)
def test_the_hours_of_a_state(state: str, zone: str, at: str, *, quiet: bool) -> None:
    assert judge_hours(hours_in(state), local(at, zone)).quiet is quiet


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-11-21 08:59", True),  # a Saturday
        ("2026-11-21 09:00", False),
        ("2026-11-22 11:59", True),  # a Sunday
        ("2026-11-22 12:00", False),
        ("2026-11-22 20:59", False),
        ("2026-11-23 00:00", True),
    ],
)
def test_sundays_in_texas_begin_at_noon(at: str, *, quiet: bool) -> None:
    assert judge_hours(hours_in("TX", "75001"), local(at, "America/Chicago")).quiet is quiet


def test_it_is_said_by_what_time_hours_and_source_it_was_judged() -> None:
    said = judge_hours(hours_in("TX", "75001"), local("2026-11-22 11:00", "America/Chicago")).says
    assert said == (
        "It is Sun 11:00 for them (Chicago, by their ZIP 75001); allowed 12:00 to 21:00"
        " (Tex. Bus. & Com. Code 301.051)."
    )
    washington = judge_hours(hours_in("WA"), local("2026-11-22 11:00", "America/Los_Angeles"))
    assert "not confirmed" in washington.says


def test_without_one_local_time_nothing_is_judged_and_that_is_said() -> None:
    pensacola = lead_hours(place_of("+18505550111"), own_hours())
    verdict = judge_hours(pensacola, datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    assert (verdict.local, verdict.quiet) == (None, False)
    assert "not judged" in verdict.says
    assert "Chicago" in verdict.says
    assert "New York" in verdict.says
    nowhere = judge_hours(
        lead_hours(place_of(TOLL_FREE), own_hours()), datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    )
    assert (nowhere.quiet, nowhere.local) == (False, None)
    assert next_allowed(pensacola, datetime(2026, 11, 20, 8, 0, tzinfo=UTC)) is None
    assert hours_end(pensacola, datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) is None


def test_zones_that_show_the_same_time_agree_and_only_then() -> None:
    """Arizona keeps standard time: with Denver it agrees in winter."""
    both = in_zone("America/Phoenix", "America/Denver")
    assert zone_at(both, datetime(2026, 12, 1, 12, tzinfo=UTC)) is not None
    assert zone_at(both, datetime(2026, 7, 1, 12, tzinfo=UTC)) is None
    assert zone_at(in_zone("Nowhere/At_All"), datetime(2026, 7, 1, tzinfo=UTC)) is None


def test_when_the_hours_of_today_end() -> None:
    fortunate = local("2026-11-20 15:00", "America/New_York")
    assert hours_end(hours_in("FL", "33101"), fortunate) == local(
        "2026-11-20 20:00", "America/New_York"
    )
    assert hours_end(hours_in("NY"), fortunate) == local("2026-11-20 21:00", "America/New_York")
    assert hours_end(hours_in("NY"), local("2026-11-20 21:00", "America/New_York")) is None


def test_the_next_allowed_hour() -> None:
    friday_night = local("2026-11-20 22:00", "America/Chicago")
    saturday_night = local("2026-11-21 22:00", "America/Chicago")
    texas = hours_in("TX", "75001")
    assert next_allowed(texas, friday_night) == local("2026-11-21 09:00", "America/Chicago")
    assert next_allowed(texas, saturday_night) == local("2026-11-22 12:00", "America/Chicago")
    noon = local("2026-11-20 12:00", "America/Chicago")
    assert next_allowed(texas, noon) == noon


AT_CHANGES = [
    datetime(2026, 3, 8, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2027, 3, 14, tzinfo=UTC),
    datetime(2026, 12, 31, tzinfo=UTC),
]
"""Days on which American clocks change, and a new year."""

STATES = [*json.loads(own_hours_text())["states"], "NY", "HI", "AZ", "AK", "CA"]
ZIPS = {"FL": "33101", "TX": "75001", "AZ": "85001", "AK": "99701"}


@given(
    st.sampled_from(STATES),
    st.sampled_from(AT_CHANGES),
    st.integers(-3 * 24 * 60, 4 * 24 * 60),
)
def test_the_next_allowed_moment_is_allowed_and_none_is_before_it(
    state: str, change: datetime, minutes: int
) -> None:
    hours = hours_in(state, ZIPS.get(state, ""))
    at = change + timedelta(minutes=minutes)
    found = next_allowed(hours, at)
    assert found is not None
    assert at <= found <= at + timedelta(hours=18), "no state is quiet for longer"
    assert not judge_hours(hours, found).quiet
    step = at
    while step < found:
        assert judge_hours(hours, step).quiet
        step += timedelta(minutes=15)
    if found > at:
        assert judge_hours(hours, found - timedelta(minutes=1)).quiet


@given(
    st.sampled_from(STATES),
    st.sampled_from(AT_CHANGES),
    st.integers(-3 * 24 * 60, 4 * 24 * 60),
)
def test_hours_end_where_quiet_begins(state: str, change: datetime, minutes: int) -> None:
    hours = hours_in(state, ZIPS.get(state, ""))
    at = change + timedelta(minutes=minutes)
    end = hours_end(hours, at)
    assert (end is None) == judge_hours(hours, at).quiet
    if end is not None:
        assert at < end
        assert judge_hours(hours, end).quiet
        assert not judge_hours(hours, end - timedelta(minutes=1)).quiet


@given(st.sampled_from(STATES), st.integers(0, 2 * 365 * 24 * 60))
def test_only_the_wall_clock_of_the_place_counts(state: str, minutes: int) -> None:
    hours = hours_in(state, ZIPS.get(state, ""))
    verdict = judge_hours(hours, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
    assert verdict.local is not None
    seen = verdict.local.hour * 60 + verdict.local.minute
    spans = hours.allowed.week[verdict.local.weekday()]
    assert verdict.quiet is not any(begin <= seen < end for begin, end in spans)


def test_a_firm_has_hours_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "hours.json"
    path.write_text(
        '{"default": {"hours": [["mon-fri", "09:00", "12:00"], ["mon-fri", "13:00", "17:00"]]},'
        ' "states": {"ny": {"hours": []}}}'
    )
    table = read_hours(path)
    office = LeadHours(LeadPlace("", ("America/New_York",), "the number"), table.of("CA"))
    assert judge_hours(office, local("2026-11-20 12:30", "America/New_York")).quiet
    saturday = local("2026-11-21 10:00", "America/New_York")
    assert next_allowed(office, saturday) == local("2026-11-23 09:00", "America/New_York")
    never = LeadHours(LeadPlace("NY", ("America/New_York",), "the number"), table.of("NY"))
    assert next_allowed(never, saturday) is None
    assert "never on this day" in judge_hours(never, saturday).says


def test_the_whole_day_may_be_allowed() -> None:
    table = parse_hours('{"default": {"hours": [["mon-sun", "00:00", "24:00"]]}}', "hours")
    hours = LeadHours(LeadPlace("", ("America/New_York",), "the number"), table.default)
    assert not judge_hours(hours, local("2026-11-20 00:00", "America/New_York")).quiet
    assert hours_end(hours, local("2026-11-20 23:59", "America/New_York")) == local(
        "2026-11-21 00:00", "America/New_York"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"default": {"hours": "09:00"}}',
        '{"default": {"hours": [["mon", "9", "17"]]}}',
        '{"default": {"hours": [["mon-sun", "08:00", "25:00"]]}}',
        '{"default": {"hours": [["mon-sun", "21:00", "08:00"]]}}',
        '{"default": {"hours": [["sun-mon", "08:00", "21:00"]]}}',
        '{"default": {"hours": [["noday", "08:00", "21:00"]]}}',
        '{"default": {"hours": []}, "states": {"TX": 5}}',
    ],
)
def test_what_is_no_file_of_hours_is_refused_by_name(text: str) -> None:
    with pytest.raises(QuietHoursFileError, match=r"firm\.json"):
        parse_hours(text, "firm.json")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuietHoursFileError, match=r"nowhere\.json cannot be read: No such file"):
        read_hours(tmp_path / "nowhere.json")


def test_what_is_shared_is_what_comes_with_it() -> None:
    """Every state of the data can be judged."""
    for state, hours in own_hours().states.items():
        assert hours.source
        assert all(spans for spans in hours.week), state
