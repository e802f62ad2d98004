"""Keys count in the order in which they were pressed, and for whom they were pressed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual import events

from smsdesk.errors import DeskError
from smsdesk.tui.terminal.known import TerminalFacts
from smsdesk.tui.windows.finder import Finder
from smsdesk.tui.windows.help import HelpScreen
from tests.tui.hosting import (
    box_text,
    make_app,
    open_thread,
    red_lines,
    running,
    settle,
    type_text,
)
from tests.world.fake_desk import FakeDesk, FakeThreads, firm
from tests.world.sample_threads import JOSE, NOW, SARAH, STOPPED, TOM, inbound, lead

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from smsdesk.core.read_models.threads import Thread
    from smsdesk.tui.app import SmsdeskApp

ENTER, ESCAPE, NEXT_UNREAD = "enter", "escape", "ctrl+down"


class Gate:
    """Keeps the desk's searches waiting until it is opened."""

    def __init__(self, desk: FakeDesk) -> None:
        self._go = threading.Event()
        self.asked = threading.Semaphore(0)
        desk.take_time = self._wait  # type: ignore[method-assign]

    def _wait(self, stop: threading.Event | None) -> None:
        self.asked.release()
        assert self._go.wait(10)

    def open(self) -> None:
        self._go.set()


def press(app: SmsdeskApp, *keys: str) -> None:
    """Let ``keys`` come in one piece, as from a slow line."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def sent(desk: FakeDesk) -> list[tuple[object, ...]]:
    return [call[1:] for call in desk.calls if call[0] == "submit"]


def knows_pastes(app: SmsdeskApp) -> None:
    app.terminal = TerminalFacts(pastes_are_bracketed=True)


# -- searches ---------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["ctrl+k", "ctrl+n", "ctrl+l"])
async def test_enter_in_a_search_means_the_rows_of_what_was_typed(way: str) -> None:
    desk = firm()
    desk.known_leads = [lead("Ann Lee", SARAH), lead("Tom Reyes", TOM)]
    async with running(desk.opened) as (app, pilot):
        knows_pastes(app)
        press(app, way, *"tom", ENTER, *"hello", ENTER)
        await settle(pilot)
        assert sent(desk) == [(TOM, "hello")]


async def test_enter_waits_for_rows_that_are_not_there_yet_and_so_do_keys_behind_it() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        knows_pastes(app)
        await open_thread(app, pilot, SARAH)
        gate = Gate(desk)
        press(app, "ctrl+k", *"tom", ENTER, *"hi", ENTER)
        for _ in range(50):
            await pilot.pause(0)
        assert isinstance(app.screen, Finder)
        assert app.screen.query_text == "tom"
        assert sent(desk) == []
        gate.open()
        await settle(pilot)
        assert sent(desk) == [(TOM, "hi")]
        assert box_text(app) == ""


async def test_enter_where_nothing_was_found_says_so_and_opens_nothing() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        press(app, "ctrl+k", *"zzq", ENTER, *"hi", ENTER)
        await settle(pilot)
        finder = app.screen
        assert isinstance(finder, Finder)
        assert "Nothing opened" in str(finder._next.content)
        assert finder.query_text == "zzqhi", "nothing is lost, and nobody gets it"
        assert sent(desk) == []


async def test_an_arrow_key_moves_among_the_rows_of_what_was_typed() -> None:
    desk = firm()
    desk.known_leads = [lead("Ann Lee", SARAH), lead("Ann Miller", TOM), lead("Zoe", JOSE)]
    async with running(desk.opened) as (app, pilot):
        press(app, "ctrl+n", *"ann", "down", ENTER)
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == TOM


async def test_the_palette_runs_the_command_that_was_typed() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        press(app, "ctrl+p", *"jump", ENTER, *"tom", ENTER)
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected == TOM


async def test_help_is_reached_from_the_box_where_the_terminal_keeps_f1_for_itself() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        press(app, "ctrl+k", *"tom", ENTER, *"Hi?")
        await settle(pilot)
        assert box_text(app) == "Hi?", "here a question mark is one"
        press(app, "ctrl+p", *"help", ENTER)
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)


async def test_a_paste_of_two_lines_into_a_search_is_one_line() -> None:
    async with running(firm().opened) as (app, pilot):
        await pilot.press("ctrl+k")
        app.post_message(events.Paste("Tom\nReyes\r\n"))
        await settle(pilot)
        assert isinstance(app.screen, Finder)
        assert app.screen.query_text == "Tom Reyes"


async def test_a_search_that_is_closed_before_its_answer_comes_hears_no_more_of_it() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        gate = Gate(desk)
        press(app, "ctrl+k", *"tom", ESCAPE)
        for _ in range(50):
            await pilot.pause(0)
        assert app.screen is app.desk_screen
        gate.open()
        await settle(pilot)
        assert app.desk_screen.conversation_list.selected is None


# -- the box ------------------------------------------------------------------------------


async def test_enter_takes_the_text_as_it_is_at_that_key() -> None:
    desk = firm()
    desk.submit_gate.clear()
    async with running(desk.opened) as (app, pilot):
        knows_pastes(app)
        await open_thread(app, pilot, SARAH)
        press(app, *("a" * 400), ENTER, *"next")
        while box_text(app) != "next" and not desk.submitted():
            await pilot.pause(0)
        while not app.type_ahead.at_rest:
            await pilot.pause(0)
        assert box_text(app) == "next", "the box takes the next text while the first is recorded"
        desk.submit_gate.set()
        await settle(pilot)
        assert sent(desk) == [(SARAH, "a" * 400)]
        assert box_text(app) == "next"


async def test_a_key_that_leaves_the_thread_acts_after_the_send_before_it() -> None:
    desk = firm()
    desk.held[TOM].unread_from = desk.held[TOM].bubbles[-1].message_id
    async with running(desk.opened) as (app, pilot):
        knows_pastes(app)
        await open_thread(app, pilot, SARAH)
        press(app, *"bye", ENTER, NEXT_UNREAD, *"hi", ENTER)
        await settle(pilot)
        assert sent(desk) == [(SARAH, "bye"), (TOM, "hi")]
        assert desk.held[SARAH].draft == ""


async def test_a_thread_that_is_being_loaded_gets_what_is_typed_for_it() -> None:
    desk = firm()
    slow = SlowThreads(desk)
    desk.threads = slow
    async with running(desk.opened) as (app, pilot):
        knows_pastes(app)
        await open_thread(app, pilot, SARAH)
        slow.go.clear()
        press(app, "ctrl+k", *"tom", ENTER, *"hi", ENTER)
        for _ in range(50):
            await pilot.pause(0)
        assert sent(desk) == []
        slow.go.set()
        await settle(pilot)
        assert sent(desk) == [(TOM, "hi")]


async def test_what_was_typed_for_a_thread_that_cannot_be_read_goes_to_nobody() -> None:
    desk = firm()
    slow = SlowThreads(desk)
    desk.threads = slow
    async with running(desk.opened) as (app, pilot):
        knows_pastes(app)
        await open_thread(app, pilot, SARAH)
        slow.unreadable = TOM
        press(app, "ctrl+k", *"tom", ENTER, *"hi", ENTER)
        await settle(pilot)
        assert sent(desk) == []
        assert red_lines(app) == ["The disk does not answer"]
        assert app.desk_screen.conversation.thread is None


class SlowThreads(FakeThreads):
    """Threads that wait to be let go, and one that cannot be read."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.go = threading.Event()
        self.go.set()
        self.unreadable = ""

    def get(self, number: str, *, limit: int = 60) -> Thread:
        assert self.go.wait(10)
        if number == self.unreadable:
            raise DeskError("the disk does not answer")
        return super().get(number, limit=limit)


