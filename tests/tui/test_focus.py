"""Where typed text goes: the focus comes back, and what is typed beside the box goes into it."""

from __future__ import annotations

import pytest
from textual.events import Paste

from smsdesk.terms import Code, Verdict
from tests.tui.fake_app_desk import OPTED_OUT, SARAH, STOPPED, firm
from tests.tui.hosting import box_text, open_thread, running, settle, type_text


@pytest.mark.parametrize("small", [(59, 30), (120, 15), (40, 10)], ids="{0[0]}x{0[1]}".format)
async def test_typing_goes_on_after_the_terminal_was_too_small(small: tuple[int, int]) -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
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
        assert app.desk_screen.talk.reply.box.has_focus
        await pilot.press("!")
        assert box_text(app) == "half!"


async def test_typing_goes_on_after_stop_and_start() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        for verdict in (OPTED_OUT, Verdict(Code.OK)):
            desk.talks[SARAH].verdict = verdict
            app.refresh_from_desk()
            await settle(pilot)
            if verdict is OPTED_OUT:
                assert app.desk_screen.focused is app.desk_screen.talk.pane
        assert app.desk_screen.talk.reply.box.has_focus


async def test_the_focus_stays_where_the_agent_has_gone_meanwhile() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        desk.talks[SARAH].verdict = OPTED_OUT
        app.refresh_from_desk()
        await settle(pilot)
        await pilot.press("ctrl+l")
        desk.talks[SARAH].verdict = Verdict(Code.OK)
        app.refresh_from_desk()
        await settle(pilot)
        assert app.desk_screen.focused is app.desk_screen.side.filter_box


async def test_a_pane_that_goes_out_of_sight_leaves_the_focus_to_the_other() -> None:
    async with running(firm().desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.list.focus()
        await settle(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert app.desk_screen.talk.reply.box.has_focus
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert app.desk_screen.list.has_focus


@pytest.mark.parametrize("place", ["list", "messages"])
async def test_what_is_typed_beside_the_box_goes_into_it(place: str) -> None:
    async with running(firm().desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        (app.desk_screen.list if place == "list" else app.desk_screen.talk.pane).focus()
        await settle(pilot)
        await pilot.press("O", "k", "!")
        assert box_text(app) == "Ok!"
        assert app.desk_screen.talk.reply.box.has_focus


async def test_what_is_pasted_beside_the_box_goes_into_it_once() -> None:
    async with running(firm().desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.list.focus()
        await settle(pilot)
        app.desk_screen.list.post_message(Paste("two\r\nlines"))
        await settle(pilot)
        assert box_text(app) == "two\nlines"


async def test_nothing_is_typed_where_no_box_is_shown() -> None:
    async with running(firm().desk) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        await pilot.press("x")
        await settle(pilot)
        assert box_text(app) == ""
        assert app.desk_screen.focused is app.desk_screen.talk.pane
