"""What an agent decides: done, snoozed until a time, whose it is, unread again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.answering.agent_turns import AlreadyPassedError, NoConversationError
from smsdesk.terms import ConversationState, ConversationView
from tests.core.answering.test_turns import turn
from tests.world.firm import Firm, hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def test_done_until_they_write_again(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Thank you")
    desk.answering.done(SARAH)
    assert (turn(desk).state, turn(desk).to_answer_since) == (ConversationState.DONE, None)
    hear(firm, desk, "One more thing")
    assert turn(desk).state is ConversationState.TO_ANSWER
    assert turn(desk).to_answer_since == turn(desk).last_activity_at


def test_an_answer_that_fails_does_not_undo_done(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "Is the talk at seven?")
    firm.offline()
    desk.sending.send(SARAH, "Yes", answers=True)
    desk.answering.done(SARAH)
    (waiting,) = desk.outbox.items()
    desk.outbox.cancel(waiting.message_id)
    assert turn(desk).state is ConversationState.DONE


def test_a_snoozed_one_comes_back_with_the_time(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "I shall think about it")
    since = turn(desk).to_answer_since
    until = clock.now() + timedelta(days=3)
    desk.answering.snooze(SARAH, until)
    assert (turn(desk).state, turn(desk).snoozed_until) == (ConversationState.SNOOZED, until)
    assert list(desk.conversations.rows(ConversationView.TO_ANSWER)) == []
    clock.move(3 * 24 * 3600 - 1)
    desk.background.sync()
    assert turn(desk).state is ConversationState.SNOOZED
    clock.move(1)
    desk.background.sync()
    row = turn(desk)
    assert (row.state, row.to_answer_since) == (ConversationState.TO_ANSWER, since)
    assert row.snoozed_until is None


def test_what_was_answered_comes_back_since_the_time_of_the_snooze(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    hear(firm, desk, "Ask me on Monday")
    desk.sending.send(SARAH, "I will", answers=True)
    until = clock.now() + timedelta(hours=1)
    desk.answering.snooze(SARAH, until)
    clock.move(3600)
    desk.background.sync()
    row = turn(desk)
    assert (row.state, row.to_answer_since) == (ConversationState.TO_ANSWER, until)


def test_any_text_of_theirs_ends_a_snooze(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "I shall think about it")
    desk.answering.snooze(SARAH, clock.now() + timedelta(days=3))
    hear(firm, desk, "I have thought about it")
    assert turn(desk).state is ConversationState.TO_ANSWER
    assert turn(desk).snoozed_until is None


def test_a_time_that_has_passed_is_refused(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "Hello")
    with pytest.raises(AlreadyPassedError):
        desk.answering.snooze(SARAH, clock.now())


def test_claimed_handed_over_and_let_go(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    assert desk.answering.claim(SARAH) == ""
    assert turn(desk).owner == "maria"
    assert [row.number for row in desk.conversations.rows(ConversationView.MINE)] == [SARAH]
    assert desk.answering.hand_over(SARAH, "tom") == "maria"
    assert list(desk.conversations.rows(ConversationView.MINE)) == []
    assert [row.number for row in firm.desk("tom").conversations.rows(ConversationView.MINE)] == [
        SARAH
    ]
    assert desk.answering.release(SARAH) == "tom"
    assert turn(desk).owner == ""


def test_unread_again(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    desk.threads.mark_read(SARAH)
    assert turn(desk).unread == 0
    assert desk.answering.mark_unread(SARAH)
    assert turn(desk).unread == 1


def test_nothing_of_theirs_to_mark_as_unread(desk: Desk) -> None:
    desk.sending.send(SARAH, "Hello")
    assert not desk.answering.mark_unread(SARAH)


def test_without_a_conversation_there_is_nothing_to_decide(desk: Desk) -> None:
    for decide in (desk.answering.done, desk.answering.claim, desk.answering.mark_unread):
        with pytest.raises(NoConversationError):
            decide(TOM)


def test_the_views_count_and_begin_with_who_waits_longest(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "I wait longest", SARAH)
    hear(firm, desk, "I wait, too", TOM)
    hear(firm, desk, "Hello?", SARAH)
    numbers = [row.number for row in desk.conversations.rows(ConversationView.TO_ANSWER)]
    assert numbers == [SARAH, TOM]
    counts = desk.conversations.counts()
    assert (counts[ConversationView.ALL], counts[ConversationView.TO_ANSWER]) == (2, 2)
    desk.answering.done(TOM)
    counts = desk.conversations.counts()
    assert (counts[ConversationView.TO_ANSWER], counts[ConversationView.DONE]) == (1, 1)
