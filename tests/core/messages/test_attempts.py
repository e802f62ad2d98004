"""Which message at the carrier is ours: five seconds before, fifteen after, the oldest, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.protocol import CarrierMessage, OutboundText
from smsdesk.core.background import steps as background
from smsdesk.core.context import writing
from smsdesk.core.messages import attempts
from smsdesk.core.sending import outbox
from smsdesk.store.tables import messages
from smsdesk.store.times import to_us
from smsdesk.terms import Direction, Status
from tests.world.clocks import START
from tests.world.firm import bubbles, statuses, submit
from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from smsdesk.store.tables.message_record import MessageRecord
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm

BEGAN = START
ENDED = START + timedelta(seconds=20)


def listed(seconds: float | None = 0.0, sid: str = "SM1", **changes: Any) -> CarrierMessage:
    """A text as the carrier lists it, created so many seconds after the attempt began."""
    created = None if seconds is None else BEGAN + timedelta(seconds=seconds)
    message = CarrierMessage(
        sid=sid,
        direction=Direction.OUTBOUND,
        sender=FIRM,
        to=SARAH,
        body="Hi Sarah",
        status=Status.SENT,
        created_at=created,
    )
    return replace(message, **changes)


@pytest.fixture
def attempt(context: Context, desk: Desk) -> MessageRecord:
    """An attempt of twenty seconds whose outcome is open."""
    message_id = submit(desk, "Hi Sarah")
    with writing(context) as work:
        messages.change(
            work.connection,
            message_id,
            status=Status.UNCONFIRMED.value,
            attempt_began_at=to_us(BEGAN),
            attempt_ended_at=to_us(ENDED),
        )
        return messages.get_known(work.connection, message_id)


# -- what can be ours -------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "ours"), [
    (-5.001, False), (-5, True), (0, True), (20, True), (35, True), (35.001, False), (140, False),
    (None, True),
])  # fmt: skip
def test_it_was_created_while_the_attempt_ran(
    attempt: MessageRecord, seconds: float | None, ours: bool
) -> None:
    """Five seconds before, for ``Date`` has whole ones; fifteen after, for a queue there."""
    assert attempts.matches(attempt, listed(seconds), START) is ours


@pytest.mark.parametrize("changes", [
    {"direction": Direction.INBOUND}, {"to": TOM}, {"sender": "+14155550199"}, {"body": "Hi Tom"},
])  # fmt: skip
def test_it_goes_from_our_number_to_that_one_with_the_same_words(
    attempt: MessageRecord, changes: dict[str, Any]
) -> None:
    assert attempts.matches(attempt, listed(), START)
    assert not attempts.matches(attempt, listed(**changes), START)


def test_the_window_is_the_attempts_own_whatever_our_clock_says_now(
    attempt: MessageRecord,
) -> None:
    for now in (START - timedelta(days=1), START + timedelta(days=1)):
        assert attempts.created_between(attempt, now) == (
            BEGAN - timedelta(seconds=5),
            ENDED + timedelta(seconds=15),
        )


# -- which of several ---------------------------------------------------------------------------


@given(st.permutations([listed(3, "SM3"), listed(1, "SM9"), listed(2, "SM2")]))
def test_the_oldest_is_offered_first_in_whatever_order_they_are_listed(
    told: list[CarrierMessage],
) -> None:
    assert [one.sid for one in attempts.oldest_first(told)] == ["SM9", "SM2", "SM3"]


def test_of_one_second_the_first_by_name_and_an_undated_one_last() -> None:
    told = [listed(None, "SM1"), listed(1, "SM3"), listed(1, "SM2")]
    assert [one.sid for one in attempts.oldest_first(told)] == ["SM2", "SM3", "SM1"]


def test_of_several_that_can_be_it_the_oldest_is(
    context: Context, desk: Desk, attempt: MessageRecord
) -> None:
    told = [listed(3, "SM3"), listed(1, "SM9"), listed(2, "SM2")]
    with writing(context) as work:
        attempts.claim_all(context, work, told, [])
    assert [one.sid for one in bubbles(desk)] == ["SM9"]


@pytest.mark.parametrize("status", [
    Status.UNCONFIRMED, Status.NOT_SENT, Status.QUEUED, Status.HELD,
])  # fmt: skip
def test_of_several_texts_of_ours_with_these_words_the_oldest_has_it(
    firm: Firm, context: Context, desk: Desk, clock: MovedClock, status: Status
) -> None:
    first = submit(desk, "Hi Sarah")
    clock.move(3)
    second = submit(desk, "Hi Sarah")
    firm.write(
        "UPDATE message SET status = ?, settled = ?, attempt_began_at = ?, attempt_ended_at = ?",
        status.value,
        int(status is Status.NOT_SENT),
        to_us(BEGAN),
        to_us(ENDED),
    )
    with writing(context) as work:
        assert attempts.claim(context, work, listed(5), [])
        found = [messages.get_known(work.connection, one).sid for one in (first, second)]
    assert found == ["SM1", None]


@pytest.mark.parametrize(("hours", "may"), [(23.9, True), (24.1, False)])
def test_one_that_was_called_not_sent_may_turn_up_for_a_day(
    firm: Firm, context: Context, desk: Desk, clock: MovedClock, hours: float, *, may: bool
) -> None:
    submit(desk, "Hi Sarah")
    firm.write(
        "UPDATE message SET status = 'not_sent', settled = 1, attempt_began_at = ?,"
        " attempt_ended_at = ?", to_us(BEGAN), to_us(ENDED),
    )  # fmt: skip
    clock.move(minutes=hours * 60)
    with writing(context) as work:
        assert attempts.claim(context, work, listed(created_at=clock.now()), []) is may


# -- when it ended --------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "ended"), [
    (0, 0), (3, 3), (20, 20),
    (25, 20),  # its lease is over: it ended by then
    (-60, 20),  # the machine's clock was set back meanwhile
])  # fmt: skip
def test_an_attempt_ended_now_or_at_the_end_of_its_lease(
    context: Context, clock: MovedClock, attempt: MessageRecord, seconds: float, ended: float
) -> None:
    clock.move(seconds)
    with writing(context) as work:
        assert attempts.ended_at(attempt, work) == to_us(BEGAN + timedelta(seconds=ended))


# -- taking the carrier's word ------------------------------------------------------------------


def test_what_the_carrier_tells_is_carried_along(
    context: Context, desk: Desk, attempt: MessageRecord
) -> None:
    with writing(context) as work:
        attempts.settle_accepted(context, work, attempt, listed(segments=3))
        now = messages.get_known(work.connection, attempt.id)
        assert now.revision == work.revision > attempt.revision
    assert (now.status, now.sid, now.segments, now.settled) == ("sent", "SM1", 3, 1)
    assert (now.lease_until, now.next_look_at) == (None, None)
    assert now.next_check_at is not None, "its delivery is asked for"
    assert bubbles(desk)[0].segments == 3


def test_segments_that_are_not_told_stay_as_they_were_counted(
    context: Context, attempt: MessageRecord
) -> None:
    with writing(context) as work:
        attempts.settle_accepted(context, work, attempt, listed(segments=None))
        assert messages.get_known(work.connection, attempt.id).segments == attempt.segments == 1


def test_one_that_failed_meanwhile_says_why(
    context: Context, desk: Desk, attempt: MessageRecord
) -> None:
    told = listed(status=Status.UNDELIVERED, error_code=30003)
    with writing(context) as work:
        settled, alerts = attempts.settle_accepted(context, work, attempt, told)
    [bubble] = bubbles(desk)
    assert (bubble.status, bubble.error_code) == ("undelivered", 30003)
    assert "30003" in bubble.reason
    assert [alert.number for alert in alerts] == [SARAH]
    assert settled.status == "undelivered"


def test_an_older_word_about_it_takes_nothing_back(
    context: Context, desk: Desk, attempt: MessageRecord
) -> None:
    for status in (Status.DELIVERED, Status.SENT):
        with writing(context) as work:
            attempts.settle_accepted(context, work, attempt, listed(status=status))
    assert statuses(desk) == ["delivered"]


# -- what a poll had taken for somebody else's ----------------------------------------------------


def taken_for_elsewhere(firm: Firm, context: Context, number: str) -> CarrierMessage:
    """Let the desk find a text in the carrier's list that nobody here wrote."""
    sid = firm.ledger.submit(number, "from the console").sid
    firm.clock.move(5)
    background.sync(context)
    return listed(sid=sid)


