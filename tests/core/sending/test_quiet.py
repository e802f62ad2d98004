"""Quiet hours as a rule of the gate; the firm's clock begins at 13:04 in San Francisco."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.config import QuietHoursConfig
from smsdesk.core.read_models.sending import Leaving
from smsdesk.core.rules.quiet_hours import QuietHoursFileError
from smsdesk.terms import Code, Status
from tests.world.firm import bubbles, statuses, submit
from tests.world.people import SARAH

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

ASK, HOLD, OFF = (QuietHoursConfig(mode=mode) for mode in ("ask", "hold", "off"))
YES = Leaving(confirmed=frozenset({Code.QUIET_HOURS}))


def fall_asleep(firm: Firm) -> None:
    """Move the clock to 22:04 for Sarah, who lives in San Francisco."""
    firm.clock.move(minutes=9 * 60)


def test_by_default_it_is_said_and_the_text_leaves(firm: Firm, desk: Desk) -> None:
    by_day = desk.sending.send(SARAH, "Hello")
    assert (by_day.status, by_day.warning) == ("sent", "")
    fall_asleep(firm)
    sent = desk.sending.send(SARAH, "Are you up?")
    assert sent.status == "sent"
    assert sent.warning.startswith("It is Fri 22:04 for them (Los Angeles, by the number)")
    assert "47 CFR 64.1200(c)(1)" in sent.warning


def test_who_sent_at_night_is_on_record(firm: Firm, desk: Desk) -> None:
    desk.sending.send(SARAH, "Hello")
    fall_asleep(firm)
    desk.sending.send(SARAH, "Are you up?")
    by_day, at_night = bubbles(desk)
    assert by_day.sent_at_night == ""
    assert at_night.sent_at_night.startswith("It is Fri 22:04 for them")
    assert at_night.sent_by == "maria"


@pytest.mark.parametrize("mode", [ASK, HOLD])
def test_ask_and_hold_stop_it_until_somebody_says_yes(firm: Firm, mode: QuietHoursConfig) -> None:
    desk = firm.desk(quiet_hours=mode)
    assert desk.sending.send(SARAH, "Hello").status == "sent"
    fall_asleep(firm)
    stopped = desk.sending.send(SARAH, "Are you up?")
    assert (stopped.status, stopped.code) == ("blocked", "quiet_hours")
    assert "Fri 22:04" in stopped.message
    assert firm.at_carrier(SARAH) == ["Hello"]
    assert desk.sending.check(SARAH, "Are you up?").code is Code.QUIET_HOURS
    assert desk.sending.check(SARAH, "Are you up?", leaving=YES).code is Code.OK
    assert desk.sending.send(SARAH, "Are you up?", leaving=YES).status == "sent"
    assert firm.rows("SELECT confirmed FROM message ORDER BY id") == [("",), ("quiet_hours",)]


def test_nobody_is_asked_where_it_is_off(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=OFF)
    fall_asleep(firm)
    sent = desk.sending.send(SARAH, "Hello")
    assert (sent.status, sent.warning) == ("sent", "")


def test_an_opt_out_comes_before_the_hour(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=ASK)
    fall_asleep(firm)
    desk.consent.record_opt_out(SARAH)
    assert desk.sending.send(SARAH, "Hello").code == "opted_out"
    assert desk.sending.send(SARAH, "Hello", leaving=YES).code == "opted_out"


def test_the_limit_comes_before_the_hour(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=ASK)
    fall_asleep(firm)
    for number in range(10):
        desk.sending.send(SARAH, f"Text {number}", leaving=YES)
    assert desk.sending.send(SARAH, "One more").code == "rate_limited"


def test_an_answer_within_two_hours_of_their_text_is_free(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=ASK)
    fall_asleep(firm)
    firm.arrive(SARAH, "Still awake?")
    desk.background.sync()
    firm.clock.move(minutes=119)
    assert desk.sending.send(SARAH, "Yes").status == "sent"
    firm.clock.move(minutes=2)
    assert desk.sending.send(SARAH, "And you?").code == "quiet_hours"


def test_hold_plans_it_for_the_next_allowed_hour(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=HOLD)
    fall_asleep(firm)
    planned = desk.sending.send(SARAH, "Good morning", leaving=Leaving(holds=True))
    assert (planned.status, planned.message) == ("planned", "Planned for Sat 08:00 their time")
    assert statuses(desk) == ["planned"]
    firm.clock.move(minutes=9 * 60 + 50)
    desk.background.sync()
    assert statuses(desk) == ["planned"], "it is 07:54 for her"
    firm.clock.move(minutes=6)
    desk.background.sync()
    assert statuses(desk) == ["sent"]
    assert bubbles(desk)[0].sent_at_night == ""


def test_by_day_hold_holds_nothing(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=HOLD)
    assert desk.sending.send(SARAH, "Hello", leaving=Leaving(holds=True)).status == "sent"


def test_the_state_of_the_lead_is_worth_more_than_the_number(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=ASK)
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    firm.write("UPDATE lead SET state = 'New York', zip = ''")
    firm.clock.move(minutes=5 * 60)
    stopped = desk.sending.send(SARAH, "Hello")
    assert stopped.code == "quiet_hours"
    assert "Fri 21:04 for them (New York, by their state NY)" in stopped.message


# -- at leaving -------------------------------------------------------------------------------


@pytest.mark.parametrize("waited", [50, 70])
def test_it_is_judged_again_only_after_a_wait_of_more_than_a_minute(
    firm: Firm, waited: int
) -> None:
    desk = firm.desk(quiet_hours=ASK)
    firm.clock.move(minutes=7 * 60 + 55)  # 20:59:05
    firm.clock.move(30)
    firm.offline()
    queued = submit(desk, "Hello")
    firm.clock.move(waited)
    firm.online()
    desk.background.sync()
    [bubble] = bubbles(desk)
    assert bubble.message_id == queued
    assert bubble.status is (Status.SENT if waited < 60 else Status.HELD)
    if bubble.status is Status.HELD:
        assert bubble.reason.startswith("It is Fri 21:00 for them")
        desk.outbox.release(queued)
        assert desk.sending.transmit(queued).status == "sent", "go is a yes"


def test_who_has_said_yes_is_not_asked_again(firm: Firm) -> None:
    desk = firm.desk(quiet_hours=ASK)
    fall_asleep(firm)
    firm.offline()
    queued = desk.sending.submit(SARAH, "Are you up?", leaving=YES)
    assert queued.status == "queued"
    firm.clock.move(minutes=5)
    firm.online()
    desk.background.sync()
    assert statuses(desk) == ["sent"]


def test_under_warn_nothing_is_held(firm: Firm, desk: Desk) -> None:
    firm.clock.move(minutes=7 * 60 + 55)
    submit(desk, "Hello")
    firm.clock.move(minutes=5)
    desk.background.sync()
    assert statuses(desk) == ["sent"]
    assert "21:04" in bubbles(desk)[0].sent_at_night


# -- the firm's own hours -----------------------------------------------------------------------


def test_a_firm_may_have_hours_of_its_own(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "hours.json"
    path.write_text('{"default": {"hours": [["mon-fri", "14:00", "15:00"]], "source": "us"}}')
    desk = firm.desk(quiet_hours=QuietHoursConfig(mode="ask", file=str(path)))
    assert "allowed 14:00 to 15:00 (us, not confirmed)" in desk.sending.send(SARAH, "Hi").message
    firm.clock.move(timedelta(hours=1).total_seconds())
    assert desk.sending.send(SARAH, "Hi").status == "sent"


def test_hours_that_cannot_be_read_let_nothing_leave(firm: Firm, tmp_path: Path) -> None:
    desk = firm.desk(quiet_hours=QuietHoursConfig(mode="ask", file=str(tmp_path / "gone.json")))
    with pytest.raises(QuietHoursFileError):
        desk.sending.send(SARAH, "Hi")
    assert firm.rows("SELECT * FROM message") == []
