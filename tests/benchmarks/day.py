"""A busy day at one desk, in minutes: what is kept from hour to hour is a leak.

    python -m tests.benchmarks.day small.db [--hours 24]

The real app and its background loop, on a copy of a generated firm, with the simulated carrier
behind HTTP in a process of its own, and clocks that are moved on together. Every hour
brings the same (``day_at_desk``).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import Fault, FaultName, Ledger, create_app, serve
from smsdesk.config import LookupConfig, TwilioConfig
from smsdesk.desk import Desk
from smsdesk.memory import keep_heap_small
from smsdesk.tui.app import SmsdeskApp
from tests.world.clocks import RunningClock
from tests.world.people import ACCOUNT, FIRM, TOKEN, ZONE

from .day_at_desk import Day
from .figures import Figure
from .firms import config_of
from .leads import NOW
from .resident import resident

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

HOURS = 24
REGULARS = 150

_REGULARS = f"""
    SELECT c.number FROM conversation c JOIN card ON card.number = c.number
    WHERE card.code = 'ok' AND substr(c.number, -2) < '80' ORDER BY c.id DESC LIMIT {REGULARS}
"""
_STRANGERS = """
    SELECT number FROM card WHERE code = 'ok' AND substr(number, -2) < '80'
    AND number NOT IN (SELECT number FROM conversation) ORDER BY rank DESC LIMIT 100
"""


def figures(database: Path, size: str) -> Iterator[Figure]:
    """Yield the memory after a day, with the memory after its first hour as the floor."""
    command = [sys.executable, "-m", f"{__package__}.day", str(database)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    memory = json.loads(done.stdout)
    yield Figure("memory, hour 24 to hour 1", size, memory[-1], memory[0], "MiB", 1.1)


@contextmanager
def _carrier(ahead: float) -> Iterator[Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, ahead), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        ours.send(("close", None))
        process.join()


def _serve(pipe: Connection, ahead: float) -> None:
    """Be the carrier, and do what the day orders."""
    clock = RunningClock(ahead)
    ledger = Ledger(clock=clock, firm_number=FIRM)
    carrier = create_app(ledger, account_sid=ACCOUNT, auth_token=TOKEN)
    server = serve(carrier)
    pipe.send(server.url)
    while True:
        match pipe.recv():
            case ("time", seconds):
                clock.move(seconds)
            case ("receive", texts):
                for number, body in texts:
                    ledger.receive(number, body)
            case ("offline", _):
                carrier.faults.arm(Fault(FaultName.CONNECTION_REFUSED, times=None))
            case ("online", _):
                carrier.faults.clear()
            case _:
                break
        pipe.send("done")
    server.shutdown()


async def _day(database: Path, clock: RunningClock, carrier: Connection, hours: int) -> list[float]:
    config = replace(
        config_of(database),
        twilio=TwilioConfig(
            account_sid=ACCOUNT, auth_token=TOKEN, from_number=FIRM, base_url=carrier.recv()
        ),
        lookup=LookupConfig(enabled=False),
    )
    app = SmsdeskApp(lambda: Desk.open(config, clock=clock, zone=ZONE), zone=ZONE)
    memory: list[float] = []
    with closing(sqlite3.connect(database)) as aside:
        regulars = [number for (number,) in aside.execute(_REGULARS)]
        strangers = iter([number for (number,) in aside.execute(_STRANGERS)])
        async with app.run_test(size=(120, 40)) as pilot:
            day = Day(app, pilot, clock, carrier, aside, regulars, strangers, Random(1))
            try:
                await day.begun()
                for _ in range(hours):
                    await day.hour()
                    memory.append(_resident())
                    sys.stderr.write(f"hour {len(memory)}: {memory[-1]:.1f} MiB\n")
            finally:
                await app.action_quit()
    if app.desk is not None:
        app.desk.close()
    return memory


def _resident() -> float:
    """Return this process's resident memory in MiB, without what only waits to be collected."""
    gc.collect()
    return resident("self")


def main() -> None:
    """Run the day on a copy of a database; print the memory after each hour as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.day")
    parser.add_argument("database", type=Path)
    parser.add_argument("--hours", type=int, default=HOURS)
    given = parser.parse_args()
    keep_heap_small()  # as every start of the desk does
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "smsdesk.db"
        shutil.copyfile(given.database, database)
        # The firm's past must not lie ahead, whatever day it is.
        ahead = max(0.0, NOW / 1e6 + 86_400 - datetime.now(UTC).timestamp())
        with _carrier(ahead) as carrier:
            memory = asyncio.run(_day(database, RunningClock(ahead), carrier, given.hours))
    sys.stdout.write(json.dumps(memory) + "\n")


if __name__ == "__main__":
    main()
