"""What the rules do to the box: notices, the question, opt-outs, the first lookup."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.core.read_models.threads import Question
from smsdesk.core.rules.send_rules import NO_SENDER
from smsdesk.terms import Code, Status, Verdict
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.windows.confirm import Confirm
from smsdesk.tui.windows.message_menu import MessageMenu
from tests.tui.hosting import (
    box_text,
    line_of,
    notice_text,
    open_thread,
    red_lines,
    running,
    settle,
    type_text,
)
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import (
    AUTO_BLOCKED,
    LANDLINE,
    NOW,
    OPTED_OUT,
    SARAH,
    STOPPED,
    SampleThread,
    inbound,
    out,
)

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
    desk.held[SARAH].verdict = verdict
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert notice_text(app) == text
        assert not app.desk_screen.conversation.reply.box.is_on_screen
        assert "send" not in line_of(app, FooterLine)


async def test_where_nothing_can_be_sent_no_key_sends_a_failed_text_again() -> None:
    desk = firm()
    held = desk.held[SARAH]
    held.verdict = AUTO_BLOCKED
    held.bubbles.append(out(900, "Hello?", Status.UNDELIVERED, NOW, can_retry=True))
    desk.refuse = SendResult(
        SendStatus.BLOCKED, Code.AUTO_BLOCKED, "It is blocked.", None, None, SARAH, 0
    )
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "send again" not in line_of(app, FooterLine)
        await pilot.press("f5")
        await settle(pilot)
        assert desk.submitted() == []
        await pilot.press("ctrl+t", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MessageMenu)
        assert [option.id for option in app.screen.query_one(OptionList).options] == [
            "copy",
            "raw_text",
        ]
        await pilot.press("escape")
        await settle(pilot)
        # the word in the bubble is there to be clicked, and says why nothing happens
        app.desk_screen.conversation.send_again(held.bubbles[-1])
        await settle(pilot)
        assert red_lines(app) == ["It is blocked."]


async def test_start_brings_the_box_back_with_its_draft() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        desk.held[SARAH].verdict = OPTED_OUT
        app.refresh_from_desk()
        await settle(pilot)
        assert notice_text(app).startswith("This lead has opted out of SMS.")
        desk.held[SARAH].verdict = Verdict(Code.OK)
        app.refresh_from_desk()
        await settle(pilot)
        assert notice_text(app) == ""
        assert box_text(app) == "half"


async def test_the_question_has_two_keys() -> None:
    for key, opted_out in (("ctrl+o", True), ("ctrl+g", False)):
        desk = firm()
        desk.held[SARAH].question = Question(4, "please stop texting me")
        desk.held[SARAH].verdict = Verdict(Code.OPT_OUT_QUESTION, "Is it an opt-out?")
        async with running(desk.opened) as (app, pilot):
            await open_thread(app, pilot, SARAH)
            assert app.desk_screen.conversation.has_box
            await pilot.press(key)
            await settle(pilot)
            assert ("answer_question", SARAH, opted_out) in desk.calls
            assert not app.desk_screen.conversation.reply.has_question


async def test_the_question_is_answered_by_mouse() -> None:
    desk = firm()
    desk.held[SARAH].question = Question(4, "please stop texting me")
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.click("#answer_keep")
        await settle(pilot)
        assert ("answer_question", SARAH, False) in desk.calls


async def test_a_spoken_opt_out_is_recorded_after_a_confirmation() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
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
        assert ("record_opt_out", SARAH) not in desk.calls, "Enter alone cancels"
        await pilot.press("f4")
        await settle(pilot)
        await pilot.press("right", "enter")
        await settle(pilot)
        assert ("record_opt_out", SARAH) in desk.calls
        assert notice_text(app).startswith("This lead has opted out")


async def test_what_a_rule_said_of_a_text_is_over_with_the_answer() -> None:
    desk = firm()
    desk.held[SARAH].question = Question(4, "please stop texting me")
    desk.held[SARAH].verdict = Verdict(Code.OPT_OUT_QUESTION, "Is it an opt-out?")
    asked = "Is “please stop texting me” a wish to stop?"
    desk.refuse = SendResult(SendStatus.BLOCKED, Code.OPT_OUT_QUESTION, asked, None, None, "", 1)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hello")
        await pilot.press("enter")
        await settle(pilot)
        assert red_lines(app) == [asked]
        await pilot.press("ctrl+g")
        await settle(pilot)
        assert red_lines(app) == []


async def test_too_long_is_said_until_the_text_is_short_enough() -> None:
    desk = firm()
    long = "Too long by 2 characters."
    desk.refuse = SendResult(SendStatus.BLOCKED, Code.TOO_LONG, long, None, None, "", 11)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "x" * 1602)
        await pilot.press("enter")
        await settle(pilot)
        assert red_lines(app) == [long]
        await pilot.press("backspace")
        assert red_lines(app) == [long]
        await pilot.press("backspace")
        await settle(pilot)
        assert red_lines(app) == []


async def test_without_a_sending_number_a_notice_says_what_to_do() -> None:
    desk = firm()
    desk.carrier.number = ""
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert notice_text(app) == NO_SENDER
        assert not app.desk_screen.conversation.reply.box.is_on_screen
        await open_thread(app, pilot, STOPPED)
        assert notice_text(app) == OPTED_OUT_WORDS, "the contact's own verdict comes first"


async def test_an_empty_thread_says_what_opens_it() -> None:
    desk = FakeDesk(SampleThread(SARAH, "Sarah Berg", "(415) 555-0111"))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert app.desk_screen.conversation.thread_pane.empty_text == (
            "No messages yet.\nYour first text opens the conversation."
        )
        desk.held[SARAH].verdict = OPTED_OUT
        app.refresh_from_desk()
        await settle(pilot)
        assert app.desk_screen.conversation.thread_pane.empty_text == "No messages yet."


async def test_the_first_open_looks_the_number_up() -> None:
    desk = firm()
    desk.held[SARAH].lookup_due = True
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await settle(pilot)
        assert desk.calls.count(("look_up", SARAH)) == 1
        assert notice_text(app) == "This number is a landline and can't receive SMS messages"


async def test_threads_of_short_codes_are_read_only() -> None:
    desk = FakeDesk(
        SampleThread("72345", "", "72345", [inbound(1, "Code 123", NOW)], read_only=True)
    )
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, "72345")
        assert notice_text(app) == "Texts from this sender can be read, but not answered."
