"""What the carrier tells: taken in once, whatever the pages look like, forward only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.protocol import CarrierMessage, MessageFilter, Refused
from smsdesk.carrier.simulator import Behaviour, Fault, FaultName, RequestKind
from smsdesk.config import SyncConfig, TwilioConfig
from smsdesk.core.receiving import polling
from smsdesk.core.receiving.ingest import Taken
from smsdesk.core.receiving.listing import PAGE
from smsdesk.store.queues import status_checks
from smsdesk.store.times import to_us
from smsdesk.terms import Direction, Status
from tests.world.clocks import START, MovedClock
from tests.world.firm import Firm, bubbles, code_of, context_of, statuses, submit
from tests.world.people import ANA, FIRM, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk


def test_a_text_from_an_unknown_number_opens_a_conversation(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.arrive(SARAH, "Is there parking?")
    clock.move(5)
    report = desk.background.sync()
    assert (report.received, report.numbers) == (1, (SARAH,))
    [row] = desk.conversations.page()
    assert (row.number, row.name, row.title, row.last_text, row.unread) == (
        SARAH, "", "(415) 555-0111", "Is there parking?", 1,
    )  # fmt: skip


def test_the_same_page_twice_adds_nothing(firm: Firm, desk: Desk) -> None:
    firm.arrive(SARAH, "Hello")
    assert desk.background.sync().received == 1
    assert desk.background.sync().received == 0
    assert len(bubbles(desk)) == 1


def test_pages_that_repeat_or_skip_a_message(
    firm: Firm, desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PAGE", 3)
    for place in range(10):
        firm.arrive(SARAH, f"Text {place}")
        clock.move(1)
    firm.goes_wrong(FaultName.SHIFTED_PAGE, RequestKind.LIST, times=4)
    desk.background.sync()
    firm.goes_wrong(FaultName.REPEATED_MESSAGE, RequestKind.LIST, times=8)
    desk.background.sync()
    assert [one.text for one in bubbles(desk)] == [f"Text {place}" for place in range(10)]


def test_what_came_before_the_line_broke_stays_and_the_poll_begins_again(
    firm: Firm, desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PAGE", 2)
    for place in range(6):
        firm.arrive(SARAH, f"Text {place}")
        clock.move(1)
    firm.app.faults.arm(
        Fault(
            FaultName.CONNECTION_REFUSED,
            on=frozenset({RequestKind.LIST}),
            nth=frozenset({3}),
        )
    )
    broken = desk.background.sync()
    assert broken.offline
    assert broken.received == 4
    clock.move(days=30)
    whole = desk.background.sync()
    assert whole.received == 2
    assert len(bubbles(desk)) == 6


def test_a_text_that_the_carrier_lists_late_is_within_the_overlap(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Also over midnight: the carrier's filter knows whole days in UTC only."""
    clock.move(minutes=(24 - START.hour + 1) * 60)
    assert clock.now().hour == 1
    desk.background.sync()
    firm.arrive(SARAH, "Late", at=clock.now() - timedelta(minutes=70))
    assert desk.background.sync().received == 1


@pytest.mark.parametrize(("history", "received"), [(90, 1), (30, 0)])
def test_the_first_sync_reads_back_so_many_days(
    firm: Firm, clock: MovedClock, history: int, received: int
) -> None:
    firm.arrive(SARAH, "Two months ago", at=START)
    clock.move(days=60)
    desk = firm.desk(sync=SyncConfig(history=history))
    assert desk.background.sync().received == received


def test_each_direction_is_asked_for_by_the_firms_number(firm: Firm, desk: Desk) -> None:
    """The list of an account that other numbers use as well may be long."""
    desk.background.sync()
    assert {(one.to, one.sender) for one in firm.carrier.listed} == {(FIRM, None), (None, FIRM)}


@pytest.mark.parametrize("skew", [-10_800, 10_800])
def test_until_when_all_is_taken_in_is_told_on_the_carriers_clock(
    firm: Firm, desk: Desk, clock: MovedClock, skew: float
) -> None:
    """On ours it could lie ahead, and hide what comes until then."""
    firm.goes_wrong(FaultName.CLOCK_SKEW, times=None, seconds=skew)
    desk.background.sync()
    desk.sending.send(SARAH, "Hi Sarah")
    expected = to_us(clock.now() + timedelta(seconds=skew))
    told = firm.rows(
        "SELECT CAST(value AS BIGINT) FROM note WHERE key LIKE '%complete_until%'"
        " UNION ALL SELECT inbound_complete_at FROM contact"
    )
    assert [at for (at,) in told] == [pytest.approx(expected, abs=1_000_000)] * 3


