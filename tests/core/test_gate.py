"""One gate, passed twice: when the agent sends, and when the message leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firm import ANA, SARAH, TOM, Firm, MovedClock, bubbles, code_of, statuses
from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.config import LookupConfig, TwilioConfig
from smsdesk.core.rules import LANDLINE, OPTED_OUT
from smsdesk.desk import Desk
from smsdesk.terms import Code, LineType

# -- when the agent sends ---------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code"), [
    ("  \n ", "empty"), ("x" * 1601, "too_long"), ("\U0001f600" * 801, "too_long"),
])  # fmt: skip
def test_what_the_gate_stops_is_not_recorded(
    firm: Firm, desk: Desk, text: str, code: str
) -> None:
    sent = desk.send(SARAH, text)
    assert (sent.status, sent.code, sent.message_id, sent.sid) == ("blocked", code, None, None)
    assert firm.rows("SELECT * FROM message") == []
    assert desk.conversations() == ()


def test_1600_units_leave(firm: Firm, desk: Desk) -> None:
    text = "\U0001f600" * 800
    assert desk.send(SARAH, text + " \n").status == "sent"
    assert firm.at_carrier(SARAH) == [text]


def test_without_a_sending_number_nothing_leaves(firm: Firm) -> None:
    desk = firm.desk(twilio=TwilioConfig(from_number=""))
    sent = desk.send(SARAH, "Hi")
    assert (sent.status, sent.code) == ("blocked", "no_sender")
    assert "twilio.from_number" in sent.message
    assert desk.why(SARAH).verdict.code is Code.NO_SENDER


@pytest.mark.parametrize("sender", ["40404", "ALERTS"])
def test_threads_with_short_codes_and_names_are_read_only(
    firm: Firm, desk: Desk, sender: str
) -> None:
    firm.arrive(sender, "Your code is 123")
    desk.sync()
    thread = desk.thread(sender)
    assert thread.head.read_only
    assert not thread.lookup_due
    assert desk.send(sender, "Thanks").code == "invalid_phone"
    assert firm.carrier.looked_up == []


def test_check_asks_the_gate_and_records_nothing(firm: Firm, desk: Desk) -> None:
    desk.record_opt_out(SARAH)
    assert desk.check(SARAH, "Hi").code is Code.OPTED_OUT
    assert desk.check(TOM, "Hi").code is Code.OK
    assert desk.check(TOM, "").code is Code.EMPTY
    assert firm.rows("SELECT * FROM message") == []


# -- duplicates -------------------------------------------------------------------------------


def test_the_same_text_within_two_seconds_is_the_first_message(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = desk.send(SARAH, "See you")
    clock.move(1.9)
    again = desk.send(SARAH, "See you \n")
    assert (again.status, again.code, again.message) == ("duplicate", "duplicate", "")
    assert (again.message_id, again.sid) == (first.message_id, first.sid)
    assert firm.at_carrier(SARAH) == ["See you"]


def test_after_two_seconds_it_is_another_text(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.send(SARAH, "See you")
    clock.move(2.1)
    assert desk.send(SARAH, "See you").status == "sent"
    assert firm.at_carrier(SARAH) == ["See you"] * 2


@pytest.mark.parametrize(("number", "text"), [(TOM, "See you"), (SARAH, "see you"), (SARAH, "See")])
def test_another_text_or_another_lead_is_no_duplicate(
    firm: Firm, desk: Desk, number: str, text: str
) -> None:
    desk.send(SARAH, "See you")
    assert desk.send(number, text).status == "sent"


def test_a_failed_text_may_be_sent_again_at_once(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.is_behind(SARAH, valid=False)
    assert desk.send(SARAH, "See you").status == "refused"
    firm.is_behind(SARAH)
    desk.recheck(SARAH)
    assert desk.send(SARAH, "See you").status == "sent"


def test_a_duplicate_from_another_process_or_another_agent(firm: Firm, desk: Desk) -> None:
    desk.send(SARAH, "See you")
    assert firm.desk().send(SARAH, "See you").status == "duplicate"
    assert firm.desk("jonas").send(SARAH, "See you").status == "duplicate"


def test_a_duplicate_is_seen_although_the_carriers_clock_is_off(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.CLOCK_SKEW, times=None, seconds=-7200)
    desk.send(SARAH, "See you")
    assert desk.send(SARAH, "See you").status == "duplicate"


# -- the rate limit ---------------------------------------------------------------------------


def fill(desk: Desk, clock: MovedClock, count: int = 10, *, apart: float = 1.0) -> None:
    for place in range(count):
        assert desk.submit(f"+1415555020{place % 10}", f"Text {place}").status == "queued"
        clock.move(apart)


def test_ten_a_minute_and_a_countdown(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    fill(desk, clock)
    sent = desk.submit(SARAH, "The eleventh")
    assert (sent.status, sent.code) == ("blocked", "rate_limited")
    assert sent.message == "Rate limit: 10 messages per minute. Try again shortly."
    assert sent.retry_in == pytest.approx(50.0)
    clock.move(sent.retry_in - 0.01)
    assert desk.submit(SARAH, "The eleventh").code == "rate_limited"
    clock.move(0.01)
    assert desk.submit(SARAH, "The eleventh").status == "queued"


def test_the_limit_counts_every_process_of_the_agent_and_survives_a_restart(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    fill(desk, clock, 6)
    other = firm.desk()
    fill(other, clock, 4)
    assert desk.submit(SARAH, "Hi").code == "rate_limited"
    assert other.submit(SARAH, "Hi").code == "rate_limited"
    desk.close()
    assert firm.desk().submit(SARAH, "Hi").code == "rate_limited"


def test_another_agent_has_a_limit_of_their_own(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    fill(desk, clock)
    assert firm.desk("jonas").submit(SARAH, "Hi").status == "queued"


def test_what_the_gate_stopped_does_not_count(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.record_opt_out(TOM)
    for _ in range(20):
        desk.submit(TOM, "Hi")
        desk.submit(SARAH, " ")
    assert desk.submit(SARAH, "Hi").status == "queued"


def test_an_opt_out_is_told_before_the_limit(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    fill(desk, clock)
    desk.record_opt_out(SARAH)
    assert desk.submit(SARAH, "Hi").code == "opted_out"


# -- when the message leaves ------------------------------------------------------------------


def test_a_stop_between_sending_and_leaving_counts(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    recorded = desk.submit(SARAH, "One more thing")
    clock.move(1)
    firm.arrive(SARAH, "STOP")
    clock.move(1)
    firm.arrive(SARAH, "thanks")
    clock.move(1)
    assert recorded.message_id is not None
    left = desk.transmit(recorded.message_id)
    assert (left.status, left.code, left.message) == ("blocked", "opted_out", OPTED_OUT)
    assert firm.carrier.transmissions == []
    [mine] = [one for one in bubbles(desk) if one.text == "One more thing"]
    assert (mine.status, mine.reason, mine.can_retry) == ("not_sent", OPTED_OUT, True)
    assert firm.rows("SELECT rule_code FROM message WHERE direction = 'outbound'") == [
        ("opted_out",)
    ]


def test_the_first_text_to_a_number_reads_its_whole_history(firm: Firm, desk: Desk) -> None:
    stop = firm.clock.now()
    firm.clock.move(days=400)
    firm.arrive(SARAH, "STOP", at=stop)
    desk.sync()
    assert desk.conversation(SARAH) is None, "older than the history that the first sync reads"
    assert desk.send(SARAH, "Hi Sarah").code == "opted_out"


def test_a_stop_that_an_agent_hears_of_meanwhile_counts(firm: Firm, desk: Desk) -> None:
    recorded = desk.submit(SARAH, "One more thing")
    firm.desk("jonas").record_opt_out(SARAH)
    assert recorded.message_id is not None
    assert desk.transmit(recorded.message_id).code == "opted_out"
    assert firm.at_carrier(SARAH) == []


def test_a_landline_found_by_the_lookup_that_the_text_waited_for(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.LANDLINE)
    sent = desk.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.code, sent.message) == ("blocked", "landline", LANDLINE)
    assert statuses(desk) == ["not_sent"]
    assert firm.carrier.transmissions == []


def test_without_lookups_answer_it_goes_and_is_marked(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.LATE_ANSWER, RequestKind.LOOKUP, seconds=6)
    assert desk.send(SARAH, "Hi Sarah").status == "sent"
    [bubble] = bubbles(desk)
    assert bubble.unchecked
    assert desk.send(TOM, "Hi Tom").status == "sent"
    assert not bubbles(desk, TOM)[0].unchecked


def test_where_lookups_are_off_nothing_is_asked(firm: Firm) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), enabled=False))
    assert desk.send(SARAH, "Hi Sarah").status == "sent"
    assert not desk.thread(SARAH).lookup_due
    assert firm.carrier.looked_up == []


@pytest.mark.parametrize(("fault", "seconds"), [
    (FaultName.CONNECTION_REFUSED, None),
    (FaultName.REFUSE_500, None),
    (FaultName.BAD_GATEWAY_HTML, None),
    (FaultName.THROTTLE, 1),
    (FaultName.TRUNCATED_JSON, None),
    (FaultName.MALFORMED_JSON, None),
    (FaultName.WRONG_SHAPE, None),
    (FaultName.LATE_ANSWER, 3.5),
])  # fmt: skip
def test_where_inbound_texts_cannot_be_fetched_the_message_stays_queued(
    firm: Firm, desk: Desk, clock: MovedClock, fault: FaultName, seconds: float | None
) -> None:
    firm.goes_wrong(fault, RequestKind.LIST, seconds=seconds)
    sent = desk.send(SARAH, "Hi Sarah")
    assert sent.status == "queued"
    assert sent.message.startswith("Not sent yet: ")
    assert firm.carrier.transmissions == []
    clock.move(30)
    desk.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_fetching_for_up_to_three_seconds_is_waited_for(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.LATE_ANSWER, RequestKind.LIST, seconds=2.5)
    assert desk.send(SARAH, "Hi Sarah").status == "sent"


def test_what_is_judged_once_does_not_stop_a_text_at_leaving(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """``duplicate`` and ``rate_limited`` are for the agent who sends, not for a backlog."""
    fill(desk, clock, apart=0.1)
    firm.offline()
    desk.sync()
    firm.online()
    clock.move(5)
    desk.sync()
    assert firm.rows("SELECT count(*) FROM message WHERE status = 'sent'") == [(10,)]


def test_a_question_opened_meanwhile_stops_it(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    recorded = desk.submit(ANA, "Hi Ana")
    clock.move(1)
    firm.arrive(ANA, "please remove me from this list")
    clock.move(1)
    assert recorded.message_id is not None
    assert desk.transmit(recorded.message_id).code == "opt_out_question"
    assert code_of(desk, ANA) is Code.OPT_OUT_QUESTION


# -- retry ------------------------------------------------------------------------------------


def test_a_refused_text_stays_with_its_reason_and_one_key_retries_it(
    firm: Firm, desk: Desk
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.is_behind(SARAH, valid=False)
    refused = desk.send(SARAH, "Hi Sarah")
    assert (refused.status, refused.code) == ("refused", "21211")
    [failed] = bubbles(desk)
    assert (failed.status, failed.error_code, failed.can_retry) == ("failed", 21211, True)
    assert "21211" in failed.reason
    assert failed.text == "Hi Sarah"

    assert desk.retry(failed.message_id).code == "invalid_phone", "through the whole gate"
    firm.is_behind(SARAH)
    desk.recheck(SARAH)
    again = desk.retry(failed.message_id)
    assert again.status == "queued"
    assert again.message_id is not None
    assert desk.transmit(again.message_id).status == "sent"
    assert statuses(desk) == ["failed", "sent"]


def test_only_failed_and_not_sent_messages_can_be_retried(firm: Firm, desk: Desk) -> None:
    sent = desk.send(SARAH, "Hi Sarah")
    firm.arrive(TOM, "Hello")
    desk.sync()
    assert sent.message_id is not None
    for message_id in (sent.message_id, bubbles(desk, TOM)[0].message_id, 999):
        assert desk.retry(message_id).code == "unknown_message"
    assert len(firm.carrier.transmissions) == 1
