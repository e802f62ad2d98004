"""Bell and red line: every desk is told what concerns it, whichever process polled first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from tests.world.firm import SARAH, TOM, Firm, MovedClock, submit

if TYPE_CHECKING:
    from smsdesk.desk import Desk


def test_the_first_news_only_say_where_to_begin(firm: Firm, desk: Desk) -> None:
    firm.arrive(SARAH, "Hello")
    desk.sync()
    begun = desk.news(None)
    assert (begun.troubles, begun.texted) == ((), ())
    assert desk.news(begun.revision).texted == ()


def test_a_failure_that_another_desk_read_reaches_the_agent_who_sent(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.UNREACHABLE)
    jonas = firm.desk("jonas")
    begun = desk.news(None).revision
    desk.send(SARAH, "Hi Sarah")
    clock.move(60)

    jonas.sync()

    [trouble] = desk.news(begun).troubles
    assert "30003" in trouble.message
    assert jonas.news(begun).troubles == (), "it was not his text"
    later = desk.news(begun)
    assert desk.news(later.revision).troubles == (), "told once"


def test_a_text_rings_on_every_desk(firm: Firm, desk: Desk) -> None:
    jonas = firm.desk("jonas")
    begun = desk.news(None).revision
    firm.arrive(SARAH, "Hello")
    jonas.sync()
    assert desk.news(begun).texted == jonas.news(begun).texted == (SARAH,)


def test_a_text_stopped_at_leaving_is_told(firm: Firm, desk: Desk) -> None:
    begun = desk.news(None).revision
    submit(desk, "Hi Sarah")
    firm.arrive(SARAH, "STOP")
    desk.sync()
    [trouble] = desk.news(begun).troubles
    assert "opted out" in trouble.message


def test_what_was_not_confirmed_is_over_when_it_is_found(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    begun = desk.news(None).revision
    message_id = desk.send(TOM, "Hi Tom").message_id
    assert message_id is not None
    told = desk.news(begun)
    assert [trouble.message_id for trouble in told.troubles] == [message_id]

    clock.move(10)
    desk.sync()

    assert desk.news(told.revision, (message_id,)).over == (message_id,)
