"""What a listed message becomes: a text of theirs, one of ours moved on, one sent elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.carrier.faults import Fault
from smsdesk.carrier.protocol import CarrierMessage
from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.core.background import steps as background
from smsdesk.core.context import writing
from smsdesk.core.receiving.ingest import Taken, move_forward, take_in
from smsdesk.core.sending import outbox
from smsdesk.store.tables import messages
from smsdesk.store.times import to_us
from smsdesk.terms import Code, Direction, Status
from tests.world.clocks import START
from tests.world.firm import bubbles, code_of, hear, row_in_list, statuses, submit
from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from smsdesk.store.tables.message_record import MessageRecord
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


OPTED_OUT = {"error_code": 21610, "fault": Fault.OPTED_OUT}


def theirs(body: str, sid: str = "SM1", **changes: Any) -> CarrierMessage:
    message = CarrierMessage(
        sid=sid,
        direction=Direction.INBOUND,
        sender=SARAH,
        to=FIRM,
        body=body,
        status=Status.RECEIVED,
        created_at=START,
        sent_at=START,
    )
    return replace(message, **changes)


def elsewhere(body: str, sid: str = "SM1", **changes: Any) -> CarrierMessage:
    said = {
        "direction": Direction.OUTBOUND,
        "sender": FIRM,
        "to": SARAH,
        "status": Status.SENT,
        **changes,
    }
    return theirs(body, sid, **said)


def taken_in(context: Context, *told: CarrierMessage) -> Taken:
    taken = Taken()
    with writing(context) as work:
        take_in(context, work, told, taken)
    return taken


def of_sid(context: Context, sid: str) -> MessageRecord:
    with context.database.read() as connection:
        record = messages.by_sid(connection, sid)
    assert record is not None
    return record


# -- a text of theirs ----------------------------------------------------------------------------


def test_it_is_kept_as_it_came(context: Context, desk: Desk) -> None:
    taken = taken_in(context, theirs("Is there parking?", segments=2))
    record = of_sid(context, "SM1")
    assert (record.number, record.sender, record.direction) == (SARAH, SARAH, "inbound")
    assert (record.body, record.status, record.segments) == ("Is there parking?", "received", 2)
    assert record.revision > 0
    assert (taken.received, taken.numbers) == (1, [SARAH])
    assert row_in_list(context).unread == 1
    assert bubbles(desk)[0].happened_at == START


def test_a_message_that_a_page_lists_twice_is_one(context: Context, desk: Desk) -> None:
    taken = taken_in(context, theirs("Hello"), theirs("Hello"))
    assert taken.received == 1
    assert len(bubbles(desk)) == 1


def test_it_happened_when_it_was_sent_else_when_it_was_created(context: Context) -> None:
    later = START + timedelta(seconds=9)
    taken_in(context, theirs("One", "SM1", sent_at=later), theirs("Two", "SM2", sent_at=None))
    happened = {sid: of_sid(context, sid).happened_at for sid in ("SM1", "SM2")}
    assert happened["SM1"] - happened["SM2"] == 9_000_000


def test_one_without_any_date_happened_when_it_was_found(
    context: Context, clock: MovedClock
) -> None:
    clock.move(minutes=2)
    taken_in(context, theirs("Hello", created_at=None, sent_at=None))
    assert of_sid(context, "SM1").happened_at == to_us(START + timedelta(minutes=2))


def test_a_keyword_is_read_at_once(context: Context, desk: Desk) -> None:
    taken = taken_in(context, theirs("STOP"))
    assert taken.consent_changes == 1
    assert code_of(desk) is Code.OPTED_OUT


@pytest.mark.parametrize(("hours", "unread"), [(25, 0), (24.001, 0), (24, 1), (23, 1)])
def test_what_is_older_than_a_day_at_the_first_start_is_history(
    context: Context, hours: float, unread: int
) -> None:
    taken = taken_in(context, theirs("Hello", sent_at=START - timedelta(hours=hours)))
    assert row_in_list(context).unread == unread
    assert taken.numbers == [SARAH] * unread, "history rings nobody"


def test_words_that_come_later_bring_all_that_they_say(
    context: Context, desk: Desk, clock: MovedClock
) -> None:
    """It was listed before it had them; now it rings again, and its picture is asked for."""
    taken_in(context, theirs("", partial=True))
    before = of_sid(context, "SM1")
    assert (before.final, before.next_check_at) == (0, to_us(START))
    clock.move(5)
    taken = taken_in(context, theirs("Look at this", segments=2, media=1))
    record = of_sid(context, "SM1")
    assert (record.body, record.segments, record.media) == ("Look at this", 2, "[media]")
    assert (record.final, record.next_check_at) == (0, to_us(START + timedelta(seconds=5)))
    assert record.revision > before.revision
    assert (taken.numbers, taken.consent_changes) == ([SARAH], 0)
    assert row_in_list(context).last_text.startswith("Look at this")
    assert bubbles(desk)[0].happened_at == START


def test_a_keyword_that_comes_later_is_read(context: Context, desk: Desk) -> None:
    taken_in(context, theirs("", partial=True))
    assert taken_in(context, theirs("STOP")).consent_changes == 1
    assert code_of(desk) is Code.OPTED_OUT
    record = of_sid(context, "SM1")
    assert (record.final, record.next_check_at) == (1, None)


# -- a text that the firm sent elsewhere -----------------------------------------------------------


def test_it_belongs_to_the_thread(context: Context, desk: Desk) -> None:
    taken_in(context, elsewhere("From the console", segments=2))
    record = of_sid(context, "SM1")
    assert (record.number, record.sender, record.sent_by) == (SARAH, FIRM, "")
    assert (record.segments, record.settled, record.final) == (2, 1, 0)
    assert record.happened_at == record.created_at == record.settled_at == to_us(START)
    assert record.next_check_at is not None, "what becomes of it is asked for"
    assert bubbles(desk)[0].sent_by == "elsewhere"
    assert row_in_list(context).last_text == "From the console"


def test_it_answers_what_came_before_it_and_nothing_later(context: Context) -> None:
    later = START + timedelta(minutes=1)
    taken_in(
        context,
        theirs("Is there parking?", "SM1"),
        elsewhere("There is", "SM2", created_at=START + timedelta(seconds=30)),
        theirs("Thanks", "SM3", created_at=later, sent_at=later),
    )
    assert row_in_list(context).unread == 1
    assert of_sid(context, "SM1").seen == 1
    assert of_sid(context, "SM3").seen == 0


@pytest.mark.parametrize(("created", "sent", "happened"), [
    (timedelta(0), timedelta(minutes=1), timedelta(0)),
    (None, timedelta(minutes=1), timedelta(minutes=1)),
    (None, None, timedelta(minutes=2)),
])  # fmt: skip
def test_it_happened_when_it_was_created_else_sent_else_now(
    context: Context,
    clock: MovedClock,
    created: timedelta | None,
    sent: timedelta | None,
    happened: timedelta,
) -> None:
    clock.move(minutes=2)
    dates: dict[str, Any] = {
        "created_at": None if created is None else START + created,
        "sent_at": None if sent is None else START + sent,
    }
    taken_in(context, elsewhere("From the console", **dates))
    assert of_sid(context, "SM1").happened_at == to_us(START + happened)


def test_nobody_asks_what_became_of_one_that_is_days_old(
    context: Context, clock: MovedClock
) -> None:
    clock.move(days=2)
    taken_in(context, elsewhere("From the console"))
    assert of_sid(context, "SM1").next_check_at is None


@pytest.mark.parametrize(("hours", "looked_up"), [(24, True), (24.001, False)])
def test_nobody_pays_for_what_failed_over_a_day_before_the_first_start(
    firm: Firm, context: Context, hours: float, *, looked_up: bool
) -> None:
    """Its line is looked up when the thread is opened."""
    created = START - timedelta(hours=hours)
    landline: dict[str, Any] = {"error_code": 30006, "fault": Fault.LANDLINE_CLAIMED}
    taken_in(context, elsewhere("Hi", status=Status.UNDELIVERED, created_at=created, **landline))
    assert firm.rows("SELECT lookup_due_at IS NOT NULL FROM contact") == [(looked_up,)]


def test_one_that_failed_says_why(context: Context, desk: Desk) -> None:
    taken_in(context, elsewhere("Hello", status=Status.FAILED, error_code=30003))
    [bubble] = bubbles(desk)
    assert (bubble.status, bubble.error_code) == ("failed", 30003)
    assert "30003" in bubble.reason


# -- one of ours moves on --------------------------------------------------------------------------


@pytest.fixture
def sent(desk: Desk, context: Context) -> MessageRecord:
    """A text of ours that the carrier has taken."""
    done = outbox.transmit(context, submit(desk, "Hi Sarah")).result
    return of_sid(context, done.sid or "")


def told_of(record: MessageRecord, **changes: Any) -> CarrierMessage:
    return elsewhere(record.body, record.sid or "", **changes)


def moved(context: Context, record: MessageRecord, **changes: Any) -> Taken:
    taken = Taken()
    with writing(context) as work:
        move_forward(context, work, told_of(record, **changes), taken)
    return taken


def test_a_delivery_shows_with_its_segments(
    context: Context, desk: Desk, sent: MessageRecord
) -> None:
    taken = moved(context, sent, status=Status.DELIVERED, segments=4)
    now = of_sid(context, sent.sid or "")
    assert (now.status, now.segments, now.final, now.next_check_at) == ("delivered", 4, 1, None)
    assert now.revision > sent.revision
    assert taken.status_updates == 1
    assert bubbles(desk)[0].segments == 4
    assert row_in_list(context).last_status == "delivered"


def test_segments_that_are_not_told_stay(context: Context, sent: MessageRecord) -> None:
    moved(context, sent, status=Status.DELIVERED, segments=None)
    assert of_sid(context, sent.sid or "").segments == sent.segments == 1


@pytest.mark.parametrize(("seconds", "news"), [(0, False), (1.999, False), (2, True), (60, True)])
def test_the_same_status_again_is_news_when_it_was_to_be_asked_for(
    context: Context, clock: MovedClock, sent: MessageRecord, seconds: float, *, news: bool
) -> None:
    """Being listed is an answer too, which puts the next question off."""
    clock.move(seconds)
    taken_in(context, told_of(sent, status=Status.SENT))
    assert (of_sid(context, sent.sid or "").next_check_at != sent.next_check_at) is news


def test_a_text_that_fails_by_a_status_poll_says_why_in_its_bubble(
    context: Context, desk: Desk, sent: MessageRecord
) -> None:
    taken = moved(context, sent, status=Status.UNDELIVERED, error_code=30003)
    [bubble] = bubbles(desk)
    assert (bubble.status, bubble.error_code) == ("undelivered", 30003)
    assert "30003" in bubble.reason
    assert bubble.can_retry
    assert [alert.message_id for alert in taken.alerts] == [sent.id]


@pytest.mark.parametrize("late", [Status.SENT, Status.FAILED, Status.QUEUED])
def test_a_later_word_of_a_lower_or_equal_rank_changes_nothing(
    context: Context, desk: Desk, sent: MessageRecord, late: Status
) -> None:
    moved(context, sent, status=Status.DELIVERED)
    assert moved(context, sent, status=late).status_updates == 0
    assert statuses(desk) == ["delivered"]
    now = of_sid(context, sent.sid or "")
    assert (now.final, now.next_check_at) == (1, None)


def test_nobody_asks_after_a_day(context: Context, clock: MovedClock, sent: MessageRecord) -> None:
    assert sent.final == 0
    clock.move(days=1, minutes=1)
    moved(context, sent, status=Status.SENT)
    now = of_sid(context, sent.sid or "")
    assert (now.status, now.final, now.next_check_at) == ("sent", 1, None)


def test_a_text_that_another_tool_has_scheduled_is_planned_until_it_leaves(
    context: Context, desk: Desk, clock: MovedClock
) -> None:
    taken_in(context, theirs("Tomorrow?", "SM0"))
    taken_in(context, elsewhere("See you", status=Status.PLANNED, sent_at=None))
    assert statuses(desk) == ["received", "planned"]
    assert row_in_list(context).last_status == "planned"
    assert row_in_list(context).unread == 1, "it answers nothing before it has left"
    planned = of_sid(context, "SM1")
    clock.move(days=3)
    moved(context, planned, status=Status.PLANNED, sent_at=None)
    assert of_sid(context, "SM1").next_check_at is not None, "it may leave weeks later"
    moved(context, planned, status=Status.SENT, sent_at=START + timedelta(days=3))
    assert [(one.status, one.happened_at) for one in bubbles(desk)][1:] == [
        ("sent", START + timedelta(days=3)),
    ]


def test_one_that_is_canceled_before_says_so(
    context: Context, desk: Desk, clock: MovedClock
) -> None:
    taken_in(context, elsewhere("See you", status=Status.PLANNED, sent_at=None))
    clock.move(days=1)
    moved(context, of_sid(context, "SM1"), status=Status.CANCELED, sent_at=None)
    assert [(one.status, one.happened_at) for one in bubbles(desk)] == [("canceled", START)]


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.UNDELIVERED])
def test_one_that_had_left_keeps_its_place_in_the_thread(
    context: Context, desk: Desk, clock: MovedClock, sent: MessageRecord, status: Status
) -> None:
    """It may have waited at the carrier; the agent wrote it when it was written."""
    clock.move(minutes=9)
    moved(context, sent, status=status, sent_at=clock.now())
    [bubble] = bubbles(desk)
    assert (bubble.status, bubble.happened_at) == (status, START)


def test_a_scheduled_text_is_no_attempt_of_ours(
    firm: Firm, context: Context, desk: Desk, clock: MovedClock
) -> None:
    """Ours leave at once: the same words, planned by another tool, are another text."""
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.CREATE)
    assert desk.sending.send(SARAH, "See you").status == "unconfirmed"
    taken_in(context, elsewhere("See you", status=Status.PLANNED, created_at=clock.now()))
    assert sorted(statuses(desk)) == ["planned", "unconfirmed"]


def test_an_inbound_text_is_never_moved(context: Context) -> None:
    taken_in(context, theirs("Hello"))
    record = of_sid(context, "SM1")
    assert moved(context, record, status=Status.FAILED).status_updates == 0
    assert of_sid(context, "SM1") == record


# -- what the carrier refused long ago -------------------------------------------------------------


def test_an_opt_out_by_the_carrier_counts_from_when_the_text_left(
    firm: Firm, desk: Desk, context: Context
) -> None:
    """We learn of it by a poll, and a START that came in between must win."""
    firm.is_behind(SARAH, Behaviour.NO_REPORT)
    done = outbox.transmit(context, submit(desk, "Hi Sarah")).result
    sent = of_sid(context, done.sid or "")
    assert hear(firm, desk, "START") is Code.OK
    firm.clock.move(minutes=5)
    moved(context, sent, status=Status.UNDELIVERED, **OPTED_OUT)
    assert code_of(desk) is Code.OK
    [(happened,)] = firm.rows("SELECT happened_at FROM contact_event WHERE kind = 'opt_out'")
    assert happened == sent.attempt_began_at


def test_it_counts_where_no_start_came_after_it(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.NO_REPORT)
    assert hear(firm, desk, "START") is Code.OK
    clock.move(minutes=1)
    done = outbox.transmit(context, submit(desk, "Hi again")).result
    clock.move(minutes=5)
    moved(context, of_sid(context, done.sid or ""), status=Status.UNDELIVERED, **OPTED_OUT)
    assert code_of(desk) is Code.OPTED_OUT


# -- media -------------------------------------------------------------------------------------


def test_media_are_counted_first_and_named_when_they_are_known(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    taken_in(context, theirs("Look", media=2), theirs("", "SM2", sender=TOM, media=1))
    assert of_sid(context, "SM1").final == 0, "their kinds are asked for"
    assert bubbles(desk)[0].text == "Look\n[media]\n[media]"
    assert row_in_list(context, TOM).last_text == "[media]"
    firm.ledger.receive(SARAH, "A photo", media=["image/jpeg"])
    clock.move(5)
    background.sync(context)
    assert "[photo]" in bubbles(desk)[-1].text
