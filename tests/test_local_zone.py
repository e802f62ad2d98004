"""The computer's own zone: winter's times in winter's offset, whatever the season is now."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.local_zone import LocalZone
from tests.world.people import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="module")
def chicago() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/Chicago")
        time.tzset()
        yield
    time.tzset()


@given(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (bounds without a zone)
def test_a_time_reads_as_the_zones_own_rules_have_it(at: datetime) -> None:
    local = at.astimezone(LocalZone())
    expected = at.astimezone(ZONE)
    assert local.replace(tzinfo=None) == expected.replace(tzinfo=None)
    assert local.utcoffset() == expected.utcoffset()
    assert f"{local:%H:%M %Z}" == f"{expected:%H:%M %Z}"
    assert local.dst() is None


def test_a_time_of_day_alone_has_no_offset() -> None:
    assert LocalZone().utcoffset(None) is None
    assert LocalZone().tzname(None) is None
