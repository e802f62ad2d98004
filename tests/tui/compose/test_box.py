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


async def test_ctrl_u_deletes_the_line_and_pressed_again_all_there_is() -> None:
    async with hosted() as (app, pilot):
        app.box.post_message(events.Paste("one\ntwo " * 700 + "\nlast"))
        await pilot.press("ctrl+u")
        assert app.box.text.endswith("\n")
        await pilot.press("ctrl+u")
        assert app.box.text == ""
        await pilot.press("ctrl+underscore")
        assert app.box.text.startswith("one\ntwo"), "and it can be brought back"


async def test_ctrl_u_after_another_key_deletes_a_line_again() -> None:
    async with hosted() as (app, pilot):
        app.box.post_message(events.Paste("one\ntwo"))
        await pilot.press("ctrl+u", "x", "ctrl+u")
        assert app.box.text == "one\n"


@pytest.mark.parametrize("sign", ["👩\u200d👩\u200d👧", "👍🏽", "🇺🇸", "e\u0301", "x"])
async def test_backspace_takes_a_whole_sign(sign: str) -> None:
    async with hosted() as (app, pilot):
        app.box.post_message(events.Paste(f"a{sign}"))
        await pilot.press("backspace")
        assert app.box.text == "a"
        app.box.post_message(events.Paste(sign))
        await pilot.press("left", "delete")
        assert app.box.text == "a"


async def test_the_box_is_empty_as_soon_as_enter_has_taken_its_text() -> None:
    async with hosted() as (app, pilot):
        app.box.post_message(events.Paste("one"))
        app.box.post_message(events.Key("enter", None))
        app.box.post_message(events.Key("x", "x"))
        await pilot.pause()
        assert (app.sent, app.box.text) == (["one"], "x")


@pytest.mark.parametrize(
    "text", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0645\u06cc\u200c\u062e"]
)
async def test_a_joiner_is_typed_like_any_sign(text: str) -> None:
    """A palette of emoji, or a Persian keyboard, types it; a paste keeps it, too."""
    async with hosted() as (app, pilot):
        for sign in text:
            app.post_message(events.Key("sign", sign))
        await pilot.pause()
        assert app.box.text == text


async def test_what_turns_the_order_of_others_is_not_typed() -> None:
    async with hosted() as (app, pilot):
        app.post_message(events.Key("right-to-left_override", "\u202e"))
        await pilot.pause()
        assert app.box.text == ""
