"""The red line: a queue, one at a time."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult

from smsdesk.display import DisplayText
from smsdesk.tui.chrome.red_line import RedLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Steady:
    """A steady clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.seconds = 50.0

    def __call__(self) -> float:
        return self.seconds


class Host(App[None]):
    def __init__(self, clock: Steady) -> None:
        super().__init__()
        self.clock = clock

    def compose(self) -> ComposeResult:
        yield RedLine(self.clock)


def shown(line: RedLine) -> str:
    return line.content.plain if line.display else ""


@asynccontextmanager
async def hosted() -> AsyncIterator[tuple[RedLine, Steady]]:
    clock = Steady()
    app = Host(clock)
    async with app.run_test(size=(100, 5)):
        yield app.query_one(RedLine), clock


async def test_nothing_to_say_takes_no_room() -> None:
    async with hosted() as (line, _):
        assert line.display is False


async def test_several_queue_and_go_one_by_one() -> None:
    async with hosted() as (line, _):
        for text in ("first", "second", "third"):
            line.add(DisplayText(text))
        assert shown(line) == "✗ first   1 of 3   Esc"
        assert line.dismiss()
        assert shown(line) == "✗ second   1 of 2   Esc"
        line.dismiss()
        line.dismiss()
        assert not line.dismiss()
        assert line.display is False


async def test_user_text_is_not_markup() -> None:
    async with hosted() as (line, _):
        line.add(DisplayText("Not sent to [/x] [red]Bob[/]"))
        assert shown(line).startswith("✗ Not sent to [/x] [red]Bob[/]")


async def test_the_same_subject_is_told_once() -> None:
    async with hosted() as (line, _):
        line.add(DisplayText("offline since 15:02"), subject="offline")
        line.add(DisplayText("else"))
        line.add(DisplayText("offline since 15:03"), subject="offline")
        line.add(DisplayText("else"))
        assert [trouble.text for trouble in line.troubles] == ["offline since 15:03", "else"]
        line.drop("offline")
        assert [trouble.text for trouble in line.troubles] == ["else"]


async def test_a_countdown_counts_and_ends_by_itself() -> None:
    async with hosted() as (line, clock):
        line.add(DisplayText("Try again shortly."), subject="rate_limit", seconds=22.4)
        assert shown(line).startswith("✗ Try again shortly. (23 s)")
        clock.seconds += 20
        line.tick()
        assert shown(line).startswith("✗ Try again shortly. (3 s)")
        clock.seconds += 3
        line.tick()
        assert line.display is False
