"""Desk: the one face that the screen, the command line and anybody's script talk to."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from queue import Empty, Queue
from typing import TYPE_CHECKING, TypeVar

import pytest

import smsdesk
from smsdesk.config import LookupConfig, TwilioConfig
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.events import CarrierState, Changed, Event
from smsdesk.core.read_models.sending import SyncReport
from smsdesk.desk import Desk, DeskError
from smsdesk.store.errors import DatabaseBusy
from smsdesk.store.queues import outbox
from tests.world.clocks import START, MovedClock
from tests.world.firm import Firm, bubbles
from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = TypeVar("_T")


def test_a_script_gets_it_from_the_package(firm: Firm) -> None:
    assert smsdesk.Desk is Desk
    assert smsdesk.DeskError is DeskError
    with smsdesk.Desk.open(firm.config(), carrier=firm.carrier, clock=firm.clock) as desk:
        assert desk.sending.send(SARAH, "Two seats are left.").status == "sent"
        assert (desk.agent, desk.carrier.name, desk.clock) == ("maria", "simulated", firm.clock)
        assert desk.config.twilio.from_number == FIRM


def test_a_desk_opens_without_a_carrier_and_says_so_when_it_needs_one(firm: Firm) -> None:
    with Desk.open(firm.config(), clock=firm.clock) as desk:
        assert desk.carrier.name == "live"
        assert desk.conversations.page() == ()
        sent = desk.sending.send(SARAH, "Hi Sarah")
        assert sent.status == "queued"
        assert "credentials" in sent.message or "account_sid" in sent.message
        assert desk.background.sync().offline
        with pytest.raises(DeskError, match="no way to the carrier"):
            desk.carrier.check_sender()


def test_numbers_as_agents_read_them(desk: Desk) -> None:
    assert desk.numbers.display(SARAH) == "(415) 555-0111"
    assert desk.numbers.display("+442071838750") == "+44 20 7183 8750"
    assert desk.numbers.display("40404") == "40404"


def test_the_carrier_tells_whether_the_number_is_ours(firm: Firm, desk: Desk) -> None:
    check = desk.carrier.check_sender()
    assert (check.number, check.owned, check.sms_capable) == (FIRM, True, True)


def test_every_rule_with_its_evidence(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    firm.arrive(SARAH, "STOP")
    firm.clock.move(5)
    desk.background.sync()
    why = desk.contacts.why(SARAH)
    assert (why.number, why.name, why.verdict.code.value) == (SARAH, "Sarah Berg", "opted_out")
    assert [rule.code.value for rule in why.rules if rule.blocked] == ["opted_out"]
    assert [rule.code.value for rule in why.rules] == [
        "no_phone", "invalid_phone", "opted_out", "opt_out_question", "landline", "not_textable",
        "auto_blocked", "no_sender", "quiet_hours",
    ]  # fmt: skip
    [line] = why.history
    assert line.startswith('20 Nov 2026 at 15:04  opted out: "STOP" (SM')
    landline = next(rule for rule in why.rules if rule.code == "landline")
    assert landline.evidence == "Lookup says mobile, 20 Nov 2026."


def test_a_firm_without_a_number_can_still_read(firm: Firm) -> None:
    desk = firm.desk(twilio=TwilioConfig())
    report = desk.background.sync()
    assert (report.offline, report.received) == ("", 0)


def test_it_may_be_called_from_any_thread(firm: Firm) -> None:
    desk = firm.desk(lookup=LookupConfig(enabled=False))
    numbers = [f"+1415555020{place}" for place in range(8)]
    failures: list[BaseException] = []

    def work(number: str) -> None:
        try:
            assert desk.sending.send(number, f"Hi {number}").status == "sent"
            desk.threads.save_draft(number, "more")
            desk.leads.add(name="Lead", phone=number)
            assert desk.threads.get(number).bubbles
            assert desk.leads.search("lead").total
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert desk.conversations.totals().conversations == 8
    assert len(firm.carrier.transmissions) == 8


def test_the_limit_holds_however_many_threads_send(firm: Firm, desk: Desk) -> None:
    results: list[str] = []

    def send(place: int) -> None:
        results.append(desk.sending.submit(f"+14155550{200 + place}", "Hi").status.value)

    threads = [threading.Thread(target=send, args=(place,)) for place in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["blocked"] * 6 + ["queued"] * 10


def test_one_text_sent_by_two_threads_at_once_is_one_message(firm: Firm, desk: Desk) -> None:
    results: list[str] = []
    threads = [
        threading.Thread(
            target=lambda: results.append(desk.sending.submit(SARAH, "Hi").status.value)
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["duplicate"] * 3 + ["queued"]


# -- the loop behind an open desk ---------------------------------------------------------------


@contextmanager
def working(desk: Desk) -> Iterator[Queue[Event]]:
    """Let the loop of a desk run, and give what it tells."""
    told: Queue[Event] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=desk.background.run, args=(stop, told.put))
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def next_of(told: Queue[Event], kind: type[_T]) -> _T:
    """Return the next event of a kind; what comes before it is passed over."""
    try:
        while True:
            event = told.get(timeout=60)
            if isinstance(event, kind):
                return event
    except Empty:
        raise AssertionError(f"no {kind.__name__} was told") from None


def test_the_loop_takes_in_transmits_and_tells(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    firm.arrive(SARAH, "Hello")
    waiting = desk.sending.submit(TOM, "Hi Tom")
    clock.move(5)
    with working(desk) as told:
        while not (report := next_of(told, SyncReport)).received:
            assert report.transmitted, "the outbox may be faster than the poll"
        assert report.numbers == (SARAH,)
        state = next_of(told, CarrierState)
        assert (state.mode, state.online, state.since) == ("simulated", True, clock.now())
        firm.desk("jonas").leads.add(name="Another process writes", phone=SARAH)
        clock.move(1)  # what the poll itself wrote may have been told a moment ago
        next_of(told, Changed)
    assert waiting.message_id is not None
    assert firm.at_carrier(TOM) == ["Hi Tom"]
    assert [one.text for one in bubbles(desk)] == ["Hello"]


def test_the_loop_says_that_the_carrier_is_out_of_reach(firm: Firm, desk: Desk) -> None:
    firm.offline()
    with working(desk) as told:
        state = next_of(told, CarrierState)
    assert not state.online
    assert state.reason
    assert state.since == START


def test_no_error_of_the_database_ends_the_loop(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> bool:
        monkeypatch.undo()
        raise DatabaseBusy("the database is locked by another program")

    monkeypatch.setattr(outbox, "anything_due", locked)
    with working(desk) as told:
        assert next_of(told, Alert).kind is AlertKind.DATABASE
        firm.desk("jonas").leads.add(name="The loop goes on", phone=SARAH)
        next_of(told, Changed)
