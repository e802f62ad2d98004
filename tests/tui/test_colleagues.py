"""A colleague answers while an agent writes: what the screen marks, and what Enter does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.events import Colleagues, Present
from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.display import DisplayText
from smsdesk.terms import Status
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.compose.meanwhile import MeanwhileBar
from smsdesk.tui.screen_messages import DeskChanged, DeskEvent
from tests.tui.hosting import (
    box_text,
    line_of,
    open_thread,
    red_lines,
    running,
    settle,
    type_text,
)
from tests.world.fake_desk import FakeDesk
from tests.world.fake_desk import firm as small_firm
from tests.world.firm import Firm, bubbles
from tests.world.people import SARAH as A_LEAD
from tests.world.sample_threads import JOSE, SARAH, out

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp


def toms_answer(desk: FakeDesk) -> None:
    """Let a colleague's answer stand in the thread."""
    desk.next_id += 1
    answer = out(desk.next_id, "One is yours!", Status.SENT, desk.clock.now(), sent_by="tom")
    desk.add(desk.held[SARAH], answer)


async def looks(app: SmsdeskApp, pilot: Pilot[None]) -> None:
    """Let the desk show what has changed."""
    app.desk_screen.post_message(DeskChanged())
    await settle(pilot)


def bar(app: SmsdeskApp) -> str:
    """Return what stands over the box, empty where nothing does."""
    found = app.desk_screen.query_one(MeanwhileBar)
    return str(found.content) if found.display else ""


def thread_lines(app: SmsdeskApp) -> list[str]:
    pane = app.desk_screen.conversation.thread_pane
    return [pane.render_line(y).text.strip() for y in range(pane.size.height)]


async def test_the_second_enter_sends_once_the_new_lines_could_be_read() -> None:
    desk = small_firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "I keep one for you")
        toms_answer(desk)
        await looks(app, pilot)
        assert bar(app) == ""
        assert "⏎ send  " in line_of(app, FooterLine)
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == []
        assert box_text(app) == "I keep one for you"
        assert bar(app) == "tom answered meanwhile. Read, then Enter sends."
        assert "⏎ send, once read" in line_of(app, FooterLine)
        lines = thread_lines(app)
        assert (
            "new" in lines[next(y for y, line in enumerate(lines) if "One is yours!" in line) - 1]
        )
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == []
        assert bar(app) == "tom answered meanwhile. Not sent yet: read first, then Enter sends."
        desk.clock.move(0.7)
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == ["I keep one for you"]
        assert (bar(app), box_text(app), red_lines(app)) == ("", "", [])


async def test_what_the_gate_finds_first_comes_back_with_the_question() -> None:
    desk = small_firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "I keep one for you")
        toms_answer(desk)  # in the database, and on no screen yet
        desk.refuse = SendResult(
            SendStatus.BLOCKED, "stale", "said", None, None, SARAH, 0, unseen=(desk.next_id,)
        )
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == "I keep one for you"
        assert bar(app) == "tom answered meanwhile. Read, then Enter sends."
        assert red_lines(app) == []
        desk.refuse = None
        desk.clock.move(0.7)
        await pilot.press("enter")
        await settle(pilot)
        assert desk.held[SARAH].bubbles[-1].text == "I keep one for you"


async def test_a_text_that_is_given_up_is_asked_about_no_more() -> None:
    desk = small_firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "No")
        toms_answer(desk)
        await looks(app, pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert bar(app)
        await pilot.press("backspace", "backspace")
        await settle(pilot)
        assert bar(app) == ""
        await type_text(pilot, "As tom says")
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == ["As tom says"]


async def test_what_stands_there_when_the_thread_is_opened_was_seen() -> None:
    desk = small_firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "I keep one for you")
        await open_thread(app, pilot, JOSE)
        toms_answer(desk)
        await open_thread(app, pilot, SARAH)
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == ["I keep one for you"]


async def test_a_text_farther_down_is_brought_into_view_before_enter_sends() -> None:
    desk = small_firm()
    async with running(desk.opened, size=(100, 16)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for number in range(20):
            desk.next_id += 1
            desk.add(
                desk.held[SARAH], out(desk.next_id, f"{number}", Status.SENT, desk.clock.now())
            )
        await looks(app, pilot)
        await type_text(pilot, "I keep one for you")
        app.desk_screen.conversation.thread_pane.action_oldest()
        app.desk_screen.conversation.reply.box.focus()
        await settle(pilot)
        toms_answer(desk)
        await looks(app, pilot)
        assert not any("One is yours!" in line for line in thread_lines(app))
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == []
        assert any("One is yours!" in line for line in thread_lines(app))


async def test_two_desks_answer_one_text_and_one_of_them_is_asked(firm: Firm) -> None:
    maria, tom = firm.desk("maria"), firm.desk("tom")
    firm.arrive(A_LEAD, "Are you there?")
    firm.clock.move(1)
    maria.background.sync()
    async with running(lambda: maria) as (app, pilot):
        await open_thread(app, pilot, A_LEAD)
        await type_text(pilot, "Yes, maria here")
        seen = app.desk_screen.conversation.sight.in_view()
        assert tom.sending.send(A_LEAD, "Yes, tom here").status == "sent"
        assert seen.ours == bubbles(maria, A_LEAD)[0].message_id
        await pilot.press("enter")
        await settle(pilot)
        assert firm.at_carrier(A_LEAD) == ["Yes, tom here"]
        assert box_text(app) == "Yes, maria here"
        assert bar(app).startswith(str(DisplayText("tom answered meanwhile.")))
        firm.clock.move(2)
        await pilot.press("enter")
        await settle(pilot)
        assert firm.at_carrier(A_LEAD) == ["Yes, tom here", "Yes, maria here"]


async def test_the_head_says_who_else_is_in_the_thread() -> None:
    desk = small_firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert desk.at == SARAH

        before = len(desk.calls)

        async def head_with(*present: Present) -> str:
            app.desk_screen.post_message(DeskEvent(Colleagues(present)))
            await settle(pilot)
            return str(app.desk_screen.conversation.head.render())

        assert " · tom is here" in await head_with(Present("tom", SARAH, typing=False))
        assert " · tom types" in await head_with(Present("tom", SARAH, typing=True))
        assert "tom" not in await head_with(Present("tom", JOSE, typing=True))
        assert desk.calls[before:] == [], "presence reads nothing again"
        await open_thread(app, pilot, JOSE)
        assert desk.at == JOSE
        assert "tom types" in str(app.desk_screen.conversation.head.render())
        await type_text(pilot, "Hi")
        await settle(pilot)
        assert desk.typed
