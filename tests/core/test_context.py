"""The world of the flows, and the writing transaction: all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.context import carrier_skew, remember_skew, writing
from smsdesk.store.tables import contacts, program_state
from tests.world.clocks import START
from tests.world.firm import bubbles, row_in_list, submit
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from collections.abc import Collection

    from smsdesk.carrier.protocol import Carrier
    from smsdesk.core.context import Context, Writing
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


class FailedError(Exception):
    """Something goes wrong in the middle of a transaction."""


def test_who_sends_from_where(context: Context) -> None:
    assert (context.agent, context.region, context.our_number) == ("maria", "US", FIRM)
    assert context.longest_wait == timedelta(minutes=15)
    assert context.now() == START


def test_the_carrier_is_connected_once_and_only_when_it_is_needed(
    firm: Firm, context: Context
) -> None:
    calls: list[str] = []

    def connect() -> Carrier:
        calls.append("connected")
        return firm.carrier

    fresh = replace(context, connect=connect)
    assert calls == []
    assert fresh.carrier is fresh.carrier is firm.carrier
    assert calls == ["connected"]


def test_what_was_never_connected_is_not_connected_to_be_closed(context: Context) -> None:
    def connect() -> Carrier:
        raise AssertionError("nobody needs the carrier")

    replace(context, connect=connect).close()


# -- a writing transaction ------------------------------------------------------------------------


def test_cards_and_rows_of_what_it_touches_follow(context: Context, desk: Desk) -> None:
    submit(desk, "Hello")
    before = row_in_list(context).revision
    refreshed: list[Collection[str]] = []

    def refresh(work: Writing, numbers: Collection[str]) -> None:
        assert work.connection.in_transaction()
        refreshed.append(set(numbers))

    with writing(replace(context, refresh_cards=refresh)) as work:
        work.touch(SARAH)
        work.touch(SARAH)
    assert refreshed == [{SARAH}]
    assert row_in_list(context).revision > before


def test_what_touches_nobody_refreshes_nothing(context: Context) -> None:
    def refresh(_work: Writing, _numbers: Collection[str]) -> None:
        raise AssertionError("no card has changed")

    with writing(replace(context, refresh_cards=refresh)) as work:
        program_state.put(work.connection, "note", "kept")
    with context.database.read() as connection:
        assert program_state.get(connection, "note") == "kept"


def test_nothing_of_it_is_kept_when_it_fails(context: Context, desk: Desk) -> None:
    def fail() -> None:
        with writing(context) as work:
            contacts.ensure(work.connection, SARAH)
            work.touch(SARAH)
            raise FailedError

    with pytest.raises(FailedError):
        fail()
    with context.database.read() as connection:
        assert contacts.get(connection, SARAH) is None
    assert bubbles(desk) == ()


def test_one_revision_a_transaction_and_each_higher_than_the_last(context: Context) -> None:
    dealt = []
    for _ in range(3):
        with writing(context) as work:
            dealt.append(work.revision)
            assert work.revision == dealt[-1]
    assert dealt == sorted(set(dealt))


def test_a_transaction_that_stamps_nothing_deals_no_revision(context: Context) -> None:
    with writing(context) as work:
        first = work.revision
    with writing(context):
        pass
    with writing(context) as work:
        assert work.revision == first + 1


# -- the carrier's clock --------------------------------------------------------------------------


def heard(context: Context) -> timedelta:
    """Return the difference after an answer of the carrier, on top of what was known."""
    with context.database.read() as connection:
        known = carrier_skew(connection)
    return remember_skew(context, known)


@pytest.mark.parametrize("seconds", [-7200.0, -1.5, 90.0])
def test_the_carriers_clock_is_remembered_for_every_process(
    firm: Firm, context: Context, seconds: float
) -> None:
    firm.carrier._http.clock_offset = timedelta(seconds=seconds)
    assert heard(context) == timedelta(seconds=seconds)
    with writing(firm.context("jonas")) as work:
        assert work.skew == timedelta(seconds=seconds)
        assert work.carrier_now == START + timedelta(seconds=seconds)


def test_less_than_a_second_of_difference_is_not_worth_a_write(
    firm: Firm, context: Context
) -> None:
    firm.carrier._http.clock_offset = timedelta(seconds=0.9)
    assert heard(context) == timedelta(seconds=0.9)
    with context.database.read() as connection:
        assert carrier_skew(connection) == timedelta(0)


def test_a_carrier_that_has_told_no_time_changes_nothing(firm: Firm, context: Context) -> None:
    firm.carrier._http.clock_offset = timedelta(seconds=50)
    heard(context)
    firm.carrier._http.clock_offset = None
    assert heard(context) == timedelta(seconds=50)
