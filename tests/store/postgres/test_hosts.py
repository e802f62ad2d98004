"""Several hosts on one database: clocks that differ, and a process that is put to sleep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.clock import SystemClock
from smsdesk.core.background import poll_turns
from smsdesk.desk import Desk
from smsdesk.store.errors import DatabaseBusy, ProgramsOpen
from smsdesk.store.schema import ensure
from smsdesk.store.tables import contacts
from tests.world.clocks import MovedClock
from tests.world.firm import Firm, context_of, statuses, submit
from tests.world.people import SARAH, TOM, ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from smsdesk.store.database import Database

AHEAD = 90
"""Seconds by which the other host's clock is wrong."""


# -- clocks ---------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, server: str) -> Iterator[Firm]:
    """A firm whose carrier has today's time, as the desks have it from the server."""
    firm = Firm(tmp_path, clock=MovedClock(datetime.now(UTC)), server=server)
    yield firm
    firm.close()


def desk_on_host(firm: Firm, ahead: float, agent: str = "maria") -> Desk:
    """Open a desk on a host whose own clock is wrong by so many seconds."""
    clock = SystemClock()
    right = clock.now
    vars(clock).update(now=lambda: right() + timedelta(seconds=ahead), boot=f"host {ahead}")
    desk = Desk.open(firm.config(agent), carrier=firm.carrier, clock=clock, zone=ZONE)
    firm._desks.append(desk)
    return desk


@pytest.mark.parametrize("ahead", [AHEAD, -AHEAD])
def test_one_agent_on_two_hosts_has_one_limit(here: Firm, ahead: float) -> None:
    first, second = desk_on_host(here, 0), desk_on_host(here, ahead)
    told = [
        (first, second)[place % 2]
        .sending.submit((SARAH, TOM)[place // 2 % 2], f"Text {place}")
        .code
        for place in range(12)
    ]
    assert told == ["ok"] * 10 + ["rate_limited"] * 2


@pytest.mark.parametrize("ahead", [AHEAD, -AHEAD])
def test_the_same_words_twice_from_two_hosts_are_asked_about(here: Firm, ahead: float) -> None:
    first, second = desk_on_host(here, 0), desk_on_host(here, ahead)
    assert first.sending.submit(SARAH, "See you at 7").code == "ok"
    assert second.sending.submit(SARAH, "See you at 7").code == "duplicate"


@pytest.mark.parametrize("ahead", [AHEAD, -AHEAD])
def test_a_text_in_one_hosts_hands_is_left_to_it_by_the_other(here: Firm, ahead: float) -> None:
    first, second = desk_on_host(here, 0), desk_on_host(here, ahead, "jonas")
    waiting = submit(first, "Hi Sarah")
    seen: list[list[str]] = []

    def meanwhile() -> None:
        second.background.sync()
        seen.append(statuses(second))

    here.carrier.before_send = meanwhile
    assert first.sending.transmit(waiting).status == "sent"
    assert seen == [["sending"]]
    assert here.at_carrier(SARAH) == ["Hi Sarah"]


@pytest.mark.parametrize("ahead", [AHEAD, -AHEAD])
def test_a_poll_under_way_on_one_host_is_no_other_hosts_turn(here: Firm, ahead: float) -> None:
    first, second = (context_of(desk_on_host(here, by)) for by in (0, ahead))

    def at_once(_failures: int) -> float:
        return 0.0

    assert poll_turns.take_turn(first, at_once)
    assert not poll_turns.take_turn(second, at_once)


@pytest.mark.parametrize("ahead", [1200, -1200])
def test_a_program_counts_as_open_by_the_servers_clock(
    here: Firm, monkeypatch: pytest.MonkeyPatch, ahead: float
) -> None:
    """Its lease is a quarter of an hour; a host may be wrong by more than that."""
    context = context_of(desk_on_host(here, 0))
    clock = SystemClock()
    right = clock.now
    vars(clock).update(now=lambda: right() + timedelta(seconds=ahead))
    monkeypatch.setattr(ensure, "_must_be_closed", lambda _connection: True)
    with context.database.read() as connection, pytest.raises(ProgramsOpen, match="maria's desk"):
        ensure._refuse_while_open(context.database, connection, clock)
    here.write("UPDATE program SET lease_until = lease_until - ?", 1000 * 1_000_000)
    with context.database.read() as connection:
        ensure._refuse_while_open(context.database, connection, clock)


# -- who sleeps -----------------------------------------------------------------------------------

_HOLDER = """
import sys
from smsdesk.store.database import open_database
from smsdesk.store.tables import contacts

database = open_database(sys.argv[1])
try:
    with database.write() as connection:
        contacts.ensure(connection, sys.argv[2])
        print("has it", flush=True)
        sys.stdin.readline()
except Exception as error:
    print(error, flush=True)
else:
    print("committed", flush=True)
"""


@pytest.fixture
def holder(server: str) -> Iterator[subprocess.Popen[str]]:
    """A process in the middle of a writing transaction, which has added Tom."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, server, TOM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "has it\n"
        yield process
        process.kill()


def test_a_process_that_is_put_to_sleep_holds_the_firm_up_for_seconds_and_keeps_nothing(
    database: Database, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    try:
        with pytest.raises(DatabaseBusy, match="locked by another program") as caught:
            _add(database, SARAH, patience=0.2)
        assert "\n" not in str(caught.value)
        began = time.monotonic()
        _add(database, SARAH)  # with the patience that everybody has
        assert time.monotonic() - began < 6
    finally:
        os.kill(holder.pid, signal.SIGCONT)
    told, _ = holder.communicate("\n", timeout=20)
    assert "what was being written is not recorded" in told
    with database.read() as connection:
        assert contacts.get(connection, SARAH) is not None
        assert contacts.get(connection, TOM) is None


def _add(database: Database, number: str, patience: float | None = None) -> None:
    with database.write(patience=patience) as connection:
        contacts.ensure(connection, number)
