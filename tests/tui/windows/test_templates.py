"""A text of the firm, with this lead's values, in the box by a slash and a few letters."""

from __future__ import annotations

from smsdesk.tui.windows.ask_line import AskLine
from smsdesk.tui.windows.template_search import TemplateFinder
from tests.tui.hosting import box_text, open_thread, press, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH


async def test_a_slash_some_letters_and_enter_fill_the_box_and_send_nothing() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", *"gre", "enter")
        assert box_text(app) == "Hi Sarah, maria here."
        assert desk.submitted() == []
        await press(pilot, "enter")
        assert desk.submitted() == ["Hi Sarah, maria here."]


async def test_the_menu_offers_them_too_also_into_what_is_written() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "One more thing: ")
        await press(pilot, "ctrl+x", "t", *"dir", "enter")
        assert box_text(app) == "One more thing: Park behind the house."


async def test_what_a_lead_has_no_value_for_is_asked_for() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", *"rem", "enter")
        assert isinstance(app.screen, AskLine)
        await press(pilot, "enter")
        assert isinstance(app.screen, AskLine), "nothing is no value"
        await press(pilot, *"Tax", "enter")
        assert box_text(app) == "Sarah, Tax begins at seven."


async def test_without_the_value_nothing_is_put_into_the_box() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", *"rem", "enter", "escape")
        assert box_text(app) == ""


async def test_two_slashes_are_one_and_a_pasted_one_is_text() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", "slash", "h", "m")
        assert box_text(app) == "/hm"
        await press(pilot, "ctrl+u", "ctrl+u")
        await type_text(pilot, "/etc")
        await settle(pilot)
        assert box_text(app) == "/etc"
        await press(pilot, "slash")
        assert box_text(app) == "/etc/"


async def test_no_templates_yet_says_how_to_make_one() -> None:
    desk = firm()
    desk.templates.texts.clear()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash")
        assert isinstance(app.screen, TemplateFinder)
        assert "smsdesk templates add" in str(app.screen._found.nothing)
