"""Reading, and the windows that open over the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.events import AppBlur, MouseMove
from textual.widgets import OptionList

from smsdesk.display import DisplayText
from smsdesk.terms import Code, Status
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.help import HelpScreen
from smsdesk.tui.windows.lead_search import LeadFinder
from smsdesk.tui.windows.message_menu import MessageMenu
from smsdesk.tui.windows.why import WhyScreen
from tests.tui.hosting import box_text, line_of, open_thread, red_lines, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import JOSE, NOW, SARAH, STOPPED, TOM, ago, inbound, lead, out

if TYPE_CHECKING:
    from smsdesk.tui.app import SmsdeskApp


async def test_a_text_is_read_with_the_first_key_after_it_was_painted() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        assert "2 unread" in line_of(app, TitleLine)
        await open_thread(app, pilot, SARAH)
        assert "2 unread" in line_of(app, TitleLine), "the chair may be empty"
        await pilot.press("left")
        await settle(pilot)
        assert ("mark_read", SARAH) in desk.calls
        assert "unread" not in line_of(app, TitleLine)


async def test_a_movement_of_the_mouse_is_a_sign_too() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.hover("#thread")
        await settle(pilot)
        assert ("mark_read", SARAH) in desk.calls


@pytest.mark.parametrize("covered", [True, False])
async def test_nothing_is_read_under_a_window_or_behind_another_terminal(*, covered: bool) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        if covered:
            await app.desk_screen.action_command("help")
        else:
            app.post_message(AppBlur())
        await settle(pilot)
        app.post_message(MouseMove(None, 5, 5, 0, 0, 0, False, False, False))
        await settle(pilot)
        assert ("mark_read", SARAH) not in desk.calls


async def test_texts_that_come_while_nobody_looks_stay_unread() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.app_focus = False
        desk.add(desk.held[SARAH], inbound(5, "One more thing", NOW, unread=True))
        desk.held[SARAH].unread_from = 5
        app.attention.left_front()
        app.refresh_from_desk()
        await settle(pilot)
        await pilot.press("left")
        await settle(pilot)
        assert "1 unread" in line_of(app, TitleLine)
        assert app.desk_screen.conversation.bubbles[-1].text == "One more thing"


async def test_next_unread_and_the_neighbours() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("f3")
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == SARAH
        await pilot.press("alt+down")
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == TOM
        await pilot.press("ctrl+pageup")
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == SARAH


async def test_the_filter_narrows_the_list_and_escape_clears_it() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+l", *"tom")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == TOM
        assert app.desk_screen.conversation.reply.box.has_focus
        await pilot.press("escape")
        assert app.desk_screen.list_pane.filter_box.value == ""


async def test_a_lead_is_found_and_opened() -> None:
    desk = firm()
    desk.known_leads = [lead("Maya Lind", "+14155550177")]
    async with running(desk.opened) as (app, pilot):
        await pilot.click("#new")
        await settle(pilot)
        assert isinstance(app.screen, LeadFinder)
        await type_text(pilot, "m")
        await settle(pilot)
        assert app.screen.options.option_count == 0
        await type_text(pilot, "aya")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        thread = app.desk_screen.conversation.thread
        assert thread is not None
        assert thread.head.number == "+14155550177"
        assert app.desk_screen.focused is app.desk_screen.conversation.reply.box


async def test_those_left_out_are_listed_with_their_reason() -> None:
    desk = firm()
    desk.known_leads = [
        lead("Sarah Berg", SARAH),
        lead("Sarah Nobody", "", Code.NO_PHONE, "no phone"),
        lead("Sarah Landau", "+12125550170", Code.LANDLINE, "landline"),
    ]
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+n", *"sarah")
        await settle(pilot)
        assert isinstance(app.screen, LeadFinder)
        assert app.screen.options.option_count == 1
        await pilot.press("ctrl+l")
        await settle(pilot)
        prompts = [str(option.prompt) for option in app.screen.options.options]
        assert "no phone" in prompts[1]
        assert "landline" in prompts[2]
        assert app.screen.options.options[1].disabled
        await pilot.press("down")
        await pilot.pause()
        assert "no text can be sent: landline" in str(
            app.screen.query_one("#finder-next", Words).content
        )


async def test_nothing_found_says_what_was_searched_and_who_was_left_out() -> None:
    desk = firm()
    desk.known_leads = [lead("Sarah Nobody", "", Code.NO_PHONE, "no phone")]
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+n", *"sarah")
        await settle(pilot)
        said = str(app.screen.query_one("#finder-nothing", Words).content)
        assert said == (
            "No lead matches “sarah” by name, e-mail or phone."
            " 1 who can't be texted do: ^L shows them with their reasons."
        )


async def test_jump_and_search_open_threads() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+k", *"jos")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == JOSE
        await pilot.press("ctrl+f", *"lawyer")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == TOM


async def test_why_and_help_are_read_and_closed() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        await pilot.press("f2")
        await settle(pilot)
        assert isinstance(app.screen, WhyScreen)
        page = str(app.screen.query_one("#page-text", Words).content)
        assert 'texted "STOP" on 20 Nov at 15:02 (SM9f)' in page
        assert "They text START." in page
        await pilot.press("escape", "f1")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)


async def test_a_message_has_a_menu() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await pilot.press("ctrl+t", "end", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MessageMenu)
        await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == ["Are you still looking for a lawyer?"]


async def test_a_held_text_is_not_sent_again_but_sent_or_dropped() -> None:
    desk = firm()
    desk.add(desk.held[SARAH], out(70, "Waiting", Status.HELD, NOW, can_cancel=True))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "F5 send  F9 take back" in line_of(app, FooterLine)
        pane = app.desk_screen.conversation.thread_pane
        app.desk_screen.post_message(pane.DropAsked(70))
        await settle(pilot)
        assert ("cancel", 70) in desk.calls
        await open_thread(app, pilot, TOM)
        assert "F5 send again" in line_of(app, FooterLine)


async def test_a_number_that_no_lead_has_can_be_texted_all_the_same() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert isinstance(app.screen, LeadFinder)
        await type_text(pilot, "(415) 555")
        await settle(pilot)
        assert app.screen.options.option_count == 0
        await type_text(pilot, "-0199")
        await settle(pilot)
        assert "Text (415) 555-0199" in str(app.screen.options.get_option_at_index(0).prompt)
        summary = app.screen.query_one("#finder-summary", Words)
        assert str(summary.content) == "No lead has this number. ^K finds conversations."
        await pilot.press("enter")
        await settle(pilot)
        thread = app.desk_screen.conversation.thread
        assert thread is not None
        assert thread.head.number == "+14155550199"


async def test_a_number_of_one_who_cannot_be_texted_is_not_offered() -> None:
    desk = firm()
    desk.known_leads = [lead("Sarah Landau", "+14155550199", Code.LANDLINE, "landline")]
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+n")
        await settle(pilot)
        await type_text(pilot, "4155550199")
        await settle(pilot)
        assert isinstance(app.screen, LeadFinder)
        assert app.screen.options.option_count == 0


async def test_a_waiting_text_is_cancelled_and_a_held_one_released() -> None:
    desk = firm()
    talk = desk.held[SARAH]
    desk.add(talk, out(70, "Waiting", Status.HELD, NOW, can_cancel=True))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("f9")
        await settle(pilot)
        assert ("cancel", 70) in desk.calls
        await pilot.press("f5")
        await settle(pilot)
        assert ("release", 70) in desk.calls


async def test_where_the_list_is_empty_enter_is_not_said_to_open_anything() -> None:
    async with running(firm().opened) as (app, pilot):
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "open the first" in line_of(app, FooterLine)
        await type_text(pilot, "zzzz")
        await settle(pilot)
        assert "open" not in line_of(app, FooterLine)
        await pilot.press("escape")
        await settle(pilot)
        assert "\u23ce open" in line_of(app, FooterLine)


async def test_an_unconfirmed_text_is_given_up_and_never_called_taken_back() -> None:
    desk = firm()
    talk = desk.held[SARAH]
    desk.add(talk, out(70, "It may be there", Status.UNCONFIRMED, NOW, can_cancel=True))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        footer = line_of(app, FooterLine)
        assert "F9 give up" in footer
        assert "take back" not in footer
        await pilot.press("ctrl+t", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MessageMenu)
        options = app.screen.query_one(OptionList).options
        assert any("Give up a text that may have left" in str(one.prompt) for one in options)
        await pilot.press("escape", "f9")
        await settle(pilot)
        assert ("cancel", 70) in desk.calls
        assert box_text(app) == ""


def panes_shown(app: SmsdeskApp) -> list[str]:
    panes = app.desk_screen.query("#list-pane, #conversation")
    return [str(pane.id) for pane in panes if pane.display]


async def test_escape_closes_one_thing_at_a_time() -> None:
    desk = firm()
    async with running(desk.opened, size=(80, 24)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.red_line.add(DisplayText("one"))
        app.desk_screen.red_line.add(DisplayText("two"))
        await pilot.press("f1")
        await settle(pilot)
        await pilot.press("escape")
        assert app.screen is app.desk_screen
        assert red_lines(app) == ["one", "two"]
        await pilot.press("escape")
        assert red_lines(app) == ["two"]
        await pilot.press("escape")
        assert red_lines(app) == []
        assert panes_shown(app) == ["conversation"]
        await pilot.press("escape")
        assert panes_shown(app) == ["list-pane"]


async def test_the_footer_works_by_mouse() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        at = line_of(app, FooterLine).index("^N") + 2
        await pilot.click(FooterLine, offset=(at, 0))
        await settle(pilot)
        assert isinstance(app.screen, LeadFinder)


async def test_a_text_that_was_searched_for_is_under_the_cursor() -> None:
    desk = firm()
    talk = desk.held[SARAH]
    talk.bubbles = [
        inbound(n, f"number {n} of a long talk", NOW - timedelta(hours=300 - n))
        for n in range(1, 300)
    ]
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+f")
        await settle(pilot)
        await type_text(pilot, "number 77 of")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        current = app.desk_screen.conversation.thread_pane.current
        assert current is not None
        assert current.message_id == 77
        assert app.desk_screen.focused is app.desk_screen.conversation.thread_pane


async def test_what_was_made_unread_stays_so_until_it_is_opened_anew() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("left", "ctrl+x", "u")
        await settle(pilot)
        desk.calls.clear()
        await pilot.press("left", "right")
        await settle(pilot)
        assert ("mark_read", SARAH) not in desk.calls


async def test_what_lies_below_what_is_shown_is_not_read() -> None:
    desk = firm()
    held = desk.held[SARAH]
    held.bubbles[:] = [
        inbound(number, f"Text {number}", ago(hours=90 - number)) for number in range(1, 60)
    ]
    held.unread_from = None
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.conversation.thread_pane.scroll_to(y=0, animate=False)
        await settle(pilot)
        desk.add(held, inbound(900, "And one more", NOW, unread=True))
        held.unread_from = 900
        app.refresh_from_desk()
        await settle(pilot)
        await pilot.press("left")
        await settle(pilot)
        assert ("mark_read", SARAH) not in desk.calls
