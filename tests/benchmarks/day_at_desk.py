"""What an hour at the desk brings: a round of five minutes for everything that an agent does."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smsdesk.tui.type_ahead import type_ahead_of
from smsdesk.tui.windows.finder import Finder

from .carrier import BODIES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable, Iterator
    from multiprocessing.connection import Connection
    from random import Random

    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp
    from smsdesk.tui.desk_screen.screen import DeskScreen
    from tests.world.clocks import RunningClock

ROUND = 300.0
"""Seconds from one round to the next."""

ARRIVING = 20
"""Texts that come in during a round: 240 an hour."""

PATIENCE = 30.0
"""Seconds that anything may take."""

_INBOUND = "SELECT count(*) FROM message WHERE direction = 'inbound'"
_SETTLED = "SELECT count(*) FROM message WHERE direction = 'outbound' AND settled = 1"


@dataclass
class Day:
    """The desk in front of the agent, and the strings to what goes on around it.

    Attributes:
        database: a connection of its own, to see what the desk has done.
        regulars: the numbers of people who text and are texted all day.
        strangers: numbers of leads whom nobody has texted yet.
    """

    app: SmsdeskApp
    pilot: Pilot[None]
    clock: RunningClock
    carrier: Connection
    database: sqlite3.Connection
    regulars: list[str]
    strangers: Iterator[str]
    chance: Random

    @property
    def screen(self) -> DeskScreen:
        """The desk's screen."""
        return self.app.desk_screen

    async def begun(self) -> None:
        """Wait until the desk is open."""
        await self._until(
            lambda: self.app.desk is not None and bool(self.screen.query("#conversation"))
        )
        await self.pilot.pause(0.5)

    async def hour(self) -> None:
        """Let an hour pass."""
        for act in _HOUR:
            self.pass_time(ROUND)
            texts = [(self._anybody(), self.chance.choice(BODIES)) for _ in range(ARRIVING)]
            await self._receive(texts)
            await act(self)
            await self._reply(self._anybody())

    def pass_time(self, seconds: float) -> None:
        """Let time pass, here and at the carrier."""
        self.clock.move(seconds)
        self._tell_carrier("time", seconds)

    async def _receive(self, texts: list[tuple[str, str]]) -> None:
        """Let texts come in, and the desk take them in at its next poll."""
        before = self._count(_INBOUND)
        self._tell_carrier("receive", texts)
        self.pass_time(20)
        await self._until(lambda: self._count(_INBOUND) >= before + len(texts))

    def _count(self, statement: str) -> int:
        return int(self.database.execute(statement).fetchone()[0])

    def _tell_carrier(self, order: str, about: Any = None) -> None:
        self.carrier.send((order, about))
        self.carrier.recv()

    async def _until(self, holds: Callable[[], bool]) -> None:
        give_up = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > give_up:
                raise TimeoutError
            await self.pilot.pause(0.02)

    async def _keys(self, *keys: str) -> None:
        """Press keys, and let what they do happen; the pilot would wait 30 ms for each."""
        for key in keys:
            self.app.simulate_key(key)
        await self.pilot.pause(0.05)
        typed = type_ahead_of(self.app)
        await self._until(lambda: typed is None or typed.at_rest)

    def _anybody(self) -> str:
        return self.chance.choice(self.regulars)

    async def _open(self, number: str) -> bool:
        """Open a conversation; return whether there is a box to write in."""
        self.screen.open(number)
        talk = self.screen.conversation
        await self._until(lambda: talk.thread is not None and talk.thread.head.number == number)
        await self.pilot.pause(0.02)
        return talk.has_box

    async def _reply(self, number: str) -> None:
        """Text somebody, and see it leave."""
        if not await self._open(number):
            return
        before = self._count(_SETTLED)
        self.screen.conversation.reply.box.focus()
        await self._keys(*str(self.chance.randrange(10**6)), "enter")
        await self._until(lambda: self._count(_SETTLED) > before)


async def _choose_in_window(day: Day, key: str, query: str) -> None:
    """Open a window, search in it, and take what it finds first."""
    await day._keys(key, *query)
    await day._until(
        lambda: (
            isinstance(window := day.app.screen, Finder)
            and window.query_text == query
            and window.options.option_count > 0
        )
    )
    await day._keys("enter")
    await day._until(lambda: day.app.screen is day.screen)


async def _jump(day: Day) -> None:
    await _choose_in_window(day, "ctrl+k", "mar")


async def _read_back(day: Day) -> None:
    for _ in range(15):
        await day._keys("alt+down")
        await day._keys("ctrl+t", "pageup", "pageup", "home", "end")


async def _filter(day: Day) -> None:
    await day._keys("ctrl+l", *"mar")
    await day._keys("enter", "pagedown", "pagedown", "end", "enter")
    await day._keys("ctrl+l", "escape")


async def _begin_with_a_stranger(day: Day) -> None:
    number = next(day.strangers)
    await _choose_in_window(day, "ctrl+n", number[2:])
    await day._reply(number)


async def _find(day: Day) -> None:
    await _choose_in_window(day, "ctrl+f", "webinar")


async def _lose_the_network(day: Day) -> None:
    def offline() -> bool:
        return bool(day.screen.title_line.state.offline_since)

    day._tell_carrier("offline")
    day.pass_time(ROUND)
    await day._until(offline)
    day._tell_carrier("online")
    day.pass_time(ROUND)
    await day._until(lambda: not offline())
    while day.screen.red_line.troubles:
        await day._keys("escape")


async def _leave_drafts(day: Day) -> None:
    for _ in range(3):
        if await day._open(day._anybody()):
            day.screen.conversation.reply.box.focus()
            await day._keys(*"tomorrow")


async def _look_at_the_unread(day: Day) -> None:
    for _ in range(10):
        await day._keys("ctrl+down")


async def _change_the_theme(day: Day) -> None:
    await day._keys("f7", "f1", "escape", "f2", "escape", "f7")


async def _page_through_the_list(day: Day) -> None:
    day.screen.conversation_list.focus()
    await day._keys("end", "pageup", "pageup", "home", *["pagedown"] * 8, "home")


async def _answer_several(day: Day) -> None:
    for _ in range(10):
        day.pass_time(10)  # no more than are allowed in a minute
        await day._reply(day._anybody())


async def _rest(day: Day) -> None:
    await day.pilot.pause(0.3)


_HOUR: tuple[Callable[[Day], Awaitable[None]], ...] = (
    _jump, _read_back, _filter, _begin_with_a_stranger, _find, _lose_the_network,
    _leave_drafts, _look_at_the_unread, _change_the_theme, _page_through_the_list,
    _answer_several, _rest,
)  # fmt: skip
