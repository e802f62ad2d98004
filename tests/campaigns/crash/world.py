"""The firm's world outside of the desks: the carrier with a witness, and the leads."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from smsdesk.carrier.simulator import Ledger, PairBlockedError, SimulatedCarrier, serve
from tests.world.people import ACCOUNT, FIRM, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from tests.world.clocks import SharedClock

STOPS = ("STOP", "stop all", "Unsubscribe")
"""The second is one that the carrier does not act on: the desk alone keeps to it."""

CHAT = ("Ok thanks", "Who is this?", "START by calling me", "See you at 7 👍", "")


class Witness(SimulatedCarrier):
    """The carrier, and what it saw: when which number's texts were asked for.

    Attributes:
        fetches: by number, when its inbound texts were listed, and until when a list could show
            them then, in POSIX seconds.
        late: by SID, when a text was taken that was created only later.
        lag: seconds by which lists lag.
        victim: a process that is killed at a text's arrival, and whether before or after the
            carrier takes the text; ``None`` for nobody.
    """

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, {ACCOUNT: TOKEN}, ACCOUNT)
        self.fetches: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.late: dict[str, float] = {}
        self.lag = 0.0
        self.victim: tuple[int, bool] | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        if environ["REQUEST_METHOD"] == "GET" and asked.get("To") == [FIRM] and "From" in asked:
            now = self.ledger.now()
            self.fetches[asked["From"][0]].append((now, now - self.lag))
        if environ["REQUEST_METHOD"] != "POST":
            return super().__call__(environ, start_response)
        self._kill(before=True)
        now = self.ledger.now()
        answer = super().__call__(environ, start_response)
        for entry in self.ledger.future():
            if not entry.inbound:
                self.late.setdefault(entry.sid, now)
        self._kill(before=False)
        return answer

    def _kill(self, *, before: bool) -> None:
        victim = self.victim
        if victim is not None and victim[1] == before:
            self.victim = None
            with suppress(ProcessLookupError):
                os.kill(victim[0], signal.SIGKILL)


class World:
    """A carrier at work on loopback, and people who text the firm."""

    def __init__(self, clock: SharedClock, *, seed: int) -> None:
        self.ledger = Ledger(clock=clock, firm_number=FIRM, seed=seed)
        self.carrier = Witness(self.ledger)
        self.server = serve(self.carrier)
        self.elsewhere: set[str] = set()

    def close(self) -> None:
        """Shut the carrier down."""
        self.server.shutdown()
        self.ledger.close()

    def happen(self, chance: Random, leads: tuple[str, ...]) -> None:
        """Let something happen that no desk has a hand in."""
        lead = chance.choice(leads)
        match chance.choices(("chat", "stop", "start", "ask", "console"), (40, 8, 22, 2, 8))[0]:
            case "chat":
                body = chance.choice(CHAT)
                self.ledger.receive(lead, body, media=() if body else ["image/jpeg"])
            case "stop":
                self.ledger.receive(lead, chance.choice(STOPS))
            case "start":
                self.ledger.receive(lead, "START")
            case "ask":
                self.ledger.receive(lead, "please stop texting me")
            case _:
                with suppress(PairBlockedError):
                    text = f"from the console {chance.getrandbits(32)}"
                    self.elsewhere.add(self.ledger.submit(lead, text).sid)

    def come_to_rest(self) -> None:
        """Wait until the requests of processes that are dead have been dealt with."""
        quiet = threading.Event()
        give_up = time.monotonic() + 20
        calm = 0
        while calm < 3 and time.monotonic() < give_up:
            calm = 0 if self.server._server._open else calm + 1
            quiet.wait(0.002)
