"""A desk in memory whose answers take their time, each another one."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.read_models.sending import AT_ONCE
from tests.campaigns.keys.moves import LEADS, PEOPLE
from tests.world.fake_desk import FakeDesk, FakeSending, FakeThreads
from tests.world.sample_threads import NOW, SampleThread, inbound, lead

if TYPE_CHECKING:
    import threading
    from random import Random

    from smsdesk.core.read_models.sending import Leaving, SendResult
    from smsdesk.core.read_models.threads import Thread
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.tui.screen_desk import ScreenDesk

NAMES = {
    "tom r": "Tom Reyes",
    "tomasz": "Tomasz Berg",
    "ann o": "Ann Olsen",
    "anna": "Anna Lind",
    "jos": "José Núñez",
    "maya": "Maya Lind",
    "marcus": "Marcus Hale",
    "mar el": "Mar Ellis",
}


class SlowDesk(FakeDesk):
    """Everybody of ``moves`` is there, and nothing is unread."""

    def __init__(self, rng: Random, longest: float) -> None:
        """``longest``: seconds that an answer takes at most; 0 for all at once."""
        super().__init__(*map(_thread, enumerate(PEOPLE)))
        self._rng = rng
        self._longest = longest
        self.known_leads = [lead(NAMES[query], number) for query, number in LEADS.items()]
        self.threads = SlowThreads(self)
        self.sending = SlowSending(self)

    def open_slowly(self) -> ScreenDesk:
        self.take_time(None)
        return self

    def take_time(self, stop: threading.Event | None) -> None:
        if self._longest > 0:
            time.sleep(self._rng.uniform(0, self._longest))

    @property
    def sent(self) -> list[tuple[str, str]]:
        """To whom texts were sent, and which."""
        return [(str(call[1]), str(call[2])) for call in self.calls if call[0] == "submit"]


def _thread(at: tuple[int, str]) -> SampleThread:
    place, query = at
    thread = SampleThread(PEOPLE[query], NAMES[query], PEOPLE[query])
    thread.bubbles = [inbound(place + 1, f"word of {query}", NOW - timedelta(hours=place + 1))]
    return thread


class SlowThreads(FakeThreads):
    def get(self, number: str, *, limit: int = 60) -> Thread:
        self._desk.take_time(None)
        return super().get(number, limit=limit)


class SlowSending(FakeSending):
    def submit(
        self,
        number: str,
        text: str,
        *,
        answers: bool = False,
        empties_box: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        self._desk.take_time(None)
        return super().submit(
            number,
            text,
            answers=answers,
            empties_box=empties_box,
            seen=seen,
            leaving=leaving,
        )

    def transmit(self, message_id: int) -> SendResult:
        self._desk.take_time(None)
        return super().transmit(message_id)
