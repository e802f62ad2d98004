"""An attempt whose outcome is not known is never repeated, whoever looks after it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.protocol import OutboundText
from smsdesk.carrier.simulator import FaultName, RequestKind
from tests.world.firm import Firm, bubbles, statuses, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


UNKNOWN_OUTCOMES = (
    FaultName.ACCEPT_THEN_DROP,
    FaultName.ACCEPT_THEN_500,
    FaultName.TRUNCATED_JSON,
    FaultName.MALFORMED_JSON,
    FaultName.WRONG_SHAPE,
    FaultName.LATE_ANSWER,
    FaultName.REFUSE_500,
    FaultName.BAD_GATEWAY_HTML,
)


@pytest.mark.parametrize("fault", UNKNOWN_OUTCOMES)
def test_a_call_whose_outcome_is_not_known_is_never_repeated(
    firm: Firm, desk: Desk, clock: MovedClock, fault: FaultName
) -> None:
    firm.goes_wrong(fault, RequestKind.CREATE, seconds=30)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert sent.status == "unconfirmed"
    assert sent.message.startswith("Not confirmed")
    for _ in range(3):
        clock.move(60)
        desk.background.sync()
    assert len(firm.carrier.transmissions) == 1


def test_an_expired_lease_is_never_transmitted(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """The process dies while the request is on its way, and nobody knows whether it arrived."""

    class KilledError(BaseException):
        pass

    def kill() -> None:
        raise KilledError

    firm.carrier.before_send = kill
    with pytest.raises(KilledError):
        desk.sending.send(SARAH, "Hi Sarah")
    assert statuses(desk) == ["sending"]

    other = firm.desk("jonas")
    other.background.sync()
    assert statuses(other) == ["sending"], "the lease is still good"
    clock.move(60)
    other.background.sync()
    assert statuses(other) == ["unconfirmed"]
    for _ in range(4):
        clock.move(minutes=6)
        other.background.sync()
    assert statuses(other) == ["not_sent"]
    assert firm.carrier.transmissions == []


@pytest.mark.parametrize(("status", "settled"), [("unconfirmed", 0), ("not_sent", 1)])
def test_a_late_201_always_wins(firm: Firm, desk: Desk, status: str, settled: int) -> None:
    firm.carrier.after_send = lambda: firm.write(
        "UPDATE message SET status = ?, status_rank = 3, settled = ?", status, settled
    )
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert sent.status == "sent"
    assert sent.sid is not None
    assert statuses(desk) == ["sent"]


def test_a_201_that_comes_after_another_process_has_found_the_text(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    other = firm.desk("jonas")

    def is_suspended() -> None:
        clock.move(minutes=2)
        other.background.sync()

    firm.carrier.after_send = is_suspended
    sent = desk.sending.send(SARAH, "Hi Sarah")
    [mine] = bubbles(desk)
    assert (sent.status, sent.sid) == ("sent", mine.sid)
    assert mine.sent_by == "maria"


def test_two_processes_never_send_one_message_twice(firm: Firm, desk: Desk) -> None:
    other = firm.desk()
    message_id = submit(desk, "Hi Sarah")
    answers: list[str] = []
    firm.carrier.after_send = lambda: answers.append(other.sending.transmit(message_id).status)
    desk.sending.transmit(message_id)
    assert answers == ["unconfirmed"], "it is in the other process's hands"
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_many_threads_and_desks_send_everything_once(firm: Firm) -> None:
    desks = [firm.desk(agent) for agent in ("maria", "jonas", "li")]
    numbers = [f"+1415555020{place}" for place in range(8)]
    for agent in desks:
        for number in numbers[:4]:
            submit(agent, f"{agent.agent} to {number}", number)
    threads = [threading.Thread(target=one.background.sync) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The clock moves while threads wait for each other, so a fetch may have taken too long by it.
    for _ in range(5):
        firm.clock.move(2)
        desks[0].background.sync()
    sent = [(text.to, text.body) for text in firm.carrier.transmissions]
    assert len(sent) == len(set(sent)) == 12
    for number in numbers[:4]:
        assert firm.at_carrier(number) == [f"{one.agent} to {number}" for one in desks]


@pytest.mark.parametrize("number", [TOM, SARAH])
def test_a_sid_that_another_text_of_ours_has_costs_neither_of_them(
    firm: Firm, desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    first = desk.sending.send(SARAH, "our first text")
    dealt = firm.carrier.send
    told = replace(dealt(OutboundText(number, "not by us")), sid=first.sid or "")
    monkeypatch.setattr(firm.carrier, "send", lambda _text, **_how: told)
    clock.move(5)
    second = desk.sending.send(number, "the same name again")
    assert (second.status, second.sid) == ("sent", None)
    ours = firm.rows("SELECT body FROM message WHERE sent_by <> '' ORDER BY id")
    assert [row[0] for row in ours] == ["our first text", "the same name again"]


def test_a_lease_that_ends_on_the_way_to_the_carrier_lets_nothing_be_written(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The machine slept between the claim and the first byte: another process has looked since."""

    def sleeps() -> None:
        clock.move(minutes=1)

    firm.carrier.before_send = sleeps
    assert desk.sending.send(SARAH, "Hi Sarah").status == "queued"
    assert firm.at_carrier(SARAH) == []
    clock.move(5)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_lease_that_ended_and_was_noticed_stays_with_who_noticed(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    other = firm.desk("jonas")

    def sleeps() -> None:
        clock.move(minutes=1)
        other.background.sync()

    firm.carrier.before_send = sleeps
    assert desk.sending.send(SARAH, "Hi Sarah").status == "unconfirmed"
    assert statuses(other) == ["unconfirmed"]
    assert firm.at_carrier(SARAH) == []
