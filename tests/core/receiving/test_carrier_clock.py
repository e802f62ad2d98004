"""Our clock was ahead of the carrier's: what an agent recorded meanwhile is dated anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.receiving.carrier_clock import heed_carrier_clock
from smsdesk.terms import Code
from tests.world.firm import code_of
from tests.world.people import SARAH

if TYPE_CHECKING:
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm

DAY = 86_400


def test_a_start_after_a_spoken_opt_out_lifts_it_though_our_clock_was_ahead(
    firm: Firm, clock: MovedClock
) -> None:
    """The machine has started with a wrong clock, and the carrier was not heard yet."""
    clock.set_ahead(DAY)
    desk = firm.desk()
    desk.consent.record_opt_out(SARAH)
    clock.move(minutes=2)
    firm.arrive(SARAH, "START")
    desk.background.sync()
    assert code_of(desk) is Code.OK
    clock.move(minutes=2)
    firm.arrive(SARAH, "STOP")
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT, "and what they text later counts as ever"


def test_a_start_from_before_it_does_not_though_it_is_heard_later(
    firm: Firm, clock: MovedClock
) -> None:
    clock.set_ahead(DAY)
    desk = firm.desk()
    firm.arrive(SARAH, "START")
    clock.move(minutes=2)
    desk.consent.record_opt_out(SARAH)
    clock.move(minutes=2)
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT
    firm.arrive(SARAH, "START")
    desk.background.sync()
    assert code_of(desk) is Code.OK


def test_nothing_is_changed_and_only_once_is_it_written_again(
    firm: Firm, clock: MovedClock
) -> None:
    clock.set_ahead(DAY)
    desk = firm.desk()
    desk.consent.record_opt_out(SARAH, note="on the phone")
    for _ in range(3):
        clock.move(minutes=2)
        desk.background.sync()
    ((first, at), (second, later)) = firm.rows(
        "SELECT happened_at, recorded_at FROM contact_event ORDER BY id"
    )
    assert (first - second) / 1_000_000 == pytest.approx(DAY, abs=1)
    assert at == later
    assert [row.evidence for row in desk.consent.opted_out()] == ["on the phone"]


@pytest.mark.parametrize("seconds", [-DAY, -1, 0, 1])
def test_a_clock_that_is_right_or_behind_dates_nothing_anew(
    firm: Firm, clock: MovedClock, seconds: float
) -> None:
    clock.set_ahead(seconds)
    desk = firm.desk()
    desk.consent.record_opt_out(SARAH)
    desk.background.sync()
    assert len(firm.rows("SELECT * FROM contact_event")) == 1
    assert code_of(desk) is Code.OPTED_OUT


def test_it_returns_how_far_ours_is_off(firm: Firm, clock: MovedClock) -> None:
    clock.set_ahead(90)
    context = firm.context()
    context.carrier.check_sender()
    assert heed_carrier_clock(context).total_seconds() == pytest.approx(-90, abs=1)
