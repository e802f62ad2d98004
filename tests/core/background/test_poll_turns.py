"""One poller a database: of many open desks one polls at a time, and the others see its finds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.protocol import Refused
from smsdesk.config import SyncConfig
from smsdesk.core.background import loop, poll_turns
from smsdesk.core.read_models.events import CarrierState
from smsdesk.core.read_models.sending import SyncReport
from smsdesk.desk import Desk
from smsdesk.store.tables.polls import PollRecord
from smsdesk.store.times import to_us
from tests.world.clocks import SharedClock
from tests.world.firm import context_of, statuses
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.events import Event
    from tests.world.firm import Firm

LEASE = poll_turns.LEASE.total_seconds()


class OpenDesk:
    """An open desk whose loop takes a step when it is told to, each poll at once."""

    def __init__(self, firm: Firm, agent: str, *, active: bool = True) -> None:
        self.desk = firm.desk(agent)
        self.told: deque[Event] = deque()
        self.active = active
        self.watch = loop.BackgroundLoop(
            context_of(self.desk), threading.Event(), self.told.append, lambda: self.active
        )

    def start(self, _now: float) -> None:
        """Poll, as the worker would that the loop starts."""
        self.watch._poll_round()

    def step(self) -> None:
        self.watch._start_poll(self)  # type: ignore[arg-type]

    def states(self) -> list[bool]:
        """Return whether the carrier was there, each time that it was told."""
        return [event.online for event in self.told if isinstance(event, CarrierState)]


def go_on(firm: Firm, desks: list[OpenDesk], *, seconds: float) -> None:
    """Let time pass for the loops of all desks."""
    for _tick in range(round(seconds / loop.TICK)):
        firm.clock.move(loop.TICK)
        for one in desks:
            one.step()


def polls_of(firm: Firm) -> int:
    """Return how often the carrier was asked for the texts to us."""
    return sum(wanted.to == firm.number for wanted in firm.carrier.listed)


def open_desks(firm: Firm, count: int) -> list[OpenDesk]:
    return [OpenDesk(firm, f"agent {place}") for place in range(count)]


# -- how often the carrier is asked ---------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_carrier_is_asked_as_often_however_many_desks_are_open(firm: Firm, count: int) -> None:
    desks = open_desks(firm, count)
    go_on(firm, desks, seconds=0.25)
    firm.carrier.listed.clear()
    go_on(firm, desks, seconds=60)
    assert polls_of(firm) == 12
    assert len(firm.carrier.listed) == 24, "one page of each direction, and no other"


def test_a_desk_in_use_keeps_the_pace_where_the_others_stand_idle(firm: Firm) -> None:
    idle = [OpenDesk(firm, f"agent {place}", active=False) for place in range(4)]
    in_use = OpenDesk(firm, "maria")
    go_on(firm, idle, seconds=60)
    assert polls_of(firm) == 4, "every 15 seconds"
    firm.carrier.listed.clear()
    go_on(firm, [*idle, in_use], seconds=60)
    assert polls_of(firm) == 12


def test_an_idle_poll_asks_for_few(firm: Firm) -> None:
    """The whole list of a day is read every ten minutes, not every five seconds."""
    for number in range(300):
        firm.arrive(f"+1415555{number:04}", "Hi")
    (desk,) = open_desks(firm, 1)
    go_on(firm, [desk], seconds=0.25)
    firm.carrier.listed.clear()
    sizes: list[int] = []
    usual = firm.carrier.list_messages

    def watched(*args: object, **more: object) -> object:
        page = usual(*args, **more)  # type: ignore[arg-type]
        sizes.append(len(page.messages))
        return page

    firm.carrier.list_messages = watched  # type: ignore[method-assign, assignment]
    go_on(firm, [desk], seconds=300)
    assert max(sizes) == 20
    go_on(firm, [desk], seconds=305)
    assert [size for size in sizes if size > 20] == [300], "one whole look in ten minutes"


@pytest.mark.parametrize("count", [1, 19, 20, 21, 75])
def test_more_is_asked_for_where_more_is_new(firm: Firm, count: int) -> None:
    for number in range(50):
        firm.arrive(f"+1415555{number:04}", "Hi")
    (desk,) = open_desks(firm, 1)
    go_on(firm, [desk], seconds=0.25)
    for number in range(count):
        firm.arrive(f"+1628555{number:04}", "Hello")
    go_on(firm, [desk], seconds=5)
    assert desk.desk.conversations.totals().conversations == 50 + count


# -- what the others see --------------------------------------------------------------------------


def test_every_desk_tells_what_the_last_poll_found_whoever_made_it(firm: Firm) -> None:
    desks = open_desks(firm, 5)
    go_on(firm, desks, seconds=1)
    assert [one.states() for one in desks] == [[True]] * 5
    firm.offline()
    go_on(firm, desks, seconds=10)
    assert [one.states() for one in desks] == [[True, False]] * 5
    since = {
        event.since
        for one in desks
        for event in one.told
        if isinstance(event, CarrierState) and not event.online
    }
    assert len(since) == 1
    firm.online()
    go_on(firm, desks, seconds=30)
    assert [one.states() for one in desks] == [[True, False, True]] * 5


def test_a_desk_that_opens_knows_at_once_and_asks_nobody(firm: Firm) -> None:
    go_on(firm, open_desks(firm, 1), seconds=1)
    asked = polls_of(firm)
    late = OpenDesk(firm, "late")
    late.step()
    assert late.states() == [True]
    assert polls_of(firm) == asked


def test_what_was_found_last_night_says_nothing_of_now(firm: Firm) -> None:
    firm.offline()
    go_on(firm, open_desks(firm, 1), seconds=1)
    firm.online()
    firm.clock.move(days=1)
    morning = OpenDesk(firm, "morning")
    morning.step()
    assert morning.states() == []
    morning.step()
    assert morning.states() == [True]


def test_while_the_line_is_down_all_together_ask_less_and_less(firm: Firm) -> None:
    desks = open_desks(firm, 5)
    firm.offline()
    go_on(firm, desks, seconds=0.25)
    firm.carrier.listed.clear()
    go_on(firm, desks, seconds=5 + 10 + 20 + 40)
    assert polls_of(firm) == 4


def test_a_desk_that_alone_is_refused_leaves_the_turn_to_the_others(firm: Firm) -> None:
    """One has a wrong token: the others' titles must not change with each of its polls."""
    good, bad = open_desks(firm, 2)
    usual = firm.carrier.list_messages

    def refused(*_arguments: object, **_more: object) -> object:
        raise Refused("Authentication Error", code=20003, http_status=401)

    def as_asked_by(one: OpenDesk) -> None:
        firm.carrier.list_messages = usual if one is good else refused  # type: ignore[method-assign, assignment]
        one.step()

    for _tick in range(round(300 / loop.TICK)):
        firm.clock.move(loop.TICK)
        for one in (bad, good):
            as_asked_by(one)
    assert good.states().count(False) <= 3
    assert good.states()[-1]
    assert statuses(good.desk) == []


