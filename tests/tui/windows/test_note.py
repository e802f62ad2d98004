"""A note's window: Enter keeps, nothing sends, and no word is lost by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.errors import DeskError
from smsdesk.tui.windows.note import NoteScreen
from tests.tui.hosting import open_thread, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp
    from tests.world.fake_desk import FakeDesk


async def written(app: SmsdeskApp, pilot: Pilot[None], text: str) -> NoteScreen:
    await open_thread(app, pilot, SARAH)
    await app.desk_screen.action_command("note")
    await settle(pilot)
    assert isinstance(app.screen, NoteScreen)
    await type_text(pilot, text)
    await settle(pilot)
    return app.screen


def is_closed(app: SmsdeskApp) -> bool:
    return not isinstance(app.screen, NoteScreen)


def kept(desk: FakeDesk) -> list[str]:
    return [str(call[2]) for call in desk.calls if call[0] == "note"]


async def test_escape_drops_a_note_only_when_pressed_twice() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        window = await written(app, pilot, "half a note")
        await pilot.press("escape")
        assert pilot.app.screen is window
        assert "Esc once more" in window.next_step.content.plain
        await pilot.press("s")
        assert "Esc once more" not in window.next_step.content.plain
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert is_closed(app)
        assert kept(desk) == []


async def test_an_empty_one_closes_at_once() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await written(app, pilot, "")
        await pilot.press("enter", "escape")
        await settle(pilot)
        assert is_closed(app)
        assert kept(desk) == []


async def test_a_new_line_keeps_nothing_yet() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        window = await written(app, pilot, "one")
        await pilot.press("ctrl+j", "t", "enter")
        await settle(pilot)
        assert kept(desk) == ["one\nt"]
        assert app.screen is not window


async def test_what_could_not_be_kept_stays_in_the_window() -> None:
    desk = firm()
    desk.note_error = DeskError("the disk is full")
    async with running(desk.opened) as (app, pilot):
        window = await written(app, pilot, "prefers mornings")
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen is window
        assert window.box.text == "prefers mornings"
        assert "The disk is full" in window.next_step.content.plain


async def test_no_key_of_the_desk_sends_from_there() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await written(app, pilot, "prefers mornings")
        for key in ("ctrl+enter", "f5", "f9", "f10", "ctrl+d", "alt+n"):
            await pilot.press(key)
        await settle(pilot)
        assert desk.submitted() == []