async def test_without_brackets_a_return_in_a_burst_is_part_of_a_paste() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.conversation.reply.box.paste_gap = 60.0
        press(app, *"one", ENTER, *"two")
        for _ in range(50):
            await pilot.pause(0)
        app.desk_screen.conversation.reply.box._gap_is_over()
        await settle(pilot)
        assert sent(desk) == []
        assert box_text(app) == "one\ntwo"


# -- before the desk is open ----------------------------------------------------------------


async def test_keys_that_come_while_the_desk_is_opened_count_then() -> None:
    desk, go = firm(), threading.Event()

    def open_desk() -> FakeDesk:
        assert go.wait(10)
        return desk

    app = make_app(open_desk)
    async with app.run_test(size=(120, 30)) as pilot:
        knows_pastes(app)
        press(app, "ctrl+k", *"tom", ENTER, *"hi", ENTER)
        for _ in range(20):
            await pilot.pause(0)
        assert app.screen is app.desk_screen
        go.set()
        await settle(pilot)
        assert sent(desk) == [(TOM, "hi")]


async def test_a_way_out_gets_through_where_an_answer_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsdesk.tui.type_ahead.TOO_LONG", 0.0)
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        gate = Gate(desk)
        press(app, "ctrl+k", *"tom", ENTER)
        await held(app, pilot)
        press(app, "h", "i", ESCAPE)
        for _ in range(20):
            await pilot.pause(0)
        assert len(app.screen_stack) == 2, "what was typed before it is not lost to one key"
        press(app, ESCAPE)
        for _ in range(50):
            await pilot.pause(0)
        assert len(app.screen_stack) == 1
        assert red_lines(app) == ["Given up; typed meanwhile, and dropped: hi Esc"]
        gate.open()
        await settle(pilot)
        assert box_text(app) == ""


