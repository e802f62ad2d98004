"""How long it takes until what one process has committed is seen by another one's open desk."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from typing import TYPE_CHECKING

from smsdesk.core.read_models.events import Changed
from tests.world.people import SARAH

from .agent_processes import desk_on

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from smsdesk.core.read_models.events import Event

TEXTS = 24
_LONGEST = 30.0


def seconds_until_seen(url: str) -> list[float]:
    """Commit texts at moments of chance; return how long each took to be read elsewhere."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_watch, args=(url, theirs), daemon=True)
    process.start()
    ours.recv()
    chance = random.Random(1)
    committed = []
    with desk_on(url, "writer") as desk:
        for place in range(TEXTS):
            time.sleep(chance.uniform(0.3, 1.0))
            told = desk.sending.submit(SARAH, f"Text {place}")
            if told.status == "queued":
                committed.append(time.monotonic())
                desk.outbox.cancel(told.message_id or 0)
    ours.send(len(committed))
    seen: list[tuple[float, int]] = ours.recv()
    process.join()
    return [
        next(when for when, count in seen if count > place) - at
        for place, at in enumerate(committed)
    ]


def _watch(url: str, pipe: Connection) -> None:
    """Be a desk that has the thread open, and note when it has how many texts."""
    seen: list[tuple[float, int]] = []
    stop = threading.Event()
    with desk_on(url, "reader") as desk:

        def look(event: Event) -> None:
            if isinstance(event, Changed):
                count = len(desk.threads.get(SARAH, limit=1000).bubbles)
                seen.append((time.monotonic(), count))

        loop = threading.Thread(target=desk.background.run, args=(stop, look))
        loop.start()
        pipe.send("ready")
        expected = pipe.recv()
        give_up = time.monotonic() + _LONGEST
        while (not seen or seen[-1][1] < expected) and time.monotonic() < give_up:
            time.sleep(0.05)
        stop.set()
        loop.join()
    pipe.send(seen)
