"""The outbox: nothing lost, nothing sent twice, in the order in which it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.config import OutboxConfig
from smsdesk.core.read_models.alerts import AlertKind
from smsdesk.terms import Status
from tests.world.firm import Firm, bubbles, statuses, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def unconfirmed(firm: Firm, desk: Desk, text: str, number: str = SARAH) -> int:
    """Send a text whose answer is lost; the carrier has it."""
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    sent = desk.sending.send(number, text)
    assert sent.status == "unconfirmed"
    assert sent.message_id is not None
    return sent.message_id


# -- the order --------------------------------------------------------------------------------


def test_it_is_recorded_before_the_carrier_is_called(firm: Firm, desk: Desk) -> None:
    seen: list[tuple[str, str]] = []
    firm.carrier.before_send = lambda: seen.extend(firm.rows("SELECT status, body FROM message"))
    desk.sending.send(SARAH, "Hi Sarah")
    assert seen == [("sending", "Hi Sarah")]


def test_messages_of_one_conversation_leave_in_the_order_in_which_they_were_sent(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    first, second, third = (submit(desk, text) for text in ("one", "two", "three"))
    assert desk.sending.transmit(third).status == "queued"
    assert desk.sending.transmit(second).status == "queued"
    assert firm.carrier.transmissions == []
    assert desk.sending.transmit(first).status == "sent"
    clock.move(1)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["one", "two", "three"]
    assert [one.text for one in bubbles(desk)] == ["one", "two", "three"]


def test_a_queued_one_holds_those_behind_it_but_no_other_conversation(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.CREATE)
    assert desk.sending.send(SARAH, "one").status == "queued"
    assert desk.sending.send(SARAH, "two").status == "queued"
    assert desk.sending.send(TOM, "Hi Tom").status == "sent"
    clock.move(30)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["one", "two"]


def test_an_unconfirmed_one_holds_only_the_same_text(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    unconfirmed(firm, desk, "See you")
    clock.move(5)
    assert desk.sending.send(SARAH, "At nine").status == "sent"
    twin = submit(desk, "See you")
    assert desk.sending.transmit(twin).status == "queued"
    assert firm.at_carrier(SARAH) == ["See you", "At nine"]
    desk.background.sync()
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["See you", "At nine", "See you"]
    assert statuses(desk) == ["delivered", "sent", "sent"]


def test_a_twin_is_one_also_if_only_what_the_carrier_changes_differs(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    unconfirmed(firm, desk, "It's on")
    clock.move(5)
    assert desk.sending.transmit(submit(desk, "It\u2019s on")).status == "queued"


def test_a_refusal_lets_the_next_one_go(firm: Firm, desk: Desk) -> None:
    submit(desk, "one")
    submit(desk, "two")
    desk.consent.record_opt_out(SARAH)
    desk.background.sync()
    assert statuses(desk) == ["not_sent", "not_sent"]


# -- certainly not processed --------------------------------------------------------------------


@pytest.mark.parametrize("fault", [FaultName.CONNECTION_REFUSED, FaultName.THROTTLE])
def test_what_was_not_processed_goes_again_visibly(
    firm: Firm, desk: Desk, clock: MovedClock, fault: FaultName
) -> None:
    firm.goes_wrong(fault, RequestKind.CREATE, seconds=0)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert sent.status == "queued"
    [waiting] = desk.outbox.items()
    assert waiting.reason.startswith("Not sent yet: ")
    assert waiting.retry_at is not None
    assert waiting.retry_at > clock.now()
    assert bubbles(desk)[0].retry_at == waiting.retry_at
    clock.move(2)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert desk.outbox.items() == ()


def test_the_carrier_may_ask_for_a_longer_pause(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    firm.goes_wrong(FaultName.THROTTLE, RequestKind.CREATE, seconds=20)
    desk.sending.send(SARAH, "Hi Sarah")
    clock.move(19)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == []
    clock.move(2)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_the_pause_grows_also_while_nothing_comes_to_a_call(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The number's inbound texts cannot be fetched, again and again."""
    message_id = submit(desk, "Hi Sarah")
    pauses: list[float] = []
    for _ in range(4):
        firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LIST)
        assert desk.sending.transmit(message_id).status == "queued"
        [waiting] = desk.outbox.items()
        assert waiting.retry_at is not None
        pauses.append((waiting.retry_at - clock.now()).total_seconds())
        clock.move(pauses[-1] + 0.01)
    assert pauses == [pytest.approx(pause, rel=0.11) for pause in (1, 2, 4, 8)]