def test_before_a_text_leaves_what_they_wrote_to_the_firm_is_asked_for(
    firm: Firm, desk: Desk
) -> None:
    """And not what they wrote to other numbers of the account."""
    desk.sending.send(SARAH, "Hi Sarah")
    assert firm.carrier.listed == [MessageFilter(to=FIRM, sender=SARAH)]


SENT = CarrierMessage(
    sid="SM1", direction=Direction.OUTBOUND, sender=FIRM, to=SARAH, body="", status=Status.SENT
)
FAILED = replace(SENT, status=Status.FAILED)


@given(st.lists(st.sampled_from([SENT, FAILED]), max_size=60))
def test_one_transaction_takes_in_so_much_and_no_more(told: list[CarrierMessage]) -> None:
    """A failed text counts for 25: it is looked at singly. So another sender need not wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(polling, "WRITE_ROWS", 30)
        batches = list(polling._batches(told))
    weights = [sum(25 if one is FAILED else 1 for one in batch) for batch in batches]
    assert [one for batch in batches for one in batch] == told
    assert all(0 < weight <= 30 for weight in weights)
    firsts = [25 if batch[0] is FAILED else 1 for batch in batches[1:]]
    assert all(weight + first > 30 for weight, first in zip(weights, firsts, strict=False))


def test_history_is_not_unread(firm: Firm, clock: MovedClock) -> None:
    firm.arrive(SARAH, "Long ago", at=START - timedelta(days=40))
    firm.arrive(TOM, "Answered", at=START - timedelta(hours=5))
    firm.ledger.backdate(TOM, "Our answer", at=START - timedelta(hours=4))
    firm.arrive(ANA, "This morning", at=START - timedelta(hours=5))
    desk = firm.desk()
    clock.move(60)
    desk.background.sync()
    desk.background.sync()
    unread = {row.number: row.unread for row in desk.conversations.page()}
    assert unread == {SARAH: 0, TOM: 0, ANA: 1}


def test_the_thread_is_in_the_order_in_which_things_happened(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.sending.send(SARAH, "first")
    clock.move(10)
    firm.arrive(SARAH, "second")
    clock.move(10)
    desk.sending.send(SARAH, "third")
    firm.arrive(SARAH, "between", at=clock.now() - timedelta(seconds=5))
    clock.move(5)
    desk.background.sync()
    assert [one.text for one in bubbles(desk)] == ["first", "second", "between", "third"]
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert row.last_text == "third"


# -- delivery status ----------------------------------------------------------------------------


def test_delivery_shows_on_the_bubble(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.sending.send(SARAH, "Hi")
    assert statuses(desk) == ["sent"]
    clock.move(10)
    assert desk.background.sync().status_updates == 1
    assert statuses(desk) == ["delivered"]
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert row.last_status == "delivered"
    assert desk.background.sync().status_updates == 0


def test_a_late_sent_never_overwrites_delivered(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.sending.send(SARAH, "Hi")
    clock.move(10)
    desk.background.sync()
    firm.goes_wrong(FaultName.STALE_STATUS, times=None, seconds=9)
    desk.background.sync()
    assert statuses(desk) == ["delivered"]


def test_no_report_after_an_hour(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    firm.is_behind(SARAH, Behaviour.NO_REPORT)
    desk.sending.send(SARAH, "Hi")
    clock.move(minutes=59)
    desk.background.sync()
    assert not bubbles(desk)[0].no_report
    clock.move(minutes=2)
    desk.background.sync()
    [bubble] = bubbles(desk)
    assert (bubble.status, bubble.no_report) == ("sent", True)
    clock.move(days=2)
    desk.background.sync()
    clock.move(days=2)
    fetched = firm.rows("SELECT count(*) FROM message WHERE final = 0")
    assert fetched == [(0,)], "after a day nobody asks any more"


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_is_set_does_not_keep_a_status_from_being_asked_for(
    firm: Firm, desk: Desk, clock: MovedClock, days: int
) -> None:
    firm.is_behind(SARAH, Behaviour.SLOW)
    desk.sending.send(SARAH, "Hi")
    clock.set_ahead(days * 86_400)
    clock.move(minutes=10)
    with desk._context.database.read() as connection:
        due = status_checks.due(connection, to_us(desk._context.steady_now()), 10)
    assert [record.body for record in due] == ["Hi"]
    polling.follow_up(desk._context, Taken())
    assert statuses(desk) == ["delivered"]


def test_a_message_that_was_deleted_at_the_carrier_stops_nothing(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    sent = desk.sending.send(SARAH, "Please delete this")
    assert sent.sid is not None
    firm.ledger.delete(sent.sid)
    firm.offline()
    desk.sending.send(TOM, "Hi Tom")
    firm.online()
    clock.move(60)
    report = desk.background.sync()
    assert report.offline == ""
    assert firm.at_carrier(TOM) == ["Hi Tom"]
    assert statuses(desk) == ["sent"]
    assert firm.rows("SELECT final, next_check_at FROM message WHERE sid = ?", sent.sid) == [
        (1, None)
    ], "it is not asked for again"


def test_the_status_of_a_text_of_another_account_is_not_asked_for(
    firm: Firm, desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That account does not know it, and would say that it was deleted. After a day nobody asks."""
    desk.sending.send(SARAH, "Hi")
    clock.move(60)
    other = firm.context(twilio=TwilioConfig(account_sid="AC" + "1" * 32, from_number=FIRM))
    fetched = Mock(side_effect=firm.carrier.fetch)
    monkeypatch.setattr(firm.carrier, "fetch", fetched)
    for move, final in ((0, 0), (25 * 60, 1)):
        clock.move(minutes=move)
        polling.follow_up(other, Taken())
        assert firm.rows("SELECT final FROM message") == [(final,)]
    assert fetched.call_count == 0


