"""Enter sends, and nothing else does."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual import events, on
from textual.app import App, ComposeResult

from smsdesk.tui.compose.box import ComposeBox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot


class Host(App[None]):
    def __init__(self, paste_gap: float) -> None:
        super().__init__()
        self.box = ComposeBox(paste_gap=paste_gap)
        self.sent: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.box

    def on_mount(self) -> None:
        self.box.focus()

    @on(ComposeBox.Submitted)
    def _submitted(self, event: ComposeBox.Submitted) -> None:
        self.sent.append(event.text)


@asynccontextmanager
async def hosted(*, paste_gap: float = 0.0) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host(paste_gap)
    async with app.run_test(size=(60, 12)) as pilot:
        yield app, pilot


async def test_enter_sends() -> None:
    async with hosted() as (app, pilot):
        await pilot.press(*"Hi", "enter")
        assert app.sent == ["Hi"]


@pytest.mark.parametrize("blank", [(), ("space", "space"), ("ctrl+j", "space")])
async def test_white_space_alone_is_not_sent(blank: tuple[str, ...]) -> None:
    async with hosted() as (app, pilot):
        await pilot.press(*blank, "enter")
        assert app.sent == []


@pytest.mark.parametrize("key", ["ctrl+j", "shift+enter", "alt+enter", "shift+\r", "\r"])
async def test_a_new_line_is_put_in_and_not_sent(key: str) -> None:
    async with hosted() as (app, pilot):
        await pilot.press("a")
        app.box.post_message(events.Key(key, None))
        await pilot.pause()
        await pilot.press("b")
        assert app.box.text == "a\nb"
        assert app.sent == []


async def test_a_paste_of_several_lines_is_not_sent() -> None:
    async with hosted() as (app, pilot):
        app.box.post_message(events.Paste("one\r\ntwo\rthree\n"))
        await pilot.pause()
        assert app.box.text == "one\ntwo\nthree\n"
        assert app.sent == []


async def test_a_paste_is_cleaned() -> None:
    async with hosted() as (app, pilot):
        app.box.post_message(events.Paste("a\x1b]52;c;aGk=\x07b\u202ec"))
        await pilot.pause()
        assert "\x1b" not in app.box.text
        assert "\u202e" not in app.box.text


def burst(text: str, *, start: float, gap: float) -> list[events.Key]:
    """The keys of ``text`` as a terminal without bracketed paste delivers them."""
    keys = []
    for place, character in enumerate(text):
        name = "enter" if character == "\r" else character
        key = events.Key(name, character)
        key.time = start + place * gap
        keys.append(key)
    return keys


async def test_a_paste_without_brackets_is_not_sent_either() -> None:
    async with hosted(paste_gap=60.0) as (app, pilot):
        for key in burst("one\rtwo\rthree\r", start=1000.0, gap=0.0001):
            app.box.post_message(key)
        await pilot.pause()
        assert app.box.text == "one\ntwo\nthree\n"
        assert app.sent == []


async def test_typing_on_after_enter_is_no_paste() -> None:
    async with hosted(paste_gap=0.012) as (app, pilot):
        for key in burst("ok\r", start=1000.0, gap=0.0001):
            app.box.post_message(key)
        while not app.sent:
            await pilot.pause()
        assert app.sent == ["ok"]


async def test_the_box_grows_to_six_lines_and_no_further() -> None:
    async with hosted() as (app, pilot):
        heights = []
        for _ in range(8):
            heights.append(app.box.size.height)
            await pilot.press("ctrl+j")
            await pilot.pause()
        assert heights == [1, 2, 3, 4, 5, 6, 6, 6]
