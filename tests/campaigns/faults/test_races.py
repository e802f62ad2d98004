"""Two processes, two clocks: what happens between two statements of one of them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from smsdesk.carrier.protocol import CarrierError
from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.carrier.twilio.http import HttpxClient
from smsdesk.config import TwilioConfig
from smsdesk.desk import Desk
from smsdesk.terms import LineType
from tests.world.carrier import WatchedCarrier
from tests.world.clocks import START, MovedClock
from tests.world.firm import bubbles, statuses
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.carrier.protocol import MessagePage
    from tests.world.firm import Firm


class FailingFetch(WatchedCarrier):
    """A carrier whose first listing fails, after something else has happened."""

    def __init__(self, firm: Firm, meanwhile: Callable[[], None]) -> None:
        super().__init__(firm)
        self._meanwhile: Callable[[], None] | None = meanwhile

    def list_messages(self, *args: Any, **kwargs: Any) -> MessagePage:
        if self._meanwhile is not None:
            happens, self._meanwhile = self._meanwhile, None
            happens()
            raise CarrierError("the carrier does not answer")
        return super().list_messages(*args, **kwargs)


def test_a_failed_fetch_does_not_take_a_message_out_of_another_process_hands(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Put back into the queue while somebody transmits it, it would leave a second time."""
    message_id = desk.sending.submit(SARAH, "Hi Sarah").message_id
    assert message_id is not None
    leaving, may_go_on = threading.Event(), threading.Event()

    def hold() -> None:
        leaving.set()
        assert may_go_on.wait(10)

    firm.carrier.before_send = hold
    sender = threading.Thread(target=desk.sending.transmit, args=(message_id,))

    def other_process_claims_it() -> None:
        sender.start()
        assert leaving.wait(10)

    hindered = FailingFetch(firm, other_process_claims_it)
    with Desk.open(firm.config("tom"), carrier=hindered, clock=clock) as other:
        postponed = other.sending.transmit(message_id)
        assert postponed.status == "unconfirmed"
        assert not other.outbox.cancel(message_id)
        clock.move(3)
        threading.Timer(0.1, may_go_on.set).start()
        other.background.sync()
    sender.join()
    hindered.close()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert statuses(desk) == ["sent"]


@pytest.mark.parametrize("correction", [-300, 300])
def test_our_clock_may_be_corrected_before_the_text_is_found(
    firm: Firm, clock: MovedClock, correction: float
) -> None:
    """A laptop that wakes up: the network is lost, the clock is wrong, then both are put right."""
    carriers = MovedClock(START)
    firm.ledger.clock = carriers

    def both(seconds: float) -> None:
        carriers.move(seconds)
        clock.move(seconds)

    desk = firm.desk()
    clock.set_back(correction)
    desk.background.sync()
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "unconfirmed"
    firm.offline()
    clock.set_back(-correction)
    both(30)
    desk.background.sync()
    firm.online()
    for _ in range(4):
        both(310)
        desk.background.sync()
    assert statuses(desk) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_slow_answer_tells_nothing_of_the_carriers_clock(clock: MovedClock) -> None:
    """Half of what it took would be taken for a difference of the clocks."""

    def answer(request: httpx.Request) -> httpx.Response:
        clock.move(8 if request.url.path == "/slow" else 0.2)
        date = clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
        return httpx.Response(200, json={}, headers={"Date": date})

    client = HttpxClient(clock=clock, deadline=30, transport=httpx.MockTransport(answer))
    client.request("GET", "https://carrier.test/quick")
    known = client.clock_offset
    assert known is not None
    assert abs(known) < timedelta(seconds=1)
    client.request("GET", "https://carrier.test/slow")
    assert client.clock_offset == known
    client.close()


def test_a_text_that_passed_for_somebody_elses_is_still_ours(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    desk.sending.send(SARAH, "Hi Sarah")
    [(key,)] = firm.rows("SELECT body_key FROM message")
    firm.write(
        "UPDATE message SET body_key = 'beyond recognition', next_look_at = next_look_at + ?", 10**8
    )
    clock.move(5)
    desk.background.sync()
    assert len(bubbles(desk)) == 2
    firm.write("UPDATE message SET body_key = ?", key)
    clock.move(310)
    desk.background.sync()
    [found] = bubbles(desk)
    assert (found.status, found.sent_by) == ("delivered", "maria")
    [row] = desk.conversations.page()
    assert row.last_text == "Hi Sarah"


def test_the_sender_is_the_one_that_it_left_from(firm: Firm, clock: MovedClock) -> None:
    """The firm's number may change between the writing of a text and its leaving."""
    old = firm.config(twilio=TwilioConfig(from_number="+14155550199"))
    with Desk.open(old, carrier=firm.carrier, clock=clock) as before:
        before.sending.submit(SARAH, "Hi Sarah")
    desk = firm.desk()
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    desk.background.sync()
    assert statuses(desk) == ["unconfirmed"]
    clock.move(6)
    desk.background.sync()
    assert statuses(desk) == ["delivered"]
    assert firm.rows("SELECT sender FROM message") == [(FIRM,)]


def test_a_stop_that_has_no_date_yet_counts(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """A filter by date would hide it, and ``stop all`` is not one that the carrier acts on."""
    desk.sending.send(SARAH, "Hi Sarah")
    clock.move(60)
    firm.goes_wrong(FaultName.LATE_DATE_SENT, times=None)
    firm.arrive(SARAH, "stop all")
    clock.move(1)
    result = desk.sending.send(SARAH, "Are you there?")
    assert result.code == "opted_out"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_text_that_is_dated_after_midnight_is_not_missed(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    late = datetime(2026, 11, 20, 23, 40, tzinfo=UTC) - clock.now()
    clock.move(late.total_seconds())
    firm.goes_wrong(FaultName.LATE_DATE_SENT, times=None)
    firm.arrive(SARAH, "Hello?")
    for _ in range(7):
        clock.move(minutes=10)
        desk.background.sync()
    assert [bubble.text for bubble in bubbles(desk)] == ["Hello?"]


def test_a_number_is_not_looked_up_by_one_who_comes_late(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Who has read the queue before the other process's answer came must not pay again."""
    del clock
    other = firm.desk("tom")
    assert desk.lookups.look_up(SARAH) is LineType.MOBILE
    assert other.lookups.look_up(SARAH) is LineType.MOBILE
    assert firm.carrier.looked_up == [SARAH]


def test_a_first_poll_with_a_wrong_clock_hides_nothing_that_comes_later(
    firm: Firm, clock: MovedClock
) -> None:
    """A cursor two days ahead would ask the carrier for nothing until the day after tomorrow."""
    carriers = MovedClock(START)
    firm.ledger.clock = carriers
    clock.move(days=2)
    desk = firm.desk()
    desk.background.sync()
    for step in (clock, carriers):
        step.move(60)
    firm.arrive(SARAH, "Hello?")
    desk.background.sync()
    assert [bubble.text for bubble in bubbles(desk)] == ["Hello?"]
