"""Dates as Twilio writes them, in every month and every zone; whatever else comes is no date."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from smsdesk.carrier.twilio.dates import parse_date


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read(month: int) -> None:
    at = datetime(2026, month, 20, 21, 4, 5, tzinfo=UTC)
    assert parse_date(format_datetime(at)) == at
    assert parse_date(format_datetime(at, usegmt=True)) == at
    assert parse_date(at.isoformat()) == at


@pytest.mark.parametrize(("written", "hour"), [
    ("Sun, 20 Dec 2026 21:04:05 +0000", 21),
    ("Sun, 20 Dec 2026 21:04:05 -0000", 21),
    ("Sun, 20 Dec 2026 21:04:05 -0500", 2),
    ("20 Dec 2026 21:04:05 GMT", 21),
    ("2026-12-20T21:04:05Z", 21),
    ("2026-12-20T21:04:05", 21),
    ("2026-12-20T23:04:05+02:00", 21),
])  # fmt: skip
def test_every_zone_is_turned_into_utc(written: str, hour: int) -> None:
    read = parse_date(written)
    assert read is not None
    assert read.tzinfo is UTC
    assert read.hour == hour


@pytest.mark.parametrize("value", [
    None, "", 0, 1795208645, "soon", "20 Foo 2026 21:04:05 GMT", "Sun, 32 Dec 2026 21:04:05 GMT",
    "2026-12-20T21:04:05Z" + " " * 60, ["Sun, 20 Dec 2026 21:04:05 GMT"],
])  # fmt: skip
def test_anything_else_is_no_date(value: object) -> None:
    assert parse_date(value) is None
