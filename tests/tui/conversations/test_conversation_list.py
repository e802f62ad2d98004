"""The conversation list on a screen, over the desk in memory."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from textual.app import App, ComposeResult

from smsdesk.display import DisplayText
from smsdesk.tui.conversations.conversation_list import ConversationList
from smsdesk.tui.conversations.pages import PAGE
from tests.world.fake_pages import FakeConversations, number_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from smsdesk.tui.screen_messages import Trouble

CHICAGO = ZoneInfo("America/Chicago")
HEIGHT = 24


class Host(App[None]):
    """Nothing but the list, and an ear for what it says."""

    CSS = "ConversationList { width: 34; height: 24; }"

    def __init__(self, desk: FakeConversations) -> None:
        super().__init__()
        self.desk = desk
        self.heard: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield ConversationList(self.desk, clock=self.desk.clock, zone=CHICAGO, id="list")

    @property
    def rows(self) -> ConversationList:
        return self.query_one(ConversationList)

    def on_conversation_list_chosen(self, event: ConversationList.Chosen) -> None:
        self.heard.append(("chosen", event.number))

    def on_trouble(self, event: Trouble) -> None:
        self.heard.append(("trouble", event.text))

    def lines(self) -> list[str]:
        return [self.rows.render_line(y).text for y in range(self.rows.size.height)]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read and everything is painted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@asynccontextmanager
async def hosted(desk: FakeConversations) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host(desk)
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        app.rows.focus()
        await settled(pilot)
        yield app, pilot


async def test_rows_show_name_time_and_newest_text() -> None:
    async with hosted(FakeConversations(rows=3)) as (app, _):
        assert app.lines()[:7] == [
            "›Lead 0                    15:04 ",  # noqa: RUF001 - the cursor's glyph
            " ← Text 0                        ",
            " Lead 1                    15:03 ",
            " ← Text 1                        ",
            " Lead 2                    15:02 ",
            " ← Text 2                        ",
            " " * 33,
        ]


async def test_an_empty_list_speaks() -> None:
    async with hosted(FakeConversations()) as (app, pilot):
        app.rows.empty_text = DisplayText("No conversations yet.\n^N begins one.")
        await pilot.pause()
        words = [line.strip() for line in app.lines() if line.strip()]
        assert words == ["No conversations yet.", "^N begins one."]
        await pilot.press("down", "enter", "end", "pagedown")
        assert app.heard == []


async def test_the_cursor_moves_by_keys_and_enter_chooses() -> None:
    async with hosted(FakeConversations(rows=200)) as (app, pilot):
        on = []
        for key in ("down", "down", "up"):
            await pilot.press(key)
            on.append(app.rows.cursor_number)
        assert on == [number_of(1), number_of(2), number_of(1)]
        await pilot.press("enter")
        await settled(pilot)
        assert app.heard == [("chosen", number_of(1))]
        await pilot.press("pagedown")
        assert app.rows.cursor_number == number_of(12)
        await pilot.press("pageup", "pageup")
        assert app.rows.cursor_number == number_of(0)
        await pilot.press("end")
        await settled(pilot)
        assert app.rows.cursor_number == number_of(199)
        assert app.lines()[-2].startswith("›Lead 199")  # noqa: RUF001 - the cursor's glyph
        await pilot.press("home")
        assert app.rows.scroll_offset.y == 0


async def test_a_click_chooses() -> None:
    async with hosted(FakeConversations(rows=30)) as (app, pilot):
        await pilot.click(ConversationList, offset=(5, 7))
        assert app.heard[-1] == ("chosen", number_of(3))


async def test_a_click_below_the_last_row_means_nothing() -> None:
    async with hosted(FakeConversations(rows=2)) as (app, pilot):
        await pilot.click(ConversationList, offset=(5, 9))
        assert app.heard == []


async def test_the_open_conversation_is_marked_and_gets_the_cursor() -> None:
    async with hosted(FakeConversations(rows=100)) as (app, pilot):
        app.rows.select(number_of(30))
        await settled(pilot)
        assert (app.rows.selected, app.rows.cursor_number) == (number_of(30), number_of(30))
        assert any(line.startswith("▌Lead 30") for line in app.lines())
        app.rows.select(None)
        await pilot.pause()
        assert app.rows.selected is None
        assert not any(line.startswith("▌") for line in app.lines())


async def test_an_open_conversation_that_is_not_loaded_gets_the_cursor_when_it_comes() -> None:
    desk = FakeConversations(rows=1_000)
    async with hosted(desk) as (app, pilot):
        app.rows.select(number_of(700))
        assert app.rows.cursor_number == number_of(0)
        desk.to_top(number_of(700))
        app.rows.reload()
        await settled(pilot)
        assert app.rows.cursor_number == number_of(700)
        assert app.lines()[0].startswith("▌Lead 700")


async def test_a_step_means_the_neighbour() -> None:
    async with hosted(FakeConversations(rows=5)) as (app, _):
        assert app.rows.step(1) == number_of(0), "none is open yet"
        app.rows.select(number_of(0))
        assert app.rows.step(1) == number_of(1)
        assert app.rows.step(-5) == number_of(0)


async def test_a_step_to_a_row_that_is_not_at_hand_opens_it_when_it_comes() -> None:
    async with hosted(FakeConversations(rows=1_000)) as (app, pilot):
        app.rows.select(number_of(0))
        assert app.rows.step(700) is None
        await settled(pilot)
        assert app.heard[-1] == ("chosen", number_of(700))


async def test_a_choice_made_before_its_row_has_come_is_kept() -> None:
    async with hosted(FakeConversations(rows=1_000)) as (app, pilot):
        await pilot.press("end", "enter")
        await settled(pilot)
        assert app.heard[-1] == ("chosen", number_of(999))


async def test_only_pages_near_the_view_are_read() -> None:
    desk = FakeConversations(rows=200_000)
    async with hosted(desk) as (app, pilot):
        desk.asked.clear()
        await pilot.press("end")
        await settled(pilot)
        assert app.rows.cursor_number == number_of(199_999)
        assert app.lines()[-2].startswith("›Lead 199999")  # noqa: RUF001 - the cursor's glyph
        assert len(desk.asked) <= 2
        desk.asked.clear()
        await pilot.press(*["pageup"] * 10)
        await settled(pilot)
        assert 1 <= len(desk.asked) <= 4


async def test_the_page_after_a_loaded_one_is_read_by_keyset() -> None:
    desk = FakeConversations(rows=1_000)
    async with hosted(desk) as (app, pilot):
        desk.asked.clear()
        app.rows.scroll_to(y=2 * (2 * PAGE - 5), animate=False)
        await settled(pilot)
        assert f"rows after=True offset=0 limit={PAGE}" in desk.asked


async def test_rows_that_have_not_come_are_placeholders() -> None:
    desk = FakeConversations(rows=1_000)
    async with hosted(desk) as (app, pilot):
        app.rows.scroll_to(y=1_000, animate=False)
        assert set(app.lines()[0].strip()) == {"·"}
        await settled(pilot)
        assert app.lines()[0].startswith(" Lead 500")


async def test_the_cursor_stays_on_its_conversation_when_others_move_to_the_top() -> None:
    desk = FakeConversations(rows=300)
    async with hosted(desk) as (app, pilot):
        app.rows.select(number_of(40))
        app.rows.scroll_to(y=60, animate=False)
        await settled(pilot)
        before = app.lines()
        for moved in (200, 150, 90):
            desk.to_top(number_of(moved))
        app.rows.reload()
        await settled(pilot)
        assert app.rows.cursor_number == number_of(40)
        assert app.lines() == before, "nothing in view has moved"
        assert app.rows.scroll_offset.y == 66


async def test_a_row_that_goes_to_the_top_does_not_drag_the_view_along() -> None:
    desk = FakeConversations(rows=300)
    async with hosted(desk) as (app, pilot):
        app.rows.select(number_of(35))
        app.rows.scroll_to(y=60, animate=False)
        await settled(pilot)
        desk.to_top(number_of(35), last_text="Moved")
        app.rows.reload()
        await settled(pilot)
        assert app.rows.cursor_number == number_of(35)
        assert app.rows.scroll_offset.y in (60, 62)
        app.rows.top()
        assert app.lines()[1] == "▌← Moved                         "


async def test_at_the_top_the_news_arrives_in_view() -> None:
    desk = FakeConversations(rows=300)
    async with hosted(desk) as (app, pilot):
        app.rows.select(number_of(2))
        desk.to_top(number_of(120), last_text="Hello there", unread=1)
        app.rows.reload()
        await settled(pilot)
        assert app.rows.scroll_offset.y == 0
        assert app.lines()[1].startswith(" ← Hello there")
        assert app.rows.cursor_number == number_of(2)
        assert app.lines()[6].startswith("▌Lead 2")


async def test_a_conversation_that_is_gone_leaves_the_cursor_in_its_place() -> None:
    desk = FakeConversations(rows=10)
    async with hosted(desk) as (app, pilot):
        app.rows.select(number_of(9))
        desk.rows.pop()
        app.rows.reload()
        await settled(pilot)
        assert app.rows.cursor_number == number_of(8)


async def test_a_filter_shows_what_matches_from_the_top() -> None:
    desk = FakeConversations(rows=300)
    desk.rows[250] = replace(desk.rows[250], name="Sarah Berg")
    async with hosted(desk) as (app, pilot):
        app.rows.scroll_to(y=100, animate=False)
        app.rows.set_filter("sa")
        app.rows.set_filter("sarah")
        await settled(pilot)
        assert app.lines()[0].startswith("›Sarah Berg")  # noqa: RUF001 - the cursor's glyph
        assert app.lines()[2].strip() == ""
        app.rows.set_filter("nobody")
        await settled(pilot)
        assert app.rows.cursor_number is None
        app.rows.set_filter("")
        await settled(pilot)
        assert app.lines()[0].startswith("›Lead 0")  # noqa: RUF001 - the cursor's glyph


async def test_many_reloads_become_few_questions() -> None:
    desk = FakeConversations(rows=10)
    async with hosted(desk) as (app, pilot):
        desk.asked.clear()
        for _ in range(50):
            app.rows.reload()
        await settled(pilot)
        assert desk.asked.count("count") == 2


async def test_a_failure_is_told_and_the_next_reload_goes_on() -> None:
    desk = FakeConversations(rows=10)
    async with hosted(desk) as (app, pilot):
        desk.broken = OSError("disk")
        app.rows.reload()
        await settled(pilot)
        assert [kind for kind, _ in app.heard] == ["trouble"]
        assert app.lines()[0].startswith("›Lead 0")  # noqa: RUF001 - the cursor's glyph
        desk.broken = None
        desk.to_top(number_of(5))
        app.rows.reload()
        await settled(pilot)
        assert app.lines()[0].startswith(" Lead 5")


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_the_cursor_shows_only_with_the_focus(theme: str) -> None:
    async with hosted(FakeConversations(rows=3)) as (app, pilot):
        app.theme = theme
        await pilot.pause()
        focused = app.rows.render_line(0)
        app.rows.blur()
        await pilot.pause()
        assert app.rows.render_line(0).text.startswith(" Lead 0")
        assert app.rows.render_line(0) != focused


async def test_a_filtered_list_grows_as_one_goes_down() -> None:
    """What matches is not counted: that could take long where much does."""
    desk = FakeConversations(rows=220)
    async with hosted(desk) as (app, pilot):
        desk.asked.clear()
        app.rows.set_filter("lead")
        await settled(pilot)
        assert "count" not in desk.asked
        for _ in range(6):
            await pilot.press("end")
            await settled(pilot)
        assert app.rows.cursor_number == number_of(219)
        assert app.rows.virtual_size.height == 2 * 220
        app.rows.reload()
        await settled(pilot)
        assert app.rows.virtual_size.height == 2 * 220
        assert app.rows.cursor_number == number_of(219)


@pytest.mark.parametrize("matching", [1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
async def test_a_filtered_list_ends_with_its_last_match(matching: int) -> None:
    desk = FakeConversations(rows=300)
    desk.rows[:matching] = [replace(row, name=f"Sarah {row.name}") for row in desk.rows[:matching]]
    async with hosted(desk) as (app, pilot):
        app.rows.set_filter("sarah")
        await settled(pilot)
        for _ in range(3):
            await pilot.press("end")
            await settled(pilot)
        assert app.rows.cursor_number == number_of(matching - 1)
        assert app.rows.virtual_size.height == 2 * matching
