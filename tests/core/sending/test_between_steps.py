"""What happens between two steps of a send: the clock jumps, another process is quicker, a STOP.

Each step is a transaction of its own, so anything may come in between. Whatever it is, the text
leaves once or not at all, and nobody is told less than is known.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.carrier.protocol import OutcomeUnknown, always
from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import TwilioConfig
from smsdesk.core.background import steps as background
from smsdesk.core.messages import attempts
from smsdesk.core.receiving.polling import OVERLAP
from smsdesk.core.sending import gate, outbox
from tests.world.carrier import WatchedCarrier
from tests.world.firm import context_of, statuses, submit
from tests.world.people import ACCOUNT, SARAH
from tests.world.steps import Steps

if TYPE_CHECKING:
    from smsdesk.carrier.protocol import (
        CarrierMessage,
        MayBegin,
        MessageFilter,
        MessagePage,
        OutboundText,
    )
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class KilledError(BaseException):
    """The process ends here."""


def kill() -> None:
    raise KilledError


# -- between the claim and the call -----------------------------------------------------------


@pytest.mark.parametrize("beyond", [0, 600])
def test_a_process_that_was_suspended_past_its_lease_does_not_call(
    firm: Firm,
    desk: Desk,
    context: Context,
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
    beyond: float,
) -> None:
    """Others may have looked for the text meanwhile, and called it not sent.

    Where nobody has, it is certain that nothing was written, and it waits again.
    """
    message_id = submit(desk, "Hi Sarah")
    lease = firm.carrier.attempt_deadline + outbox.LEASE_MARGIN.total_seconds()
    Steps(context, monkeypatch).after("sending", lambda: clock.move(lease + beyond))
    left = outbox.transmit(context, message_id).result
    assert left.status == "queued"
    assert firm.carrier.transmissions == []


def test_a_process_that_was_suspended_within_its_lease_calls(
    firm: Firm,
    desk: Desk,
    context: Context,
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message_id = submit(desk, "Hi Sarah")
    lease = firm.carrier.attempt_deadline + outbox.LEASE_MARGIN.total_seconds()
    Steps(context, monkeypatch).after("sending", lambda: clock.move(lease - 0.1))
    assert outbox.transmit(context, message_id).result.status == "sent"


def test_the_lease_outlives_the_longest_call(firm: Firm, desk: Desk, context: Context) -> None:
    """Otherwise another process would look for a text whose request is still on its way."""
    message_id = submit(desk, "Hi Sarah")
    firm.carrier.before_send = kill
    began = context.now()
    with pytest.raises(KilledError):
        outbox.transmit(context, message_id)
    [(until,)] = firm.rows("SELECT lease_until FROM message")
    lease = timedelta(microseconds=until) - (began - EPOCH)
    assert lease == timedelta(seconds=firm.carrier.attempt_deadline) + outbox.LEASE_MARGIN


# -- between the call and its outcome -----------------------------------------------------------


class Unheard(WatchedCarrier):
    """A carrier that takes the text and whose answer is lost, after something has happened."""

    def __init__(self, firm: Firm, meanwhile: Any) -> None:
        super().__init__(firm)
        self._meanwhile = meanwhile

    def send(self, text: OutboundText, *, may_begin: MayBegin = always) -> CarrierMessage:
        super().send(text, may_begin=may_begin)
        self._meanwhile()
        raise OutcomeUnknown("The carrier's answer was lost")


def test_a_text_that_a_poll_has_found_is_not_unconfirmed_when_its_answer_is_lost(
    firm: Firm, clock: MovedClock
) -> None:
    other = firm.context("jonas")

    def another_process_polls() -> None:
        clock.move(10)
        background.sync(other)

    theirs, firm.carrier = firm.carrier, Unheard(firm, another_process_polls)
    desk = firm.desk()
    sent = outbox.transmit(context_of(desk), submit(desk, "Hi Sarah")).result
    theirs.close()
    assert sent.status == "sent"
    assert statuses(desk) == ["delivered"]


def test_a_late_answer_does_not_take_a_delivery_back(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    other = firm.context("jonas")

    def is_suspended() -> None:
        clock.move(60)
        background.sync(other)

    firm.carrier.after_send = is_suspended
    outbox.transmit(context, submit(desk, "Hi Sarah"))
    assert statuses(desk) == ["delivered"]


def test_a_text_that_the_carrier_took_at_the_end_of_a_killed_process_is_found(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    """The request lay there until after the lease was over; nobody was left to hear of it."""
    message_id = submit(desk, "Hi Sarah")
    lease = firm.carrier.attempt_deadline + outbox.LEASE_MARGIN.total_seconds()

    def dies_late() -> None:
        clock.move(lease + attempts.LATE.total_seconds() - 1)
        firm.ledger.submit(SARAH, "Hi Sarah")
        kill()

    firm.carrier.before_send = dies_late
    with pytest.raises(KilledError):
        outbox.transmit(context, message_id)
    other = firm.context("jonas")
    clock.move(60)
    for _ in range(3):
        background.sync(other)
        clock.move(5)
    assert [row[0] for row in firm.rows("SELECT sent_by FROM message")] == ["maria"]
    assert statuses(desk) == ["delivered"]


@pytest.mark.parametrize(("after_lease", "status"), [(14, "delivered"), (16, "unconfirmed")])
def test_what_a_killed_process_can_have_left_was_created_until_the_end_of_its_lease(
    firm: Firm,
    desk: Desk,
    context: Context,
    clock: MovedClock,
    after_lease: float,
    status: str,
) -> None:
    """And fifteen seconds after it. Later, an earlier text with these words may own it as well."""
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.CREATE)
    outbox.transmit(context, submit(desk, "Hi Sarah"))
    for _ in range(3):
        clock.move(minutes=6)
        background.sync(context)
    assert statuses(desk) == ["not_sent"]
    message_id = submit(desk, "Hi Sarah")
    lease = firm.carrier.attempt_deadline + outbox.LEASE_MARGIN.total_seconds()

    def dies_late() -> None:
        clock.move(lease + after_lease)
        firm.ledger.submit(SARAH, "Hi Sarah")
        kill()

    firm.carrier.before_send = dies_late
    with pytest.raises(KilledError):
        outbox.transmit(context, message_id)
    other = firm.context("jonas")
    clock.move(60)
    for _ in range(3):
        background.sync(other)
        clock.move(5)
    assert firm.rows("SELECT status FROM message WHERE id = ?", message_id) == [(status,)]


# -- before it leaves: first the lookup, last of all the inbound texts --------------------------


def test_a_stop_that_comes_while_lookup_is_asked_counts(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    """A lookup may take five seconds, so the fetch of inbound texts comes after it."""

    def they_say_stop() -> None:
        firm.arrive(SARAH, "stop all")
        clock.move(1)

    firm.carrier.before_lookup = they_say_stop
    left = outbox.transmit(context, submit(desk, "Hi Sarah")).result
    assert (left.status, left.code) == ("blocked", "opted_out")
    assert firm.carrier.transmissions == []


class Listened(WatchedCarrier):
    """Notes what is asked of the listing; each answer takes a second."""

    def __init__(self, firm: Firm) -> None:
        super().__init__(firm)
        self.asked: list[tuple[MessageFilter, float | None]] = []

    def list_messages(
        self,
        wanted: MessageFilter,
        *,
        page: str | None = None,
        page_size: int = 100,
        timeout: float | None = None,
    ) -> MessagePage:
        if wanted.sender == SARAH:
            self.asked.append((wanted, timeout))
            page_size = 2
        answer = super().list_messages(wanted, page=page, page_size=page_size, timeout=timeout)
        self._clock.sleep(1)
        return answer


def test_the_fetch_before_leaving_has_three_seconds_over_all_of_its_pages(
    firm: Firm, clock: MovedClock
) -> None:
    firm.carrier.close()
    firm.carrier = listened = Listened(firm)
    desk = firm.desk()
    for place in range(9):
        firm.arrive(SARAH, f"Text {place}")
        clock.move(1)
    context = context_of(desk)
    left = outbox.transmit(context, submit(desk, "Hi Sarah")).result
    assert left.status == "queued"
    assert [timeout for _, timeout in listened.asked] == [3.0, 2.0, 1.0, pytest.approx(0.05)]


def test_later_fetches_go_back_two_hours_behind_the_last_complete_one(
    firm: Firm, clock: MovedClock
) -> None:
    """A text may be listed late; without the overlap a STOP among the older ones were lost."""
    firm.carrier.close()
    firm.carrier = listened = Listened(firm)
    desk = firm.desk()
    context = context_of(desk)
    outbox.transmit(context, submit(desk, "Hi Sarah"))
    [(complete,)] = firm.rows("SELECT inbound_complete_at FROM contact")
    clock.move(days=2)
    for place in range(3):
        firm.arrive(SARAH, f"Text {place}")
        clock.move(1)
    listened.asked.clear()
    outbox.transmit(context, submit(desk, "Hello again"))
    first, second, *_ = [wanted.sent_since for wanted, _ in listened.asked]
    assert first is None, "a filter by date could hide a text that has no date yet"
    assert second is not None
    assert second == EPOCH + timedelta(microseconds=complete) - OVERLAP


def test_a_pause_that_another_process_has_noted_meanwhile_stands(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """It has tried and was told to wait; our own attempt has failed before it could leave."""
    other = firm.desk()
    message_id = submit(desk, "Hi Sarah")

    def another_process_tries() -> None:
        firm.goes_wrong(FaultName.THROTTLE, RequestKind.CREATE, seconds=50)
        assert other.sending.transmit(message_id).status == "queued"
        firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LIST)

    firm.carrier.before_lookup = another_process_tries
    assert desk.sending.transmit(message_id).status == "queued"
    [waiting] = desk.outbox.items()
    assert waiting.retry_at is not None
    assert waiting.retry_at - clock.now() > timedelta(seconds=40)


def test_it_goes_from_the_number_that_the_firm_has_when_it_leaves(firm: Firm, desk: Desk) -> None:
    """By that number it is looked for where its outcome is not known."""
    message_id = submit(desk, "Hi Sarah")
    new = "+14155550199"
    moved = firm.desk(twilio=TwilioConfig(account_sid=ACCOUNT, from_number=new))
    moved.sending.transmit(message_id)
    assert firm.rows("SELECT sender, account FROM message") == [(new, ACCOUNT)]


# -- the agent's word in between ----------------------------------------------------------------


def test_go_means_now(firm: Firm, desk: Desk, context: Context) -> None:
    """A text that waits for its next try does not keep its pause once the agent says go."""
    message_id = submit(desk, "Hi Sarah")
    firm.goes_wrong(FaultName.THROTTLE, RequestKind.CREATE, seconds=50)
    assert outbox.transmit(context, message_id).result.status == "queued"
    assert outbox.transmit(context, message_id).result.status == "queued"
    assert outbox.release(context, message_id)
    assert outbox.transmit(context, message_id).result.status == "sent"


def test_a_retry_is_a_duplicate_of_the_same_text_written_by_hand(
    firm: Firm, desk: Desk, context: Context
) -> None:
    firm.is_behind(SARAH, valid=False)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    failed = submit(desk, "Hi Sarah")
    assert outbox.transmit(context, failed).result.status == "refused"
    firm.is_behind(SARAH)
    firm.write("UPDATE contact SET invalid_reason = '', invalid_at = NULL")
    by_hand = submit(desk, "Hi Sarah")
    again = gate.retry(context, failed)
    assert (again.status, again.message_id) == ("duplicate", by_hand)
