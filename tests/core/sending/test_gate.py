"""The gate when the agent sends: who may be texted, twins, and ten a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import TwilioConfig
from smsdesk.core.sending import gate
from smsdesk.terms import Code
from tests.world.firm import context_of, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm

# -- when the agent sends ---------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code"), [
    ("  \n ", "empty"), ("x" * 1601, "too_long"), ("\U0001f600" * 801, "too_long"),
])  # fmt: skip
def test_what_the_gate_stops_is_not_recorded(firm: Firm, desk: Desk, text: str, code: str) -> None:
    sent = desk.sending.send(SARAH, text)
    assert (sent.status, sent.code, sent.message_id, sent.sid) == ("blocked", code, None, None)
    assert sent.retry_in == 0.0, "waiting would not help"
    assert firm.rows("SELECT * FROM message") == []
    assert desk.conversations.page() == ()


def test_1600_units_leave(firm: Firm, desk: Desk) -> None:
    text = "\U0001f600" * 800
    assert desk.sending.send(SARAH, text + " \n").status == "sent"
    assert firm.at_carrier(SARAH) == [text]


def test_without_a_sending_number_nothing_leaves(firm: Firm) -> None:
    desk = firm.desk(twilio=TwilioConfig(from_number=""))
    sent = desk.sending.send(SARAH, "Hi")
    assert (sent.status, sent.code) == ("blocked", "no_sender")
    assert "twilio.from_number" in sent.message
    assert desk.contacts.why(SARAH).verdict.code is Code.NO_SENDER


@pytest.mark.parametrize("sender", ["40404", "ALERTS"])
def test_threads_with_short_codes_and_names_are_read_only(
    firm: Firm, desk: Desk, sender: str
) -> None:
    firm.arrive(sender, "Your code is 123")
    desk.background.sync()
    thread = desk.threads.get(sender)
    assert thread.head.read_only
    assert not thread.lookup_due
    assert desk.sending.send(sender, "Thanks").code == "invalid_phone"
    assert firm.carrier.looked_up == []


def test_check_asks_the_gate_and_records_nothing(firm: Firm, desk: Desk) -> None:
    desk.consent.record_opt_out(SARAH)
    assert desk.sending.check(SARAH, "Hi").code is Code.OPTED_OUT
    assert desk.sending.check(TOM, "Hi").code is Code.OK
    assert desk.sending.check(TOM, "").code is Code.EMPTY
    assert firm.rows("SELECT * FROM message") == []


# -- duplicates -------------------------------------------------------------------------------


def test_the_same_text_within_two_seconds_is_the_first_message(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first = desk.sending.send(SARAH, "See you")
    clock.move(1.9)
    again = desk.sending.send(SARAH, "See you \n")
    assert (again.status, again.code, again.message) == ("duplicate", "duplicate", "")
    assert (again.message_id, again.sid) == (first.message_id, first.sid)
    assert firm.at_carrier(SARAH) == ["See you"]


def test_after_two_seconds_it_is_another_text(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.sending.send(SARAH, "See you")
    clock.move(2.1)
    assert desk.sending.send(SARAH, "See you").status == "sent"
    assert firm.at_carrier(SARAH) == ["See you"] * 2


@pytest.mark.parametrize(("number", "text"), [(TOM, "See you"), (SARAH, "see you"), (SARAH, "See")])
def test_another_text_or_another_lead_is_no_duplicate(
    firm: Firm, desk: Desk, number: str, text: str
) -> None:
    desk.sending.send(SARAH, "See you")
    assert desk.sending.send(number, text).status == "sent"


def test_a_failed_text_may_be_sent_again_at_once(firm: Firm, desk: Desk) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.is_behind(SARAH, valid=False)
    assert desk.sending.send(SARAH, "See you").status == "refused"
    firm.is_behind(SARAH)
    desk.lookups.recheck(SARAH)
    assert desk.sending.send(SARAH, "See you").status == "sent"


def test_a_duplicate_from_another_process_or_another_agent(firm: Firm, desk: Desk) -> None:
    desk.sending.send(SARAH, "See you")
    assert firm.desk().sending.send(SARAH, "See you").status == "duplicate"
    assert firm.desk("jonas").sending.send(SARAH, "See you").status == "duplicate"


def test_a_duplicate_is_seen_although_the_carriers_clock_is_off(firm: Firm, desk: Desk) -> None:
    """The first answer tells by how much; from then on the thread is on the carrier's clock."""
    firm.goes_wrong(FaultName.CLOCK_SKEW, times=None, seconds=-7200)
    desk.sending.send(TOM, "Hi Tom")
    desk.sending.send(SARAH, "See you")
    assert desk.sending.send(SARAH, "See you").status == "duplicate"


