"""What belongs together comes in one frame: a frame of its own costs twenty milliseconds each."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from smsdesk.tui import one_frame
from smsdesk.tui.one_frame import OneFrame
from smsdesk.tui.text.lines_view import LinesScrollBar, LinesView
from smsdesk.tui.thread.pane import ThreadPane
from tests.tui.hosting import open_thread, press, running, settle
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, STOPPED, TOM

if TYPE_CHECKING:
    from smsdesk.core.read_models.threads import Thread
    from smsdesk.tui.app import SmsdeskApp

NEXT = "alt+down"


@pytest.fixture
def screen_work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the frames in which something was painted, and how often a screen was laid out."""
    counted: Counter[str] = Counter()
    display, lay_out = App._display, Screen._refresh_layout

    def displayed(self: App[None], screen: Screen[None], renderable: Any) -> None:
        counted["frames"] += renderable is not None
        display(self, screen, renderable)

    def laid_out(self: Screen[None], size: Size | None = None, scroll: bool = False) -> None:
        counted["layouts"] += 1
        lay_out(self, size, scroll)

    monkeypatch.setattr(App, "_display", displayed)
    monkeypatch.setattr(Screen, "_refresh_layout", laid_out)
    return counted


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a frame wait as long as a busy computer takes."""
    monkeypatch.setattr(one_frame, "AT_MOST", 10.0)


@pytest.mark.usefixtures("patience")
async def test_the_next_conversation_comes_in_one_frame_without_a_layout(
    screen_work: Counter[str],
) -> None:
    """Row, head, messages, box and footer: nothing has another size."""
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await open_thread(app, pilot, TOM)
        await settle(pilot)
        app.desk_screen.conversation.reply.box.cursor_blink = False
        before = rows(app)
        screen_work.clear()
        await open_thread(app, pilot, SARAH)
        assert rows(app) != before
        assert screen_work == {"frames": 1}


@pytest.mark.usefixtures("patience")
async def test_where_a_notice_takes_the_place_of_the_box_it_is_laid_out_once(
    screen_work: Counter[str],
) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, STOPPED)  # every widget has been seen once
        await open_thread(app, pilot, SARAH)
        for number, has_box in ((STOPPED, False), (SARAH, True)):
            screen_work.clear()
            await open_thread(app, pilot, number)
            assert app.desk_screen.conversation.has_box is has_box
            assert screen_work == {"layouts": 1, "frames": 1}, "the focus moves, too"


async def test_a_frame_does_not_wait_for_a_slow_desk(
    screen_work: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list shows at once which conversation was asked for."""
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        answers = threading.Event()
        get = desk.threads.get

        def late(number: str) -> Thread:
            assert answers.wait(10)
            return get(number)

        monkeypatch.setattr(desk.threads, "get", late)
        screen_work.clear()
        await pilot.press(NEXT)
        while not screen_work["frames"]:
            await pilot.pause(0.005)
        conversations = app.desk_screen.conversation_list
        assert conversations.selected != SARAH
        answers.set()
        await settle(pilot)
        assert screen_work["frames"] > 1


async def test_the_rows_of_a_letter_are_laid_out_once(screen_work: Counter[str]) -> None:
    """What stands around them has its lines, whatever it says."""
    desk = firm()
    async with running(desk.opened) as (_, pilot):
        await press(pilot, "ctrl+k")
        screen_work.clear()
        await press(pilot, "s")
        assert screen_work["layouts"] <= 2, "the letter in its input, and the rows"


async def test_a_conversation_that_cannot_be_shown_lets_keys_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever fails on the way: the red line says so, and nothing is held for ever."""
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)

        def broken(*_: object, **__: object) -> None:
            raise ValueError

        monkeypatch.setattr(app.desk_screen.conversation.reply, "show", broken)
        await press(pilot, NEXT)
        monkeypatch.undo()
        assert app.desk_screen.red_line.troubles
        assert app.type_ahead.at_rest
        await press(pilot, "f1")
        assert app.screen is not app.desk_screen


@pytest.mark.usefixtures("patience")
async def test_a_frame_that_breaks_off_is_painted_whole_before_a_key_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing of the conversation before stays in view while the box is another one's."""
    desk = firm()
    whole: list[bool] = []
    display, paint = App._display, ThreadPane.paint_line
    breaks = iter([True])

    def displayed(self: App[None], screen: Screen[None], renderable: Any) -> None:
        if isinstance(renderable, LayoutUpdate):
            whole.append(bool(app.type_ahead._holds))
        display(self, screen, renderable)

    def broken_once(self: ThreadPane, y: int) -> Strip:
        if next(breaks, False):
            raise ValueError
        return paint(self, y)

    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await open_thread(app, pilot, TOM)
        monkeypatch.setattr(App, "_display", displayed)
        monkeypatch.setattr(ThreadPane, "paint_line", broken_once)
        await press(pilot, "alt+up")
        assert next(breaks, None) is None
        assert whole[:1] == [True], "all has been painted, and keys wait until then"
        assert app.desk_screen.red_line.troubles
        before = len(desk.calls)
        app.refresh_from_desk()
        await settle(pilot)
        assert "news" in {call[0] for call in desk.calls[before:]}, "the desk is read on"