def test_offline_messages_wait_and_can_be_cancelled(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.offline()
    stays, dropped = desk.sending.send(SARAH, "stays"), desk.sending.send(TOM, "dropped")
    assert (stays.status, dropped.status) == ("queued", "queued")
    assert dropped.message_id is not None
    assert desk.outbox.cancel(dropped.message_id)
    assert not desk.outbox.cancel(dropped.message_id)
    assert desk.background.sync().offline
    firm.online()
    clock.move(60)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["stays"]
    assert firm.at_carrier(TOM) == []
    assert statuses(desk, TOM) == ["canceled"]


def test_what_has_left_cannot_be_cancelled(firm: Firm, desk: Desk) -> None:
    sent = desk.sending.send(SARAH, "Hi")
    lost = unconfirmed(firm, desk, "Hi Tom", TOM)
    assert sent.message_id is not None
    assert not desk.outbox.cancel(sent.message_id)
    assert not desk.outbox.cancel(lost)
    assert not desk.outbox.cancel(999)


# -- held ---------------------------------------------------------------------------------------


def test_one_that_waited_too_long_is_held_until_the_agent_says_go(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.offline()
    late = desk.sending.send(SARAH, "Running 10 minutes late").message_id
    assert late is not None
    clock.move(days=3)
    firm.online()
    desk.background.sync()
    assert firm.at_carrier(SARAH) == []
    [item] = desk.outbox.items()
    assert (item.status, item.reason) == (
        Status.HELD,
        "Waiting since 20 Nov 2026 at 15:04. Is it still right? Send it, or take it back.",
    )
    assert desk.sending.transmit(late).status == "held"
    assert desk.outbox.release(late)
    assert desk.sending.transmit(late).status == "sent"
    assert not desk.outbox.release(late)
    assert firm.at_carrier(SARAH) == ["Running 10 minutes late"]


def test_a_held_one_holds_back_only_what_was_written_before_it_was_held(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.offline()
    late = desk.sending.send(SARAH, "Running 10 minutes late").message_id
    clock.move(minutes=14)
    before = submit(desk, "At the door")
    clock.move(minutes=2)
    firm.online()
    desk.background.sync()
    assert [item.status.value for item in desk.outbox.items()] == ["held", "queued"]
    clock.move(1)
    here = desk.sending.send(SARAH, "Here now")
    assert here.status == "queued", "behind the one that is held back"
    assert desk.outbox.cancel(before)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["Here now"]
    assert late is not None
    assert desk.outbox.cancel(late)


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_how_long_it_waits_is_no_matter_of_the_clock(
    firm: Firm, clock: MovedClock, seconds: float
) -> None:
    """It was ahead, or behind, when the text was written, and is set right while it waits."""
    clock.set_ahead(seconds)
    desk = firm.desk(outbox=OutboxConfig(max_wait=15))
    soon, late = submit(desk, "soon"), submit(desk, "late", TOM)
    clock.set_back(seconds)
    clock.move(minutes=14)
    assert firm.desk().sending.transmit(soon).status == "sent"
    clock.move(minutes=2)
    assert firm.desk().sending.transmit(late).status == "held"


def test_one_from_before_a_start_with_the_clock_ahead_is_held(
    firm: Firm, clock: MovedClock
) -> None:
    """How long it has waited nobody can say: the agent decides."""
    clock.set_ahead(3600)
    late = submit(firm.desk(), "Running late")
    clock.boot = "after the start"
    clock.set_back(3600)
    clock.move(minutes=20)
    assert firm.desk().sending.transmit(late).status == "held"


@pytest.mark.parametrize("seconds", [-3000, 3000])
def test_a_pause_and_a_lease_are_no_matter_of_the_clock(
    firm: Firm, desk: Desk, clock: MovedClock, seconds: float
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.CREATE)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "queued"
    clock.set_ahead(seconds)
    [waiting] = desk.outbox.items()
    assert waiting.retry_at is not None
    assert 0 < (waiting.retry_at - clock.now()).total_seconds() < 2
    desk.background.sync()
    assert firm.at_carrier(SARAH) == []

    def dies() -> None:
        raise SystemExit

    clock.move(2)
    firm.carrier.after_send = dies
    with pytest.raises(SystemExit):
        desk.background.sync()
    clock.set_ahead(-seconds)
    clock.move(10)
    desk.background.sync()
    assert statuses(desk) in (["sending"], ["sent"], ["delivered"])
    clock.move(10)
    desk.background.sync()
    assert statuses(desk) != ["sending"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


@pytest.mark.parametrize(
    ("waited", "status"), [(900, "sent"), (900.1, "held"), (-60, "sent"), (-60.1, "held")]
)
def test_it_is_held_after_a_quarter_of_an_hour_or_from_a_minute_ahead(
    firm: Firm, desk: Desk, waited: float, status: str
) -> None:
    message_id = submit(desk, "Hi Sarah")
    firm.write("UPDATE message SET recorded_at = recorded_at - ?", int(waited * 1_000_000))
    assert desk.sending.transmit(message_id).status == status


def test_a_held_one_can_be_dropped(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    firm.offline()
    late = desk.sending.send(SARAH, "Running late").message_id
    assert late is not None
    clock.move(days=3)
    firm.online()
    desk.background.sync()
    assert desk.outbox.cancel(late)
    assert statuses(desk) == ["canceled"]


@pytest.mark.parametrize(("minutes", "status"), [(4.9, "sent"), (5.1, "held")])
def test_how_long_is_too_long_is_configured(
    firm: Firm, clock: MovedClock, minutes: float, status: str
) -> None:
    desk = firm.desk(outbox=OutboxConfig(max_wait=5))
    message_id = submit(desk, "Hi")
    clock.move(minutes=minutes)
    assert desk.sending.transmit(message_id).status == status


# -- what the agents are told ---------------------------------------------------------------------


def test_a_failure_is_told_once_at_the_top(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    firm.is_behind(SARAH, Behaviour.UNREACHABLE)
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    desk.sending.send(SARAH, "Hi Sarah")
    clock.move(60)
    alerts = desk.background.sync().alerts
    assert [(alert.kind, alert.number) for alert in alerts] == [(AlertKind.SEND_FAILED, SARAH)]
    assert "Sarah Berg" in alerts[0].message
    assert "30003" in alerts[0].message
    clock.move(60)
    assert desk.background.sync().alerts == ()
