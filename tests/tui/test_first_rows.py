"""The first rows stand on the screen while the desk is being opened, and the agent can begin."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from smsdesk.core.reading.first_rows import FirstRows
from smsdesk.desk.glance import Glance
from smsdesk.errors import DeskError
from smsdesk.tui.conversations.pane import ListPane
from smsdesk.tui.desk_screen.screen import DeskScreen
from tests.tui.hosting import box_text, make_app, red_lines, running, settle
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import NOW, SARAH, STOPPED, TOM, inbound

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from smsdesk.clock import Clock
    from smsdesk.desk.conversations import PagesConversations
    from smsdesk.tui.app import SmsdeskApp
    from smsdesk.tui.screen_desk import ScreenDesk


class Opening:
    """A desk that is being opened until it is let go."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk
        self.begun = threading.Event()
        self.go = threading.Event()
        self.refused: DeskError | None = None
        self.opened = threading.Event()

    def open(self) -> ScreenDesk:
        self.begun.set()
        self.go.wait(10)
        if self.refused is not None:
            raise self.refused
        self.opened.set()
        return self.desk


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    """Let the app work until something is so; what is never so ends with the test's patience."""
    for _ in range(2000):
        if true():
            return
        await pilot.pause(0.001)
    raise AssertionError("it did not come true")


@asynccontextmanager
async def opening(
    desk: FakeDesk, *, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[SmsdeskApp, Pilot[None], Opening]]:
    """Run the app up to where its first rows are shown and the desk is being opened."""
    first = FirstRows(desk.conversations.count(), desk.conversations.page(limit=3))
    door = Opening(desk)
    app = make_app(door.open, first_rows=lambda: Glance(desk.clock, first))
    async with app.run_test(size=size) as pilot:
        try:
            await until(pilot, door.begun.is_set)
            yield app, pilot, door
        finally:
            door.go.set()


def shown(app: SmsdeskApp) -> str:
    """Return what the list shows; nothing while there is no list."""
    if not app.desk_screen.query("#list"):
        return ""
    rows = app.desk_screen.conversation_list
    return "\n".join(rows.render_line(y).text for y in range(rows.size.height))


async def test_rows_are_on_the_screen_before_the_desk_is_open() -> None:
    desk = firm()
    async with opening(desk) as (app, pilot, door):
        first = shown(app)
        assert "Sarah Berg" in first
        assert not door.opened.is_set()
        assert app.desk_screen.conversation_list.has_focus
        assert "opening" in str(app.desk_screen.title_line.render())
        door.go.set()
        await settle(pilot)
        assert door.opened.is_set()
        assert shown(app).splitlines()[:6] == first.splitlines()[:6], "they did not move"
        assert app.desk_screen.conversation_list.has_focus
        assert "opening" not in str(app.desk_screen.title_line.render())


async def test_what_has_changed_meanwhile_is_shown_when_the_desk_is_open() -> None:
    desk = firm()
    async with opening(desk) as (app, pilot, door):
        await pilot.press("down")
        under_cursor = app.desk_screen.conversation_list.cursor_number
        last = desk.held[STOPPED]
        desk.add(last, inbound(900, "START", NOW, unread=True))
        door.go.set()
        await settle(pilot)
        assert "START" in shown(app) or last.name in shown(app).splitlines()[0]
        assert app.desk_screen.conversation_list.cursor_number == under_cursor


@pytest.mark.parametrize("size", [(120, 30), (80, 24)], ids=["wide", "narrow"])
async def test_the_row_that_is_chosen_meanwhile_is_opened_as_soon_as_the_desk_is(
    size: tuple[int, int],
) -> None:
    async with opening(firm(), size=size) as (app, pilot, door):
        await pilot.press("down", "enter")
        chosen = app.desk_screen.conversation_list.cursor_number
        assert chosen is not None
        await until(pilot, lambda: app.desk_screen.conversation_list.selected == chosen)
        door.go.set()
        await settle(pilot)
        thread = app.desk_screen.conversation.thread
        assert thread is not None
        assert thread.head.number == chosen
        assert app.desk_screen.panes.conversation_in_view


