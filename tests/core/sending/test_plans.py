"""A text with a time of its own: it waits for it, alone, and leaves like any other then."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.config import OutboxConfig, QuietHoursConfig
from smsdesk.core.answering.agent_turns import AlreadyPassedError
from smsdesk.core.read_models.sending import Leaving
from smsdesk.terms import Code, Status
from tests.world.firm import bubbles, context_of, open_firm, row_in_list, statuses, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def plan(firm: Firm, desk: Desk, text: str, *, minutes: float = 60, number: str = SARAH) -> int:
    """Plan a text for so many minutes from now; return its id."""
    at = firm.clock.now() + timedelta(minutes=minutes)
    recorded = desk.sending.submit(number, text, leaving=Leaving(at=at))
    assert recorded.status == "planned", recorded
    assert recorded.message_id is not None
    return recorded.message_id


def pass_time(firm: Firm, desk: Desk, minutes: float) -> None:
    firm.clock.move(minutes=minutes)
    desk.background.sync()


def test_it_leaves_at_its_time_and_not_before(firm: Firm, desk: Desk) -> None:
    plan(firm, desk, "See you at nine")
    pass_time(firm, desk, 59)
    assert statuses(desk) == ["planned"]
    assert firm.at_carrier(SARAH) == []
    pass_time(firm, desk, 1)
    assert statuses(desk) == ["sent"]
    assert firm.at_carrier(SARAH) == ["See you at nine"]


def test_days_ahead_is_no_clock_gone_wrong(firm: Firm, desk: Desk) -> None:
    """The time of a try that lies over an hour ahead counts as due; that of a plan never."""
    plan(firm, desk, "In a month", minutes=30 * 24 * 60)
    for _ in range(3):
        pass_time(firm, desk, 9 * 24 * 60)
        assert statuses(desk) == ["planned"]
    pass_time(firm, desk, 3 * 24 * 60)
    assert statuses(desk) == ["sent"]


def test_a_command_does_not_transmit_it(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "Later")
    assert desk.sending.transmit(planned).status == "planned"
    assert firm.at_carrier(SARAH) == []


def test_it_stands_in_thread_and_outbox_with_its_time(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "See you", minutes=24 * 60)
    [bubble] = bubbles(desk)
    assert bubble.leaves_at == firm.clock.now() + timedelta(days=1)
    assert bubble.reason == "Planned for Sat 13:04 their time"
    assert bubble.can_cancel
    [item] = desk.outbox.items()
    assert (item.message_id, item.status, item.leaves_at) == (
        planned, Status.PLANNED, bubble.leaves_at,
    )  # fmt: skip
    assert desk.outbox.waiting() == 0, "nothing is late"
    assert row_in_list(context_of(desk)).last_status == "planned"


def test_far_ahead_and_without_their_zone_it_is_said_otherwise(firm: Firm, desk: Desk) -> None:
    plan(firm, desk, "One", minutes=10 * 24 * 60)
    assert bubbles(desk)[0].reason == "Planned for Mon 30 Nov 13:04 their time"
    plan(firm, desk, "Next year", minutes=45 * 24 * 60)
    assert bubbles(desk)[1].reason == "Planned for Mon 4 Jan 2027 13:04 their time"
    plan(firm, desk, "Two", number="+18505550111")
    assert bubbles(desk, "+18505550111")[0].reason == "Planned for Fri 16:04 our time"


def test_it_holds_nothing_back(firm: Firm, desk: Desk) -> None:
    plan(firm, desk, "Later")
    assert desk.sending.send(SARAH, "Now").status == "sent"


def test_it_counts_for_the_rate_when_it_leaves(firm: Firm, desk: Desk) -> None:
    for number in range(10):
        plan(firm, desk, f"Plan {number}", number=TOM)
    for number in range(10):
        assert desk.sending.send(SARAH, f"Text {number}").status == "sent"
    assert desk.sending.send(SARAH, "One more").code == "rate_limited"
    pass_time(firm, desk, 60)
    assert firm.at_carrier(TOM) == [f"Plan {number}" for number in range(10)]
    assert desk.sending.send(SARAH, "One more").code == "rate_limited"
    pass_time(firm, desk, 1.1)
    assert desk.sending.send(SARAH, "One more").status == "sent"


def test_it_counts_for_twins_when_it_leaves(firm: Firm, desk: Desk) -> None:
    first, second = plan(firm, desk, "See you"), plan(firm, desk, "See you")
    assert first != second
    assert desk.sending.send(SARAH, "See you").status == "sent", "a plan is no text yet"
    pass_time(firm, desk, 60)
    assert [one.status for one in bubbles(desk) if one.message_id == second] == [Status.CANCELED]
    assert firm.at_carrier(SARAH) == ["See you"] * 2


def test_a_time_that_has_passed_is_refused(firm: Firm, desk: Desk) -> None:
    with pytest.raises(AlreadyPassedError):
        desk.sending.submit(SARAH, "Late", leaving=Leaving(at=firm.clock.now()))
    assert firm.rows("SELECT * FROM message") == []


def test_the_gate_is_asked_when_it_is_planned_and_when_it_leaves(firm: Firm, desk: Desk) -> None:
    plan(firm, desk, "See you")
    desk.consent.record_opt_out(SARAH)
    at = firm.clock.now() + timedelta(hours=1)
    assert desk.sending.submit(SARAH, "Hi", leaving=Leaving(at=at)).code == "opted_out"
    pass_time(firm, desk, 60)
    [bubble] = bubbles(desk)
    assert bubble.status is Status.NOT_SENT
    assert firm.rows("SELECT rule_code FROM message") == [("opted_out",)]


def test_it_is_held_when_they_have_written_since(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "Shall we meet at nine?")
    firm.clock.move(minutes=10)
    firm.arrive(SARAH, "I can't come, sorry")
    pass_time(firm, desk, 50)
    [held] = [one for one in bubbles(desk) if one.message_id == planned]
    assert held.status is Status.HELD
    assert held.reason.startswith("They have written since it was planned.")
    assert desk.sending.send(SARAH, "No problem").status == "sent", "it holds nothing back"
    desk.outbox.release(planned)
    assert desk.sending.transmit(planned).status == "sent"


def test_it_is_held_for_a_text_of_the_last_second(firm: Firm, desk: Desk) -> None:
    """It is taken in on the way out, as before every text."""
    planned = plan(firm, desk, "Shall we meet at nine?")
    firm.clock.move(minutes=60)
    firm.arrive(SARAH, "I can't come, sorry")
    firm.clock.move(1)
    desk.background.sync()
    [held] = [one for one in bubbles(desk) if one.message_id == planned]
    assert held.status is Status.HELD


def test_it_is_held_when_a_colleague_has_written_since(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "Shall we meet?")
    firm.clock.move(minutes=1)
    firm.desk("tom").sending.send(SARAH, "I have moved you to Tuesday")
    pass_time(firm, desk, 60)
    [held] = [one for one in bubbles(desk) if one.message_id == planned]
    assert held.status is Status.HELD
    assert held.reason.startswith("Somebody has texted them since")


def test_own_texts_and_older_history_hold_nothing(firm: Firm, desk: Desk) -> None:
    plan(firm, desk, "Shall we meet?")
    desk.sending.send(SARAH, "By the way")
    firm.arrive(SARAH, "Old", at=firm.clock.now() - timedelta(minutes=16))
    pass_time(firm, desk, 60)
    assert firm.at_carrier(SARAH)[-1] == "Shall we meet?"


def test_it_is_held_where_it_could_not_leave_for_too_long(firm: Firm) -> None:
    """The longest wait runs from its own time."""
    desk = firm.desk(outbox=OutboxConfig(max_wait=15))
    plan(firm, desk, "See you")
    firm.offline()
    pass_time(firm, desk, 60)
    assert statuses(desk) == ["queued"]
    firm.online()
    pass_time(firm, desk, 14)
    assert statuses(desk) == ["sent"]

    plan(firm, desk, "Again")
    pass_time(firm, desk, 60 + 16)
    assert statuses(desk) == ["delivered", "held"]


def test_a_plan_that_is_held_holds_nothing_back(firm: Firm, desk: Desk) -> None:
    plan(firm, desk, "Shall we meet?", minutes=10)
    firm.offline()
    waiting = submit(desk, "Hello")
    firm.arrive(SARAH, "Who is this?")
    firm.clock.move(minutes=9)
    firm.online()
    pass_time(firm, desk, 2)
    by_id = {one.message_id: one.status for one in bubbles(desk)}
    assert by_id[waiting] is Status.SENT


def test_it_can_be_taken_back(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "See you")
    assert desk.outbox.cancel(planned)
    pass_time(firm, desk, 60)
    assert statuses(desk) == ["canceled"]
    assert firm.at_carrier(SARAH) == []


def test_it_can_be_let_go_before_its_time(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "See you")
    assert desk.outbox.release(planned)
    assert desk.sending.transmit(planned).status == "sent"
    pass_time(firm, desk, 60)
    assert firm.at_carrier(SARAH) == ["See you"]


def test_let_go_beside_its_twin_it_does_not_leave(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "See you")
    desk.sending.send(SARAH, "See you")
    desk.outbox.release(planned)
    assert desk.sending.transmit(planned).status == "duplicate"
    assert firm.at_carrier(SARAH) == ["See you"]


def test_words_and_time_can_be_changed(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "Se you")
    at = firm.clock.now() + timedelta(hours=2)
    verdict = desk.outbox.edit(planned, text="See you ", at=at)
    assert verdict is not None
    assert verdict.code is Code.OK
    pass_time(firm, desk, 60)
    assert statuses(desk) == ["planned"]
    pass_time(firm, desk, 60)
    assert firm.at_carrier(SARAH) == ["See you"]


def test_words_alone_leave_the_time(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "Se you")
    desk.outbox.edit(planned, text="See you")
    pass_time(firm, desk, 60)
    assert firm.at_carrier(SARAH) == ["See you"]


def test_a_waiting_text_can_be_corrected_and_planned(firm: Firm, desk: Desk) -> None:
    firm.offline()
    queued = submit(desk, "Helo")
    desk.outbox.edit(queued, text="Hello")
    assert statuses(desk) == ["queued"]
    desk.outbox.edit(queued, at=firm.clock.now() + timedelta(hours=1))
    firm.online()
    pass_time(firm, desk, 1)
    assert statuses(desk) == ["planned"]
    pass_time(firm, desk, 60)
    assert firm.at_carrier(SARAH) == ["Hello"]


def test_what_has_left_or_breaks_a_rule_is_not_changed(firm: Firm, desk: Desk) -> None:
    sent = desk.sending.send(SARAH, "Gone").message_id
    assert sent is not None
    assert desk.outbox.edit(sent, text="Not gone") is None
    assert desk.outbox.edit(999, text="Nobody's") is None
    planned = plan(firm, desk, "See you")
    verdict = desk.outbox.edit(planned, text="x" * 1601)
    assert verdict is not None
    assert verdict.code is Code.TOO_LONG
    assert bubbles(desk)[-1].text == "See you"


@pytest.mark.sqlite_only
def test_what_is_changed_is_found_by_its_new_words(firm: Firm, desk: Desk) -> None:
    planned = plan(firm, desk, "Bring a checklist")
    desk.background.sync()
    assert [hit.message_id for hit in desk.threads.search_messages("checklist")] == [planned]
    desk.outbox.edit(planned, text="Bring an umbrella")
    assert desk.threads.search_messages("checklist") == ()
    pass_time(firm, desk, 60)
    assert [hit.message_id for hit in desk.threads.search_messages("umbrella")] == [planned]
    firm.write("INSERT INTO message_words(message_words) VALUES('integrity-check')")


def test_planned_as_an_answer_it_is_their_turn_until_it_is_taken_back(
    firm: Firm, desk: Desk
) -> None:
    firm.arrive(SARAH, "When do we meet?")
    desk.background.sync()
    at = firm.clock.now() + timedelta(hours=20)
    planned = desk.sending.submit(SARAH, "At nine", answers=True, leaving=Leaving(at=at))
    assert row_in_list(context_of(desk)).state == "waiting"
    assert planned.message_id is not None
    desk.outbox.cancel(planned.message_id)
    assert row_in_list(context_of(desk)).state == "to_answer"


def test_a_plan_for_a_quiet_hour_is_asked_about_when_it_is_made(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=QuietHoursConfig(mode="ask"))
    at = firm.clock.now() + timedelta(hours=9)
    stopped = desk.sending.submit(SARAH, "Are you up?", leaving=Leaving(at=at))
    assert stopped.code == "quiet_hours"
    yes = Leaving(at=at, confirmed=frozenset({Code.QUIET_HOURS}))
    assert desk.sending.submit(SARAH, "Are you up?", leaving=yes).status == "planned"
    pass_time(firm, desk, 9 * 60)
    assert statuses(desk) == ["sent"]
    assert "22:04" in bubbles(desk)[0].sent_at_night


def test_it_leaves_at_its_time_whatever_our_clock_is_set_to(firm: Firm, desk: Desk) -> None:
    desk.background.sync()
    plan(firm, desk, "See you")
    firm.clock.set_ahead(7200)
    pass_time(firm, desk, 30)
    assert statuses(desk) == ["planned"]
    pass_time(firm, desk, 30)
    assert statuses(desk) == ["sent"]


def test_a_machine_that_was_rolled_back_does_not_send_it_twice(firm: Firm, desk: Desk) -> None:
    """It was let go from there before its time: the carrier has it."""
    plan(firm, desk, "See you")
    firm.clock.move(minutes=10)
    firm.sent_elsewhere(SARAH, "See you", ago=timedelta(minutes=1))
    pass_time(firm, desk, 50)
    assert firm.at_carrier(SARAH) == ["See you"]
    assert statuses(desk) == ["delivered"]


# -- whatever happens in whatever order ---------------------------------------------------------

MOVES = st.lists(
    st.sampled_from(
        ["pass 5", "pass 70", "offline", "online", "they text", "send", "sync", "edit"]
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_no_plan_leaves_early_twice_or_unseen(
    template: Path, tmp_path: Path, moves: list[str]
) -> None:
    """Each leaves once, not before its time, and not after a text of theirs without a go."""
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    with open_firm(template, folder) as firm:
        desk = firm.desk()
        start = firm.clock.now()
        due = start + timedelta(minutes=60)
        planned = plan(firm, desk, "Plan", minutes=60)
        written_before_it_left = False
        for move in moves:
            match move.split():
                case ["pass", minutes]:
                    pass_time(firm, desk, float(minutes))
                case ["offline"]:
                    firm.offline()
                case ["online"]:
                    firm.online()
                case ["they", "text"]:
                    written_before_it_left |= not firm.at_carrier(SARAH).count("Plan")
                    firm.clock.move(1)
                    firm.arrive(SARAH, "Hello")
                case ["send"]:
                    desk.sending.send(SARAH, "Between")
                case ["edit"]:
                    desk.outbox.edit(planned, text="Plan")
                    written_before_it_left = False
                case _:
                    desk.background.sync()
            left = firm.at_carrier(SARAH).count("Plan")
            assert left <= 1
            if firm.clock.now() < due:
                assert left == 0
        if written_before_it_left:
            assert firm.at_carrier(SARAH).count("Plan") == 0
