"""Kill a firm's desks again and again, let everything settle, and compare the books."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import Fault, FaultName, RequestKind
from tests.world.clocks import SharedClock
from tests.world.postgres import new_database

from .books import Findings, compare, rows
from .life import LEADS
from .nursery import FAILED, FAILURES, HUNG, TERMINATED
from .orders import SERVER, Order
from .world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

PAUSES = ((0.0, 0.0, 20), (0.5, 3.0, 20), (5.0, 30.0, 25), (61.0, 100.0, 20), (301.0, 400.0, 12))
"""How much time passes between two rounds, in seconds, and how often: weights."""

LONG_PAUSE = (1000.0, 2000.0, 3)
"""Longer than a text may wait in the outbox: it is held then."""

WRONG_CLOCKS = (0.0, 300.0, -300.0)
"""Seconds by which the desks' clock is set wrong, while they work."""

MISHAPS = (
    FaultName.CONNECTION_REFUSED,
    FaultName.REFUSE_500,
    FaultName.BAD_GATEWAY_HTML,
    FaultName.THROTTLE,
    FaultName.ACCEPT_THEN_DROP,
    FaultName.ACCEPT_THEN_500,
    FaultName.TRUNCATED_JSON,
    FaultName.MALFORMED_JSON,
    FaultName.WRONG_SHAPE,
)
SETTLING_ROUNDS = 60
_MADE = "SELECT name FROM sqlite_master WHERE name = 'message'"
_MADE_ON_SERVER = "SELECT tablename FROM pg_tables WHERE tablename = 'message'"
_RECORDED = "SELECT id FROM message WHERE direction = 'outbound' LIMIT 1"
_AT_MOST = 10
"""How many times as many kills are tried where nothing has been recorded yet."""
_OPEN = "SELECT id FROM message WHERE settled = 0 LIMIT 1"
_UNFINISHED = "SELECT id FROM message WHERE final = 0 LIMIT 1"
_ROOT = Path(__file__).parents[len(__spec__.name.split(".")) - 1]


@dataclass(frozen=True)
class Outcome:
    """How a campaign ended.

    Attributes:
        kills: processes that were killed; the others came to the end of their work.
        seconds: that it took, the comparison included.
    """

    seed: int
    kills: int
    lives: int
    seconds: float
    findings: Findings


