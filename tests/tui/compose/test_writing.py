"""What is written is kept, taken back and given back."""

from __future__ import annotations

import pytest

from smsdesk.core.read_models.threads import Question
from smsdesk.terms import Status
from smsdesk.tui.chrome.footer import FooterLine
from tests.tui.hosting import box_text, line_of, open_thread, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import NOW, SARAH, TOM, out


async def test_a_draft_is_saved_while_typing_goes_on_without_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsdesk.tui.compose.writing.SAVE_AFTER", 0.02)
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for _ in range(2000):  # a key a turn: never a pause as long as the one of a draft
            app.desk_screen.conversation.reply.box.insert("x")
            await pilot.pause(0)
            if desk.held[SARAH].draft:
                break
        assert desk.held[SARAH].draft.startswith("x")


@pytest.mark.parametrize(
    ("status", "written", "left"),
    [
        (Status.QUEUED, "", "Hold on"),
        (Status.QUEUED, "and more", "Hold on\nand more"),
        (Status.UNCONFIRMED, "", ""),  # it may have arrived: not to be sent again by one Enter
    ],
)
async def test_a_text_that_is_taken_back_stands_in_the_box(
    status: Status, written: str, left: str
) -> None:
    desk = firm()
    desk.add(desk.held[TOM], out(70, "Hold on", status, NOW, can_cancel=True))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, written)
        await pilot.press("f9")
        await settle(pilot)
        assert ("cancel", 70) in desk.calls
        assert box_text(app) == left


async def test_the_footer_says_what_enter_does_where_the_focus_is() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        assert "⏎ open" in line_of(app, FooterLine)
        await open_thread(app, pilot, TOM)
        assert "⏎ send" in line_of(app, FooterLine)
        await pilot.press("ctrl+t")
        await settle(pilot)
        assert "⏎ what can be done" in line_of(app, FooterLine)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "⏎ open the first" in line_of(app, FooterLine)


async def test_under_a_question_the_footer_says_that_enter_sends_nothing() -> None:
    desk = firm()
    desk.held[TOM].question = Question(4, "please stop")
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert "⏎ not sent before you answer" in line_of(app, FooterLine)


async def test_what_is_said_in_passing_stands_in_the_footer_and_covers_nothing() -> None:
    desk = firm()
    for held in desk.held.values():
        held.unread_from = None
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("ctrl+down")
        await settle(pilot)
        assert line_of(app, FooterLine).startswith("No unread texts.")
        assert not app.screen.query("Toast")
