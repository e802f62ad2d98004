"""A narrow terminal, where list and thread take turns: only what is in view can be acted upon."""

from __future__ import annotations

from smsdesk.core.read_models.threads import Question
from smsdesk.display import DisplayText
from smsdesk.terms import Status
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.commands import Place, Situation
from smsdesk.tui.thread.head import ThreadHeadLines
from tests.tui.hosting import line_of, open_thread, red_lines, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import NOW, SARAH, STOPPED, TOM, out

NARROW = (80, 24)


async def test_no_key_reaches_the_thread_behind_the_list() -> None:
    desk = firm()
    talk = desk.held[TOM]
    desk.add(talk, out(70, "see https://example.org", Status.HELD, NOW, can_cancel=True))
    talk.question = Question(4, "please stop")
    async with running(desk.opened, size=NARROW) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert app.desk_screen.situation.again
        await pilot.press("escape")
        await settle(pilot)
        assert app.desk_screen.situation == Situation(ready=True, place=Place.LIST, listed=True)
        assert "send" not in line_of(app, FooterLine)
        before = [call for call in desk.calls if call[0] not in {"thread", "news"}]
        await pilot.press("f5", "f9", "f4", "f2", "f6", "f8", "ctrl+o", "ctrl+g", "x")
        await settle(pilot)
        assert app.screen is app.desk_screen
        assert [call for call in desk.calls if call[0] not in {"thread", "news"}] == before
        assert app.desk_screen.conversation.reply.box.text == ""


async def test_a_terminal_made_narrow_over_the_list_alone_says_so_in_the_footer() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await pilot.press("ctrl+l")
        assert "F5 send again" in line_of(app, FooterLine)
        await pilot.resize_terminal(*NARROW)
        await settle(pilot)
        assert "F5 send again" not in line_of(app, FooterLine)


async def test_the_way_back_is_named_and_can_be_clicked() -> None:
    async with running(firm().opened, size=NARROW) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "Esc list" in line_of(app, FooterLine)
        app.desk_screen.red_line.add(DisplayText("one"))
        await settle(pilot)
        assert "Esc list" not in line_of(app, FooterLine), "Esc closes the red line first"
        await pilot.click(ThreadHeadLines, offset=(3, 0))
        await settle(pilot)
        assert app.desk_screen.list_pane.display
        assert not app.desk_screen.conversation.display
        assert app.desk_screen.focused is app.desk_screen.conversation_list
        assert red_lines(app) == ["one"]


async def test_a_wide_terminal_needs_no_way_back() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "list" not in str(app.desk_screen.conversation.head.render())
        assert "Esc list" not in line_of(app, FooterLine)
        await type_text(pilot, "Hi")
        await pilot.resize_terminal(*NARROW)
        await settle(pilot)
        assert str(app.desk_screen.conversation.head.render()).startswith(
            "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} list  Sarah"
        )


async def test_a_thread_that_comes_into_view_has_no_cursor_that_nobody_asked_for() -> None:
    async with running(firm().opened, size=NARROW) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        pane = app.desk_screen.conversation.thread_pane
        assert app.desk_screen.focused is pane
        assert pane.current is None
