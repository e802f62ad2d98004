"""When the loop does its next round: not before it is due, slower while nobody is there."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

import pytest

from smsdesk.config import SyncConfig
from smsdesk.core.background import loop
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.events import CarrierState, Changed
from smsdesk.errors import DeskError
from tests.world.firm import submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.events import Event
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


class Watched:
    """A loop of which single rounds are asked for, and what it tells."""

    def __init__(self, context: Context, *, active: bool = True) -> None:
        self.told: deque[Event] = deque()
        self.watch = loop.BackgroundLoop(
            context, threading.Event(), self.told.append, lambda: active
        )

    def news(self) -> int:
        """Let it look at the database once; return how often it said that something changed."""
        self.told.clear()
        self.watch._notice_changes()
        return sum(isinstance(event, Changed) for event in self.told)

    def look(self) -> int:
        """Let it look whether a poll is due; return how many it begins."""
        poll = Started()
        self.watch._start_poll(poll)  # type: ignore[arg-type]
        return poll.times

    def poll(self) -> None:
        """Let its worker do one round of polling."""
        self.watch._poll_round()

    def pause(self, lane: str, *, failed: bool = False) -> float:
        """Return how many seconds it leaves between this round of a lane and the next."""
        return self.watch._later(lane, failed=failed) - self.watch._context.clock.monotonic()


# -- the pace -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("active", "pause"), [(True, 7.0), (False, 21.0)])
def test_the_carrier_is_polled_as_configured_and_slower_while_nobody_is_there(
    firm: Firm, active: bool, pause: float
) -> None:
    watched = Watched(firm.context(sync=SyncConfig(interval=7)), active=active)
    assert watched.watch._pause_of_polls(0) == pause


@pytest.mark.parametrize("lane", ["outbox", "lookup"])
def test_what_waits_is_not_slowed_down_by_an_idle_agent(context: Context, lane: str) -> None:
    assert Watched(context, active=False).pause(lane) == loop.TICK


def test_the_pause_doubles_with_each_failure_up_to_a_minute_and_ends_with_a_success(
    firm: Firm,
) -> None:
    watched = Watched(firm.context(sync=SyncConfig(interval=7)))
    polls = []
    for failed in range(6):
        watched.watch._failed_polls = failed
        polls.append(watched.watch._pause_of_polls(0))
    assert polls == [7, 7, 14, 28, 56, 60]
    watched.watch._failed_polls = 0
    others = [watched.watch._pause_of_polls(failures) for failures in range(6)]
    assert others == [7, 3.5, 7, 14, 28, 30], "sooner where another has failed"
    outbox = [watched.pause("outbox", failed=True) for _ in range(8)]
    assert outbox == [1, 2, 4, 8, 16, 32, 60, 60]


# -- noticing ---------------------------------------------------------------------------------


def test_a_change_is_told_once_and_the_first_look_tells_nothing(
    firm: Firm, context: Context, clock: MovedClock
) -> None:
    watched = Watched(context)
    assert watched.news() == 0
    assert watched.news() == 0
    submit(firm.desk("jonas"), "Hi")
    assert watched.news() == 1
    clock.move(1)
    assert watched.news() == 0


def test_changes_in_quick_succession_are_told_half_a_second_apart(
    firm: Firm, context: Context, clock: MovedClock
) -> None:
    watched, other = Watched(context), firm.desk("jonas")
    watched.news()
    submit(other, "one")
    assert watched.news() == 1
    submit(other, "two")
    assert watched.news() == 0
    clock.move(loop.APART)
    assert watched.news() == 1, "what came in between is told late, not lost"


# -- what it starts -------------------------------------------------------------------------------


class Started:
    """Stands in for a lane."""

    def __init__(self) -> None:
        self.times = 0

    def start(self, _now: float) -> None:
        self.times += 1


def started(watched: Watched) -> tuple[int, int]:
    transmit, lookup = Started(), Started()
    watched.watch._start_what_waits(transmit, lookup)  # type: ignore[arg-type]
    return transmit.times, lookup.times


def test_a_new_text_is_left_to_its_writer_for_three_seconds(
    desk: Desk, context: Context, clock: MovedClock
) -> None:
    watched = Watched(context)
    assert started(watched) == (0, 0)
    submit(desk, "Hi Sarah")
    clock.move(loop.GRACE.total_seconds() - 0.1)
    assert started(watched) == (0, 0)
    clock.move(0.1)
    assert started(watched) == (1, 0)


def test_a_queued_lookup_is_begun(firm: Firm, context: Context) -> None:
    firm.write("INSERT INTO contact (number, lookup_due_at) VALUES (?, 0)", TOM)
    assert started(Watched(context)) == (0, 1)


def test_a_worker_does_one_round_at_a_time_and_none_before_it_is_due() -> None:
    may_end, rounds = threading.Event(), []

    def work() -> float:
        rounds.append(1)
        assert may_end.wait(10)
        return 5.0

    worker = loop._Worker("poll", work)
    worker.start(0.0)
    worker.start(1.0)
    may_end.set()
    worker.join(10)
    worker.start(4.9)
    worker.join(10)
    assert len(rounds) == 1
    worker.start(5.0)
    worker.join(10)
    assert len(rounds) == 2


# -- failures -------------------------------------------------------------------------------------


def failing(error: Exception) -> Callable[[], None]:
    def step() -> None:
        raise error

    return step


def test_no_error_ends_it_and_each_is_told(context: Context) -> None:
    watched = Watched(context)
    assert not watched.watch._guarded(failing(DeskError("the disk is full")))
    assert not watched.watch._guarded(failing(KeyError("+14155550111")))
    assert watched.watch._guarded(lambda: None)
    said = [event.message for event in watched.told if isinstance(event, Alert)]
    assert said == ["the disk is full", "smsdesk met a problem of its own (KeyError)"]
    assert {event.kind for event in watched.told if isinstance(event, Alert)} == {
        AlertKind.DATABASE
    }


def test_a_round_that_fails_is_tried_again_later(context: Context, clock: MovedClock) -> None:
    watched = Watched(context)
    due = watched.watch._round("outbox", failing(DeskError("locked")))  # type: ignore[arg-type]
    assert due == clock.monotonic() + 1.0


def test_the_carriers_state_is_told_when_it_changes_and_since_when(
    firm: Firm, context: Context, clock: MovedClock
) -> None:
    watched = Watched(context)

    def states() -> list[CarrierState]:
        clock.move(60)
        watched.told.clear()
        watched.poll()
        watched.look()
        return [event for event in watched.told if isinstance(event, CarrierState)]

    assert [(state.online, state.waiting) for state in states()] == [(True, 0)]
    assert states() == []
    firm.offline()
    submit(firm.desk("jonas"), "Hi", SARAH)
    (offline,) = states()
    assert (offline.online, offline.waiting, offline.since) == (False, 1, clock.now())
    assert states() == [], "nothing has changed since"
    firm.online()
    assert [state.online for state in states()] == [True]
