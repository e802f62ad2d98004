"""One key, then a letter: what is done with the conversation that is shown."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from smsdesk.tui import one_frame
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.commands import BY_LETTER, COMMANDS
from smsdesk.tui.windows.ask_moment import AskMoment
from smsdesk.tui.windows.conversation_menu import ConversationMenu
from tests.tui.hosting import box_text, line_of, open_thread, press, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp
    from tests.world.fake_desk import FakeDesk


def done_to_it(desk: FakeDesk) -> list[tuple[object, ...]]:
    kinds = {"done", "snooze", "hand_over", "mark_unread"}
    return [call for call in desk.calls if call[0] in kinds]


def said(app: SmsdeskApp) -> str:
    return line_of(app, FooterLine)


@pytest.mark.parametrize(
    ("letter", "call", "says"),
    [
        ("d", ("done", SARAH), "Done"),
        ("c", ("hand_over", SARAH, "maria"), "Yours now."),
        ("o", ("hand_over", SARAH, ""), "Nobody's now."),
        ("u", ("mark_unread", SARAH), "Unread again"),
    ],
)
async def test_a_letter_does_it_at_once(letter: str, call: tuple[object, ...], says: str) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", letter)
        assert done_to_it(desk) == [call]
        assert says in said(app)
        assert app.screen is app.desk_screen


async def pumped(pilot: Pilot[None], ready: Callable[[], bool]) -> None:
    """Wait for what threads and messages bring; not for what waits for something else."""
    for _ in range(500):
        if ready():
            return
        await pilot.pause(0.002)
    pytest.fail("it never came")


async def test_unread_is_written_after_what_the_same_keys_have_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """^X is the sign that the texts have been seen, and u comes before that is written."""
    desk = firm()
    begun, goes_on = threading.Event(), threading.Event()
    mark_read = desk.threads.mark_read

    def slow(number: str, until: int | None = None) -> None:
        begun.set()
        assert goes_on.wait(10)
        mark_read(number, until)

    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        monkeypatch.setattr(desk.threads, "mark_read", slow)
        await pilot.press("ctrl+x")
        await pumped(pilot, begun.is_set)
        await pilot.press("u")
        await pumped(pilot, lambda: app.desk_screen.conversation.reading.is_left_unread(SARAH))
        for _ in range(20):
            await pilot.pause(0.002)
        assert done_to_it(desk) == []
        goes_on.set()
        await settle(pilot)
        marks = [call[0] for call in desk.calls if call[0] in {"mark_read", "mark_unread"}]
        assert marks == ["mark_read", "mark_unread"]
        assert desk.held[SARAH].unread_from is not None


async def test_what_was_read_is_no_longer_written_once_it_was_made_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one_frame, "AT_MOST", 30.0)
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen._frame.begin()
        await pilot.press("ctrl+x", "u")
        await pumped(pilot, lambda: ("mark_unread", SARAH) in desk.calls)
        app.desk_screen.open(TOM)  # whose frame lets the mark go on
        await settle(pilot)
        assert ("mark_read", SARAH) not in desk.calls
        assert desk.held[SARAH].unread_from is not None


async def test_the_menu_shows_its_letters_and_closes_without_doing_anything() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x")
        assert isinstance(app.screen, ConversationMenu)
        await press(pilot, "x")
        assert isinstance(app.screen, ConversationMenu)
        assert "Nothing here stands behind x." in said(app)
        await press(pilot, "escape")
        assert done_to_it(desk) == []
        assert box_text(app) == ""


async def test_arrows_and_enter_choose_too() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "enter")
        assert done_to_it(desk) == [("done", SARAH)]


async def test_ctrl_d_is_done_where_there_is_nothing_to_delete() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hello")
        await press(pilot, "home", "ctrl+d")
        assert box_text(app) == "ello"
        assert done_to_it(desk) == []
        await press(pilot, "ctrl+x", "d")
        assert done_to_it(desk) == [("done", SARAH)]
        assert box_text(app) == "ello"
        await press(pilot, "ctrl+u", "ctrl+u", "ctrl+d")
        assert done_to_it(desk) == [("done", SARAH)] * 2


@pytest.mark.parametrize(
    ("keys", "until"),
    [
        ("t", datetime(2026, 11, 21, 15, tzinfo=UTC)),
        ("m", datetime(2026, 11, 23, 15, tzinfo=UTC)),
        ("3", datetime(2026, 11, 23, 15, tzinfo=UTC)),
    ],
)
async def test_snoozed_by_a_letter(keys: str, until: datetime) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "s", keys)
        assert done_to_it(desk) == [("snooze", SARAH, until)]
        assert "Snoozed until" in said(app)


async def test_snoozed_until_what_is_written() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "s", *"/tue", "space", "8", "enter")
        tuesday = datetime(2026, 11, 24, 14, tzinfo=UTC)
        assert done_to_it(desk) == [("snooze", SARAH, tuesday)]


async def test_what_is_no_moment_is_said_and_asked_again() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "s", *"9x", "enter")
        assert isinstance(app.screen, AskMoment)
        assert app.screen.query_one(Input).value == "9x"
        await press(pilot, "backspace", "enter")
        [(_, _, until)] = done_to_it(desk)
        assert until == datetime(2026, 11, 21, 15, tzinfo=UTC)


async def test_handed_over_to_who_is_found_by_a_few_letters() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "h", "p", "r", "enter")
        assert done_to_it(desk) == [("hand_over", SARAH, "priya")]
        assert "Handed over to priya." in said(app)


async def test_also_to_somebody_who_has_not_worked_here_yet() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "h", *"wei", "enter")
        assert done_to_it(desk) == [("hand_over", SARAH, "wei")]


async def test_claiming_says_whose_it_was() -> None:
    desk = firm()
    desk.held[SARAH].owner = "jonas"
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "c")
        assert "Yours now; it was jonas's." in said(app)
        await press(pilot, "ctrl+x", "c")
        assert "It is yours already." in said(app)


async def test_the_number_is_copied() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "ctrl+x", "y")
        assert app.clipboard == SARAH


async def test_without_a_conversation_the_menu_offers_what_needs_none() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await press(pilot, "ctrl+x")
        assert isinstance(app.screen, ConversationMenu)
        options = app.screen.query_one(OptionList).options
        assert [one.id for one in options] == ["views", "do_not_disturb", "who_now"]


def test_each_letter_stands_for_one_command() -> None:
    letters = [command.letter for command in COMMANDS if command.letter]
    assert len(letters) == len(set(letters)) == len(BY_LETTER)
