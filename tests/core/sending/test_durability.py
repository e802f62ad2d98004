"""What must survive a loss of power is on the disk before the next step; the rest need not wait.

The carrier is called after a claim that is durable, so a text that may have left is never
forgotten. What the carrier has told it tells again: there no fsync is paid for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.core.background import steps as background
from smsdesk.core.receiving import polling
from smsdesk.core.receiving.ingest import Taken
from smsdesk.core.sending import gate, outbox
from smsdesk.terms import Direction
from tests.world.firm import submit
from tests.world.people import SARAH
from tests.world.steps import Steps

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


@pytest.fixture
def steps(context: Context, monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(context, monkeypatch)


def test_a_text_is_on_the_disk_before_it_leaves_and_again_before_the_call(
    firm: Firm, context: Context, steps: Steps
) -> None:
    seen: list[tuple[str, bool]] = []
    firm.carrier.before_send = lambda: seen.extend((one.after, one.durable) for one in steps.taken)
    recorded = gate.submit(context, SARAH, "Hi Sarah")
    assert recorded.message_id is not None
    outbox.transmit(context, recorded.message_id)
    assert seen == [("queued", True), ("sending", True)]


def test_what_the_carrier_answers_it_would_tell_again(
    firm: Firm, desk: Desk, context: Context, steps: Steps, clock: MovedClock
) -> None:
    outbox.transmit(context, submit(desk, "Hi Sarah"))
    assert not steps.of("sending", "sent").durable
    clock.move(60)
    background.sync(context)
    assert not steps.of("sent", "delivered").durable
    firm.arrive(SARAH, "Thanks")
    clock.move(5)
    background.sync(context)
    assert not steps.of("", "received").durable


def test_a_poll_waits_for_no_disk(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for what it has read nor for how far it has come: it would read it again."""
    outbox.transmit(context, submit(desk, "Hi Sarah"))
    firm.arrive(SARAH, "Thanks")
    clock.move(60)
    write = Mock(wraps=context.database.write)
    monkeypatch.setattr(context.database, "write", write)
    for direction in Direction:
        polling.poll(context, direction, Taken())
    assert write.call_count >= 4
    assert {call.kwargs.get("durable", True) for call in write.call_args_list} == {False}


@pytest.mark.parametrize(("fault", "ends"), [
    (FaultName.REFUSE_500, "unconfirmed"), (FaultName.CONNECTION_REFUSED, "queued"),
])  # fmt: skip
def test_an_attempt_that_came_to_nothing_is_durable(
    firm: Firm, desk: Desk, context: Context, steps: Steps, fault: FaultName, ends: str
) -> None:
    message_id = submit(desk, "Hi Sarah")
    firm.goes_wrong(fault, RequestKind.CREATE)
    outbox.transmit(context, message_id)
    assert steps.of("sending", ends).durable


def test_a_refusal_is_durable(firm: Firm, desk: Desk, context: Context, steps: Steps) -> None:
    """The carrier keeps no record of what it refused, so it could not be found again."""
    paris = "+33142685300"
    firm.is_behind(paris, Behaviour.LANDLINE)
    outbox.transmit(context, submit(desk, "Bonjour", paris))
    assert steps.of("sending", "failed").durable


def test_what_is_done_for_a_process_that_has_vanished_is_durable(
    firm: Firm, desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_killed() -> None:
        raise SystemExit

    message_id = submit(desk, "Hi Sarah")
    firm.carrier.before_send = is_killed
    with pytest.raises(SystemExit):
        desk.sending.transmit(message_id)
    clock.move(60)
    other = firm.context("jonas")
    steps = Steps(other, monkeypatch)
    background.sync(other)
    assert steps.of("sending", "unconfirmed").durable


def test_what_was_looked_for_and_is_not_there_is_durable(
    firm: Firm, desk: Desk, context: Context, steps: Steps, clock: MovedClock
) -> None:
    message_id = submit(desk, "Hi Sarah")
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.CREATE)
    outbox.transmit(context, message_id)
    for _ in range(3):
        clock.move(minutes=6)
        background.sync(context)
    assert steps.of("unconfirmed", "not_sent").durable


def test_an_agents_word_is_durable(
    desk: Desk, context: Context, steps: Steps, clock: MovedClock
) -> None:
    assert outbox.cancel(context, submit(desk, "Never mind"))
    assert steps.of("queued", "canceled").durable
    late = submit(desk, "Running late")
    clock.move(days=1)
    outbox.transmit(context, late)
    assert outbox.release(context, late)
    assert steps.of("queued", "held").durable
    assert steps.of("held", "queued").durable


def test_a_text_that_a_rule_stops_at_leaving_is_durable(
    desk: Desk, context: Context, steps: Steps
) -> None:
    message_id = submit(desk, "Hi Sarah")
    desk.consent.record_opt_out(SARAH)
    outbox.transmit(context, message_id)
    assert steps.of("queued", "not_sent").durable
