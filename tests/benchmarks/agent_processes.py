"""Agents at work, a process each, as in a firm: forked from one that has loaded everything.

All begin a piece of work at the same moment and do it again and again for some seconds.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from sqlalchemy import make_url

from smsdesk.config import Config, DatabaseConfig, DeskConfig, LookupConfig, TwilioConfig
from smsdesk.desk import Desk
from smsdesk.errors import DeskError
from tests.world.people import ACCOUNT, FIRM, TOKEN, ZONE

from .carrier import number
from .no_network import NoNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

Work = Literal["floor", "submit", "send"]

TEXTS_OF_ONE_NAME = 9
"""After which an agent goes on under another name: one may write ten in a minute."""

LEADS_OF_ONE = 500

FLOOR_TABLE = "CREATE TABLE IF NOT EXISTS floor_message (number TEXT, body TEXT)"
_FLOOR_INSERT = "INSERT INTO floor_message (number, body) VALUES ({0}, {0})"


@dataclass
class Done:
    """What agents have done: seconds of each time, and what was refused, by what was said."""

    seconds: list[float] = field(default_factory=list)
    took: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """How often a second."""
        return len(self.seconds) / self.took if self.took else 0.0


def config_on(url: str, agent: str) -> Config:
    """Return an agent's configuration on a database."""
    return Config(
        twilio=TwilioConfig(account_sid=ACCOUNT, auth_token=TOKEN, from_number=FIRM),
        desk=DeskConfig(user=agent, region="US"),
        database=DatabaseConfig(url=url),
        lookup=LookupConfig(enabled=False),
    )


def desk_on(url: str, agent: str) -> Desk:
    """Open a desk whose texts go nowhere."""
    return Desk.open(config_on(url, agent), carrier=NoNetwork(), zone=ZONE)


class Agents:
    """So many agents at their desks."""

    def __init__(self, url: str, floor: str, count: int) -> None:
        """Open them one by one; ``floor`` is where bare rows go: a file, or the server's URL."""
        context = multiprocessing.get_context("fork")
        self._pipes: list[Connection] = []
        self._processes: list[ForkProcess] = []
        for place in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_be, args=(url, floor, place, theirs), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
            ours.recv()

    def do(self, work: Work, seconds: float) -> Done:
        """Let all do the same at once for some seconds."""
        began = time.monotonic() + 0.2
        for pipe in self._pipes:
            pipe.send((work, began, seconds))
        done = Done()
        for pipe in self._pipes:
            taken, refused, ended = pipe.recv()
            done.seconds += taken
            done.refused += refused
            done.took = max(done.took, ended - began)
        return done

    def close(self) -> None:
        """Let all go home."""
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join()


@contextmanager
def agents(url: str, floor: str, count: int) -> Iterator[Agents]:
    """Give agents who go home at the end."""
    at_work = Agents(url, floor, count)
    try:
        yield at_work
    finally:
        at_work.close()


def _be(url: str, floor: str, place: int, pipe: Connection) -> None:
    with desk_on(url, f"agent {place}") as desk, _inserting(floor) as insert:
        one = _Agent(desk, place, insert)
        one.does["submit"]()
        pipe.send("ready")
        while (order := pipe.recv()) is not None:
            work, begin, seconds = order
            time.sleep(max(begin - time.monotonic(), 0))
            pipe.send(_again_and_again(one.does[work], begin + seconds))
    os._exit(0)  # what was loaded before the fork is the other's to end


def _again_and_again(
    work: Callable[[], object], end: float
) -> tuple[list[float], Counter[str], float]:
    taken: list[float] = []
    refused: Counter[str] = Counter()
    while (began := time.monotonic()) < end:
        try:
            said = work()
        except DeskError as error:
            said = type(error).__name__
        if said:
            refused[str(said)] += 1
        else:
            taken.append(time.monotonic() - began)
    return taken, refused, time.monotonic()


class _Agent:
    """What one does; each returns why it was not done, or nothing."""

    def __init__(self, desk: Desk, place: int, insert: Callable[[str, str], object]) -> None:
        self._desk = desk
        self._place = place
        self._texts = 0
        self._insert = insert
        self._carrier = desk._context.carrier
        self._as_named = desk
        self.does: dict[str, Callable[[], object]] = {
            "floor": self._floor,
            "submit": self._submit,
            "send": self._send,
        }

    def _next(self) -> tuple[Desk, str, str]:
        if self._texts % TEXTS_OF_ONE_NAME == 0:
            name = f"agent {self._place} {self._texts}"
            config = replace(self._desk.config, desk=DeskConfig(user=name, region="US"))
            carrier = self._carrier
            self._as_named = Desk(
                replace(self._desk._context, connect=lambda: carrier, config=config)
            )
        self._texts += 1
        lead = number(self._place * LEADS_OF_ONE + self._texts % LEADS_OF_ONE)
        return self._as_named, lead, f"See you at seven, {self._place} {self._texts}"

    def _floor(self) -> object:
        _desk, lead, text = self._next()
        self._insert(lead, text)
        return None

    def _submit(self) -> object:
        desk, lead, text = self._next()
        told = desk.sending.submit(lead, text)
        return None if told.status == "queued" else f"{told.status} {told.code}"

    def _send(self) -> object:
        desk, lead, text = self._next()
        told = desk.sending.send(lead, text)
        return None if told.status == "sent" else f"{told.status} {told.code}"


@contextmanager
def _inserting(floor: str) -> Iterator[Callable[[str, str], object]]:
    """Give what inserts a row and commits it to the disk, with nothing else around it."""
    if make_url(floor).drivername == "postgresql":
        import psycopg

        statement = _FLOOR_INSERT.format("%s").encode()
        with psycopg.connect(floor, autocommit=True) as connection:
            yield lambda lead, text: connection.execute(statement, (lead, text))
        return
    path = make_url(floor).database or ""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(FLOOR_TABLE)
        yield lambda lead, text: raw.execute(_FLOOR_INSERT.format("?"), (lead, text))
