"""A text that has waited leaves only after a look whether it has left already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.protocol import MessageFilter
from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.core.background import steps as background
from smsdesk.core.read_models.sending import Leaving
from tests.world.firm import Firm, bubbles, context_of, statuses, submit
from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def left_from_a_copy(firm: Firm, clock: MovedClock, text: str = "Hi Sarah") -> str:
    """The same text leaves from another copy of the database, after it was recorded in this one."""
    clock.move(10)
    return firm.ledger.submit(SARAH, text).sid


def test_one_that_left_from_a_copy_is_found_and_leaves_no_more(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    message_id = submit(desk, "Hi Sarah")
    sid = left_from_a_copy(firm, clock)
    clock.move(minutes=5)
    sent = desk.sending.transmit(message_id)
    assert (sent.status, sent.sid) == ("sent", sid)
    assert firm.carrier.transmissions == []
    assert [one.message_id for one in bubbles(desk)] == [message_id]


def test_a_poll_may_find_it_first(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    message_id = submit(desk, "Hi Sarah")
    sid = left_from_a_copy(firm, clock)
    clock.move(minutes=5)
    desk.background.sync()
    [found] = bubbles(desk)
    assert (found.message_id, found.sid) == (message_id, sid)
    assert firm.carrier.transmissions == []


def test_also_what_a_poll_took_for_somebody_elses(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    sid = left_from_a_copy(firm, clock)
    clock.move(1)
    desk.background.sync()
    assert [one.sent_by for one in bubbles(desk)] == ["elsewhere"]
    message_id = submit(desk, "Hi Sarah")
    firm.write("UPDATE message SET recorded_at = recorded_at - 11000000 WHERE sid IS NULL")
    clock.move(minutes=2)
    sent = desk.sending.transmit(message_id)
    assert (sent.status, sent.sid) == ("sent", sid)
    assert [one.message_id for one in bubbles(desk)] == [message_id]
    assert firm.carrier.transmissions == []


@pytest.mark.parametrize(("seconds", "looks"), [(59, False), (61, True)])
def test_a_fresh_one_leaves_without_that_look(
    firm: Firm, desk: Desk, clock: MovedClock, seconds: float, *, looks: bool
) -> None:
    message_id = submit(desk, "Hi Sarah")
    clock.move(seconds)
    assert desk.sending.transmit(message_id).status == "sent"
    assert (MessageFilter(to=SARAH, sender=FIRM) in firm.carrier.listed) == looks


def test_a_planned_one_looks_however_lately_it_was_let_go(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """It was planned long ago, and may have left from a copy the second in which it was due."""
    at = clock.now() + timedelta(minutes=10)
    desk.sending.submit(SARAH, "See you", leaving=Leaving(at=at))
    clock.move(minutes=10)
    sid = firm.ledger.submit(SARAH, "See you").sid
    background.transmit_due(context_of(desk))
    assert firm.carrier.transmissions == []
    assert [one.sid for one in bubbles(desk)] == [sid]


def test_where_the_list_cannot_be_read_it_waits(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    message_id = submit(desk, "Hi Sarah")
    clock.move(minutes=2)
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.LIST)
    waiting = desk.sending.transmit(message_id)
    assert waiting.status == "queued"
    assert waiting.message.startswith("Not sent yet: ")
    clock.move(5)
    assert desk.sending.transmit(message_id).status == "sent"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


@pytest.mark.parametrize("text", ["Hi Sara", "hi sarah"])
def test_other_words_are_another_text(firm: Firm, desk: Desk, clock: MovedClock, text: str) -> None:
    message_id = submit(desk, "Hi Sarah")
    left_from_a_copy(firm, clock, text)
    clock.move(minutes=2)
    assert desk.sending.transmit(message_id).status == "sent"
    assert len(firm.carrier.transmissions) == 1


def test_what_was_there_before_it_was_written_is_another_text(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    left_from_a_copy(firm, clock)
    clock.move(6)
    message_id = submit(desk, "Hi Sarah")
    clock.move(minutes=2)
    assert desk.sending.transmit(message_id).status == "sent"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"] * 2


def test_what_another_message_of_ours_has_claimed_is_another_text(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = submit(desk, "Hi Sarah")
    clock.move(5)
    second = submit(desk, "Hi Sarah")
    assert desk.sending.transmit(first).status == "sent"
    clock.move(minutes=2)
    assert desk.sending.transmit(second).status == "sent"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"] * 2


def test_a_text_to_somebody_else_is_another_text(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    message_id = submit(desk, "Hi Sarah", TOM)
    left_from_a_copy(firm, clock)
    clock.move(minutes=2)
    assert desk.sending.transmit(message_id).status == "sent"
    assert firm.at_carrier(TOM) == ["Hi Sarah"]


@pytest.mark.parametrize("wrong_by", [-300, 300])
def test_the_desks_clock_may_be_wrong_and_be_set_right_meanwhile(
    firm: Firm, desk: Desk, clock: MovedClock, wrong_by: float
) -> None:
    clock.set_ahead(wrong_by)
    agent = firm.desk("jonas")
    message_id = submit(agent, "Hi Sarah")
    left_from_a_copy(firm, clock)
    clock.set_back(wrong_by)
    clock.move(minutes=2)
    assert agent.sending.transmit(message_id).status == "sent"
    assert firm.carrier.transmissions == []


# -- a text that was called not sent, and turns up ---------------------------------------------


def called_not_sent(firm: Firm, desk: Desk, clock: MovedClock, lag: float) -> int:
    """Send a text whose answer is lost and that the carrier does not list for a long time."""
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    firm.goes_wrong(FaultName.LIST_LAG, RequestKind.LIST, times=None, seconds=lag)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.message_id is None) == ("unconfirmed", False)
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    assert statuses(desk) == ["not_sent"]
    return sent.message_id or 0


def test_a_retry_looks_once_more_and_finds_the_first_one(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = called_not_sent(firm, desk, clock, lag=1500)
    clock.move(minutes=10)
    again = desk.sending.retry(first)
    assert (again.status, again.message_id is None) == ("queued", False)
    ended = desk.sending.transmit(again.message_id or 0)
    assert (ended.status, ended.code) == ("duplicate", "duplicate")
    assert ended.message == "Not needed: the first one was sent after all."
    sent, taken_back = bubbles(desk)
    assert (sent.message_id, sent.status.value in ("sent", "delivered")) == (first, True)
    assert taken_back.status == "canceled"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_poll_that_finds_it_takes_the_retry_back_too(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = called_not_sent(firm, desk, clock, lag=1500)
    firm.offline()
    again = desk.sending.retry(first)
    assert desk.sending.transmit(again.message_id or 0).status == "queued"
    firm.online()
    clock.move(minutes=10)
    desk.background.sync()
    assert statuses(desk) == ["delivered", "canceled"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_where_the_list_cannot_be_read_the_retry_waits(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = called_not_sent(firm, desk, clock, lag=10**6)
    firm.app.faults.clear()
    again = desk.sending.retry(first)
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.LIST)
    assert desk.sending.transmit(again.message_id or 0).status == "queued"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_text_that_really_was_not_sent_is_sent_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.CREATE)
    first = desk.sending.send(SARAH, "Hi Sarah").message_id
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    again = desk.sending.retry(first or 0)
    assert desk.sending.transmit(again.message_id or 0).status == "sent"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_retry_takes_neither_other_words_nor_an_older_text_for_the_first_one(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.ledger.submit(SARAH, "Hi Sarah")
    clock.move(60)
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.CREATE)
    first = desk.sending.send(SARAH, "Hi Sarah").message_id or 0
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    firm.ledger.submit(SARAH, "Other words")
    clock.move(5)
    again = desk.sending.retry(first).message_id or 0
    assert desk.sending.transmit(again).status == "sent"
    assert firm.at_carrier(SARAH) == ["Hi Sarah", "Other words", "Hi Sarah"]
    assert firm.rows("SELECT status, sid FROM message WHERE id = ?", first) == [("not_sent", None)]


def test_one_listed_after_it_was_called_not_sent_is_the_first_ones(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = called_not_sent(firm, desk, clock, lag=1500)
    clock.move(minutes=10)
    desk.background.sync()
    [found] = bubbles(desk)
    assert (found.message_id, found.status, found.can_retry) == (first, "delivered", False)


def stopped_by_a_question(firm: Firm, desk: Desk, clock: MovedClock) -> int:
    """Record a text that a question stops when it would leave, and answer it; return its id."""
    firm.arrive(SARAH, "please stop texting me")
    recorded = submit(desk, "Hi Sarah")
    clock.move(1)
    assert desk.sending.transmit(recorded).code == "opt_out_question"
    desk.consent.answer_question(SARAH, opt_out=False)
    return recorded


def test_a_retry_finds_what_left_in_a_time_that_the_database_does_not_know(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """It was stopped by a rule, sent again, and a backup from in between was put back."""
    recorded = stopped_by_a_question(firm, desk, clock)
    clock.move(minutes=1)
    sid = firm.ledger.submit(SARAH, "Hi Sarah").sid
    clock.move(minutes=1)
    desk.background.sync()
    again = desk.sending.retry(recorded)
    assert desk.sending.transmit(again.message_id or 0).status == "duplicate"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert [one.sid for one in bubbles(desk) if one.message_id == recorded] == [sid]


@pytest.mark.parametrize(("earlier", "finds"), [(5, True), (6, False)])
def test_the_first_one_left_five_seconds_before_it_was_recorded_at_the_earliest(
    firm: Firm, desk: Desk, clock: MovedClock, earlier: float, *, finds: bool
) -> None:
    """The clock of the database that it left from may have been behind by so much."""
    firm.arrive(SARAH, "please stop texting me")
    clock.move(60)
    desk.background.sync()
    firm.ledger.submit(SARAH, "Hi Sarah")
    clock.move(earlier)
    recorded = submit_despite_the_question(desk, firm)
    clock.move(60)
    again = desk.sending.retry(recorded).message_id or 0
    assert (desk.sending.transmit(again).status == "duplicate") == finds


def submit_despite_the_question(desk: Desk, firm: Firm) -> int:
    """Record a text just before a rule stops it, and answer what stopped it; return its id."""
    desk.consent.answer_question(SARAH, opt_out=False)
    recorded = submit(desk, "Hi Sarah")
    firm.write("UPDATE message SET status = 'not_sent' WHERE id = ?", recorded)
    return recorded


def test_a_text_that_left_and_did_not_arrive_is_sent_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.UNREACHABLE)
    first = desk.sending.send(SARAH, "Hi Sarah")
    clock.move(60)
    desk.background.sync()
    assert statuses(desk) == ["undelivered"]
    again = desk.sending.retry(first.message_id or 0)
    assert desk.sending.transmit(again.message_id or 0).status == "sent"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"] * 2


def test_the_repetition_of_a_repetition_knows_the_very_first(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The first one turns up when the second, which never left, is to be sent again."""
    first = called_not_sent(firm, desk, clock, lag=10**6)
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.CREATE)
    second = desk.sending.retry(first).message_id or 0
    assert desk.sending.transmit(second).status == "unconfirmed"
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    assert statuses(desk) == ["not_sent", "not_sent"]
    firm.app.faults.clear()
    third = desk.sending.retry(second).message_id or 0
    assert desk.sending.transmit(third).status == "duplicate"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_where_the_second_one_left_after_all_nothing_is_found_for_the_first(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The same words that somebody sent elsewhere in between stay theirs."""
    first = stopped_by_a_question(firm, desk, clock)
    firm.goes_wrong(FaultName.LIST_LAG, RequestKind.LIST, times=None, seconds=1500)
    clock.move(30)
    elsewhere = firm.ledger.submit(SARAH, "Hi Sarah").sid
    clock.move(30)
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    second = desk.sending.retry(first).message_id or 0
    assert desk.sending.transmit(second).status == "unconfirmed"
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    clock.move(minutes=10)
    third = desk.sending.retry(second).message_id or 0
    assert desk.sending.transmit(third).status == "duplicate"
    with_sid = {one.message_id: one.sid for one in bubbles(desk) if one.sid}
    assert not with_sid.get(first)
    assert with_sid[second] not in {"", elsewhere}
    assert firm.at_carrier(SARAH) == ["Hi Sarah"] * 2
