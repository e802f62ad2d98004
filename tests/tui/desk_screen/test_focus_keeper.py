"""Where typed text goes: the focus comes back, and what is typed beside the box goes into it."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Input

from smsdesk.terms import Code, Verdict
from smsdesk.tui.desk_screen.focus_keeper import FocusKeeper
from tests.tui.hosting import box_text, open_thread, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import OPTED_OUT, SARAH, STOPPED


@pytest.mark.parametrize("small", [(59, 30), (120, 15), (40, 10)], ids="{0[0]}x{0[1]}".format)
async def test_typing_goes_on_after_the_terminal_was_too_small(small: tuple[int, int]) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        await pilot.resize_terminal(*small)
        await settle(pilot)
        await pilot.press("f4", "x", "enter")
        await settle(pilot)
        assert app.screen is app.desk_screen
        assert desk.submitted() == [], "nothing is sent that nobody can see"
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert app.desk_screen.conversation.reply.box.has_focus
        await pilot.press("!")
        assert box_text(app) == "half!"


async def test_typing_goes_on_after_stop_and_start() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        for verdict in (OPTED_OUT, Verdict(Code.OK)):
            desk.held[SARAH].verdict = verdict
            app.refresh_from_desk()
            await settle(pilot)
            if verdict is OPTED_OUT:
                assert app.desk_screen.focused is app.desk_screen.conversation.thread_pane
        assert app.desk_screen.conversation.reply.box.has_focus


async def test_the_focus_stays_where_the_agent_has_gone_meanwhile() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        desk.held[SARAH].verdict = OPTED_OUT
        app.refresh_from_desk()
        await settle(pilot)
        await pilot.press("ctrl+l")
        desk.held[SARAH].verdict = Verdict(Code.OK)
        app.refresh_from_desk()
        await settle(pilot)
        assert app.desk_screen.focused is app.desk_screen.list_pane.filter_box


async def test_a_pane_that_goes_out_of_sight_leaves_the_focus_to_the_other() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.conversation_list.focus()
        await settle(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert app.desk_screen.conversation.reply.box.has_focus
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert app.desk_screen.conversation_list.has_focus


@pytest.mark.parametrize("place", ["list", "messages"])
async def test_what_is_typed_beside_the_box_goes_into_it(place: str) -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        (
            app.desk_screen.conversation_list
            if place == "list"
            else app.desk_screen.conversation.thread_pane
        ).focus()
        await settle(pilot)
        await pilot.press("O", "k", "!")
        assert box_text(app) == "Ok!"
        assert app.desk_screen.conversation.reply.box.has_focus


async def test_what_is_pasted_beside_the_box_goes_into_it_once() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.conversation_list.focus()
        await settle(pilot)
        app.desk_screen.conversation_list.post_message(Paste("two\r\nlines"))
        await settle(pilot)
        assert box_text(app) == "two\nlines"


async def test_nothing_is_typed_where_no_box_is_shown() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        await pilot.press("x")
        await settle(pilot)
        assert box_text(app) == ""
        assert app.desk_screen.focused is app.desk_screen.conversation.thread_pane


class Panes(Screen[None]):
    """Two inputs of which either can be hidden, and a keeper of the focus."""

    AUTO_FOCUS = None

    def compose(self) -> ComposeResult:
        yield Input(id="one")
        yield Input(id="two")

    def on_mount(self) -> None:
        self.keeper = FocusKeeper(self, lambda: self.query(Input))

    def on_descendant_focus(self) -> None:
        self.keeper.focus_moved()


async def test_where_all_is_hidden_nothing_has_the_focus_until_what_was_chosen_is_back() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        panes = Panes()
        await app.push_screen(panes)
        _, two = panes.query(Input)
        two.focus()
        await pilot.pause()
        focused = []
        for shown in (False, True):
            for pane in panes.query(Input):
                pane.display = shown
            await pilot.pause()
            panes.keeper.keep()
            await pilot.pause()
            focused.append(panes.focused)
        assert focused == [None, two]


async def test_another_choice_ends_the_wait_for_the_first() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        panes = Panes()
        await app.push_screen(panes)
        one, two = panes.query(Input)
        for chosen in (one, two):
            chosen.focus()
            await pilot.pause()
        one.display = False
        panes.keeper.keep()
        assert panes.focused is two
