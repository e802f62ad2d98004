"""Times as the screen writes them."""

from calendar import month_name
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.tui.text.when import clock_time, day_title, list_time

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (NOW, "15:04"),
        (datetime(2026, 11, 20, 6, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 20, 5, 59, tzinfo=UTC), "Thu 23:59"),
        (datetime(2026, 11, 17, 1, 0, tzinfo=UTC), "Mon 19:00"),
        (datetime(2026, 11, 14, 18, 0, tzinfo=UTC), "Sat 12:00"),
        (datetime(2026, 11, 13, 18, 0, tzinfo=UTC), "13 Nov"),
        (datetime(2026, 1, 1, 6, 0, tzinfo=UTC), "1 Jan"),
        (datetime(2026, 1, 1, 5, 59, tzinfo=UTC), "31 Dec 2025"),
        (datetime(2025, 11, 14, 18, 0, tzinfo=UTC), "14 Nov 2025"),
        (datetime(2026, 11, 21, 18, 0, tzinfo=UTC), "21 Nov"),
    ],
)
def test_a_time_in_the_list_is_as_short_as_it_is_plain(at: datetime, shown: str) -> None:
    assert list_time(at, NOW, CHICAGO) == shown


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2026, 11, 20), "Today"),
        (date(2026, 11, 19), "Yesterday"),
        (date(2026, 11, 13), "Friday 13 November"),
        (date(2025, 11, 21), "Friday 21 November 2025"),
        (date(2026, 11, 21), "Saturday 21 November"),
    ],
)
def test_a_day_has_a_name(day: date, title: str) -> None:
    assert day_title(day, date(2026, 11, 20)) == title


@pytest.mark.parametrize(("month", "name"), enumerate(month_name[1:], start=1))
def test_every_month_has_its_name(month: int, name: str) -> None:
    assert day_title(date(2024, month, 3), date(2026, 11, 20)).endswith(f" 3 {name} 2024")
    at = datetime(2024, month, 3, 18, tzinfo=UTC)
    assert list_time(at, NOW, CHICAGO) == f"3 {name[:3]} 2024"


def test_yesterday_may_be_last_year() -> None:
    assert day_title(date(2025, 12, 31), date(2026, 1, 1)) == "Yesterday"


def test_a_time_of_day_is_told_in_the_agents_zone() -> None:
    at = datetime(2026, 11, 20, 3, 7, tzinfo=UTC)
    assert clock_time(at, UTC) == "03:07"
    assert clock_time(at, CHICAGO) == "21:07"
    assert clock_time(at, timezone(timedelta(hours=5, minutes=45))) == "08:52"


@given(at=MOMENTS, now=MOMENTS)
def test_a_time_never_needs_more_than_eleven_cells(at: datetime, now: datetime) -> None:
    assert 4 < len(list_time(at, now, CHICAGO)) <= 11
