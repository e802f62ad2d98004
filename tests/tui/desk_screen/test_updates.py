"""What the desk shows by itself: all of it, nothing twice, and not in the way of a key."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

from smsdesk.errors import DeskError
from smsdesk.terms import ConversationView
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.compose.counter import Counter
from smsdesk.tui.conversations.conversation_list import ConversationList
from smsdesk.tui.thread.pane import ThreadPane
from smsdesk.tui.typing_pause import TypingPause
from tests.tui.hosting import line_of, open_thread, press, red_lines, running, settle
from tests.world.fake_desk import FakeConversations, FakeDesk, firm
from tests.world.sample_threads import NOW, SARAH, STOPPED, TOM, inbound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot
    from textual.strip import Strip
    from textual.widget import Widget

    from smsdesk.core.read_models.conversations import ConversationRow, Totals
    from smsdesk.tui.app import SmsdeskApp


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[set[type[Widget]]]:
    """What each frame painted anew, as they come."""
    found: list[set[type[Widget]]] = []
    paint = Screen._on_timer_update

    def noted(screen: Screen[None]) -> None:
        if screen._dirty_widgets:
            found.append({type(widget) for widget in screen._dirty_widgets})
        paint(screen)

    monkeypatch.setattr(Screen, "_on_timer_update", noted)
    return found


async def painted(app: SmsdeskApp, pilot: Pilot[None]) -> None:
    """Wait until everything has been read and painted."""
    await settle(pilot)
    await app.desk_screen.wait_for_refresh()
    await pilot.pause(0)


async def test_the_count_is_there_with_its_letter_and_painted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        shown: list[str] = []
        monkeypatch.setattr(Counter, "say", lambda _, content, **__: shown.append(str(content)))
        app.desk_screen.conversation.reply.box.insert("a")
        assert shown == ["1 character · 1 segment · GSM-7"], "before the letter can be painted"
        await settle(pilot)
        assert len(shown) == 1


async def test_news_stands_in_one_frame(frames: list[set[type[Widget]]]) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await painted(app, pilot)
        desk.add(desk.held[SARAH], inbound(5, "See you", NOW))
        desk.held[TOM].unread_from = desk.held[TOM].bubbles[-1].message_id
        frames.clear()
        app.refresh_from_desk()
        await painted(app, pilot)
        assert {ConversationList, ThreadPane} <= frames[0]
        assert not any(ConversationList in frame or ThreadPane in frame for frame in frames[1:])


@pytest.mark.parametrize("number", [SARAH, STOPPED])
async def test_where_nothing_has_changed_nothing_is_painted(
    number: str, frames: list[set[type[Widget]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = firm()
    get = desk.threads.get
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, number)
        await painted(app, pilot)
        frames.clear()
        elsewhere = desk.revision + 1
        monkeypatch.setattr(
            desk.threads, "get", lambda number: replace(get(number), revision=elsewhere)
        )
        desk.clock.move(1)
        app.refresh_from_desk()
        await painted(app, pilot)
        assert frames == []


async def test_of_the_list_only_the_rows_that_differ_are_painted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = firm()
    lines: set[int] = set()
    async with running(desk.opened) as (app, pilot):
        numbers = [row.number for row in desk.rows()]
        place = numbers.index(TOM)
        desk.held[TOM].draft = "Dear Tom"
        paint = ConversationList.paint_line

        def noted(rows: ConversationList, y: int) -> Strip:
            lines.add(y)
            return paint(rows, y)

        monkeypatch.setattr(ConversationList, "paint_line", noted)
        app.refresh_from_desk()
        await painted(app, pilot)
        assert lines == {2 * place, 2 * place + 1}


async def test_the_days_are_named_anew_at_midnight() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        pane = app.desk_screen.conversation.thread_pane

        def days() -> list[str]:
            lines = (pane.render_line(y).text for y in range(pane.size.height))
            return [line.strip() for line in lines if "──" in line]

        assert "── Today ──" in days()
        desk.clock.move(days=1)
        app.desk_screen.conversation.show_time()
        assert "── Yesterday ──" in days()
        assert "── Today ──" not in days()


async def test_a_text_that_came_unseen_is_read_when_the_agent_looks_again() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.app_focus = False
        desk.add(desk.held[SARAH], inbound(5, "One more thing", NOW, unread=True))
        desk.held[SARAH].unread_from = 5
        app.refresh_from_desk()
        await settle(pilot)
        desk.calls.clear()
        app.app_focus = True
        app.refresh_from_desk()
        await settle(pilot)
        await pilot.press("left")
        await settle(pilot)
        assert ("mark_read", SARAH) in desk.calls, "although nothing else has changed"


async def test_what_was_read_changes_its_row_and_the_totals_and_nothing_else_is_read_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The agent goes on: the list's pages would hold up the conversation that is opened next."""
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        app.desk_screen.conversation_list.select(SARAH)
        await open_thread(app, pilot, SARAH)
        rows = app.desk_screen.conversation_list
        assert "2 unread" in line_of(app, TitleLine)
        asked: list[str] = []
        page = FakeConversations.page

        def noted(self: FakeConversations, **of: Any) -> tuple[ConversationRow, ...]:
            asked.append("page")
            return page(self, **of)

        monkeypatch.setattr(FakeConversations, "page", noted)
        await press(pilot, "alt+down")
        assert app.desk_screen.conversation.thread is not None
        assert app.desk_screen.conversation.thread.head.number != SARAH
        assert ("mark_read", SARAH) in desk.calls
        assert "unread" not in line_of(app, TitleLine)
        index = [row.number for row in desk.rows()].index(SARAH)
        assert not rows._pages.row(index).unread  # type: ignore[union-attr]
        assert asked == []


