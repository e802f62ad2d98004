"""Who has the database open: a row with a lease, in nobody's way."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.background import registration
from smsdesk.desk import Desk
from smsdesk.processes import this_host
from smsdesk.store.tables import programs
from smsdesk.store.tables.programs import ProgramRecord
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from tests.world.firm import Firm


def registered(firm: Firm) -> list[str]:
    return [agent for (agent,) in firm.rows("SELECT agent FROM program ORDER BY opened_at")]


def test_a_program_is_registered_while_it_is_open(firm: Firm) -> None:
    maria, tom = firm.desk("maria"), firm.desk("tom")
    assert sorted(registered(firm)) == ["maria", "tom"]
    maria.close()
    assert registered(firm) == ["tom"]
    tom.close()
    assert registered(firm) == []


def test_a_lease_is_renewed_without_a_new_revision(firm: Firm, desk: Desk) -> None:
    revision = firm.rows("SELECT value FROM counter WHERE name = 'revision'")
    ((until, opened_at),) = firm.rows("SELECT lease_until, opened_at FROM program")
    firm.clock.move(minutes=10)
    registration.register(desk._context)
    assert firm.rows("SELECT lease_until, opened_at FROM program") == [
        (until + timedelta(minutes=10) // timedelta(microseconds=1), opened_at)
    ]
    assert firm.rows("SELECT value FROM counter WHERE name = 'revision'") == revision


@pytest.mark.parametrize("days", [-30, 30])
def test_a_clock_that_is_set_neither_ends_nor_prolongs_a_lease(
    firm: Firm, desk: Desk, days: int
) -> None:
    firm.write("UPDATE program SET host = 'another-host'")
    firm.clock.set_ahead(days * 86_400)
    registration.register(firm.desk("tom")._context)
    assert sorted(registered(firm)) == ["maria", "tom"]
    firm.clock.move(minutes=16)
    registration.register(firm.desk("ana")._context)
    assert "maria" not in registered(firm)


def an_ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.parametrize(("host", "running", "minutes", "counts"), [
    ("another-host", True, 10, True),
    ("another-host", True, -1, False),
    ("another-host", False, 10, True),
    (this_host(), True, 10, True),
    (this_host(), False, 10, False),
    (this_host(), True, -1, False),
])  # fmt: skip
def test_who_ended_without_a_word_is_not_waited_for(
    firm: Firm, desk: Desk, host: str, running: bool, minutes: int, counts: bool
) -> None:
    row = ProgramRecord(
        process="p",
        version="0.1.0",
        agent="ana",
        host=host,
        pid=os.getpid() if running else an_ended_process(),
        opened_at=to_us(firm.clock.now()),
        lease_until=to_us(firm.clock.now() + timedelta(minutes=minutes)),
    )
    with desk._context.database.write() as connection:
        programs.put(connection, row)
        found = programs.open_now(connection, to_us(firm.clock.now()))
    assert ("ana" in [one.agent for one in found]) == counts
    registration.register(desk._context)
    assert ("ana" in registered(firm)) == counts


def test_a_database_that_is_locked_opens_all_the_same(firm: Firm, desk: Desk) -> None:
    """A bulk writer holds the lock for longer than a row of bookkeeping is worth."""
    desk.close()
    with desk._context.database.write():
        other = Desk.open(firm.config("tom"), carrier=firm.carrier, clock=firm.clock)
        assert other.conversations.totals().conversations == 0
    other.close()
    desk._context.database.close()  # it was closed, and has connected once more
    assert registered(firm) == []


def test_one_that_could_not_register_does_so_later(firm: Firm, desk: Desk) -> None:
    firm.write("DELETE FROM program")
    registration.register(replace(desk._context, process="later"))
    assert firm.rows("SELECT process FROM program") == [("later",)]