def test_an_opt_out_is_told_before_the_twin(desk: Desk) -> None:
    desk.sending.send(SARAH, "See you")
    desk.consent.record_opt_out(SARAH)
    again = desk.sending.send(SARAH, "See you")
    assert (again.status, again.code) == ("blocked", "opted_out")


# -- the rate limit ---------------------------------------------------------------------------


def fill(desk: Desk, clock: MovedClock, count: int = 10, *, apart: float = 1.0) -> None:
    for place in range(count):
        assert desk.sending.submit(f"+1415555020{place % 10}", f"Text {place}").status == "queued"
        clock.move(apart)


def test_ten_a_minute_and_a_countdown(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    fill(desk, clock)
    sent = desk.sending.submit(SARAH, "The eleventh")
    assert (sent.status, sent.code) == ("blocked", "rate_limited")
    assert sent.message == "Rate limit: 10 messages per minute. Try again shortly."
    assert sent.retry_in == pytest.approx(50.0)
    clock.move(sent.retry_in - 0.01)
    assert desk.sending.submit(SARAH, "The eleventh").code == "rate_limited"
    clock.move(0.01)
    assert desk.sending.submit(SARAH, "The eleventh").status == "queued"


def test_the_limit_counts_every_process_of_the_agent_and_survives_a_restart(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    fill(desk, clock, 6)
    other = firm.desk()
    fill(other, clock, 4)
    assert desk.sending.submit(SARAH, "Hi").code == "rate_limited"
    assert other.sending.submit(SARAH, "Hi").code == "rate_limited"
    desk.close()
    assert firm.desk().sending.submit(SARAH, "Hi").code == "rate_limited"


def test_another_agent_has_a_limit_of_their_own(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    fill(desk, clock)
    assert firm.desk("jonas").sending.submit(SARAH, "Hi").status == "queued"


def test_what_the_gate_stopped_does_not_count(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.consent.record_opt_out(TOM)
    for _ in range(20):
        desk.sending.submit(TOM, "Hi")
        desk.sending.submit(SARAH, " ")
    assert desk.sending.submit(SARAH, "Hi").status == "queued"


@pytest.mark.parametrize("seconds", [-86_400, -3600, -5, 5, 3600, 86_400])
@pytest.mark.parametrize("another_process", [False, True])
def test_the_limit_is_the_same_whatever_the_clock_is_set_to(
    firm: Firm, desk: Desk, clock: MovedClock, seconds: float, *, another_process: bool
) -> None:
    fill(desk, clock)
    clock.set_ahead(seconds)
    agent = firm.desk() if another_process else desk
    sent = agent.sending.submit(SARAH, "Hi")
    assert sent.code == "rate_limited"
    assert sent.retry_in == pytest.approx(50.0)
    clock.move(50)
    assert agent.sending.submit(SARAH, "Hi").status == "queued"


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_second_press_of_enter_is_one_whatever_the_clock_is_set_to(
    firm: Firm, desk: Desk, clock: MovedClock, seconds: float
) -> None:
    desk.sending.submit(SARAH, "Hi")
    clock.set_ahead(seconds)
    clock.move(1)
    assert desk.sending.submit(SARAH, "Hi").status == "duplicate"


def test_after_a_start_with_another_time_nobody_is_blocked_for_hours(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Two starts of the machine have no steady clock in common."""
    fill(desk, clock)
    clock.boot = "after the start"
    clock.set_back(3600)
    assert firm.desk().sending.submit(SARAH, "Hi").status == "queued"


def test_an_opt_out_is_told_before_the_limit(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    fill(desk, clock)
    desk.consent.record_opt_out(SARAH)
    assert desk.sending.submit(SARAH, "Hi").code == "opted_out"


def test_what_is_judged_once_does_not_stop_a_text_at_leaving(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """``duplicate`` and ``rate_limited`` are for the agent who sends, not for a backlog."""
    fill(desk, clock, apart=0.1)
    firm.offline()
    desk.background.sync()
    firm.online()
    clock.move(5)
    desk.background.sync()
    assert firm.rows("SELECT count(*) FROM message WHERE status = 'sent'") == [(10,)]


# -- a retry --------------------------------------------------------------------------------------


def test_a_thread_that_is_shown_learns_that_its_failed_text_has_been_sent_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Else its old bubble would go on offering the retry."""
    failed = submit(desk, "See you")
    firm.write("UPDATE message SET status = 'failed', settled = 1 WHERE id = ?", failed)
    [(before,)] = firm.rows("SELECT max(revision) FROM message")
    clock.move(10)
    again = gate.retry(context_of(desk), failed)
    [(revision, retried_by)] = firm.rows(
        "SELECT revision, retried_by FROM message WHERE id = ?", failed
    )
    assert retried_by == again.message_id
    assert revision > before
