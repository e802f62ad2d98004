"""A text of the firm, with this lead's values, in the box by a slash and a few letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.ask_line import AskLine
from smsdesk.tui.windows.template_editor import TemplateEditor
from tests.tui.hosting import box_text, open_thread, press, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH

if TYPE_CHECKING:
    from smsdesk.tui.app import SmsdeskApp


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


async def test_without_any_template_a_new_one_is_offered() -> None:
    desk = firm()
    desk.templates.texts.clear()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", *"Seats", "enter")
        assert isinstance(app.screen, TemplateEditor)
        assert app.screen.box.has_focus, "its name is typed already"
        await type_text(pilot, "There are seats left, {first_name}.")
        await settle(pilot)
        assert "There are seats left, Sarah.\n28 characters" in becomes(app)
        await press(pilot, "enter")
        assert desk.templates.texts == {"Seats": "There are seats left, {first_name}."}
        assert box_text(app) == ""
        assert desk.submitted() == []


async def test_f4_changes_the_one_under_the_cursor() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", *"dir", "f4")
        assert isinstance(app.screen, TemplateEditor)
        app.screen.box.fill("Park at {event|the hall}.")
        await press(pilot, "enter")
        assert desk.templates.texts["Directions"] == "Park at {event|the hall}."
        await press(pilot, "slash", *"dir", "enter")
        assert box_text(app) == "Park at the hall."


async def test_they_are_edited_by_name_without_a_conversation_too() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await press(pilot, "ctrl+p", *"edit the", "enter", *"rem", "enter")
        assert isinstance(app.screen, TemplateEditor)
        assert app.screen.box.text == "{first_name}, {event} begins at seven."
        await press(pilot, "shift+tab", "end", *" 2", "enter", "enter")
        assert "Reminder 2" in desk.templates.texts
        assert "Reminder" not in desk.templates.texts


async def test_what_cannot_be_read_is_said_and_kept_in_the_window() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", *"gre", "f4")
        assert isinstance(app.screen, TemplateEditor)
        app.screen.box.fill("Hi {frist_name}")
        await press(pilot, "enter")
        assert isinstance(app.screen, TemplateEditor)
        assert app.screen.box.text == "Hi {frist_name}"
        assert "frist_name" in str(app.screen.query_one("#next-step", Words).content)
        await press(pilot, "escape")
        assert isinstance(app.screen, TemplateEditor), "what is not kept is dropped by a second one"
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1
        assert desk.templates.texts["Greeting"] == "Hi {first_name|there}, {agent} here."


async def test_an_empty_one_says_what_is_filled() -> None:
    desk = firm()
    async with running(desk.opened, size=(60, 16)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "slash", "up", "enter")
        await settle(pilot)
        assert isinstance(app.screen, TemplateEditor)
        assert "{first_name} {name} {email} {event}" in becomes(app)
        says = app.screen.query_one("#template-becomes", Words)
        assert "name." in says.render_line(says.size.height - 1).text
        await press(pilot, "tab", *"Hi")
        await settle(pilot)
        assert becomes(app).startswith("Hi\n2 characters")


@pytest.mark.parametrize("sure", [True, False])
async def test_one_is_removed_after_a_question(*, sure: bool) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await press(pilot, "ctrl+p", *"edit the", "enter", *"gre", "enter", "f8")
        await press(pilot, "y" if sure else "escape")
        assert ("Greeting" in desk.templates.texts) is not sure
        assert isinstance(app.screen, TemplateEditor) is not sure


def becomes(app: SmsdeskApp) -> str:
    return str(app.screen.query_one("#template-becomes", Words).content)
