"""Bell and red line: every desk is told what concerns it, whichever process polled first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from tests.world.firm import Firm, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def test_the_first_news_only_say_where_to_begin(firm: Firm, desk: Desk) -> None:
    firm.arrive(SARAH, "Hello")
    desk.background.sync()
    begun = desk.background.news(None)
    assert (begun.troubles, begun.texted) == ((), ())
    assert desk.background.news(begun.revision).texted == ()


def test_a_failure_that_another_desk_read_reaches_the_agent_who_sent(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.UNREACHABLE)
    jonas = firm.desk("jonas")
    begun = desk.background.news(None).revision
    desk.sending.send(SARAH, "Hi Sarah")
    clock.move(60)

    jonas.background.sync()

    [trouble] = desk.background.news(begun).troubles
    assert "30003" in trouble.message
    assert jonas.background.news(begun).troubles == (), "it was not his text"
    later = desk.background.news(begun)
    assert desk.background.news(later.revision).troubles == (), "told once"


def test_a_text_rings_on_every_desk(firm: Firm, desk: Desk) -> None:
    jonas = firm.desk("jonas")
    begun = desk.background.news(None).revision
    firm.arrive(SARAH, "Hello")
    jonas.background.sync()
    seen = [one.background.news(begun).texted for one in (desk, jonas)]
    assert seen[0] == seen[1]
    assert [text.number for text in seen[0]] == [SARAH]


def test_a_text_stopped_at_leaving_is_told(firm: Firm, desk: Desk) -> None:
    begun = desk.background.news(None).revision
    submit(desk, "Hi Sarah")
    firm.arrive(SARAH, "STOP")
    desk.background.sync()
    [trouble] = desk.background.news(begun).troubles
    assert "opted out" in trouble.message


def test_what_was_not_confirmed_is_over_when_it_is_found(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    begun = desk.background.news(None).revision
    message_id = desk.sending.send(TOM, "Hi Tom").message_id
    assert message_id is not None
    told = desk.background.news(begun)
    assert [trouble.message_id for trouble in told.troubles] == [message_id]

    clock.move(10)
    desk.background.sync()

    assert desk.background.news(told.revision, (message_id,)).over == (message_id,)
