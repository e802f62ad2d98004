"""The pause between two keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from smsdesk.tui.typing_pause import TypingPause

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


async def waiting(pause: TypingPause) -> asyncio.Task[None]:
    """Begin to wait; return when that has come to its first pause."""
    task = asyncio.create_task(pause.wait())
    await asyncio.sleep(0)
    return task


async def test_while_nobody_types_it_is_there_at_once() -> None:
    screen = Screen()
    assert (await waiting(TypingPause(screen.due.append, longest=AN_HOUR))).done()


async def test_who_types_is_let_by_until_the_next_key_has_been_painted() -> None:
    screen = Screen()
    pause = TypingPause(screen.due.append, longest=AN_HOUR)
    pause.key_pressed()
    task = await waiting(pause)
    assert not screen.due, "a key that is on its way already may be painted any moment"
    pause.key_pressed()
    await asyncio.sleep(0)
    assert not task.done()
    screen.paint()
    await task


async def test_no_key_is_waited_for_in_vain() -> None:
    pause = TypingPause(Screen().due.append, longest=0.001)
    pause.key_pressed()
    await pause.wait()


@pytest.mark.parametrize("early", [True, False])
async def test_nobody_waits_for_a_key_behind_the_last_one(early: bool) -> None:
    pause = TypingPause(Screen().due.append, longest=AN_HOUR)
    pause.key_pressed()
    if early:
        pause.end_typing()
    task = await waiting(pause)
    pause.end_typing()
    await task