def test_two_lines_are_polled_each(firm: Firm) -> None:
    """The firm has changed its number, and a desk of before is still open."""
    first, second = firm.context(), firm.context("jonas")
    twilio = second.config.twilio
    assert poll_turns.polled_line(first) == poll_turns.polled_line(second)
    other = firm.context("ana", twilio=type(twilio)(twilio.account_sid, from_number="+14155550199"))
    assert poll_turns.take_turn(first, lambda _failures: 5.0)
    assert not poll_turns.take_turn(second, lambda _failures: 5.0)
    assert poll_turns.take_turn(other, lambda _failures: 5.0)


# -- sync on the command line ---------------------------------------------------------------------


def test_sync_polls_by_itself_though_it_is_another_s_turn(firm: Firm) -> None:
    poller = firm.context()
    assert poll_turns.take_turn(poller, lambda _failures: 5.0)
    firm.arrive(SARAH, "Hello?")
    report = firm.desk("script").background.sync()
    assert report.received == 1
    with poller.database.read() as connection:
        assert poll_turns.last_poll(poller, connection).process == poller.process


def test_what_sync_found_is_told_by_the_desks(firm: Firm) -> None:
    (desk,) = open_desks(firm, 1)
    go_on(firm, [desk], seconds=1)
    firm.offline()
    firm.desk("script").background.sync()
    desk.step()
    assert desk.states() == [True, False]


# -- another takes over ---------------------------------------------------------------------------


def may(context: Context) -> bool:
    """Whether a poll that is long due could be begun now; nothing is begun."""
    with context.database.read() as connection:
        last = poll_turns.last_poll(context, connection)
    return poll_turns.is_due(context, last, lambda _failures: 5.0)


@pytest.fixture
def second(firm: Firm) -> Context:
    """A desk that waits, while another is in the middle of a poll."""
    return firm.context("second")


def begun(firm: Firm) -> Desk:
    desk = firm.desk("first")
    assert poll_turns.take_turn(context_of(desk), lambda _failures: 5.0)
    return desk


def test_nobody_polls_beside_one_who_does(firm: Firm, second: Context) -> None:
    begun(firm)
    firm.clock.move(LEASE - 0.1)
    assert not may(second)


def test_a_poller_that_closes_in_the_middle_is_followed_at_once(
    firm: Firm, second: Context
) -> None:
    begun(firm).close()
    assert may(second)


def test_a_poller_that_shows_no_sign_is_followed_when_its_lease_is_over(
    firm: Firm, second: Context
) -> None:
    begun(firm)
    firm.clock.move(LEASE)
    assert may(second)