async def test_a_click_counts_as_well_and_the_last_choice_wins() -> None:
    async with opening(firm()) as (app, pilot, door):
        await pilot.press("enter")
        await pilot.click("#list", offset=(4, 2))
        await until(pilot, lambda: app.desk_screen.conversation_list.selected == TOM)
        door.go.set()
        await settle(pilot)
        thread = app.desk_screen.conversation.thread
        assert thread is not None
        assert thread.head.number == TOM


async def test_the_filter_that_is_typed_meanwhile_counts() -> None:
    async with opening(firm()) as (app, pilot, door):
        app.desk_screen.list_pane.filter_box.focus()
        await pilot.press("t", "o", "m")
        assert "Sarah Berg" in shown(app), "nothing is filtered before the desk is open"
        door.go.set()
        await settle(pilot)
        assert app.desk_screen.query_one("#filter", Input).value == "tom"
        assert app.desk_screen.list_pane.filter_box.has_focus, "and the agent types on"
        assert "Tom Reyes" in shown(app)
        assert "Sarah Berg" not in shown(app)


async def test_commands_wait_for_the_desk_and_every_key_is_harmless() -> None:
    desk = firm()
    async with opening(desk) as (app, pilot, door):
        await pilot.press(
            "ctrl+n", "ctrl+k", "alt+down", "f2", "f4", "x", "end", "pageup", "escape"
        )
        await pilot.resize_terminal(40, 10)
        await pilot.resize_terminal(120, 30)
        assert app.screen is app.desk_screen
        door.go.set()
        await settle(pilot)
        assert desk.submitted() == []
        assert SARAH in {row.number for row in desk.rows()}
        await pilot.press("home", "enter")
        await settle(pilot)
        assert app.desk_screen.conversation.thread is not None


async def test_a_key_while_the_panes_are_being_put_up_is_harmless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready: list[bool] = []
    begin = ListPane.begin

    async def begin_and_look(
        self: ListPane, conversations: PagesConversations, clock: Clock
    ) -> None:
        await begin(self, conversations, clock)
        assert isinstance(self.screen, DeskScreen)
        ready.append(self.screen.situation.ready)

    monkeypatch.setattr(ListPane, "begin", begin_and_look)
    async with opening(firm()) as (app, pilot, door):
        door.go.set()
        await settle(pilot)
        assert ready == [False]
        assert app.desk_screen.situation.ready


async def test_a_desk_that_cannot_be_opened_leaves_the_rows_and_says_why() -> None:
    async with opening(firm()) as (app, pilot, door):
        door.refused = DeskError("the disk does not answer: check it and try again")
        await pilot.press("enter")
        door.go.set()
        await settle(pilot)
        assert red_lines(app) == ["The disk does not answer: check it and try again"]
        assert "Sarah Berg" in shown(app)
        await pilot.press("down", "enter", "ctrl+n")
        app.refresh_from_desk()
        await settle(pilot)
        assert app.screen is app.desk_screen


async def test_leaving_before_the_desk_is_open_leaves() -> None:
    async with opening(firm()) as (app, pilot, door):
        await pilot.press("enter")
        await pilot.press("ctrl+q")
        door.go.set()
        await pilot.pause(0)
    assert app.return_code == 0


async def test_the_desk_begins_where_its_agent_left_it() -> None:
    desk = firm()
    desk.left_at = TOM
    desk.thread_with(TOM).draft = "half a text"
    async with running(desk.opened) as (app, pilot):
        thread = app.desk_screen.conversation.thread
        assert thread is not None
        assert thread.head.number == TOM
        assert app.desk_screen.conversation_list.selected == TOM
        assert app.desk_screen.conversation_list.has_focus
        assert ("mark_read", TOM) not in desk.calls, "shown is not read"
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == [], "Enter was for the list"
        assert app.desk_screen.conversation.reply.box.has_focus
        assert box_text(app) == "half a text"


@pytest.mark.parametrize("narrow", [True, False])
async def test_where_the_agent_has_begun_with_something_else_nothing_opens(*, narrow: bool) -> None:
    desk = firm()
    desk.left_at = TOM
    async with opening(desk, size=(60, 16) if narrow else (120, 30)) as (app, pilot, door):
        if not narrow:
            await pilot.press("h")
        door.go.set()
        await settle(pilot)
        assert app.desk_screen.conversation.thread is None
