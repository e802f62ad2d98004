"""Our steady time: the same in every process, whatever the clock is set to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from smsdesk.clock import SystemClock
from smsdesk.core.context import writing
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.steady_time import ASK_EVERY, SteadyTime

if TYPE_CHECKING:
    from smsdesk.store.database import Database
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


# -- where a server has the database --------------------------------------------------------------


class Server:
    """A server's clock, and this machine's: each runs as it is told."""

    has_time = True

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
        self.counted = 1000.0
        self.asked = 0
        self.reachable = True
        monkeypatch.setattr(SystemClock, "monotonic", lambda _: self.counted)

    def now(self) -> datetime:
        self.asked += 1
        if not self.reachable:
            raise DatabaseUnusable("the database does not answer")
        return self.time

    def move(self, seconds: float, *, counted: float | None = None) -> None:
        """Let time pass, of which this machine may have counted another one."""
        self.time += timedelta(seconds=seconds)
        self.counted += seconds if counted is None else counted

    def steady(self) -> SteadyTime:
        return SteadyTime(cast("Database", self), SystemClock())


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def test_a_server_is_asked_at_the_opening_and_now_and_then(shared: Server) -> None:
    ours = shared.steady()
    for _ in range(40):
        shared.move(1)
        assert ours.now() == shared.time
    assert shared.asked == 1 + 40 // ASK_EVERY


@pytest.mark.parametrize("counted", [ASK_EVERY, 7200.0])
def test_a_clock_that_has_stepped_misleads_for_no_longer_than_that(
    shared: Server, counted: float
) -> None:
    """A machine that its host has put to sleep counts too little, one that is moved too much."""
    ours = shared.steady()
    shared.move(3600, counted=counted)
    assert ours.now() == shared.time


def test_what_a_transaction_is_told_holds_at_once(shared: Server) -> None:
    ours = shared.steady()
    shared.move(3600, counted=0.1)
    assert ours.now() < shared.time, "nobody has told yet"
    ours.hear(shared.time)
    assert ours.now() == shared.time
    assert shared.asked == 1


def test_an_answer_that_comes_late_sets_nothing_back(shared: Server) -> None:
    ours = shared.steady()
    ours.hear(shared.time - timedelta(milliseconds=200))
    assert ours.now() == shared.time
    shared.time -= timedelta(minutes=5)
    ours.hear(shared.time)
    assert ours.now() == shared.time, "that was no late answer: the server's clock was set"


def test_a_server_that_cannot_be_asked_is_asked_again_later(shared: Server) -> None:
    ours = shared.steady()
    shared.reachable = False
    shared.move(ASK_EVERY)
    assert ours.now() == ours.now() == shared.time
    assert shared.asked == 2
