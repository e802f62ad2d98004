"""A moment ahead as agents write it; now is Wednesday 18 November 2026, 15:04 in Chicago."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.rules.moments import UnreadableMomentError, moment_ahead

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 18, 21, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "local"),
    [
        ("tomorrow", "2026-11-19 09:00"),
        ("Tomorrow 8:30", "2026-11-19 08:30"),
        ("mon", "2026-11-23 09:00"),
        ("Monday", "2026-11-23 09:00"),
        ("wed", "2026-11-25 09:00"),
        ("tue 9", "2026-11-24 09:00"),
        ("thu 5pm", "2026-11-19 17:00"),
        ("fri 12 am", "2026-11-20 00:00"),
        ("in 3 days", "2026-11-21 09:00"),
        ("3d", "2026-11-21 09:00"),
        ("in 1 week", "2026-11-25 09:00"),
        ("in 2 hours", "2026-11-18 17:04"),
        ("90 min", "2026-11-18 16:34"),
        ("17:00", "2026-11-18 17:00"),
        ("9", "2026-11-19 09:00"),
        ("today 18", "2026-11-18 18:00"),
        ("3 jan", "2027-01-03 09:00"),
        ("3. Jan 9:30", "2027-01-03 09:30"),
        ("jan 3 at 5 pm", "2027-01-03 17:00"),
        ("3 December, 14:30", "2026-12-03 14:30"),
        ("18 nov 18", "2026-11-18 18:00"),
        ("3 jan 2028 9", "2028-01-03 09:00"),
        ("29 feb", "2028-02-29 09:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 14:30", "2026-12-01 14:30"),
        ("3 dec", "2026-12-03 09:00"),
        ("Dec 3 14:30", "2026-12-03 14:30"),
        ("31. December 9pm", "2026-12-31 21:00"),
        ("1 jan 9", "2027-01-01 09:00"),
        ("jan 1, 2028 8:30", "2028-01-01 08:30"),
        ("17 nov", "2027-11-17 09:00"),
        ("jan 3 2028", "2028-01-03 09:00"),
        ("jan 3, 2030", "2030-01-03 09:00"),
        ("3 jan 2030 9", "2030-01-03 09:00"),
    ],
)
def test_what_is_meant(said: str, local: str) -> None:
    moment = moment_ahead(said, NOW, CHICAGO)
    assert moment.tzinfo is UTC
    assert moment.astimezone(CHICAGO).strftime("%Y-%m-%d %H:%M") == local


def test_days_are_counted_by_the_calendar_when_the_clocks_change() -> None:
    friday = datetime(2026, 10, 30, 20, 0, tzinfo=UTC)
    monday = moment_ahead("in 3 days", friday, CHICAGO)
    assert monday.astimezone(CHICAGO).strftime("%a %H:%M") == "Mon 09:00"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "mo",
        "today",
        "today 9",
        "2026-02-30",
        "2025-01-01",
        "mon 25",
        "9:75",
        "13 pm",
        "31 feb",
        *("jan 3 1430", "jan 3 0930", "jan 3 2030"),
        "3 dec 25",
        "dec 2027",
        "18 nov",
    ],
)
def test_what_is_no_moment_ahead(said: str) -> None:
    with pytest.raises(UnreadableMomentError):
        moment_ahead(said, NOW, CHICAGO)
