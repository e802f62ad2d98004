"""Typing bursts into the app, and comparing what comes of them with what must."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from textual import events

from smsdesk.tui.terminal.known import TerminalFacts
from tests.campaigns.keys.moves import Model, Pasted, Stroke, burst
from tests.campaigns.keys.slow_desk import SlowDesk
from tests.tui.hosting import box_text, make_app, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp

BURSTS_A_DESK = 20
PATIENCE = 30.0
"""Seconds after which an app that has not come to rest is taken for stuck."""


@dataclass
class Findings:
    """What went wrong, a line each, by kind; and what was done."""

    bursts: int = 0
    keys: int = 0
    texts: int = 0
    wrong_threads: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.wrong_threads or self.lost or self.joined or self.crashes)


@dataclass(frozen=True)
class Pace:
    """How fast keys come, and answers.

    Attributes:
        gaps: seconds between two keys of a burst; each burst has one of them.
        longest_answer: seconds.
    """

    gaps: tuple[float, ...] = (0.0, 0.0, 0.01, 0.03, 0.06, 0.12)
    longest_answer: float = 0.15


AT_ONCE = Pace((0.0,), 0.0)


async def run(bursts: int, seed: int, pace: Pace) -> Findings:
    """Type ``bursts`` bursts, on a new desk every few of them and after each failure."""
    rng = Random(seed)  # noqa: S311 - dice, not secrets
    findings = Findings()
    while findings.bursts < bursts:
        session = Session(rng, pace, findings)
        try:
            await session.run(min(BURSTS_A_DESK, bursts - findings.bursts))
        except Exception as error:
            findings.crashes.append(f"{type(error).__name__}: {error} after {session.typed}")
    return findings


class Session:
    """One app over one desk."""

    def __init__(self, rng: Random, pace: Pace, findings: Findings) -> None:
        self._rng = rng
        self._pace = pace
        self._findings = findings
        self._model = Model()
        self._desk = SlowDesk(Random(rng.random()), pace.longest_answer)  # noqa: S311
        self.typed: list[Stroke] = []

    async def run(self, bursts: int) -> None:
        """Type until something is wrong; the first burst meets a desk that is being opened."""
        app = make_app(self._desk.open_slowly)
        async with app.run_test(size=(120, 30)) as pilot:
            app.terminal = TerminalFacts(pastes_are_bracketed=True)
            for _ in range(bursts):
                self.typed = burst(self._model, self._rng)
                self._findings.bursts += 1
                self._findings.keys += len(self.typed)
                await self._type(app)
                async with asyncio.timeout(PATIENCE):
                    await settle(pilot)
                if not self._judge(app):
                    return
            await self._put_away(app, pilot)

    async def _type(self, app: SmsdeskApp) -> None:
        gap = self._rng.choice(self._pace.gaps)
        for stroke in self.typed:
            app.post_message(_event(stroke))
            if gap:
                await asyncio.sleep(gap)

    def _judge(self, app: SmsdeskApp) -> bool:
        """Compare; return whether all is as it must be."""
        wanted, got = self._model.sent, self._desk.sent
        context = f"{self.typed}"
        found = self._findings
        found.texts = max(found.texts, len(got))
        known = {text: number for number, text in wanted}
        for number, text in got:
            if text not in known:
                found.joined.append(f"{text!r} to {number}: {context}")
            elif known[text] != number:
                found.wrong_threads.append(f"{text!r} to {number}: {context}")
        missing = Counter(wanted) - Counter(got)
        found.lost += [f"{text!r} to {number}: {context}" for number, text in missing]
        if not missing and got != wanted:
            found.lost.append(f"the order of {got}: {context}")
        thread = app.desk_screen.conversation.thread
        at = thread.head.number if thread is not None else ""
        if at != self._model.at:
            found.wrong_threads.append(f"at {at}, not {self._model.at}: {context}")
        elif box_text(app) != self._model.box:
            found.lost.append(f"box {box_text(app)!r}, not {self._model.box!r}: {context}")
        return found.clean

    async def _put_away(self, app: SmsdeskApp, pilot: Pilot[None]) -> None:
        """Leave as the agent does, and look at what is kept."""
        await app.desk_screen.put_away()
        await settle(pilot)
        kept = {number: held.draft for number, held in self._desk.held.items() if held.draft}
        wanted = {number: text for number, text in self._model.drafts.items() if text}
        if kept != wanted:
            self._findings.lost.append(f"drafts {kept}, not {wanted}")


def _event(stroke: Stroke) -> events.Event:
    if isinstance(stroke, Pasted):
        return events.Paste(stroke.text)
    if stroke == "space":
        return events.Key("space", " ")
    return events.Key(stroke, stroke if len(stroke) == 1 else None)
