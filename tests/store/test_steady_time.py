"""Our steady time: the same in every process, whatever the clock is set to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.clock import SystemClock
from smsdesk.core.context import writing

if TYPE_CHECKING:
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def test_it_runs_as_the_clock_does_that_nobody_sets(firm: Firm, clock: MovedClock) -> None:
    context = firm.context()
    assert context.steady_now() == clock.now()
    clock.move(90)
    assert context.steady_now() == clock.now()


@pytest.mark.parametrize("seconds", [-86_400, -2, 2, 86_400])
def test_setting_the_clock_moves_it_for_nobody(
    firm: Firm, clock: MovedClock, seconds: float
) -> None:
    before = firm.context()
    began = before.steady_now()
    clock.set_ahead(seconds)
    clock.move(10)
    after = firm.context("jonas")
    assert before.steady_now() == after.steady_now() == began + timedelta(seconds=10)


def test_a_new_start_of_the_machine_begins_anew(firm: Firm, clock: MovedClock) -> None:
    firm.context()
    clock.boot = "another start"
    clock.set_back(3600)
    assert firm.context().steady_now() == clock.now()


def test_where_no_two_processes_have_a_clock_in_common_each_has_its_own(
    firm: Firm, clock: MovedClock
) -> None:
    clock.boot = ""
    firm.context()
    clock.set_back(3600)
    assert firm.context().steady_now() == clock.now()


def test_what_waits_is_told_by_the_clock_on_the_wall(firm: Firm, clock: MovedClock) -> None:
    context = firm.context()
    with writing(context) as work:
        due = work.steady_us + 5_000_000
    clock.set_ahead(3600)
    assert context.on_the_wall(due) == clock.now() + timedelta(seconds=5)
    assert context.on_the_wall(None) is None


def test_the_machines_own_clock_names_its_start_and_runs() -> None:
    clock = SystemClock()
    assert clock.boot == SystemClock().boot
    first = clock.monotonic()
    assert clock.monotonic() >= first
