"""Twenty desks at once on one host: memory, processor, how long a text takes, who sees it when.

    python -m tests.benchmarks.twenty_desks [--desks 20] [--postgres]

The real app, each on a pseudo-terminal of its own, on one database, with the simulated carrier
behind HTTP in a process of its own. First nobody does anything; then texts come in; then agents
write, and a colleague's screen is watched for what was written.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import select
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import Ledger, SimulatedCarrier, serve
from smsdesk.clock import SystemClock
from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world.people import ACCOUNT, FIRM, TOKEN

from .carrier import BODIES, number
from .figures import Figure, middle, p95, show
from .resident import pss
from .terminal import NotShownError, Terminal, started, without_sequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LEADS = 60
MEASURED = 12.0
"""Seconds for which the processor is measured, each time."""

SETTLED = 5.0
"""Seconds after which a desk has begun its background work."""

A_SECOND = 2.0
"""Texts that come in: a firm of twenty agents whose leads answer every ten seconds each."""

WRITERS, ROUNDS = 6, 4
"""Who write, and how often each: an agent may write ten in a minute."""
READY = "New conversation"
NEXT, ENTER = "\x1b[1;3B", "\r"
PATIENCE = 30.0
LETTERS = "bcdfghjkmpqvwxyz"
"""Of which no word is made that the desk shows by itself."""
NEXT_DESK = 7
"""How far from the one who writes the colleague sits whose screen is watched."""

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Read the options, measure, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.twenty_desks")
    parser.add_argument("--desks", type=int, default=20)
    parser.add_argument("--postgres", action="store_true", help="on a server, not on a file")
    given = parser.parse_args()
    show(_figures(given.desks, on_server=given.postgres))


def _figures(count: int, *, on_server: bool) -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # the server's user must get through
        database = f"sqlite:///{folder}/smsdesk.db"
        if on_server:
            from .server import measured_server

            database = stack.enter_context(measured_server(folder))
        made = open_database(database)
        ensure_schema(made)
        made.close()
        carrier, url = stack.enter_context(_carrier())
        screens = Screens()
        stack.callback(screens.close)
        desks: list[Terminal] = []
        single = 0.0
        for place in range(count):
            desks.append(stack.enter_context(_desk(folder, database, url, place)))
            screens.add(desks[-1])
            screens.until(desks[-1], READY)
            if place == 0:
                time.sleep(SETTLED)
                single = pss(desks[0].process.pid)
        time.sleep(SETTLED)
        size = f"{count} desks"
        each = sum(pss(desk.process.pid) for desk in desks) / count
        yield Figure("memory of each, PSS, to one alone", size, each, single, "MiB", 1.0)
        core = 1000.0
        yield Figure("processor at rest, all, of a core", size, _busy(desks), core, "ms/s", None)
        carrier.send(A_SECOND)
        time.sleep(2.0)
        busy = _busy(desks)
        yield Figure(f"the same, {A_SECOND:g} texts a second", size, busy, core, "ms/s", None)
        carrier.send(0.0)  # over which a text of ours would wait for a second Enter
        time.sleep(SETTLED)
        sent, seen = _conversations(screens, desks, carrier)
        name = "Enter to taken by the carrier"
        yield Figure(f"{name}, a desk's first, p50", size, middle(sent[0]), core, "ms", None)
        later = [one for in_round in sent[1:] for one in in_round]
        yield Figure(f"{name}, later, p50", size, middle(later), core, "ms", None)
        yield Figure(f"{name}, later, p95", size, p95(later), core, "ms", None)
        yield Figure("Enter to a colleague's screen, p95", size, p95(seen), core, "ms", 1.5)


@contextmanager
def _carrier() -> Iterator[tuple[Connection, str]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours, ours.recv()
    finally:
        ours.send(None)
        process.join()


class _Noting(SimulatedCarrier):
    """The carrier, which says when it has taken a text."""

    def __init__(self, ledger: Ledger, pipe: Connection) -> None:
        super().__init__(ledger, {ACCOUNT: TOKEN}, ACCOUNT)
        self._pipe = pipe

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = super().__call__(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST":
            self._pipe.send(time.perf_counter())  # one clock for all processes of a machine
        return answer


def _serve(pipe: Connection) -> None:
    """Serve, and let so many texts come in a second as the pipe says, until it says none."""
    ledger = Ledger(clock=SystemClock(), firm_number=FIRM)
    chance = random.Random(1)
    for place in range(LEADS):
        ledger.receive(number(place), chance.choice(BODIES))
    server = serve(_Noting(ledger, pipe))
    pipe.send(server.url)
    rate: float | None = 0.0
    while rate is not None:
        if pipe.poll(1 / rate if rate else None):
            rate = pipe.recv()
        else:
            ledger.receive(number(chance.randrange(1, LEADS)), chance.choice(BODIES))
    server.shutdown()


@contextmanager
def _desk(folder: Path, database: str, url: str, place: int) -> Iterator[Terminal]:
    config = folder / f"agent-{place}.toml"
    config.write_text(
        f'[twilio]\naccount_sid = "{ACCOUNT}"\nauth_token = "{TOKEN}"\nfrom_number = "{FIRM}"\n'
        f'base_url = "{url}"\n[desk]\nuser = "agent {place}"\nregion = "US"\n'
        f'[database]\nurl = "{database}"\n[lookup]\nenabled = false\n[quiet_hours]\nmode = "off"\n'
    )
    config.chmod(0o600)
    with started([sys.executable, "-m", "smsdesk", "--config", str(config)], os.environ) as desk:
        yield desk


class Screens:
    """Reads what all desks show, all the time: a terminal that nobody reads holds its desk up."""

    def __init__(self) -> None:
        self._shown: dict[int, bytes] = {}
        self._news = threading.Condition()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def add(self, desk: Terminal) -> None:
        """Read a desk's screen from now on."""
        with self._news:
            self._shown[desk.screen] = b""

    def press(self, desk: Terminal, keys: str) -> float:
        """Press keys; return when, and forget what was shown before."""
        self.forget(desk)
        os.write(desk.screen, keys.encode())
        return time.perf_counter()

    def forget(self, desk: Terminal) -> None:
        """Forget what a desk has shown."""
        with self._news:
            self._shown[desk.screen] = b""

    def until(self, desk: Terminal, text: str, seconds: float = PATIENCE) -> float:
        """Return when a text was on its way to a desk's screen.

        Raises:
            NotShownError: it did not come in time.
        """
        wanted, give_up = text.encode(), time.perf_counter() + seconds
        with self._news:
            while wanted not in without_sequences(self._shown[desk.screen]):
                if not self._news.wait(give_up - time.perf_counter()):
                    raise NotShownError(text)
        return time.perf_counter()

    def close(self) -> None:
        """Read no more."""
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._over.is_set():
            ready, _, _ = select.select(list(self._shown), [], [], 0.1)
            for screen in ready:
                try:
                    data = os.read(screen, 65_536)
                except OSError:  # that desk has been closed
                    del self._shown[screen]
                    continue
                with self._news:
                    self._shown[screen] = self._shown[screen][-100_000:] + data
                    self._news.notify_all()


