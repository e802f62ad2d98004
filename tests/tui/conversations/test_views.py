"""Which conversations are listed, and how many wait in the other views."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.content import Content
from textual.widgets import OptionList

from smsdesk.core.read_models.events import Changed
from smsdesk.terms import ConversationState, ConversationView
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.conversations.pane import view_named
from smsdesk.tui.conversations.row_lines import Place, row_lines
from smsdesk.tui.screen_messages import CommandAsked, DeskEvent
from smsdesk.tui.text.view_names import VIEW_NAMES
from smsdesk.tui.text.words import Words
from tests.tui.hosting import CHICAGO, line_of, open_thread, press, running, settle
from tests.world.fake_desk import firm
from tests.world.fake_pages import row
from tests.world.sample_threads import NOW, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.tui.app import SmsdeskApp


def listed(app: SmsdeskApp) -> list[str]:
    pages = app.desk_screen.conversation_list._pages
    return [found.number for place in range(pages.count) if (found := pages.row(place))]


def views(app: SmsdeskApp) -> str:
    return str(app.desk_screen.list_pane.view_line.render())


async def test_the_line_and_the_title_say_what_waits() -> None:
    desk = firm()
    async with running(desk.opened) as (app, _):
        assert views(app) == "all 7  to answer 1  failed 3"
        assert "1 to answer · 2 unread" in line_of(app, TitleLine)


async def test_a_view_by_two_letters_and_back() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "ctrl+x", "v", "t")
        assert listed(app) == [SARAH]
        assert views(app).startswith("all 7  to answer 1")
        await press(pilot, "ctrl+x", "v", "a")
        assert len(listed(app)) == 7


@pytest.mark.parametrize("size", [(120, 30), (80, 24)], ids=str)
async def test_the_way_out_of_an_empty_view_works_with_no_conversation_in_view(
    size: tuple[int, int],
) -> None:
    async with running(firm().opened, size=size) as (app, pilot):
        await press(pilot, "ctrl+x", "v", "m")
        assert "^X v shows others." in app.desk_screen.conversation_list.empty_text
        await press(pilot, "ctrl+x")
        assert str(app.screen.query_one("#menu-title", Words).content) == "No conversation is open"
        await press(pilot, "v", "a")
        assert len(listed(app)) == 7


async def test_the_menu_of_views_has_their_counts_beside_their_names() -> None:
    async with running(firm().opened) as (app, pilot):
        app.desk_screen.post_message(CommandAsked("views"))
        await settle(pilot)
        lines = [str(option.prompt) for option in app.screen.query_one(OptionList).options]
        assert lines[:2] == ["a   all  7", "t   to answer  1"]


async def test_a_view_by_words_in_the_filter_and_by_mouse() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await press(pilot, "ctrl+l", *"is:fail")
        assert TOM in listed(app)
        assert SARAH not in listed(app)
        await press(pilot, "escape")
        await pilot.click("ViewLine", offset=(10, 0))
        await settle(pilot)
        assert app.desk_screen.conversation_list.view is ConversationView.TO_ANSWER


async def test_words_in_the_filter_find_in_every_view_and_the_line_says_so() -> None:
    async with running(firm().opened) as (app, pilot):
        line = app.desk_screen.list_pane.view_line

        def shown_now() -> list[str]:
            content = line.render()
            assert isinstance(content, Content)
            return [
                content.plain[span.start : span.end]
                for span in content.spans
                if span.style == "bold $accent"
            ]

        await press(pilot, "ctrl+l", *"is:failed")
        assert shown_now() == ["failed 3"]
        assert SARAH not in listed(app)
        await press(pilot, *(["backspace"] * 9), *"sarah")
        assert listed(app) == [SARAH]
        assert shown_now() == []
        await press(pilot, "escape")
        assert shown_now() == ["failed 3"]


async def test_the_open_one_stays_in_its_view_until_it_is_left() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "v", "t")
        assert listed(app) == [SARAH]
        await press(pilot, "ctrl+d")
        assert desk.held[SARAH].state is ConversationState.DONE
        assert listed(app) == [SARAH], "it is open"
        await open_thread(app, pilot, TOM)
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
        assert listed(app) == []


async def test_what_is_snoozed_is_away_and_is_found_all_the_same() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "ctrl+x", "s", "m")
        await open_thread(app, pilot, SARAH)
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
        assert TOM not in listed(app)
        await press(pilot, "ctrl+x", "v", "s")
        assert listed(app) == [TOM]
        await press(pilot, "ctrl+l", *"tom")
        assert listed(app) == [TOM]


@pytest.mark.parametrize(
    ("typed", "view"),
    [
        ("is:mine", ConversationView.MINE),
        ("is:answer", ConversationView.TO_ANSWER),
        ("IS:Nobody", ConversationView.NOBODYS),
        ("is:", None),
        ("mine", None),
        ("is:xyz", None),
    ],
)
def test_a_filter_may_name_a_view(typed: str, view: ConversationView | None) -> None:
    assert view_named(typed) is view


def test_each_view_begins_with_a_letter_of_its_own() -> None:
    assert (
        len({name[:1] for name in VIEW_NAMES.values()}) == len(VIEW_NAMES) == len(ConversationView)
    )


@pytest.mark.parametrize(
    ("waited", "shown"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2, minutes=59), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_a_row_says_since_when_it_waits_and_whose_it_is(waited: timedelta, shown: str) -> None:
    waiting = replace(
        row(1, unread=2, owner="jonas"),
        state=ConversationState.TO_ANSWER,
        to_answer_since=NOW - waited,
    )
    _, second = row_lines(waiting, 35, NOW, CHICAGO, Place())
    assert "".join(run.text for run in second).endswith(f" J {shown} ●2 ")
