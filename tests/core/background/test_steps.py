"""What the desk does by itself: each step has its turn, a lost line stops what would be in vain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import LookupConfig, TwilioConfig
from smsdesk.core.background import steps
from smsdesk.core.read_models.alerts import AlertKind
from tests.world.firm import bubbles, statuses, submit
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def test_a_sync_says_what_it_transmitted_settled_and_looked_up(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.offline()
    assert desk.sending.send(TOM, "Hi Tom").status == "queued"
    firm.online()
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "unconfirmed"
    desk.leads.add(name="Ana", phone=ANA)
    clock.move(minutes=5)
    report = desk.background.sync()
    assert (report.transmitted, report.settled, report.looked_up) == (1, 1, 1)
    again = desk.background.sync()
    assert (again.transmitted, again.settled, again.looked_up) == (0, 0, 0)


def test_a_sync_takes_in_then_transmits(firm: Firm, desk: Desk, context: Context) -> None:
    """In this order: a STOP that lies at the carrier must come before the text that waits."""
    submit(desk, "Hi Sarah")
    submit(desk, "Hi Tom", TOM)
    firm.arrive(SARAH, "STOP")
    firm.clock.move(1)
    report = steps.sync(context)
    assert (report.received, report.consent_changes, report.numbers) == (1, 1, (SARAH,))
    assert firm.at_carrier(SARAH) == []
    assert firm.at_carrier(TOM) == ["Hi Tom"]
    assert "not_sent" in statuses(desk)


def test_a_number_that_texts_twice_rings_once(firm: Firm, context: Context) -> None:
    for body in ("one", "two"):
        firm.arrive(SARAH, body)
    firm.arrive(TOM, "three")
    firm.clock.move(1)
    assert sorted(steps.sync(context).numbers) == [SARAH, TOM]


def test_an_unreachable_carrier_is_told_and_nothing_more_is_tried(
    firm: Firm, desk: Desk, context: Context
) -> None:
    submit(desk, "Hi Sarah")
    firm.offline()
    report = steps.sync(context)
    assert report.offline.startswith("The carrier cannot be reached")
    assert (report.unreachable, report.refused) == (True, False)
    assert firm.carrier.transmissions == []
    assert firm.carrier.looked_up == []


def test_a_refusal_of_the_firm_is_told_as_one(firm: Firm, desk: Desk, context: Context) -> None:
    submit(desk, "Hi Sarah")
    firm.app._passwords = {}  # the token has been changed at the carrier
    report = steps.sync(context)
    assert (report.refused, report.unreachable) == (True, False)
    assert report.offline
    assert firm.carrier.transmissions == []


def test_an_unreadable_list_keeps_nothing_else_from_its_turn(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    """The listing of theirs fails; the status of ours is asked for all the same."""
    message_id = submit(desk, "Hi Sarah")
    assert desk_transmits(context, message_id) == "sent"
    clock.move(60)
    firm.goes_wrong(FaultName.MALFORMED_JSON, RequestKind.LIST)
    report = steps.sync(context)
    assert report.offline
    assert not report.unreachable
    assert statuses(desk) == ["delivered"]


def desk_transmits(context: Context, message_id: int) -> str:
    [attempt] = steps.transmit_due(context)
    assert attempt.result.message_id == message_id
    return attempt.result.status.value


def test_where_there_is_no_way_for_one_the_others_are_not_tried(
    firm: Firm, desk: Desk, context: Context
) -> None:
    for place in range(12):
        submit(desk, "Hi", f"+1415555020{place:02}"[:12])
        firm.clock.move(7)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, times=None)
    done = steps.transmit_due(context)
    assert 0 < len(done) <= steps.PARALLEL
    assert all(attempt.unreachable for attempt in done)


def test_a_new_text_is_left_to_whoever_wrote_it(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    submit(desk, "Hi Sarah")
    grace = timedelta(seconds=3)
    clock.move(2.9)
    assert steps.transmit_due(context, grace=grace) == ()
    clock.move(0.1)
    assert [one.result.status.value for one in steps.transmit_due(context, grace=grace)] == ["sent"]


def test_without_a_number_of_the_firm_the_carrier_is_asked_for_nothing(firm: Firm) -> None:
    context = firm.context(twilio=TwilioConfig(from_number=""), lookup=LookupConfig(enabled=False))
    firm.offline()
    report = steps.sync(context)
    assert (report.offline, report.received) == ("", 0)


def test_lookups_that_fail_are_told_in_a_line_of_their_own(firm: Firm, context: Context) -> None:
    firm.write("INSERT INTO contact (number, lookup_due_at) VALUES (?, 0), (?, 0)", SARAH, ANA)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP, times=None)
    report = steps.look_up_due(context)
    assert [alert.kind for alert in report.alerts] == [AlertKind.LOOKUP]
    assert report.alerts[0].message.startswith("Lookups wait: ")


def test_a_lease_that_is_over_is_settled_before_anything_leaves(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    lost = submit(desk, "Hi Sarah")
    firm.write(
        "UPDATE message SET status = 'sending', lease_until = 1, attempt_began_at = 1,"
        " attempt_ended_at = 2, sender = ? WHERE id = ?", firm.number, lost,
    )  # fmt: skip
    clock.move(1)
    steps.settle_outbox(context)
    assert statuses(desk) == ["unconfirmed"]
    assert firm.carrier.transmissions == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("body", ["Where is it?", "STOP"])
def test_what_was_taken_in_can_be_searched_at_once(
    firm: Firm, desk: Desk, context: Context, body: str
) -> None:
    firm.arrive(SARAH, body)
    firm.clock.move(1)
    steps.take_in(context)
    assert [bubble.text for bubble in bubbles(desk)] == [body]
    indexed = "SELECT count(*) FROM message_words WHERE message_words MATCH ?"
    assert firm.rows(indexed, body.split(maxsplit=1)[0].strip("?").lower()) == [(1,)]