@pytest.mark.parametrize("part", ["thread_pane", "reply"])
async def test_a_conversation_of_which_a_part_cannot_be_shown_is_nobodys(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the name of the one before it, a text would go to the wrong person."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError

    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        conversation = app.desk_screen.conversation
        monkeypatch.setattr(getattr(conversation, part), "show", broken)
        await press(pilot, NEXT)
        assert conversation.thread is None
        assert not conversation.has_box
        monkeypatch.undo()
        await open_thread(app, pilot, TOM)
        assert conversation.has_box


async def test_a_card_that_cannot_be_drawn_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        done: list[str] = []

        def broken(_: Thread) -> None:
            done.append("card")
            raise ValueError

        desk_screen = app.desk_screen
        monkeypatch.setattr(desk_screen._frame, "end", lambda: done.append("frame"))
        desk_screen._ahead = ahead = desk_screen.reading_ahead(desk)
        monkeypatch.setattr(ahead, "take_card", broken)
        monkeypatch.setattr(ahead, "opened", lambda: done.append("ahead"))
        desk_screen._conversation_opened()
        assert done == ["card", "frame", "ahead"]
        await settle(pilot)
        assert desk_screen.red_line.troubles


# -- the pieces ----------------------------------------------------------------------------


async def test_a_frame_waits_until_it_may_come_and_never_for_long() -> None:
    painted: list[str] = []
    app: App[None] = App()
    async with app.run_test() as pilot:
        frame = OneFrame(app.screen, lambda: painted.append("now"))
        frame.end()
        assert not painted, "nothing has waited"
        frame.begin()
        assert not painted
        frame.end()
        assert painted == ["now"]
        frame.begin()
        while len(painted) < 2:
            await pilot.pause(0.005)
        assert not frame.waits


async def test_what_waits_for_a_frame_that_cannot_be_painted_goes_on() -> None:
    def broken() -> None:
        raise ValueError

    app: App[None] = App()
    async with app.run_test():
        frame = OneFrame(app.screen, broken)
        frame.begin()
        with pytest.raises(ValueError):  # noqa: PT011 - any error
            frame.end()
        await asyncio.wait_for(frame.over(), timeout=10)


class Bars(App[None]):
    """Lines beside a scrollbar of Textual's own."""

    CSS = "#textual { width: 1; height: 10; } Lines { width: 20; height: 10; }"

    def compose(self) -> ComposeResult:
        yield Lines()
        yield ScrollBar(name="vertical")


class Lines(LinesView):
    """Blank lines."""

    def paint_line(self, y: int) -> Strip:
        del y
        return Strip.blank(19)


@pytest.mark.parametrize("height", [11, 12, 40, 333, 100_000])
@pytest.mark.parametrize("part", [0.0, 0.4, 1.0])
async def test_the_scrollbar_looks_and_answers_as_textuals_own(height: int, part: float) -> None:
    """Down to what a click on each of its lines means."""
    app = Bars()
    async with app.run_test() as pilot:
        lines = app.query_one(Lines)
        lines.set_scrolled_size(Size(19, height))
        lines.scroll_to(y=part * (height - 10), animate=False)
        await pilot.pause()
        bar = lines.vertical_scrollbar
        assert isinstance(bar, LinesScrollBar)
        ours = [list(strip) for strip in bar.render_lines(Region(0, 0, 1, 10))]
        bar._styles_cache.clear()
        bar._render_content()
        assert ours == [list(strip) for strip in bar._render_cache.lines]


async def test_where_all_is_in_view_there_is_a_blank_column() -> None:
    app = Bars()
    async with app.run_test() as pilot:
        lines = app.query_one(Lines)
        lines.set_scrolled_size(Size(19, 10))
        await pilot.pause()
        bar = lines.vertical_scrollbar
        blank = Strip.blank(1, Style(bgcolor=lines.rich_style.bgcolor))
        assert bar.render_lines(Region(0, 0, 1, 10)) == [blank] * 10
        assert lines.scrollable_content_region.width == 19


async def test_a_line_that_cannot_be_painted_leaves_no_width_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The width of a line is known while lines are painted; a layout may give another one."""

    def broken(*_: object) -> Strip:
        raise ValueError

    app = Bars()
    async with app.run_test():
        lines = app.query_one(Lines)
        lines.refresh()
        monkeypatch.setattr(Lines, "paint_line", broken)
        with pytest.raises(ValueError):  # noqa: PT011 - any error
            lines.render_lines(Region(0, 0, 19, 10))
        assert lines._lines.width == 0


def rows(app: SmsdeskApp) -> list[str]:
    conversations = app.desk_screen.conversation_list
    return [str(conversations.cursor_number), str(conversations.selected)]
