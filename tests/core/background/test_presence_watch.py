"""The loop writes down where its agent is, and tells of the others without reading all again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.background.loop import BackgroundLoop
from smsdesk.core.read_models.events import Changed, Colleagues, Present
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.core.read_models.events import Event
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


class Loop:
    """A loop of one desk, turned by hand."""

    def __init__(self, desk: Desk) -> None:
        self.told: list[Event] = []
        self.watch = BackgroundLoop(
            desk._context, threading.Event(), self.told.append, lambda: True
        )
        self.turn()

    def turn(self) -> list[Event]:
        """Let it notice and write once, as every quarter of a second; return what it tells."""
        self.told.clear()
        self.watch._notice_changes()
        self.watch._presence.write_place()
        return [event for event in self.told if isinstance(event, (Changed, Colleagues))]


@pytest.fixture
def maria(firm: Firm) -> Desk:
    return firm.desk("maria")


@pytest.fixture
def tom(firm: Firm) -> Desk:
    return firm.desk("tom")


def test_a_colleague_who_comes_types_and_goes_wakes_no_list(
    firm: Firm, maria: Desk, tom: Desk
) -> None:
    marias, toms = Loop(maria), Loop(tom)
    marias.turn()
    firm.clock.move(1)
    marias.turn()
    tom.presence.opened(SARAH)
    toms.turn()
    assert marias.turn() == [Colleagues((Present("tom", SARAH, typing=False),))]
    tom.presence.typed()
    toms.turn()
    assert marias.turn() == [Colleagues((Present("tom", SARAH, typing=True),))]
    firm.clock.move(5)
    toms.turn()
    assert marias.turn() == [Colleagues((Present("tom", SARAH, typing=False),))]
    tom.presence.opened("")
    toms.turn()
    assert marias.turn() == [Colleagues(())]


def test_a_lease_that_is_renewed_tells_nobody_anything(firm: Firm, maria: Desk, tom: Desk) -> None:
    marias, toms = Loop(maria), Loop(tom)
    tom.presence.opened(SARAH)
    toms.turn()
    marias.turn()
    ((before,),) = firm.rows("SELECT lease_until FROM presence")
    for _second in range(40):
        firm.clock.move(1)
        toms.turn()
        assert marias.turn() == []
    ((after,),) = firm.rows("SELECT lease_until FROM presence")
    assert after - before == 30_000_000, "every 15 s"


def test_one_who_was_killed_is_gone_when_the_lease_is_over(
    firm: Firm, maria: Desk, tom: Desk
) -> None:
    marias, toms = Loop(maria), Loop(tom)
    tom.presence.opened(SARAH)
    toms.turn()
    marias.turn()
    firm.clock.move(31)
    assert marias.turn() == [Colleagues(())]


def test_what_else_is_written_is_told_as_ever(firm: Firm, maria: Desk, tom: Desk) -> None:
    marias, toms = Loop(maria), Loop(tom)
    firm.clock.move(1)
    marias.turn()
    tom.presence.opened(SARAH)
    toms.turn()
    tom.sending.submit(SARAH, "Hi Sarah")
    assert Changed() in marias.turn()


def test_a_process_without_a_screen_is_nowhere(firm: Firm, maria: Desk) -> None:
    Loop(maria).turn()
    assert firm.rows("SELECT count(*) FROM presence") == [(0,)]