def test_a_row_of_this_thread_that_nobody_wrote_is_absorbed(
    firm: Firm, desk: Desk, context: Context, attempt: MessageRecord
) -> None:
    told = taken_for_elsewhere(firm, context, SARAH)
    with writing(context) as work:
        attempts.settle_accepted(context, work, attempt, told)
    [bubble] = bubbles(desk)
    assert (bubble.message_id, bubble.sid, bubble.sent_by) == (attempt.id, told.sid, "maria")


def test_a_row_of_another_thread_is_not(
    firm: Firm, desk: Desk, context: Context, attempt: MessageRecord
) -> None:
    told = taken_for_elsewhere(firm, context, TOM)
    with writing(context) as work:
        attempts.settle_accepted(context, work, attempt, told)
        assert messages.get_known(work.connection, attempt.id).sid is None
    assert [one.text for one in bubbles(desk, TOM)] == ["from the console"]


def test_a_text_of_theirs_is_not(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock, attempt: MessageRecord
) -> None:
    sid = firm.arrive(SARAH, "Hello?")
    clock.move(5)
    background.sync(context)
    with writing(context) as work:
        attempts.settle_accepted(context, work, attempt, listed(sid=sid))
    assert {one.text for one in bubbles(desk)} == {"Hi Sarah", "Hello?"}


def test_a_name_that_another_text_of_ours_has_is_left_to_it(
    firm: Firm, desk: Desk, context: Context, attempt: MessageRecord
) -> None:
    first = firm.carrier.send(OutboundText(SARAH, "Other words"))
    firm.write("UPDATE message SET settled = 1, status = 'canceled'")
    sent = outbox.transmit(context, submit(desk, "Other words")).result
    assert sent.sid not in (None, first.sid)
    with writing(context) as work:
        attempts.settle_accepted(context, work, attempt, listed(sid=sent.sid or ""))
        assert messages.get_known(work.connection, attempt.id).sid is None
    assert firm.rows("SELECT count(*) FROM message WHERE sid = ?", sent.sid) == [(1,)]


# -- a poll that brings it ------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "taken"), [
    (listed(), True),
    (listed(body="Hi Tom"), False),
    (listed(seconds=60), True),  # created late, and no other text of ours can own it
    (listed(seconds=-6), False),
    (listed(to=TOM), False),
])  # fmt: skip
def test_an_outbound_text_is_offered_to_our_open_attempts(
    context: Context, attempt: MessageRecord, told: CarrierMessage, taken: bool
) -> None:
    with writing(context) as work:
        assert attempts.claim(context, work, told, []) is taken
        status = messages.get_known(work.connection, attempt.id).status
    assert status == ("sent" if taken else "unconfirmed")
