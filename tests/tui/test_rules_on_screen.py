"""What the rules do to the box: notices, the question, opt-outs, the first lookup."""

from __future__ import annotations

import pytest
from fake_app_desk import (
    LANDLINE,
    NOW,
    OPTED_OUT,
    SARAH,
    FakeDesk,
    Talked,
    firm,
    inbound,
)
from hosting import (
    box_text,
    line_of,
    notice_text,
    open_thread,
    running,
    settle,
    type_text,
)

from smsdesk.core.views import Question
from smsdesk.terms import Code, Verdict
from smsdesk.tui.screens.confirm import Confirm
from smsdesk.tui.widgets.footer import FooterLine

OPTED_OUT_WORDS = (
    "This lead has opted out of SMS. You can't send messages until they text START to opt back in."
)


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (
            OPTED_OUT,
            OPTED_OUT_WORDS,
        ),
        (LANDLINE, "This number is a landline and can't receive SMS messages"),
    ],
)
async def test_a_notice_takes_the_box_away(verdict: Verdict, text: str) -> None:
    desk = firm()
    desk.talks[SARAH].verdict = verdict
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert notice_text(app) == text
        assert not app.desk_screen.talk.reply.box.is_on_screen
        assert "send" not in line_of(app, FooterLine)


async def test_start_brings_the_box_back_with_its_draft() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        desk.talks[SARAH].verdict = OPTED_OUT
        app.refresh_from_desk()
        await settle(pilot)
        assert notice_text(app).startswith("This lead has opted out of SMS.")
        desk.talks[SARAH].verdict = Verdict(Code.OK)
        app.refresh_from_desk()
        await settle(pilot)
        assert notice_text(app) == ""
        assert box_text(app) == "half"


async def test_the_question_has_two_keys() -> None:
    for key, opted_out in (("ctrl+o", True), ("ctrl+g", False)):
        desk = firm()
        desk.talks[SARAH].question = Question(4, "please stop texting me", NOW)
        desk.talks[SARAH].verdict = Verdict(Code.OPT_OUT_QUESTION, "Is it an opt-out?")
        async with running(desk.desk) as (app, pilot):
            await open_thread(app, pilot, SARAH)
            assert app.desk_screen.talk.writing
            await pilot.press(key)
            await settle(pilot)
            assert ("answer_question", SARAH, opted_out) in desk.calls
            assert not app.desk_screen.talk.reply.has_class("-asking")


async def test_the_question_is_answered_by_mouse() -> None:
    desk = firm()
    desk.talks[SARAH].question = Question(4, "please stop texting me", NOW)
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.click("#answer_keep")
        await settle(pilot)
        assert ("answer_question", SARAH, False) in desk.calls


async def test_a_spoken_opt_out_is_recorded_after_a_confirmation() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("f4")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await settle(pilot)
        assert ("record_opt_out", SARAH) not in desk.calls
        await pilot.press("f4")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert ("record_opt_out", SARAH) in desk.calls
        assert notice_text(app).startswith("This lead has opted out")


async def test_the_first_open_looks_the_number_up() -> None:
    desk = firm()
    desk.talks[SARAH].lookup_due = True
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await settle(pilot)
        assert desk.calls.count(("lookup_now", SARAH)) == 1
        assert notice_text(app) == "This number is a landline and can't receive SMS messages"


async def test_threads_of_short_codes_are_read_only() -> None:
    desk = FakeDesk(Talked("72345", "", "72345", [inbound(1, "Code 123", NOW)], read_only=True))
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, "72345")
        assert notice_text(app) == "Texts from this sender can be read, but not answered."