def _busy(desks: Sequence[Terminal]) -> float:
    """Return the milliseconds of processor that all desks take in a second."""
    before, began = _ticks(desks), time.monotonic()
    time.sleep(MEASURED)
    return (_ticks(desks) - before) / _TICKS * 1000 / (time.monotonic() - began)


def _ticks(desks: Sequence[Terminal]) -> int:
    taken = 0
    for desk in desks:
        fields = Path(f"/proc/{desk.process.pid}/stat").read_text().rpartition(")")[2].split()
        taken += int(fields[11]) + int(fields[12])
    return taken


def _conversations(
    screens: Screens, desks: Sequence[Terminal], carrier: Connection
) -> tuple[list[list[float]], list[float]]:
    """Let some write, one after the other, and again.

    Returns:
        Of each round the milliseconds until each text had left, and of all those until a
        colleague's list showed it.

    Raises:
        NotShownError: a text did not leave.
    """
    sent: list[list[float]] = []
    seen = []
    for _ in range(ROUNDS):
        sent.append([])
        for place, desk in enumerate(desks[:WRITERS]):
            colleague = desks[(place + NEXT_DESK) % len(desks)]
            word = "".join(random.choices(LETTERS, k=8))
            if len(sent) == 1:
                screens.press(desk, NEXT)
            time.sleep(1.0)
            screens.press(desk, word)
            screens.until(desk, word)
            screens.forget(colleague)
            pressed = screens.press(desk, ENTER)
            seen.append((screens.until(colleague, word) - pressed) * 1000)
            if not carrier.poll(PATIENCE):
                raise NotShownError(f"a text that left: {word}")
            sent[-1].append((carrier.recv() - pressed) * 1000)
    return sent, seen


if __name__ == "__main__":
    main()