async def test_what_was_read_shows_while_it_is_being_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the frame of the conversation that is opened next: the desk takes longer to write."""
    desk = firm()
    noted = threading.Event()
    mark_read = desk.threads.mark_read

    def slow(number: str, until: int | None = None) -> None:
        assert noted.wait(10)
        mark_read(number, until)

    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        index = [row.number for row in desk.rows()].index(SARAH)
        monkeypatch.setattr(desk.threads, "mark_read", slow)
        await pilot.press("left")
        await pilot.pause(0)
        row = app.desk_screen.conversation_list._pages.row(index)
        assert row is not None
        assert not row.unread
        assert "unread" not in line_of(app, TitleLine)
        noted.set()
        await settle(pilot)
        assert "unread" not in line_of(app, TitleLine)


async def test_what_could_not_be_noted_as_read_is_unread_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = firm()

    def broken(*_: object) -> None:
        raise DeskError("The database is gone.")

    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        monkeypatch.setattr(desk.threads, "mark_read", broken)
        await press(pilot, "left")
        assert "2 unread" in line_of(app, TitleLine)
        assert red_lines(app) == ["The database is gone."]


async def test_in_a_view_that_it_leaves_all_is_read_again() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        app.desk_screen.list_pane.show_view(ConversationView.UNREAD)
        await settle(pilot)
        rows = app.desk_screen.conversation_list
        assert rows._pages.index_of(SARAH) is not None
        await open_thread(app, pilot, SARAH)
        app.desk_screen.open(TOM)
        app.desk_screen.acted()  # a key while the other one is on its way
        await settle(pilot)
        assert ("mark_read", SARAH) in desk.calls
        assert rows._pages.index_of(SARAH) is None


class SlowConversations(FakeConversations):
    """Conversations whose totals can be held back."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.asked = threading.Semaphore(0)
        self.answer = threading.Event()
        self.answer.set()
        self.at_once = 0
        self.most_at_once = 0

    def totals(self) -> Totals:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        found = super().totals()
        self.asked.release()
        assert self.answer.wait(10)
        self.at_once -= 1
        return found


@contextmanager
def held_back(slow: SlowConversations) -> Iterator[None]:
    slow.answer.clear()
    try:
        yield
    finally:
        slow.answer.set()


async def test_what_changes_during_a_look_is_seen_by_the_next_one() -> None:
    desk = firm()
    desk.conversations = slow = SlowConversations(desk)
    async with running(desk.opened) as (app, pilot):
        while slow.asked.acquire(blocking=False):
            pass
        before = line_of(app, TitleLine)
        with held_back(slow):
            app.refresh_from_desk()
            assert await asyncio.to_thread(slow.asked.acquire, timeout=10)
            talk = desk.held[TOM]
            talk.unread_from = talk.bubbles[-1].message_id
            desk.add(talk, inbound(70, "Hello?", NOW, unread=True))
            app.refresh_from_desk()
            app.refresh_from_desk()
        await settle(pilot)
        assert line_of(app, TitleLine) != before
        assert str(desk.conversations.totals().unread) in line_of(app, TitleLine)
        assert slow.most_at_once == 1
        assert slow.asked.acquire(blocking=False)
        assert slow.asked.acquire(blocking=False)
        assert not slow.asked.acquire(blocking=False), "one more look, and this test's own"


def types_for_an_hour(app: SmsdeskApp) -> TypingPause:
    """Let a key keep others waiting as long as a test may take."""
    box = app.desk_screen.conversation.reply.box
    box.typing_pause = TypingPause(box.call_after_refresh, longest=3600.0)
    return box.typing_pause


async def test_news_waits_until_the_next_key_has_been_painted() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        types_for_an_hour(app)
        await pilot.press("a")
        desk.calls.clear()
        app.refresh_from_desk()
        await pilot.pause(0)
        assert not any(call[0] == "news" for call in desk.calls), "the next key comes first"
        await pilot.press("b")
        for _ in range(500):
            if any(call[0] == "news" for call in desk.calls):
                return
            await pilot.pause(0.002)
        pytest.fail("the news never came")


async def test_after_a_send_nothing_waits() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        pause = types_for_an_hour(app)
        await pilot.press("a")
        app.desk_screen.conversation.reply.box.submit()
        await asyncio.wait_for(pause.wait(), timeout=10)
