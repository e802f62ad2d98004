"""One life of a desk's process: an agent who texts, reads, cancels, retries, at random."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from smsdesk.core.read_models.sending import AT_ONCE, Leaving
from smsdesk.desk import Desk
from smsdesk.errors import DeskError
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable
from smsdesk.terms import RETRIABLE, Status
from tests.world.clocks import SharedClock

from .kill_switch import arm
from .orders import AGENTS, Journal, Order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.core.read_models.sending import SendResult

LEADS = tuple(f"+1415555{number:04}" for number in (110, 111, 112, 113, 114, 120, 121, 180, 181))
"""Eight who receive; the last two digits 80 and 81 reply (``carrier.simulator.people``)."""

TWINS = (
    "Running 10 minutes late",
    "Are you coming today?\nWe start at 7",
    "It\u2019s tonight \u201clive\u201d \u2026 don\u2019t miss it",
)
"""What is sent again and again on purpose; the carrier may change the last one's characters."""

ACTIONS = 14


def live(order: Order) -> None:
    """Live one life; a kill ends it anywhere, a signal wherever Python lets it."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _end)
    if order.kill_at is not None:
        arm(order.kill_at)
    chance = Random(order.chance)  # noqa: S311 - reproducible, no secret
    folder = Path(order.folder)
    agent = chance.choice(AGENTS)
    clock = SharedClock(folder / "clock")
    journal = Journal(folder / "journal")
    try:
        with Desk.open(order.config(agent), clock=clock, zone=ZoneInfo("UTC")) as desk:
            if order.work == "settle":
                _settle(desk)
                return
            someone = Agent(desk, chance, journal)
            with _watching(desk, on=chance.random() < 0.3):
                for _ in range(ACTIONS):
                    someone.act()
    except (DatabaseBusy, DatabaseUnusable) as error:
        # Such as a machine so busy that the server hung up: said, as to an agent who then quits.
        journal.write(error=type(error).__name__, said=str(error))


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


@contextmanager
def _watching(desk: Desk, *, on: bool) -> Iterator[None]:
    """Let the background loop run beside the agent, as in the open desk."""
    if not on:
        yield
        return
    stop = threading.Event()
    loop = threading.Thread(
        target=desk.background.run, args=(stop, lambda _event: None), daemon=True
    )
    loop.start()
    yield
    stop.set()
    loop.join()


def _settle(desk: Desk) -> None:
    """Do what is due now; decide what is held, give up what cannot be confirmed."""
    for item in desk.outbox.items():
        if item.status is Status.HELD and item.message_id % 2:
            desk.outbox.release(item.message_id)
        elif item.status in (Status.HELD, Status.UNCONFIRMED):
            desk.outbox.cancel(item.message_id)
    desk.background.sync()


class Agent:
    """An agent who does things at random, and notes what was meant and what came of it."""

    def __init__(self, desk: Desk, chance: Random, journal: Journal) -> None:
        self._desk = desk
        self._chance = chance
        self._journal = journal
        self._does = {
            self._text: 50,
            self._sync: 25,
            self._cancel: 5,
            self._decide: 8,
            self._retry: 5,
            self._look_up: 4,
            self._answer: 4,
            self._read: 4,
            self._sign_up: 3,
        }

    def act(self) -> None:
        """Do one thing; what the desk says no to is said by one of its own errors."""
        (action,) = self._chance.choices(list(self._does), list(self._does.values()))
        try:
            action()
        except DeskError as error:
            self._journal.write(error=type(error).__name__, said=str(error))

    def _text(self) -> None:
        number = self._chance.choice(LEADS)
        text = (
            self._chance.choice(TWINS)
            if self._chance.random() < 0.4
            else f"{self._chance.getrandbits(64):x} hello"
        )
        self._journal.write(will=[number, text])
        soon = self._desk.clock.now() + timedelta(seconds=self._chance.uniform(0.5, 3))
        leaving = Leaving(at=soon) if self._chance.random() < 0.2 else AT_ONCE
        result = self._desk.sending.submit(number, text, leaving=leaving)
        self._told(number, text, result)

    def _told(self, number: str, text: str, result: SendResult) -> None:
        self._journal.write(did=[number, text], status=result.status, code=result.code)
        if result.status == "queued" and result.message_id and self._chance.random() < 0.8:
            self._desk.sending.transmit(result.message_id)

    def _retry(self) -> None:
        number = self._chance.choice(LEADS)
        lost = [one for one in self._desk.threads.get(number).bubbles if one.status in RETRIABLE]
        if not lost:
            return
        bubble = self._chance.choice(lost)
        self._journal.write(will=[number, bubble.text])
        result = self._desk.sending.retry(bubble.message_id)
        self._told(number, bubble.text, result)

    def _cancel(self) -> None:
        waiting = [one for one in self._desk.outbox.items() if one.status is Status.QUEUED]
        if waiting:
            self._desk.outbox.cancel(self._chance.choice(waiting).message_id)

    def _decide(self) -> None:
        for item in self._desk.outbox.items():
            if item.status is Status.HELD:
                decide = (
                    self._desk.outbox.release
                    if self._chance.random() < 0.5
                    else self._desk.outbox.cancel
                )
                decide(item.message_id)

    def _sync(self) -> None:
        self._desk.background.sync()

    def _look_up(self) -> None:
        self._desk.lookups.look_up(self._chance.choice(LEADS))

    def _answer(self) -> None:
        self._desk.consent.answer_question(self._chance.choice(LEADS), opt_out=False)

    def _read(self) -> None:
        self._desk.threads.mark_read(self._chance.choice(LEADS))

    def _sign_up(self) -> None:
        self._desk.leads.add(name="Sarah Berg", phone=self._chance.choice(LEADS), event="Webinar")
