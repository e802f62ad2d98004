"""Delivery status only moves forward, and there is a time to stop asking."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.delivery_status import (
    MINUTE_US,
    NO_REPORT_AFTER_US,
    RANK,
    check_again_after,
    is_final,
)
from smsdesk.terms import UNSETTLED, Status

LAST_WORDS = (Status.DELIVERED, Status.UNDELIVERED, Status.FAILED)


def test_every_status_has_a_rank() -> None:
    assert set(RANK) == set(Status)


@pytest.mark.parametrize("last", LAST_WORDS)
def test_a_late_sent_never_overwrites_a_last_word(last: Status) -> None:
    assert RANK[Status.SENT] < RANK[last]


@pytest.mark.parametrize(("one", "other"), itertools.permutations(LAST_WORDS, 2))
def test_one_last_word_never_overwrites_another(one: Status, other: Status) -> None:
    assert RANK[one] <= RANK[other]


def test_what_the_carrier_says_ranks_above_all_that_we_only_suppose() -> None:
    ours = max(RANK[status] for status in (*UNSETTLED, Status.NOT_SENT))
    assert ours < min(RANK[status] for status in (Status.SENT, *LAST_WORDS))


@pytest.mark.parametrize("status", Status)
def test_only_the_carriers_last_word_is_final(status: Status) -> None:
    assert is_final(status) == (status in (*LAST_WORDS, Status.CANCELED))


@given(st.integers(0, 48 * 60 * MINUTE_US))
def test_the_pause_between_two_looks_grows_with_the_age_and_ends_after_a_day(age: int) -> None:
    pause = check_again_after(age)
    if age >= 24 * 60 * MINUTE_US:
        assert pause is None
    else:
        assert pause is not None
        assert 2_000_000 <= pause <= 15 * MINUTE_US


@pytest.mark.parametrize(("minutes", "pause"), [
    (0, 2), (4 / 60, 2), (10 / 60, 5), (10, 300), (30, 900), (60, 900), (24 * 60 - 1, 900),
])  # fmt: skip
def test_the_pause_is_half_of_the_age(minutes: float, pause: float) -> None:
    """Two seconds at the least, a quarter of an hour at the most."""
    assert check_again_after(round(minutes * MINUTE_US)) == pause * 1_000_000


@pytest.mark.parametrize(("status", "days", "asked"), [
    (Status.SENT, 2, False),
    (Status.PLANNED, 2, True),
    (Status.PLANNED, 35, True),
    (Status.PLANNED, 90, False),
])  # fmt: skip
def test_a_scheduled_text_is_asked_for_until_it_can_have_left(
    status: Status, days: int, asked: bool
) -> None:
    """Twilio schedules for 35 days ahead at the most."""
    assert (check_again_after(days * 24 * 60 * MINUTE_US, status) is not None) is asked


def test_no_report_is_said_after_an_hour() -> None:
    assert NO_REPORT_AFTER_US == 60 * MINUTE_US
