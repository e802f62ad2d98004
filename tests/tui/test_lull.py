"""The pause between two keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from smsdesk.tui.typing_pause import Lull

if TYPE_CHECKING:
    from collections.abc import Callable

AN_HOUR = 3600.0


class Screen:
    """Paints when it is told to."""

    def __init__(self) -> None:
        self.due: list[Callable[[], None]] = []

    def paint(self) -> None:
        for call in self.due:
            call()


async def waiting(lull: Lull) -> asyncio.Task[None]:
    """Begin to wait; return when that has come to its first pause."""
    task = asyncio.create_task(lull.come())
    await asyncio.sleep(0)
    return task


async def test_while_nobody_types_it_is_there_at_once() -> None:
    screen = Screen()
    assert (await waiting(Lull(screen.due.append, longest=AN_HOUR))).done()


async def test_who_types_is_let_by_until_the_next_key_has_been_painted() -> None:
    screen = Screen()
    lull = Lull(screen.due.append, longest=AN_HOUR)
    lull.pressed()
    task = await waiting(lull)
    assert not screen.due, "a key that is on its way already may be painted any moment"
    lull.pressed()
    await asyncio.sleep(0)
    assert not task.done()
    screen.paint()
    await task


async def test_no_key_is_waited_for_in_vain() -> None:
    lull = Lull(Screen().due.append, longest=0.001)
    lull.pressed()
    await lull.come()


@pytest.mark.parametrize("early", [True, False])
async def test_nobody_waits_for_a_key_behind_the_last_one(early: bool) -> None:
    lull = Lull(Screen().due.append, longest=AN_HOUR)
    lull.pressed()
    if early:
        lull.over()
    task = await waiting(lull)
    lull.over()
    await task