async def held(app: SmsdeskApp, pilot: Pilot[None]) -> None:
    for _ in range(200):
        await pilot.pause(0)
        if app.type_ahead._holds and app.type_ahead.at_rest:
            return
    raise AssertionError("nothing is held")


# -- where nothing can be written --------------------------------------------------------------


async def test_letters_are_said_and_enter_opens_nothing_under_a_notice() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        press(app, *"hi", ENTER)
        await settle(pilot)
        assert app.desk_screen.footer_line.said == "Nothing can be written here: F2 says why."
        assert app.screen is app.desk_screen
        assert sent(desk) == []


async def test_letters_are_said_where_no_conversation_is_open() -> None:
    async with running(firm().opened) as (app, pilot):
        press(app, "h")
        await settle(pilot)
        assert app.desk_screen.footer_line.said == "No conversation is open to write in."


async def test_question_mark_is_help_but_in_the_box_a_letter() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.post_message(events.Key("question_mark", "?"))
        await settle(pilot)
        assert box_text(app) == "?"
        app.desk_screen.conversation_list.focus()
        await settle(pilot)
        app.post_message(events.Key("question_mark", "?"))
        await settle(pilot)
        assert type(app.screen).__name__ == "HelpScreen"


async def test_slash_filters_as_the_filter_says_but_in_the_box_brings_the_templates() -> None:
    async with running(firm().opened, size=(80, 24)) as (app, pilot):
        app.post_message(events.Key("slash", "/"))
        await settle(pilot)
        filter_box = app.desk_screen.list_pane.filter_box
        assert filter_box.has_focus
        assert filter_box.placeholder == "/ filter"
        await type_text(pilot, "sa/")
        assert filter_box.value == "sa/"
        await pilot.press("escape")
        await open_thread(app, pilot, SARAH)
        app.post_message(events.Key("slash", "/"))
        await settle(pilot)
        assert type(app.screen).__name__ == "TemplateFinder"


async def test_an_empty_inbound_text_is_said_to_be_empty() -> None:
    desk = firm()
    desk.add(desk.held[SARAH], inbound(77, "", NOW))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        pane = app.desk_screen.conversation.thread_pane
        painted = "\n".join(pane.render_line(y).text for y in range(pane.size.height))
        assert "(empty text)" in painted
