"""What is unconfirmed is settled by the carrier's list, and by nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.protocol import CarrierError
from smsdesk.carrier.simulator import FaultName, Ledger, RequestKind, create_app, in_process
from smsdesk.config import TwilioConfig
from smsdesk.core.rules.segments import body_key
from smsdesk.core.sending import reconcile
from tests.world.firm import Firm, bubbles, context_of, statuses
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

LOST = FaultName.ACCEPT_THEN_DROP
NEVER_THERE = FaultName.REFUSE_500


def send(
    firm: Firm, desk: Desk, text: str = "Hi Sarah", *, fault: FaultName = LOST, number: str = SARAH
) -> int:
    firm.goes_wrong(fault, RequestKind.CREATE)
    sent = desk.sending.send(number, text)
    assert sent.status == "unconfirmed"
    assert sent.message_id is not None
    return sent.message_id


def test_it_is_found_by_listing(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    send(firm, desk)
    clock.move(2)
    desk.background.sync()
    [found] = bubbles(desk)
    assert found.status.value in ("sent", "delivered")
    assert found.sid.startswith("SM")
    assert desk.outbox.items() == ()


def test_the_first_look_is_soon(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """Also while the list of the day does not show it: a text without a date is in none."""
    firm.goes_wrong(FaultName.LATE_DATE_SENT, times=None)
    send(firm, desk)
    clock.move(2)
    desk.background.sync()
    assert statuses(desk) != ["unconfirmed"]


def test_not_sent_needs_two_complete_looks_and_five_minutes(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    send(firm, desk, fault=NEVER_THERE)
    for _ in range(4):
        clock.move(60)
        desk.background.sync()
        assert statuses(desk) == ["unconfirmed"]
    clock.move(120)
    desk.background.sync()
    [found] = bubbles(desk)
    assert found.status == "not_sent"
    assert found.can_retry
    assert "does not have it" in found.reason


def test_one_look_after_five_minutes_is_not_enough(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    send(firm, desk, fault=NEVER_THERE)
    clock.move(minutes=10)
    desk.background.sync()
    assert statuses(desk) == ["unconfirmed"]
    clock.move(minutes=6)
    desk.background.sync()
    assert statuses(desk) == ["not_sent"]


def test_a_look_that_breaks_off_does_not_count(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    send(firm, desk, fault=NEVER_THERE)
    clock.move(60)
    desk.background.sync()
    for _ in range(5):
        clock.move(minutes=6)
        firm.app.faults.clear()
        firm.offline()
        desk.background.sync()
    assert statuses(desk) == ["unconfirmed"]
    firm.online()
    clock.move(minutes=6)
    desk.background.sync()
    assert statuses(desk) == ["not_sent"]


def test_however_many_broke_off_before_it_one_complete_look_is_not_enough(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    send(firm, desk, fault=NEVER_THERE)
    firm.offline()
    for _ in range(5):
        clock.move(minutes=6)
        desk.background.sync()
    firm.online()
    for status in ("unconfirmed", "not_sent"):
        clock.move(minutes=6)
        desk.background.sync()
        assert statuses(desk) == [status]


def test_a_look_whose_own_listing_breaks_off_is_not_complete(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The poll before it was answered; the two complete looks begin after it."""
    send(firm, desk, fault=NEVER_THERE)
    context = context_of(desk)
    for _ in range(3):
        clock.move(minutes=6)
        firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LIST)
        with pytest.raises(CarrierError):
            reconcile.settle_unconfirmed(context)
        assert statuses(desk) == ["unconfirmed"]
    for status in ("unconfirmed", "not_sent"):
        clock.move(minutes=6)
        reconcile.settle_unconfirmed(context)
        assert statuses(desk) == [status]