def test_a_long_poll_keeps_its_turn_by_signs_of_life(firm: Firm, second: Context) -> None:
    """The first sync of a busy firm takes minutes."""
    first = context_of(begun(firm))
    for _sign in range(100):
        firm.clock.move(poll_turns.RENEW_EVERY)
        poll_turns.renew(first)
        assert not may(second)


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_clock_that_is_set_neither_ends_nor_prolongs_a_turn(
    firm: Firm, second: Context, seconds: float
) -> None:
    begun(firm)
    firm.clock.set_ahead(seconds)
    assert not may(second)
    firm.clock.move(LEASE)
    assert may(second)


def test_a_lease_of_another_start_of_the_machine_is_none(firm: Firm, second: Context) -> None:
    begun(firm)
    until = to_us(second.steady_now() + timedelta(days=3))
    firm.write("UPDATE poll SET lease_until = ?, polled_at = ?", until, until)
    assert may(second)


def test_who_comes_back_after_another_took_over_takes_nothing_from_it(
    firm: Firm, second: Context
) -> None:
    first = context_of(begun(firm))
    firm.clock.move(LEASE)
    assert poll_turns.take_turn(second, lambda _failures: 5.0)
    poll_turns.renew(first)
    poll_turns.record_poll(first, SyncReport())
    assert firm.rows("SELECT process FROM poll") == [(second.process,)]


def test_a_round_that_ended_in_an_error_is_no_turn_for_ever(firm: Firm) -> None:
    poller = OpenDesk(firm, "maria")
    poller.step()
    firm.clock.move(5)
    firm.write("ALTER TABLE message RENAME TO elsewhere")
    poller.watch._poll_round()
    firm.write("ALTER TABLE elsewhere RENAME TO message")
    firm.arrive(SARAH, "Hello?")
    go_on(firm, [OpenDesk(firm, "jonas")], seconds=LEASE + 1)
    assert statuses(poller.desk) == ["received"]


# -- real processes -------------------------------------------------------------------------------

POLLER = """
import sys, time
from pathlib import Path
from smsdesk.config import Config, DatabaseConfig, DeskConfig
from smsdesk.core.background import poll_turns
from smsdesk.core.read_models.sending import SyncReport
from smsdesk.desk import Desk
from tests.world.clocks import SharedClock

url, clock = sys.argv[1:]
config = Config(desk=DeskConfig(user="poller"), database=DatabaseConfig(url=url))
desk = Desk.open(config, clock=SharedClock(Path(clock)))
assert poll_turns.take_turn(desk._context, lambda _failures: 5.0)
print("begun", flush=True)
sys.stdin.readline()
poll_turns.record_poll(desk._context, SyncReport(offline="late"))
print("ended", flush=True)
sys.stdin.readline()
"""


@contextmanager
def in_the_middle_of_a_poll(url: str, clock: str) -> Iterator[subprocess.Popen[str]]:
    """Give a process that has begun a poll, and ends it when it is written to."""
    poller = subprocess.Popen(
        [sys.executable, "-c", POLLER, url, clock],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert poller.stdout is not None
        assert poller.stdout.readline() == "begun\n"
        yield poller
    finally:
        poller.kill()
        poller.wait()
        for pipe in (poller.stdin, poller.stdout):
            if pipe is not None:
                pipe.close()


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_another_takes_over_from_a_process_that_is_stopped_or_killed(firm: Firm) -> None:
    offsets = firm.folder / "clock"
    clock = SharedClock(offsets)
    config = firm.config("second")
    config = type(config)(desk=config.desk, database=config.database, sync=SyncConfig())
    with (
        Desk.open(config, clock=clock) as desk,
        in_the_middle_of_a_poll(config.database.url, str(offsets)) as poller,
    ):
        second = context_of(desk)
        assert not may(second)
        poller.send_signal(signal.SIGSTOP)
        assert not may(second), "it may only be slow"
        clock.move(LEASE)
        assert poll_turns.take_turn(second, lambda _failures: 5.0)
        poller.send_signal(signal.SIGCONT)
        assert poller.stdin is not None
        assert poller.stdout is not None
        poller.stdin.write("\n")
        poller.stdin.flush()
        assert poller.stdout.readline() == "ended\n"
        with second.database.read() as connection:
            mine = poll_turns.last_poll(second, connection)
        assert mine.process == second.process
        poll_turns.record_poll(second, SyncReport())
    with (
        Desk.open(config, clock=clock) as desk,
        _due(clock),
        in_the_middle_of_a_poll(config.database.url, str(offsets)) as poller,
    ):
        assert not may(context_of(desk))
        poller.kill()
        poller.wait()
        assert may(context_of(desk)), "at once"


@contextmanager
def _due(clock: SharedClock) -> Iterator[None]:
    clock.move(5)
    yield


def test_a_line_that_was_never_polled_has_an_empty_record(firm: Firm) -> None:
    context = firm.context()
    with context.database.read() as connection:
        assert poll_turns.last_poll(context, connection) == PollRecord(
            poll_turns.polled_line(context)
        )