def test_a_refusal_of_the_firm_does_not_end_the_asking(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.sending.send(SARAH, "Hi")
    clock.move(60)
    passwords, firm.app._passwords = firm.app._passwords, {}
    with pytest.raises(Refused):
        polling.follow_up(context_of(desk), Taken())
    firm.app._passwords = passwords
    polling.follow_up(context_of(desk), Taken())
    assert statuses(desk) == ["sent"], "it is asked for after a pause"
    clock.move(60)
    polling.follow_up(context_of(desk), Taken())
    assert statuses(desk) == ["delivered"]


# -- what a text may hold -------------------------------------------------------------------------


def test_received_media_are_shown_as_what_they_are(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.ledger.receive(SARAH, "Look", media=["image/jpeg", "video/mp4"])
    firm.ledger.receive(TOM, "", media=["image/png"])
    clock.move(5)
    desk.background.sync()
    assert bubbles(desk)[0].text.splitlines()[0] == "Look"
    assert len(bubbles(desk)[0].text.splitlines()) == 3
    assert "[" in bubbles(desk, TOM)[0].text
    row = desk.conversations.row(TOM)
    assert row is not None
    assert row.last_text.startswith("[")


def test_no_picture_is_lost_where_fewer_are_named_than_were_counted(
    firm: Firm, desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm.ledger.receive(SARAH, "", media=["image/jpeg", "video/mp4"])
    monkeypatch.setattr(firm.carrier, "media_types", lambda _sid: ("image/jpeg",))
    clock.move(5)
    desk.background.sync()
    assert bubbles(desk)[0].text == "[photo]\n[media]"
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert row.last_text.startswith("[photo]")
    assert row.revision == bubbles(desk)[0].revision


def test_a_text_is_kept_as_it_came(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    text = "\x1b[2Jgone\u202e\x07 [b]bold[/b]"
    firm.arrive(SARAH, text)
    clock.move(5)
    desk.background.sync()
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert bubbles(desk)[0].text == row.last_text == text


def test_what_no_database_holds_is_kept_beside_it(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    text = "half \ud83d of \x00 it\\"
    firm.arrive(SARAH, text)
    clock.move(5)
    desk.background.sync()
    [bubble] = bubbles(desk)
    assert bubble.text == "half \ufffd of \ufffd it\\"
    assert desk.threads.raw_text(bubble.message_id) == text


def test_what_an_agent_pastes_is_kept_and_sent_as_it_is(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    text = "Hi\x1b[2J \u202edrow"
    firm.offline()
    desk.sending.send(SARAH, text)
    assert bubbles(desk)[0].text == text
    assert desk.outbox.items()[0].body == text
    assert desk.threads.search_messages("hi")[0].text == text
    firm.online()
    clock.move(30)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == [text]


@pytest.mark.parametrize(("minutes", "asks_for"), [
    (0.1, polling.FIRST_LOOK), (9.9, polling.FIRST_LOOK), (10.1, PAGE), (600, PAGE),
    (-5, PAGE),  # the clock was ahead, and says nothing of how long ago it was
])  # fmt: skip
def test_a_quick_poll_looks_at_the_newest_few_until_ten_minutes_after_a_complete_one(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch, minutes: float, asks_for: int
) -> None:
    """What is listed late, below what is known, comes by then."""
    desk.background.sync()
    firm.write(
        "UPDATE note SET value = CAST(value AS BIGINT) - ? WHERE key = ?",
        round(minutes * 60_000_000),
        f"{polling.INBOUND_CURSOR} {FIRM}",
    )
    listing = Mock(wraps=firm.carrier.list_messages)
    monkeypatch.setattr(firm.carrier, "list_messages", listing)
    polling.poll(context_of(desk), Direction.INBOUND, Taken(), quick=True)
    assert [call.kwargs["page_size"] for call in listing.call_args_list] == [asks_for]


@pytest.mark.parametrize("direction", Direction)
def test_a_quick_poll_that_says_nothing_new_takes_no_lock(
    firm: Firm,
    desk: Desk,
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
    direction: Direction,
) -> None:
    """Every five seconds, for as many desks as are open: senders must not wait for it."""
    firm.is_behind(TOM, Behaviour.UNREACHABLE)
    firm.arrive(ANA, "Hello")
    for number in (SARAH, TOM):
        desk.sending.send(number, "Hi")
    firm.arrive(TOM, "A row that nobody can read")
    firm.goes_wrong(FaultName.NAMELESS_ROW, RequestKind.LIST, times=None)
    clock.move(60)
    desk.background.sync()
    clock.move(5)
    write = Mock(wraps=context_of(desk).database.write)
    monkeypatch.setattr(context_of(desk).database, "write", write)
    polling.poll(context_of(desk), direction, Taken(), quick=True)
    assert write.call_count == 0


def test_texts_of_one_second_stay_in_the_order_in_which_they_came(firm: Firm, desk: Desk) -> None:
    for body in ("quick 1", "quick 2", "quick 3"):
        firm.arrive(SARAH, body)
    desk.background.sync()
    assert [one.text for one in bubbles(desk)] == ["quick 1", "quick 2", "quick 3"]
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert row.last_text == "quick 3"


# -- a text that is listed before it has its words ------------------------------------------------


@pytest.mark.parametrize("seconds", [30, 4 * 3600])
def test_a_text_that_was_listed_without_its_body_is_read_again(
    firm: Firm, desk: Desk, clock: MovedClock, seconds: float
) -> None:
    """Whether it is still listed then, or has to be asked for."""
    firm.goes_wrong(FaultName.LATE_BODY, times=None, seconds=seconds - 5)
    firm.arrive(SARAH, "STOP")
    assert desk.background.sync().consent_changes == 0
    assert [one.text for one in bubbles(desk)] == [""]
    clock.move(seconds)
    assert desk.background.sync().consent_changes == 1
    assert [one.text for one in bubbles(desk)] == ["STOP"]
    assert code_of(desk) == "opted_out"
    assert desk.conversations.row(SARAH).last_text == "STOP"  # type: ignore[union-attr]


def test_one_that_is_no_longer_listed_is_asked_for(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.LATE_BODY, times=None, seconds=3600)
    firm.arrive(SARAH, "STOP")
    desk.background.sync()
    for minutes, words in ((30, ""), (40, "STOP")):
        clock.move(minutes=minutes)
        polling.follow_up(context_of(desk), Taken())
        assert [one.text for one in bubbles(desk)] == [words]
    assert code_of(desk) == "opted_out"


def test_its_words_are_taken_in_before_a_text_leaves(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.LATE_BODY, times=None, seconds=10)
    firm.arrive(SARAH, "STOP")
    desk.background.sync()
    clock.move(11)
    message_id = submit(desk, "See you")
    assert desk.sending.transmit(message_id).code == "opted_out"
    assert firm.at_carrier(SARAH) == []
