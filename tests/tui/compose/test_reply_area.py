"""The box says whom it writes to, and Send looks as if it did something only when it would."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.color import Color
from textual.widgets import Button

from smsdesk.core.read_models.threads import Question
from smsdesk.tui.compose.reply_area import first_name
from tests.tui.hosting import open_thread, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, STOPPED, TOM


async def test_send_is_dim_while_there_is_nothing_to_send() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        send = app.desk_screen.query_one("#send", Button)
        assert send.has_class("-empty")
        await type_text(pilot, "  ")
        await settle(pilot)
        assert send.has_class("-empty"), "white space is no text"
        await type_text(pilot, "Yes")
        await settle(pilot)
        assert not send.has_class("-empty")
        await pilot.press("enter")
        await settle(pilot)
        assert send.has_class("-empty")


async def test_a_draft_lights_send_at_once() -> None:
    desk = firm()
    desk.held[TOM].draft = "half a text"
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert not app.desk_screen.query_one("#send", Button).has_class("-empty")


async def test_the_empty_box_names_the_lead_as_one_calls_them() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        box = app.desk_screen.conversation.reply.box
        await open_thread(app, pilot, SARAH)
        assert str(box.placeholder) == "Text Sarah…"
        await open_thread(app, pilot, TOM)
        assert str(box.placeholder) == "Text Tom…"


@pytest.mark.parametrize(
    ("number", "where", "colour"),
    [
        (SARAH, "#send", "$foreground"),
        (STOPPED, "Notice Button", "$accent"),
        (TOM, "QuestionBar Button", "$warning"),
        (SARAH, "#new", "$accent"),
    ],
)
async def test_the_whole_button_shows_the_focus(number: str, where: str, colour: str) -> None:
    desk = firm()
    desk.held[TOM].question = Question(1, "please stop")
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, number)
        found = app.desk_screen.query(where).first(Button)
        before = found.styles.background
        found.focus()
        await settle(pilot)
        named = app.theme_variables[colour.removeprefix("$")]
        assert found.styles.background == Color.parse(named)
        assert found.styles.background != before


def test_who_has_no_name_is_called_by_number() -> None:
    head = firm().threads.get(STOPPED).head
    assert first_name(replace(head, name="")) == "(312) 555-0188"
    assert first_name(replace(head, name="  José Núñez ")) == "José"