class Nursery:
    """One process that forks desks, one at a time."""

    def __init__(self) -> None:
        name = f"{__spec__.name.rpartition('.')[0]}.nursery"
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", name],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, order: Order) -> int:
        """Start a life and return its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order.encode()}\n")
        self._process.stdin.flush()
        return self._told()

    def end(self) -> int:
        """Wait for the life's end and return its exit status, negative for a signal."""
        return self._told()

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _told(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


class Campaign:
    """One firm whose desks are killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 - reproducible, no secret
        self._folder = folder
        self._clock = SharedClock(folder / "clock")
        # The carrier's clock differs from the desks' by up to five minutes either way.
        skew = self._chance.choice((0.0, 0.0, 300.0, -300.0, 2.5))
        carriers = SharedClock(folder / "clock", skew=skew, is_set=False)
        self._world = World(carriers, seed=seed)
        self._nurseries = (Nursery(), Nursery())
        self._seed = seed
        self._lives = 0
        self.kills = 0
        self.trouble: list[str] = []

    def run(self, kills: int) -> Outcome:
        """Kill so many processes, then settle and compare.

        On a slow machine every one may die before it has recorded a text: then it goes on.
        """
        began = time.monotonic()
        while self.kills < kills or (self.kills < _AT_MOST * kills and not self._has_recorded()):
            self._round()
        self._settle()
        findings = compare(self._folder, self._world, self.trouble)
        return Outcome(self._seed, self.kills, self._lives, time.monotonic() - began, findings)

    def _has_recorded(self) -> bool:
        return self._is_made() and bool(rows(self._folder, _RECORDED))

    def _is_made(self) -> bool:
        on_server = (self._folder / SERVER).exists()
        return bool(rows(self._folder, _MADE_ON_SERVER if on_server else _MADE))

    def close(self) -> None:
        """Send everybody home."""
        for nursery in self._nurseries:
            nursery.close()
        self._world.close()

    def _round(self) -> None:
        """Let one or two desks work at a time, each to its death, and some time pass after it."""
        if self._chance.random() < 0.25:
            name = self._chance.choice(MISHAPS)
            on = self._chance.choice((RequestKind.CREATE, RequestKind.CREATE, RequestKind.LIST))
            self._world.carrier.faults.arm(Fault(name, on=frozenset({on}), times=1))
        self._let_the_carrier_lag()
        at_work = self._nurseries[: self._chance.choice((1, 2))]
        for nursery in at_work:
            order, at_a_text = self._doom(self._order())
            process = nursery.begin(order)
            if at_a_text is not None:
                self._world.carrier.victim = (process, at_a_text)
        if self._chance.random() < 0.2:
            self._clock.set_wrong_by(self._chance.choice(WRONG_CLOCKS))
        for _ in range(self._chance.choice((0, 1, 1, 2))):
            self._world.happen(self._chance, LEADS)
        self._bury(at_work)
        self._world.carrier.faults.clear()
        self._world.carrier.lag = 0.0
        pauses = (*PAUSES, LONG_PAUSE)
        low, high, _ = self._chance.choices(pauses, [weight for *_, weight in pauses])[0]
        self._clock.move(self._chance.uniform(low, high))

    def _let_the_carrier_lag(self) -> None:
        """Let it list late, or create a text late, now and then."""
        carrier = self._world.carrier
        if self._chance.random() < 0.2:
            carrier.lag = self._chance.uniform(10.0, 60.0)
            on = frozenset({RequestKind.LIST})
            carrier.faults.arm(Fault(FaultName.LIST_LAG, on=on, seconds=carrier.lag))
        if self._chance.random() < 0.15:
            seconds = self._chance.uniform(10.0, 200.0)
            on = frozenset({RequestKind.CREATE})
            carrier.faults.arm(Fault(FaultName.LATE_CREATION, on=on, times=1, seconds=seconds))

    def _order(self) -> Order:
        self._lives += 1
        chance = f"{self._seed} {self._lives}"
        return Order(str(self._folder), self._world.server.url, chance)

    def _doom(self, order: Order) -> tuple[Order, bool | None]:
        """Decide how a life ends; at a text's arrival: whether before the carrier takes it."""
        if self._chance.random() < 0.2:
            order = replace(
                order,
                stop_after=self._chance.uniform(0.002, 0.1),
                stop_for=self._chance.uniform(1.0, 100.0),
            )
        order = replace(order, end_by=self._chance.choice(("KILL", "KILL", "TERM", "HUP")))
        match self._chance.choices(("event", "time", "text"), (6, 2, 3))[0]:
            case "event":
                return replace(order, kill_at=self._chance.randint(1, 400)), None
            case "time":
                return replace(order, kill_after=self._chance.uniform(0.002, 0.15)), None
            case _:
                return replace(order, kill_after=0.3), self._chance.random() < 0.3

    def _bury(self, at_work: Sequence[Nursery]) -> None:
        for nursery in at_work:
            status = nursery.end()
            if status == HUNG:
                self.trouble.append("a process hung")
            elif status == FAILED:
                self.trouble.append(f"a process failed: {last_failure(self._folder)}")
            elif status < 0 or status == TERMINATED:
                self.kills += 1
        self._world.carrier.victim = None
        self._world.come_to_rest()

    def _settle(self) -> None:
        """Let time pass and desks work undisturbed until nothing is open any more."""
        self._clock.set_wrong_by(0.0)
        if not self._is_made():  # killed each time before a first desk had opened it
            self._work_in_peace()
        for pause, left in ((10.0, _OPEN), (310.0, _OPEN), (1200.0, _UNFINISHED)):
            for _ in range(SETTLING_ROUNDS):
                if not rows(self._folder, left):
                    break
                self._clock.move(pause)
                self._work_in_peace()

    def _work_in_peace(self) -> None:
        self._nurseries[0].begin(replace(self._order(), work="settle"))
        self._bury(self._nurseries[:1])


def last_failure(folder: Path) -> str:
    """Return with what a process failed last, and where: the folder may be thrown away."""
    lines = (folder / FAILURES).read_text().splitlines()
    places = [line.strip() for line in lines if line.startswith('  File "')]
    return f"{lines[-1]} ({places[-1]})"


def run(folder: Path, *, kills: int, seed: int) -> Outcome:
    """Run one campaign in an empty folder."""
    campaign = Campaign(folder, seed)
    try:
        return campaign.run(kills)
    finally:
        campaign.close()


def run_one(kills: int, seed: int, keep: str | None, *, on_server: bool = False) -> Outcome:
    """Run one campaign in a folder of its own, below ``keep`` or thrown away afterwards."""
    with ExitStack() as stack:
        if keep is not None:
            folder = Path(keep) / str(seed)
            folder.mkdir(parents=True)
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if on_server:
            url = stack.enter_context(new_database(f"smsdesk_crash_{seed}"))
            (folder / SERVER).write_text(url)
        return run(folder, kills=kills, seed=seed)
