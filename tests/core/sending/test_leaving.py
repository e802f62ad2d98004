"""The gate once more when the message leaves, and again with a retry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.config import LookupConfig
from smsdesk.core.rules.send_rules import LANDLINE, OPTED_OUT
from smsdesk.terms import Code, LineType
from tests.world.firm import Firm, bubbles, code_of, statuses
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def test_a_stop_between_sending_and_leaving_counts(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    recorded = desk.sending.submit(SARAH, "One more thing")
    clock.move(1)
    firm.arrive(SARAH, "STOP")
    clock.move(1)
    firm.arrive(SARAH, "thanks")
    clock.move(1)
    assert recorded.message_id is not None
    left = desk.sending.transmit(recorded.message_id)
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
    desk.background.sync()
    assert desk.conversations.row(SARAH) is None, "older than the history that the first sync reads"
    assert desk.sending.send(SARAH, "Hi Sarah").code == "opted_out"


def test_a_stop_that_an_agent_hears_of_meanwhile_counts(firm: Firm, desk: Desk) -> None:
    recorded = desk.sending.submit(SARAH, "One more thing")
    firm.desk("jonas").consent.record_opt_out(SARAH)
    assert recorded.message_id is not None
    assert desk.sending.transmit(recorded.message_id).code == "opted_out"
    assert firm.at_carrier(SARAH) == []


def test_a_landline_found_by_the_lookup_that_the_text_waited_for(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.LANDLINE)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.code, sent.message) == ("blocked", "landline", LANDLINE)
    assert statuses(desk) == ["not_sent"]
    assert firm.carrier.transmissions == []


def test_without_lookups_answer_it_goes_and_is_marked(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.LATE_ANSWER, RequestKind.LOOKUP, seconds=6)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"
    [bubble] = bubbles(desk)
    assert bubble.unchecked
    assert desk.sending.send(TOM, "Hi Tom").status == "sent"
    assert not bubbles(desk, TOM)[0].unchecked


def test_where_lookup_has_answered_that_it_does_not_know_it_is_not_marked(
    firm: Firm, desk: Desk
) -> None:
    firm.is_behind(SARAH, line_type=LineType.UNKNOWN)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"
    assert firm.carrier.looked_up == [SARAH]
    assert not bubbles(desk)[0].unchecked


def test_where_lookups_are_off_nothing_is_asked(firm: Firm) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), enabled=False))
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"
    assert not desk.threads.get(SARAH).lookup_due
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
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert sent.status == "queued"
    assert sent.message.startswith("Not sent yet: ")
    assert firm.carrier.transmissions == []
    clock.move(30)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_fetching_for_up_to_three_seconds_is_waited_for(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.LATE_ANSWER, RequestKind.LIST, seconds=2.5)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"


def test_a_question_opened_meanwhile_stops_it(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    recorded = desk.sending.submit(ANA, "Hi Ana")
    clock.move(1)
    firm.arrive(ANA, "please remove me from this list")
    clock.move(1)
    assert recorded.message_id is not None
    assert desk.sending.transmit(recorded.message_id).code == "opt_out_question"
    assert code_of(desk, ANA) is Code.OPT_OUT_QUESTION


# -- retry ------------------------------------------------------------------------------------


def test_a_refused_text_stays_with_its_reason_and_one_key_retries_it(
    firm: Firm, desk: Desk
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.is_behind(SARAH, valid=False)
    refused = desk.sending.send(SARAH, "Hi Sarah")
    assert (refused.status, refused.code) == ("refused", "21211")
    [failed] = bubbles(desk)
    assert (failed.status, failed.error_code, failed.can_retry) == ("failed", 21211, True)
    assert "21211" in failed.reason
    assert failed.text == "Hi Sarah"

    assert desk.sending.retry(failed.message_id).code == "invalid_phone", "through the whole gate"
    firm.is_behind(SARAH)
    desk.lookups.recheck(SARAH)
    again = desk.sending.retry(failed.message_id)
    assert again.status == "queued"
    assert again.message_id is not None
    assert desk.sending.transmit(again.message_id).status == "sent"
    assert statuses(desk) == ["failed", "sent"]


def test_a_text_that_was_sent_again_is_not_sent_a_third_time_from_its_old_bubble(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.is_behind(SARAH, valid=False)
    failed = desk.sending.send(SARAH, "Hi Sarah").message_id
    assert failed is not None
    firm.is_behind(SARAH)
    desk.lookups.recheck(SARAH)
    again = desk.sending.retry(failed)
    assert again.message_id is not None
    desk.sending.transmit(again.message_id)

    clock.move(minutes=1)
    third = desk.sending.retry(failed)

    assert (third.status, third.message_id) == ("duplicate", again.message_id)
    assert not bubbles(desk)[0].can_retry
    assert len(firm.at_carrier(SARAH)) == 1


def test_only_failed_and_not_sent_messages_can_be_retried(firm: Firm, desk: Desk) -> None:
    sent = desk.sending.send(SARAH, "Hi Sarah")
    firm.arrive(TOM, "Hello")
    desk.background.sync()
    assert sent.message_id is not None
    for message_id in (sent.message_id, bubbles(desk, TOM)[0].message_id, 999):
        assert desk.sending.retry(message_id).code == "unknown_message"
    assert len(firm.carrier.transmissions) == 1
