"""The times in a lead file, in the many ways in which tools write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.times import has_clock, is_ambiguous, order_votes, read_time

NEW_YORK = ZoneInfo("America/New_York")
EVENING = datetime(2026, 11, 15, 0, 12, tzinfo=UTC)  # 14 November, 19:12 in New York


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-14T19:12",
        "2026-11-14 19:12",
        "2026-11-14 19:12:00",
        "2026-11-14 19:12:00.000",
        "2026-11-15T00:12:00Z",
        "2026-11-14 19:12:00-05:00",
        "2026-11-15 00:12 UTC",
        "2026-11-14 7:12 PM",
        "2026/11/14 19:12",
        "Nov 14, 2026 07:12 PM",
        "Nov 14, 2026 7:12:00 pm",
        "November 14, 2026, 7:12 p.m.",
        "November 14, 2026 at 7:12 PM EST",
        "Sat, Nov 14, 2026 19:12",
        "Saturday, November 14th 2026 19:12",
        "14 Nov 2026 19:12",
        "14-Nov-2026 19:12",
        "14-Nov-26 19:12",
        "11/14/2026 19:12",
        "11/14/2026 07:12:00 PM",
        "11/14/26 19:12",
        "11/14/2026, 7:12 PM",
        "11-14-2026 19:12",
        "14.11.2026 19:12",
        "14.11.2026 19.12",
        "14.11.2026, 19:12:00",
        "11/14/2026 19:12 EST",
        "11/14/2026 16:12 PST",
        "11/14/2026 19:12 (GMT-5:00)",
        "11/14/2026 19:12 America/New_York",
        "11/15/2026 00:12 +00:00",
        "11/15/2026 00:12 +0000",
        "11/15/2026 00:12 GMT",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    assert read_time(text, NEW_YORK) == EVENING


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("03/04/2026", False, datetime(2026, 3, 4, 5, tzinfo=UTC)),
        ("03/04/2026", True, datetime(2026, 4, 3, 4, tzinfo=UTC)),
        ("03.04.2026", False, datetime(2026, 4, 3, 4, tzinfo=UTC)),
        ("04/13/2026", True, None),
        ("13/04/2026", False, None),
        ("2026-03-04", True, datetime(2026, 3, 4, 5, tzinfo=UTC)),
    ],
)
def test_order_of_day_and_month(text: str, day_first: bool, expected: datetime | None) -> None:
    assert read_time(text, NEW_YORK, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:05 AM", 0), ("12:05 PM", 12), ("1:05 PM", 13), ("00:05", 0), ("13:05 PM", 13)],
)
def test_twelve_hours(text: str, hour: int) -> None:
    assert read_time(f"Nov 14, 2026 {text}", UTC) == datetime(2026, 11, 14, hour, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--",
        "yesterday",
        "14.11.",
        "2026",
        "11/14",
        "32/13/2026",
        "02/30/2026",
        "2026-02-30",
        "Foo 14, 2026",
        "11/14/2026 25:00",
        "11/14/2026 19:12 IST",
        "11/14/2026 19:12 Nowhere/City",
        "11/14/2026 19:12 +99:00",
        "11/14/2026 and more",
        "1900-01-00",
        "12/31/1899 00:00",
        "0001-01-01 00:00",
        "9999-12-31T23:59",
    ],
)
def test_no_time_that_can_be_trusted(text: str) -> None:
    assert read_time(text, NEW_YORK) is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_none(text: str) -> None:
    found = read_time(text, NEW_YORK)
    assert found is None or found.utcoffset() == UTC.utcoffset(None)


@given(
    seconds=st.integers(40_000_000, 4_000_000_000),
    pattern=st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%m/%d/%Y %H:%M:%S",
            "%m/%d/%Y %I:%M:%S %p",
            "%b %d, %Y %I:%M:%S %p",
            "%d %B %Y %H:%M:%S UTC",
            "%d.%m.%Y %H:%M:%S",
        ]
    ),
)
def test_what_strftime_writes_is_read_back(seconds: int, pattern: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert read_time(at.strftime(pattern), UTC) == at


@pytest.mark.parametrize(
    ("values", "votes"),
    [
        (["03/04/2026", "14/04/2026"], (1, 0)),
        (["03/04/2026", "04/14/2026", "Tue, 04/15/2026 10:00"], (0, 2)),
        (["03/04/2026", "05/06/2026"], (0, 0)),
        (["14.04.2026", "2026-04-14", "x", ""], (0, 0)),
    ],
)
def test_dates_show_the_order_of_all(values: list[str], votes: tuple[int, int]) -> None:
    assert order_votes(values) == votes


def test_only_some_dates_are_ambiguous() -> None:
    assert is_ambiguous("03/04/2026 12:00")
    assert not any(map(is_ambiguous, ["03/14/2026", "03.04.2026", "2026-03-04", "Mar 4, 2026"]))


SIGNUP = datetime(2026, 3, 1, 19, 22, 31, tzinfo=UTC)  # 1 March, 14:22:31 in New York


@pytest.mark.parametrize(
    "text",
    [
        "2026/03/01 2:22:31 PM EST",
        "3/1/26 2:22:31 pm New York Time",
        "Sunday, March 1, 2026 2:22:31 PM EST",
        "2026\u5e743\u67081\u65e5 14:22:31",
        "2026/3/1 \u5348\u5f8c2:22:31",
        "1 de marzo de 2026 14:22:31",
        "1 de mar\u00e7o de 2026 \u00e0s 14:22:31",
        "1 mars 2026 \u00e0 14:22:31",
        "1. M\u00e4rz 2026, 14:22:31 Uhr",
        "1 marzo 2026 alle 14:22:31",
        "1 maart 2026 om 14:22:31",
        "1 marca 2026, 14:22:31",
        "s\u00f6n 1 mars 2026 kl. 14:22:31",
        "1 Mart 2026 14:22:31",
        "1 \u043c\u0430\u0440\u0442\u0430 2026 \u0433. 14:22:31",
        "Mar 1st, 2026 at 2:22:31 PM",
        "March 1, 2026 2:22:31 PM Eastern Time (US & Canada)",
        "Sun Mar 01 2026 14:22:31 GMT-0500 (Eastern Standard Time)",
        "Sun, 01 Mar 2026 19:22:31 +0000",
        "2026-03-01 19:22:31 +0000 UTC",
        "2026-03-01 13:22:31 -06:00",
        "3/1/2026 19:22:31 (UTC)",
        "1772392951",
        "1772392951000",
        "46082.598969907",
    ],
)
def test_one_signup_as_programs_of_the_world_write_it(text: str) -> None:
    assert read_time(text, NEW_YORK) == SIGNUP


@pytest.mark.parametrize("text", ["2026-03-01", "01.03.2026", "March 1, 2026", "46082", "20260301"])
def test_a_date_without_a_clock(text: str) -> None:
    assert read_time(text, NEW_YORK) == datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert not has_clock(text)


@pytest.mark.parametrize("text", ["12345", "99999", "4155550123", "2026", "1.5", "0.5993"])
def test_numbers_that_are_no_time(text: str) -> None:
    assert read_time(text, NEW_YORK) is None