def test_an_unclaimed_text_to_that_number_leaves_it_open(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """What the carrier may have changed beyond recognition is not called not sent."""
    send(firm, desk, "Hi Sarah", fault=NEVER_THERE)
    firm.goes_wrong(FaultName.LATE_DATE_SENT, times=None, seconds=10**6)
    firm.ledger.submit(SARAH, "Hi \u2588arah")
    for _ in range(5):
        clock.move(minutes=6)
        desk.background.sync()
    assert statuses(desk) == ["unconfirmed"]


def test_a_text_to_another_number_is_not_ours(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    send(firm, desk, fault=NEVER_THERE)
    firm.ledger.submit(TOM, "Hi Sarah")
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    assert statuses(desk) == ["not_sent"]
    assert [one.sent_by for one in bubbles(desk, TOM)] == ["elsewhere"]


def test_an_older_text_with_the_same_words_is_not_ours(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.ledger.submit(SARAH, "Hi Sarah")
    clock.move(minutes=1)
    send(firm, desk, fault=NEVER_THERE)
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    assert sorted(one.sent_by for one in bubbles(desk)) == ["elsewhere", "maria"]
    assert {one.status for one in bubbles(desk) if one.sent_by == "maria"} == {"not_sent"}


def test_twins_are_told_apart(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """Both are lost, one after the other: each gets a SID of its own, the oldest first."""
    send(firm, desk)
    clock.move(3)
    recorded = desk.sending.submit(SARAH, "Hi Sarah")
    assert recorded.message_id is not None
    assert desk.sending.transmit(recorded.message_id).status == "queued"
    firm.goes_wrong(LOST, RequestKind.CREATE)
    for _ in range(6):
        clock.move(30)
        desk.background.sync()
    first, second = bubbles(desk)
    assert (first.status, second.status) == ("delivered", "delivered")
    assert first.sid != second.sid
    assert first.happened_at < second.happened_at
    assert firm.at_carrier(SARAH) == ["Hi Sarah"] * 2


def test_a_twin_that_was_accepted_is_not_taken_for_the_lost_one(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    clock.move(3)
    send(firm, desk, fault=NEVER_THERE)
    for _ in range(3):
        clock.move(minutes=6)
        desk.background.sync()
    assert statuses(desk) == ["delivered", "not_sent"]


def test_a_poll_that_brings_our_text_claims_it(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    mine = send(firm, desk)
    clock.move(1)
    firm.desk("jonas").background.sync()
    [found] = bubbles(desk)
    assert (found.message_id, found.sent_by) == (mine, "maria")


def test_a_text_from_elsewhere_shows_in_the_thread(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.ledger.submit(SARAH, "From the console")
    clock.move(30)
    desk.background.sync()
    [found] = bubbles(desk)
    assert (found.text, found.sent_by, found.status) == (
        "From the console", "elsewhere", "delivered",
    )  # fmt: skip
    assert not found.unread
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert (row.last_text, row.unread) == ("From the console", 0)


@pytest.mark.parametrize("skew", [-7200, -120, 120, 7200])
def test_the_carriers_clock_may_be_off(
    firm: Firm, desk: Desk, clock: MovedClock, skew: float
) -> None:
    firm.goes_wrong(FaultName.CLOCK_SKEW, times=None, seconds=skew)
    send(firm, desk)
    clock.move(2)
    desk.background.sync()
    assert statuses(desk)[0] in ("sent", "delivered")
    assert len(bubbles(desk)) == 1


def test_a_row_that_slipped_in_is_absorbed(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """Another process takes our text for one from elsewhere while the answer is on its way."""
    other = firm.desk("jonas")

    def looks_foreign() -> None:
        clock.move(1)
        firm.write("UPDATE message SET body_key = 'something else'")
        other.background.sync()

    firm.carrier.after_send = looks_foreign
    recorded = desk.sending.submit(SARAH, "Hi Sarah")
    clock.move(5)
    assert recorded.message_id is not None
    sent = desk.sending.transmit(recorded.message_id)
    [mine] = bubbles(desk)
    assert (mine.message_id, mine.sid, mine.sent_by) == (sent.message_id, sent.sid, "maria")
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert (row.last_text, row.last_status) == ("Hi Sarah", "sent")
    clock.move(60)
    desk.background.sync()
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert row.last_status == "delivered"
    assert desk.threads.search_messages("sarah")[0].message_id == sent.message_id


@pytest.mark.parametrize(("ours", "theirs"), [
    ("Hi", "Sent from your Twilio trial account - Hi"),
    ("It\u2019s \u201con\u201d \u2013 8pm", "It's \"on\" - 8pm"),
    ("one\r\ntwo", "one\ntwo"),
    ("Hi\u00a0there", "Hi there"),
])  # fmt: skip
def test_what_twilio_changes_still_compares(ours: str, theirs: str) -> None:
    assert body_key(ours) == body_key(theirs)


def test_the_looks_grow_apart_to_five_minutes(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """Also where none of them can be completed."""
    send(firm, desk, fault=NEVER_THERE)
    firm.goes_wrong(FaultName.MALFORMED_JSON, RequestKind.LIST, times=None)
    context = context_of(desk)
    began = clock.now()
    looks: list[float] = []
    for _ in range(950):
        try:
            reconcile.settle_unconfirmed(context)
        except CarrierError:
            looks.append((clock.now() - began) / timedelta(seconds=1))
        clock.move(1)
    assert looks == [2, 5, 15, 30, 60, 120, 300, 600, 900]


# -- created late, listed late, not to be read, another account ---------------------------------


def looks_for(desk: Desk, clock: MovedClock, minutes: float) -> None:
    """Let the desk look every minute for so long."""
    for _ in range(round(minutes)):
        clock.move(minutes=1)
        desk.background.sync()


def test_a_text_that_is_created_late_is_ours_where_no_other_can_own_it(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.LATE_CREATION, RequestKind.CREATE, seconds=240)
    mine = send(firm, desk)
    looks_for(desk, clock, 10)
    [found] = bubbles(desk)
    assert (found.message_id, found.status) == (mine, "delivered")
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_text_that_is_created_late_keeps_ours_open_where_another_can_own_it(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Two lost attempts with the same words: nobody can say whose it is, so neither is sent again.

    The first was given up, or called not sent, and may turn up as well.
    """
    first = send(firm, desk, fault=NEVER_THERE)
    looks_for(desk, clock, 16)
    assert statuses(desk) == ["not_sent"]
    second = send(firm, desk, fault=NEVER_THERE)
    clock.move(minutes=3)
    firm.ledger.submit(SARAH, "Hi Sarah")
    looks_for(desk, clock, 16)
    by_id = {one.message_id: one for one in bubbles(desk)}
    assert by_id[first].status == "not_sent"
    assert by_id[second].status == "unconfirmed"
    assert not by_id[second].can_retry
    assert by_id[second].can_cancel


@pytest.mark.parametrize("lag", [10, 60, 200])
def test_a_list_that_lags_makes_nothing_not_sent(
    firm: Firm, desk: Desk, clock: MovedClock, lag: float
) -> None:
    firm.goes_wrong(FaultName.LIST_LAG, RequestKind.LIST, times=None, seconds=lag)
    mine = send(firm, desk)
    for _ in range(60):
        clock.move(10)
        desk.background.sync()
        assert statuses(desk) in (["unconfirmed"], ["sent"], ["delivered"])
    assert [one.message_id for one in bubbles(desk)] == [mine]
    assert statuses(desk) == ["delivered"]


@pytest.mark.parametrize(("hours", "may"), [(23.9, False), (24.2, True)])
def test_one_whose_list_cannot_be_read_for_a_day_may_be_given_up_with_a_warning(
    firm: Firm, desk: Desk, clock: MovedClock, hours: float, *, may: bool
) -> None:
    mine = send(firm, desk, fault=NEVER_THERE)
    firm.goes_wrong(FaultName.MALFORMED_JSON, RequestKind.LIST, times=None)
    clock.move(minutes=hours * 60)
    desk.background.sync()
    [open_one] = bubbles(desk)
    assert open_one.can_cancel == may
    assert ("can be given up" in open_one.reason) == may
    assert ("the lead may have it" in open_one.reason) == may
    assert desk.outbox.cancel(mine) == may
    assert statuses(desk) == ["not_sent" if may else "unconfirmed"]


def test_a_day_counts_from_the_last_list_that_could_be_read(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    mine = send(firm, desk, fault=NEVER_THERE)
    clock.move(minutes=10)
    desk.background.sync()
    firm.goes_wrong(FaultName.MALFORMED_JSON, RequestKind.LIST, times=None)
    clock.move(minutes=24 * 60 - 5)
    desk.background.sync()
    assert not desk.outbox.cancel(mine)
    clock.move(minutes=10)
    desk.background.sync()
    firm.app.faults.clear()
    assert bubbles(desk)[0].can_cancel
    clock.move(minutes=6)
    desk.background.sync()
    assert statuses(desk) == ["not_sent"], "as soon as the list can be read it decides"


def test_a_text_of_another_account_is_neither_looked_for_nor_called_not_sent(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    mine = send(firm, desk, fault=LOST)
    other = firm.desk(twilio=TwilioConfig(account_sid="AC" + "1" * 32, from_number=FIRM))
    kept = firm.ledger
    firm.carrier._client.http_client._client._transport = in_process(
        create_app(Ledger(clock=clock, firm_number=FIRM), account_sid=ACCOUNT, auth_token=TOKEN)
    )
    looks_for(other, clock, 16)
    [open_one] = bubbles(other)
    assert open_one.status == "unconfirmed"
    assert "another account" in open_one.reason
    assert not open_one.can_retry
    assert other.sending.retry(mine).code == "unknown_message"

    firm.carrier._client.http_client._client._transport = in_process(firm.app)
    looks_for(desk, clock, 6)
    assert firm.ledger is kept
    assert statuses(desk) == ["delivered"]


def test_looks_while_another_account_was_set_do_not_count(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    send(firm, desk, fault=NEVER_THERE)
    other = firm.desk(twilio=TwilioConfig(account_sid="AC" + "1" * 32, from_number=FIRM))
    looks_for(other, clock, 16)
    for status in ("unconfirmed", "not_sent"):
        clock.move(minutes=6)
        desk.background.sync()
        assert statuses(desk) == [status]


def test_a_text_of_another_account_is_not_given_to_ours(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The same words went out by the new account: they are not the old account's text."""
    send(firm, desk, fault=NEVER_THERE)
    other = firm.desk(twilio=TwilioConfig(account_sid="AC" + "1" * 32, from_number=FIRM))
    firm.ledger.submit(SARAH, "Hi Sarah")
    clock.move(5)
    other.background.sync()
    assert sorted(one.sent_by for one in bubbles(other)) == ["elsewhere", "maria"]
    assert "unconfirmed" in statuses(other)
