"""Who is at work, and in which thread."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.answering import presence, who_now
from smsdesk.core.background import registration
from smsdesk.core.read_models.events import Present
from smsdesk.core.whereabouts import Place
from smsdesk.desk import Desk
from smsdesk.store.tables import presence as presence_rows
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from tests.world.firm import Firm


@pytest.fixture
def maria(firm: Firm) -> Context:
    return firm.context("maria")


@pytest.fixture
def tom(firm: Firm) -> Context:
    return firm.context("tom")


def others(context: Context) -> tuple[Present, ...]:
    """Return whom a desk sees."""
    with context.database.read() as connection:
        return presence.colleagues_among(context, presence_rows.everybody(connection))


def test_a_colleague_is_seen_in_the_thread_that_they_have_open(
    maria: Context, tom: Context
) -> None:
    assert presence.write_place(tom, Place(SARAH), at_work=True)
    assert others(maria) == (Present("tom", SARAH, typing=False),)
    assert others(tom) == (), "oneself is no news"
    presence.write_place(tom, Place(SARAH, typing=True), at_work=True)
    assert others(maria) == (Present("tom", SARAH, typing=True),)
    presence.write_place(tom, Place(TOM), at_work=True)
    assert others(maria) == (Present("tom", TOM, typing=False),)
    presence.write_place(tom, Place(), at_work=True)
    assert others(maria) == ()


def test_two_desks_of_one_agent_are_one_colleague(firm: Firm, maria: Context) -> None:
    for typing in (True, False):
        presence.write_place(firm.context("tom"), Place(SARAH, typing), at_work=True)
    assert others(maria) == (Present("tom", SARAH, typing=True),)


def test_a_desk_that_does_not_renew_its_lease_is_gone(
    firm: Firm, maria: Context, tom: Context
) -> None:
    presence.write_place(tom, Place(SARAH), at_work=True)
    firm.clock.move(29)
    assert others(maria)
    firm.clock.move(2)
    assert others(maria) == ()


@pytest.mark.parametrize("days", [-30, 30])
def test_a_clock_that_is_set_moves_nobody(
    firm: Firm, maria: Context, tom: Context, days: int
) -> None:
    presence.write_place(tom, Place(SARAH), at_work=True)
    firm.clock.set_ahead(days * 86_400)
    assert others(maria)


def test_a_desk_that_is_closed_is_gone_at_once(firm: Firm, maria: Context) -> None:
    tom = firm.desk("tom")
    presence.write_place(tom._context, Place(SARAH), at_work=True)
    tom.close()
    assert others(maria) == ()
    assert firm.rows("SELECT count(*) FROM presence") == [(0,)]


def test_a_desk_that_was_killed_is_swept_out(firm: Firm, maria: Context, tom: Context) -> None:
    presence.write_place(tom, Place(SARAH), at_work=True)
    firm.write("UPDATE presence SET pid = 2147483000")
    assert others(maria) == ()
    registration.register(maria)
    assert firm.rows("SELECT count(*) FROM presence") == [(0,)]


def test_it_is_written_without_the_revision(firm: Firm, tom: Context) -> None:
    before = firm.rows("SELECT value FROM counter WHERE name = 'revision'")
    presence.write_place(tom, Place(SARAH), at_work=True)
    assert firm.rows("SELECT value FROM counter WHERE name = 'revision'") == before


def test_how_long_an_owner_has_been_away(firm: Firm, maria: Context, tom: Context) -> None:
    def away() -> timedelta | None:
        with maria.database.read() as connection:
            return presence.away_for(maria, connection, "tom")

    assert away() is None
    presence.write_place(tom, Place(SARAH), at_work=True)
    firm.clock.move(minutes=61)
    presence.write_place(
        tom, Place(SARAH), at_work=False
    )  # the desk stands open, and nobody is there
    found = away()
    assert found == timedelta(minutes=61)
    assert found > presence.AWAY_AFTER
    with maria.database.read() as connection:
        assert presence.is_present(maria, connection, "tom")
        assert not presence.is_present(maria, connection, "ana")


def test_an_agent_comes_back_to_the_conversation_that_they_had_open_last(
    firm: Firm, maria: Context, tom: Context
) -> None:
    last_open = who_now.where_to_begin
    assert last_open(maria) == ""
    presence.write_place(maria, Place(SARAH), at_work=True)
    assert last_open(maria) == "", "nobody has texted with them: there is no conversation"
    firm.arrive(SARAH, "Hello")
    firm.desk("tom").background.sync()
    firm.desk("tom").answering.done(SARAH)
    presence.write_place(maria, Place(SARAH), at_work=True)
    presence.write_place(tom, Place(TOM), at_work=True)
    assert (last_open(maria), last_open(tom)) == (SARAH, "")
    presence.write_place(maria, Place(), at_work=True)
    assert last_open(maria) == SARAH, "closed, and the last one still"
    assert Desk(firm.context("maria")).presence.where_to_begin() == SARAH
