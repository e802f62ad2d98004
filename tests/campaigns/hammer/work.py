"""What the processes do: two or more send as fast as they can, one takes in and settles."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from smsdesk.config import DeskConfig
from smsdesk.desk import Desk
from tests.campaigns.crash.books import Findings, compare
from tests.campaigns.crash.orders import Journal, Order
from tests.campaigns.crash.world import World
from tests.world.clocks import SharedClock

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier, Event

LEADS = tuple(f"+1415556{number:04}" for number in (*range(100, 150), 180, 280))
"""Fifty who receive and two who reply (``carrier.simulator.people``)."""

TRIES = 8
"""How often each process tries as one agent: two of them together try more than ten times."""


LONGEST = 60.0
"""Seconds in which even a busy machine comes to the limit of an agent."""


@dataclass(frozen=True)
class Outcome:
    """What a run has shown. ``seconds`` is how long the senders were at work."""

    seconds: float
    findings: Findings

    @property
    def rate(self) -> float:
        """Messages that left in a second."""
        return self.findings.counts["left"] / self.seconds


def hammer(folder: Path, *, seconds: float, senders: int, seed: int) -> Outcome:
    """Start all processes at once on a database that is not there yet; compare at the end.

    Args:
        seconds: how long at least: it goes on until an agent has come to the limit.
    """
    clock = SharedClock(folder / "clock")
    world = World(clock, seed=seed)
    context = get_context("spawn")
    ready, stop = context.Barrier(senders + 2), context.Event()
    with closing(world):
        order = Order(str(folder), world.server.url, str(seed))
        workers = [
            context.Process(
                target=send, args=(replace(order, chance=f"{seed} {place}"), ready, stop)
            )
            for place in range(senders)
        ]
        workers.append(context.Process(target=take_in, args=(order, ready, stop)))
        for worker in workers:
            worker.start()
        ready.wait()
        while not world.carrier.fetches:
            time.sleep(0.01)
        began = time.monotonic()
        chance = Random(seed)  # noqa: S311 - reproducible, no secret
        while (past := time.monotonic() - began) < seconds or (
            past < LONGEST and not _somebody_was_held_back(folder / "journal")
        ):
            world.happen(chance, LEADS)
            time.sleep(0.05)
        stop.set()
        for worker in workers:
            worker.join()
        taken = time.monotonic() - began
        trouble = [f"a process ended with {one.exitcode}" for one in workers if one.exitcode]
        with _open(order, "settler") as desk:
            for pause in (30, 60, 60, 120):
                clock.move(pause)
                while desk.background.sync().status_updates:
                    pass
        return Outcome(taken, compare(folder, world, trouble))


def _open(order: Order, agent: str) -> Desk:
    clock = SharedClock(Path(order.folder) / "clock")
    return Desk.open(order.config(agent), clock=clock, zone=ZoneInfo("UTC"))


def send(order: Order, ready: Barrier, stop: Event) -> None:
    """Text as one agent after the other, each beyond the limit."""
    chance = Random(order.chance)  # noqa: S311 - reproducible, no secret
    journal = Journal(Path(order.folder) / "journal")
    ready.wait()
    with _open(order, "agent") as desk:
        for place in count():
            agent = _as_agent(desk, f"agent {place}")
            for number in chance.choices(LEADS, k=TRIES):
                if stop.is_set():
                    return
                text = f"{chance.getrandbits(64):x} hello"
                journal.write(will=[number, text])
                result = agent.sending.submit(number, text)
                journal.write(did=[number, text], status=result.status, code=result.code)
                if result.message_id is not None and result.status == "queued":
                    agent.sending.transmit(result.message_id)


def _somebody_was_held_back(journal: Path) -> bool:
    return journal.exists() and '"rate_limited"' in journal.read_text()


def _as_agent(desk: Desk, agent: str) -> Desk:
    """Let an open desk be another agent's: as many as one desk would take minutes to open."""
    carrier = desk._context.carrier
    config = replace(desk.config, desk=DeskConfig(user=agent, region="US"))
    return Desk(replace(desk._context, connect=lambda: carrier, config=config))


def take_in(order: Order, ready: Barrier, stop: Event) -> None:
    """Poll, settle and transmit what is left over, again and again."""
    ready.wait()
    with _open(order, "syncing") as desk:
        while not stop.is_set():
            desk.background.sync()
