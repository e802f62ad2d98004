"""Finding: texts by words and where one is, the next hit, the beginning of a thread, pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from smsdesk.terms import Status
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.text.words import Words
from tests.tui.hosting import (
    CHICAGO,
    box_text,
    line_of,
    open_thread,
    press,
    running,
    settle,
    type_text,
)
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import NOW, SARAH, TOM, SampleThread, inbound, out

if TYPE_CHECKING:
    from smsdesk.tui.app import SmsdeskApp


def long_talk(count: int = 200) -> FakeDesk:
    """Sarah's talk, in which every fiftieth text names the checklist."""
    talk = SampleThread(SARAH, "Sarah Berg", "(415) 555-0111")
    for place in range(count):
        at = NOW - timedelta(hours=count - place)
        text = f"Checklist {place}" if place % 50 == 0 else f"Text {place}"
        talk.bubbles.append(
            inbound(place + 1, text, at)
            if place % 2
            else out(place + 1, text, Status.DELIVERED, at)
        )
    return FakeDesk(talk)


def at_hand(app: SmsdeskApp) -> str:
    bubble = app.desk_screen.conversation.thread_pane.current
    return bubble.text if bubble is not None else ""


async def test_the_search_knows_which_conversation_is_open() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+f")
        await settle(pilot)
        await type_text(pilot, "lawyer")
        await settle(pilot)
        assert desk.calls[-1] == ("search", "lawyer", None)
        await pilot.press("escape")
        await open_thread(app, pilot, TOM)
        await pilot.press("ctrl+f")
        await settle(pilot)
        await type_text(pilot, "here: lawyer")
        await settle(pilot)
        assert ("search", "here: lawyer", TOM) in desk.calls


async def test_who_has_no_name_is_found_by_the_number_as_it_is_written_elsewhere() -> None:
    desk = firm()
    desk.held[TOM].name = ""
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+f")
        await settle(pilot)
        await type_text(pilot, desk.held[TOM].bubbles[-1].text[:12])
        await settle(pilot)
        first = str(app.screen.query_one(OptionList).options[0].prompt)
        assert first.startswith("(312) 555-0123")
        says = str(app.screen.query_one("#finder-next", Words).content)
        assert says == "⏎ opens the thread with (312) 555-0123 at this text  Esc close"


async def test_the_line_under_a_search_never_loses_the_way_out() -> None:
    desk = firm()
    desk.held[TOM].name = "Bartholomew Featherstonehaugh-Cholmondeley the Third"
    async with running(desk.opened, size=(60, 16)) as (app, pilot):
        await pilot.press("ctrl+k")
        await settle(pilot)
        await type_text(pilot, "barth")
        await settle(pilot)
        says = app.screen.query_one("#finder-next", Words)
        assert says.render_line(0).text.rstrip().endswith("…  Esc close")


async def test_from_hit_to_hit_in_the_thread() -> None:
    desk = long_talk()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("ctrl+f")
        await settle(pilot)
        await type_text(pilot, "checklist")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        walked = [at_hand(app)]
        for earlier in (False, True, True, True, False):
            screen = app.desk_screen
            await screen.action_command("earlier_hit" if earlier else "later_hit")
            await settle(pilot)
            walked.append(at_hand(app))
        assert walked == [f"Checklist {place}" for place in (0, 50, 0, 0, 0, 50)]


async def test_without_a_search_there_is_no_next_hit() -> None:
    desk = long_talk()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert not app.desk_screen.check_action("command", ("earlier_hit",))
        assert app.desk_screen.check_action("command", ("beginning",))


async def test_to_the_beginning_and_back_to_what_is_written() -> None:
    desk = long_talk()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half a text")
        await app.desk_screen.action_command("beginning")
        await settle(pilot)
        assert at_hand(app) == "Checklist 0"
        assert box_text(app) == "half a text"
        await pilot.press("x")
        await settle(pilot)
        assert box_text(app) == "half a textx", "what is typed goes to the box"


async def test_pages_of_the_thread_from_the_box() -> None:
    desk = long_talk()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        pane = app.desk_screen.conversation.thread_pane
        end = pane.scroll_offset.y
        await pilot.press("pageup")
        await settle(pilot)
        assert pane.scroll_offset.y < end
        assert app.desk_screen.focused is app.desk_screen.conversation.reply.box
        assert pane.current is None, "Enter still sends"
        await pilot.press("pagedown")
        await settle(pilot)
        assert pane.scroll_offset.y == end


async def test_two_keys_to_the_beginning_to_a_note_and_to_the_lead() -> None:
    desk = long_talk()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("ctrl+x", "g")
        await settle(pilot)
        assert at_hand(app) == "Checklist 0"
        await pilot.press("ctrl+x", "n")
        await settle(pilot)
        assert type(app.screen).__name__ == "NoteScreen"
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("ctrl+x", "i")
        await settle(pilot)
        assert type(app.screen).__name__ == "LeadCardScreen"


@pytest.mark.parametrize(
    ("asked", "began"),
    [
        ("t", (2026, 11, 20)),
        ("m", (2026, 11, 16)),
        ("/2026-11-15", (2026, 11, 15)),
        ("/15 nov", (2026, 11, 15)),
        ("/nov", (2026, 11, 1)),
    ],
)
async def test_to_the_first_message_of_a_day(asked: str, began: tuple[int, int, int]) -> None:
    desk = long_talk()
    day = datetime(*began, tzinfo=CHICAGO)
    first = next(each for each in desk.thread_with(SARAH).bubbles if each.happened_at >= day)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "j")
        await press(pilot, asked[0])
        if asked[1:]:
            await type_text(pilot, asked[1:])
            await press(pilot, "enter")
        assert at_hand(app) == first.text


async def test_a_day_since_which_there_is_nothing_is_said() -> None:
    desk = long_talk()
    desk.clock.move(3 * 86_400)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "j", "t")
        assert "No message since then." in line_of(app, FooterLine)
        assert at_hand(app) == ""
