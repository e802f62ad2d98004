"""Whose turn it is, as texts come and go: nobody who waits is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from smsdesk.carrier.simulator import Behaviour
from smsdesk.terms import Code, ConversationState
from tests.world.clocks import START, MovedClock
from tests.world.examples import examples
from tests.world.firm import Firm, hear, open_firm
from tests.world.people import SARAH
from tests.world.told_late import told_late

if TYPE_CHECKING:
    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.desk import Desk

TO_ANSWER, WAITING, DONE = (
    ConversationState.TO_ANSWER,
    ConversationState.WAITING,
    ConversationState.DONE,
)


def turn(desk: Desk) -> ConversationRow:
    row = desk.conversations.row(SARAH)
    assert row is not None
    return row


def answer(desk: Desk, text: str = "Yes, at seven") -> None:
    assert desk.sending.send(SARAH, text, answers=True).status == "sent"


def test_their_text_is_to_answer_since_the_oldest_that_waits(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    first = turn(desk).last_activity_at
    hear(firm, desk, "Hello?")
    row = turn(desk)
    assert (row.state, row.to_answer_since, row.owner) == (TO_ANSWER, first, "")


def test_an_answer_makes_it_waiting_read_and_its_writers_own(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    answer(desk)
    row = turn(desk)
    assert (row.state, row.to_answer_since, row.unread) == (WAITING, None, 0)
    assert row.owner == "maria"


def test_a_colleagues_answer_does_not_change_whose_it_is(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    answer(desk)
    hear(firm, desk, "And where?")
    answer(firm.desk("tom"), "On Main Street")
    assert turn(desk).owner == "maria"


def test_a_script_changes_neither_turn_nor_what_is_read(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    assert desk.sending.send(SARAH, "A reminder of Tuesday").status == "sent"
    row = turn(desk)
    assert (row.state, row.unread, row.owner) == (TO_ANSWER, 1, "")


def test_an_answer_that_never_arrives_brings_it_back_since_their_text(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.UNREACHABLE)
    hear(firm, desk, "Is the talk at seven?")
    since = turn(desk).to_answer_since
    answer(desk)
    assert turn(desk).state is WAITING
    clock.move(minutes=5)
    desk.background.sync()
    row = turn(desk)
    assert (row.state, row.to_answer_since) == (TO_ANSWER, since)


def test_an_older_answer_that_fails_late_changes_nothing(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.UNREACHABLE)
    hear(firm, desk, "Is the talk at seven?")
    answer(desk)
    firm.is_behind(SARAH)
    answer(desk, "At seven, on Main Street")
    clock.move(minutes=5)
    desk.background.sync()
    assert turn(desk).state is WAITING


def test_a_bare_opt_out_is_done_and_what_they_write_then_waits(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    assert hear(firm, desk, "STOP") is Code.OPTED_OUT
    assert (turn(desk).state, turn(desk).to_answer_since) == (DONE, None)
    hear(firm, desk, "And delete my address")
    assert turn(desk).state is TO_ANSWER


def test_a_wish_to_stop_waits_for_its_answer(firm: Firm, desk: Desk) -> None:
    assert hear(firm, desk, "please stop texting me") is Code.OPT_OUT_QUESTION
    assert turn(desk).state is TO_ANSWER


def test_a_text_sent_with_another_tool_answers_what_came_before(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    firm.clock.move(minutes=2)
    firm.sent_elsewhere(SARAH, "It is", ago=timedelta(seconds=5))
    desk.background.sync()
    assert turn(desk).state is WAITING


def test_a_first_sync_asks_for_no_answer_to_history(firm: Firm) -> None:
    firm.arrive(SARAH, "Two days ago", at=START - timedelta(days=2))
    desk = firm.desk()
    desk.background.sync()
    assert turn(desk).state is WAITING
    firm.arrive(SARAH, "Two hours ago", at=START - timedelta(hours=2))
    desk.background.sync()
    assert turn(desk).state is TO_ANSWER
    answer(desk)
    assert turn(desk).state is WAITING


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_late(("theirs", "STOP", "elsewhere"), at_least=1))
def test_the_order_in_which_the_carrier_tells_of_texts_changes_nothing(
    template: Path, told: tuple[list[str], list[int]]
) -> None:
    """Whose turn it is follows from when texts were sent, however late they are told."""
    said, order = told
    ends = []
    for arrivals in (range(len(said)), order):
        with TemporaryDirectory() as folder, open_firm(template, Path(folder)) as firm:
            desk = firm.desk()
            firm.clock.move(minutes=10)
            for place in arrivals:
                at = START + timedelta(minutes=place)
                if said[place] == "elsewhere":
                    firm.sent_elsewhere(SARAH, f"Text {place}", ago=firm.clock.now() - at)
                else:
                    body = "STOP" if said[place] == "STOP" else f"Question {place}"
                    firm.arrive(SARAH, body, at=at)
                desk.background.sync()
            row = turn(desk)
            ends.append((row.state is TO_ANSWER, row.to_answer_since))
    assert ends[0] == ends[1]


@pytest.mark.parametrize("view", ["to_answer", "unread"])
def test_another_process_sees_it(firm: Firm, desk: Desk, view: str) -> None:
    hear(firm, desk, "Is the talk at seven?")
    assert firm.desk("tom").conversations.counts()[view] == 1  # type: ignore[index]
