"""The messages of a conversation on a screen, over the desk in memory."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult

from smsdesk.display import DisplayText
from smsdesk.terms import Status
from smsdesk.tui.thread.bubble_lines import CLIPPED
from smsdesk.tui.thread.pane import ThreadPane
from smsdesk.tui.thread.window import LARGEST
from tests.world.fake_pages import FakeThread, bubble, outbound
from tests.world.sample_threads import NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest
    from textual.pilot import Pilot

    from smsdesk.tui.screen_messages import Trouble

CHICAGO = ZoneInfo("America/Chicago")


class Host(App[None]):
    """Nothing but the pane, and an ear for what it says."""

    AUTO_FOCUS = None
    CSS = "ThreadPane { height: 1fr; }"

    def __init__(self, desk: FakeThread) -> None:
        super().__init__()
        self.desk = desk
        self.heard: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        yield ThreadPane(self.desk, clock=self.desk.clock, zone=CHICAGO, id="thread")

    @property
    def pane(self) -> ThreadPane:
        return self.query_one(ThreadPane)

    def on_thread_pane_activated(self, event: ThreadPane.Activated) -> None:
        self.heard.append(("activated", event.about.message_id))
        if event.link:
            self.heard.append(("link", event.link))

    def on_thread_pane_retry_asked(self, event: ThreadPane.RetryAsked) -> None:
        self.heard.append(("retry", event.message_id))

    def on_thread_pane_drop_asked(self, event: ThreadPane.DropAsked) -> None:
        self.heard.append(("drop", event.message_id))

    def on_trouble(self, event: Trouble) -> None:
        self.heard.append(("trouble", event.text))

    def lines(self) -> list[str]:
        return [self.pane.render_line(y).text.strip() for y in range(self.pane.size.height)]

    def y_of(self, text: str) -> int:
        return next(y for y, line in enumerate(self.lines()) if text in line)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read and everything is painted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@asynccontextmanager
async def hosted(
    desk: FakeThread, *, size: tuple[int, int] = (80, 20)
) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.pane.show(desk.thread())
        await settled(pilot)
        yield app, pilot


async def test_a_conversation_is_shown_from_its_end() -> None:
    async with hosted(FakeThread(bubbles=100)) as (app, _):
        assert "Text 99" in app.lines()[-2]
        assert app.pane.is_vertical_scroll_end


async def test_a_conversation_shown_before_the_pane_has_a_size_is_placed_when_it_has() -> None:
    desk = FakeThread(bubbles=50)
    app = Host(desk)
    async with app.run_test(size=(80, 20)) as pilot:
        app.pane.display = False
        await pilot.pause()
        app.pane.show(desk.thread(first_unread_id=20))
        app.pane.display = True
        await settled(pilot)
        assert app.y_of("── new ──") <= 1


async def test_it_begins_at_the_new_line_where_that_is_farther_up() -> None:
    desk = FakeThread(bubbles=50)
    async with hosted(desk) as (app, pilot):
        app.pane.show(desk.thread(first_unread_id=20))
        await settled(pilot)
        assert app.y_of("── new ──") <= 1
        app.pane.show(desk.thread(first_unread_id=49))
        await settled(pilot)
        assert app.pane.is_vertical_scroll_end
        assert app.y_of("── new ──") > 10


async def test_an_empty_thread_speaks() -> None:
    desk = FakeThread()
    async with hosted(desk) as (app, pilot):
        app.pane.empty_text = DisplayText("No messages yet.")
        await pilot.pause()
        assert "No messages yet." in app.lines()
        desk.bubbles = [bubble(1)]
        app.pane.show(desk.thread())
        await settled(pilot)
        assert "No messages yet." not in app.lines()


async def test_at_the_end_new_messages_push_the_view_along() -> None:
    async with hosted(FakeThread(bubbles=50)) as (app, pilot):
        app.pane.merge([bubble(50, "Just in")])
        await settled(pilot)
        assert "Just in" in app.lines()[-2]
        assert app.pane.new_below == 0


async def test_farther_up_the_view_stays_and_new_messages_are_counted() -> None:
    async with hosted(FakeThread(bubbles=50)) as (app, pilot):
        app.pane.scroll_to(y=30, animate=False)
        await settled(pilot)
        before = app.lines()
        app.pane.merge([bubble(50, "Just in"), bubble(51), bubble(20, "Changed")])
        await settled(pilot)
        assert app.lines()[:-1] == before[:-1]
        assert app.lines()[-1] == "↓ 2 new below"
        await pilot.click(ThreadPane, offset=(40, 19))
        await settled(pilot)
        assert app.pane.is_vertical_scroll_end
        assert app.pane.new_below == 0


async def test_a_changed_message_changes_in_its_place() -> None:
    desk = FakeThread()
    desk.bubbles = [outbound(1, "Hello", status=Status.SENDING), bubble(2)]
    async with hosted(desk) as (app, pilot):
        assert app.y_of("… sending") > 0
        app.pane.merge([outbound(1, "Hello", revision=2)])
        await settled(pilot)
        assert app.y_of("✓✓ delivered") > 0
        assert not any("sending" in line for line in app.lines())


async def test_older_messages_come_when_the_top_comes_near_and_nothing_moves() -> None:
    desk = FakeThread(bubbles=200)
    async with hosted(desk) as (app, pilot):
        app.pane.scroll_to(y=5, animate=False)
        before = app.lines()
        await settled(pilot)
        assert app.pane.bubbles[0].message_id == 80
        assert app.lines() == before


async def test_the_window_stays_bounded_all_the_way_up_and_down() -> None:
    desk = FakeThread(bubbles=500)
    async with hosted(desk) as (app, pilot):
        app.pane.focus()
        for _ in range(10):
            await pilot.press("home")
            await settled(pilot)
        assert app.pane.bubbles[0].message_id == 0
        assert len(app.pane.bubbles) <= LARGEST
        for _ in range(10):
            app.pane.scroll_to(y=app.pane.max_scroll_y - 25, animate=False)
            app.pane.scroll_to(y=app.pane.max_scroll_y, animate=False)
            await settled(pilot)
        assert app.pane.bubbles[-1].message_id == 499
        assert len(app.pane.bubbles) <= LARGEST


async def test_end_returns_to_the_newest_although_they_were_left_out() -> None:
    desk = FakeThread(bubbles=500)
    async with hosted(desk) as (app, pilot):
        app.pane.focus()
        for _ in range(6):
            await pilot.press("home")
            await settled(pilot)
        assert app.pane.bubbles[-1].message_id < 499
        app.pane.merge([bubble(500, "While away")])
        desk.bubbles.append(bubble(500, "While away"))
        assert app.pane.new_below == 1
        await pilot.press("end")
        await settled(pilot)
        assert "While away" in app.lines()[-2]
        assert app.pane.new_below == 0


async def test_another_width_keeps_the_place() -> None:
    desk = FakeThread()
    words = " ".join(["word"] * 50)
    desk.bubbles = [bubble(index, f"Number {index}: {words}") for index in range(40)]
    async with hosted(desk) as (app, pilot):
        app.pane.scroll_to(y=61, animate=False)
        top = app.pane.render_line(0).text.strip()
        message = app.pane._loaded.layout.at(61)
        assert message is not None
        for width in (50, 120, 80):
            await pilot.resize_terminal(width, 20)
            await settled(pilot)
            found = app.pane._loaded.layout.at(app.pane.scroll_offset.y)
            assert found is not None
            assert found[0].bubble == message[0].bubble
        assert app.pane.render_line(0).text.strip() == top


async def test_a_smaller_pane_at_the_end_stays_at_the_end() -> None:
    async with hosted(FakeThread(bubbles=50)) as (app, pilot):
        for height in (10, 30, 16):
            await pilot.resize_terminal(80, height)
            await settled(pilot)
            assert "Text 49" in app.lines()[-2]


async def test_the_cursor_moves_from_message_to_message() -> None:
    async with hosted(FakeThread(bubbles=50)) as (app, pilot):
        app.pane.enter()
        await pilot.pause()
        assert app.pane.current == app.pane.bubbles[-1]
        await pilot.press(*["up"] * 9)
        assert app.pane.current == app.pane.bubbles[-10]
        assert app.y_of("█ Text 40") < 5
        await pilot.press("down")
        assert app.pane.current == app.pane.bubbles[-9]
        await pilot.press("pageup", "enter")
        assert app.heard == [("activated", app.pane.current.message_id)]
        await pilot.press("end")
        assert app.pane.current == app.pane.bubbles[-1]
        await pilot.press("down")
        assert app.pane.is_vertical_scroll_end


async def test_another_conversation_has_a_cursor_of_its_own() -> None:
    desk = FakeThread(bubbles=20)
    async with hosted(desk) as (app, pilot):
        app.pane.enter()
        await pilot.press("up", "up")
        app.pane.show(desk.thread("+14155550222"))
        await pilot.press("enter")
        assert app.heard == [], "there was no cursor: Enter shows where it is"
        assert app.pane.current == app.pane.bubbles[-1]
        app.pane.blur()
        app.pane.show(desk.thread())
        await pilot.pause()
        app.pane.show(desk.thread())
        assert app.pane.current is None


async def test_a_message_taller_than_the_pane_is_read_through() -> None:
    desk = FakeThread(bubbles=3)
    desk.bubbles[1] = bubble(1, "\n".join(f"line {n}" for n in range(60)))
    async with hosted(desk) as (app, pilot):
        app.pane.enter()
        await pilot.press("up")
        assert app.pane.current == desk.bubbles[1]
        seen = set(app.lines())
        for _ in range(6):
            await pilot.press("down")
            seen |= set(app.lines())
        assert {f"█ line {n}" for n in range(60)} <= seen
        assert app.pane.current == desk.bubbles[2]


async def test_a_message_can_be_selected() -> None:
    async with hosted(FakeThread(bubbles=60)) as (app, pilot):
        assert app.pane.select_message(5)
        await pilot.pause()
        assert app.pane.current == app.pane.bubbles[5]
        assert app.y_of("Text 5") >= 0
        assert not app.pane.select_message(999)
        assert app.pane.current is None


async def test_clicks_mean_the_word_under_the_pointer() -> None:
    desk = FakeThread()
    desk.bubbles = [
        bubble(1, "see https://example.com/a"),
        outbound(2, "Tuesday?", status=Status.FAILED, can_retry=True),
    ]
    async with hosted(desk) as (app, pilot):
        link, failed = app.y_of("https"), app.y_of("retry")
        await pilot.click(ThreadPane, offset=(12, link))
        await pilot.click(ThreadPane, offset=(4, link))
        await pilot.click(
            ThreadPane, offset=(app.pane.render_line(failed).text.index("retry"), failed)
        )
        await pilot.click(ThreadPane, offset=(70, link))
        await pilot.click(ThreadPane, offset=(4, 15))
        assert app.heard == [
            ("activated", 1), ("link", "https://example.com/a"), ("activated", 1), ("retry", 2),
        ]  # fmt: skip


async def test_a_held_text_is_sent_or_taken_back_by_its_words() -> None:
    desk = FakeThread()
    desk.bubbles = [outbound(number, "Late", status=Status.HELD) for number in (1, 2)]
    async with hosted(desk) as (app, pilot):
        for word in ("send", "take back"):
            y = app.y_of(word)
            x = app.pane.render_line(y).text.index(word)
            await pilot.click(ThreadPane, offset=(x, y))
        assert app.heard == [("retry", 1), ("drop", 1)]


async def test_a_clipped_body_is_shown_whole_when_asked_for() -> None:
    desk = FakeThread(bubbles=3)
    desk.bubbles[1] = bubble(1, "x" * CLIPPED)
    desk.texts[1] = "y" * 5_000
    async with hosted(desk) as (app, pilot):
        app.pane.enter()
        await pilot.press("up", "enter")
        await settled(pilot)
        assert desk.asked == ["full text of 1"]
        assert any("yyyy" in line for line in app.lines())
        await pilot.press("enter")
        assert app.heard == [("activated", 1)]
        app.pane.show(desk.thread())
        await settled(pilot)
        await pilot.click(ThreadPane, offset=(5, app.y_of("show all")))
        await settled(pilot)
        assert len(desk.asked) == 2


async def test_the_seconds_to_the_next_attempt_are_counted() -> None:
    desk = FakeThread()
    waiting = outbound(
        1, status=Status.QUEUED, happened_at=NOW, retry_at=NOW + timedelta(seconds=12)
    )
    desk.bubbles = [waiting]
    async with hosted(desk) as (app, pilot):
        assert app.y_of("retry in 12 s") > 0
        assert app.pane._countdown is not None
        desk.clock.sleep(5)
        app.pane._lay_out()
        assert app.y_of("retry in 7 s") > 0
        app.pane.merge([replace(waiting, status=Status.SENT, retry_at=None)])
        await pilot.pause()
        assert app.pane._countdown is None


async def test_an_answer_for_another_conversation_is_dropped() -> None:
    desk = FakeThread(bubbles=200)
    async with hosted(desk) as (app, pilot):
        app.pane.scroll_to(y=0, animate=False)
        desk.bubbles = [bubble(500, "Somebody else's")]
        app.pane.show(desk.thread("+14155550222"))
        await settled(pilot)
        assert [each.message_id for each in app.pane.bubbles] == [500]


async def test_a_failure_is_told_and_reading_can_go_on() -> None:
    desk = FakeThread(bubbles=200)
    async with hosted(desk) as (app, pilot):
        desk.broken = OSError("disk")
        app.pane.scroll_to(y=0, animate=False)
        await settled(pilot)
        assert [kind for kind, _ in app.heard] == ["trouble"]
        desk.broken = None
        app.pane.scroll_to(y=3, animate=False)
        await settled(pilot)
        assert app.pane.bubbles[0].message_id == 80


async def test_markup_in_a_message_stays_text() -> None:
    desk = FakeThread()
    desk.bubbles = [bubble(1, "[/x] [red]a[/red] [@click=app.quit]b[/]")]
    async with hosted(desk) as (app, _):
        assert "[/x] [red]a[/red] [@click=app.quit]b[/]" in app.lines()[1]


async def test_a_thread_shown_before_the_pane_has_a_size_appears_with_its_first_paint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ThreadPane, "on_resize", lambda _pane: None)
    desk = FakeThread()
    desk.bubbles = [outbound(1, "Hello Sarah")]

    class EarlyHost(Host):
        def on_mount(self) -> None:
            assert self.pane.size.width == 0
            self.pane.show(desk.thread())

    host = EarlyHost(desk)
    async with host.run_test(size=(80, 20)) as pilot:
        await settled(pilot)
        assert any("Hello Sarah" in line for line in host.lines())


async def test_dragging_over_a_bubble_selects_its_text_and_opens_nothing() -> None:
    async with hosted(FakeThread(bubbles=3)) as (app, pilot):
        y = app.y_of("Text 1")
        line = app.pane.render_line(y).text
        left = line.index("Text 1")
        await pilot.mouse_down(ThreadPane, offset=(left, y))
        await pilot.hover(ThreadPane, offset=(left + 6, y))
        await pilot.mouse_up(ThreadPane, offset=(left + 6, y))
        await pilot.pause()
        assert app.screen.get_selected_text() == "Text 1"
        assert app.heard == []
        await pilot.click(ThreadPane, offset=(left, y))
        assert app.heard == [("activated", 1)]


async def test_the_first_message_of_a_long_thread_is_one_page_away() -> None:
    desk = FakeThread(bubbles=5_000)
    async with hosted(desk) as (app, pilot):
        desk.asked.clear()
        app.pane.to_beginning()
        await settled(pilot)
        assert "Text 0" in app.lines()[1]
        assert app.pane.current is not None
        assert app.pane.current.message_id == 0
        assert len(desk.asked) == 1, "one page, however long the thread"
        app.pane.to_end()
        await settled(pilot)
        assert "Text 4999" in app.lines()[-2]


async def test_pages_scrolled_from_elsewhere_bring_no_cursor() -> None:
    async with hosted(FakeThread(bubbles=100)) as (app, pilot):
        app.pane.action_turn_page(-1)
        await settled(pilot)
        assert app.pane.current is None
        assert not app.pane.is_vertical_scroll_end
        app.pane.focus()
        await settled(pilot)
        app.pane.action_turn_page(-1)
        assert app.pane.current is not None
