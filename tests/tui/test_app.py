"""Opening, news from the background, every size, and text that looks like markup."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.events import Key
from textual.widgets import Button, Input

from smsdesk.core.read_models.alerts import Alert, AlertKind, News, Texted
from smsdesk.core.read_models.events import CarrierState, Changed
from smsdesk.core.read_models.sending import SyncReport
from smsdesk.desk import DeskError
from smsdesk.terms import Status
from smsdesk.tui import desk_calls, type_ahead
from smsdesk.tui.app import LEAVING
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.screen_messages import DeskChanged, DeskEvent
from smsdesk.tui.text.words import Words
from tests.tui.hosting import line_of, make_app, open_thread, red_lines, running, settle, type_text
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import NOW, SARAH, TOM, inbound, out, sarah


async def test_alerts_and_the_bell() -> None:
    desk = firm()
    rung = []
    async with running(desk.opened) as (app, pilot):
        app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        alert = Alert(
            AlertKind.SEND_FAILED, "Not sent to Tom Reyes: not in service (30005).", TOM, 11
        )
        desk.happened = News(
            5, troubles=(alert, alert), texted=(Texted(SARAH, "Sarah Berg", "Yes"),)
        )
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
        assert rung == [1]
        assert red_lines(app) == ["Not sent to Tom Reyes: not in service (30005)."]

        desk.happened = News(6, over=(11,))
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
        assert ("news", 5, (11,)) in desk.calls
        assert rung == [1]
        assert red_lines(app) == [], "its trouble is over"


async def test_what_concerns_the_whole_firm_is_told_by_the_sync_itself() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        alert = Alert(AlertKind.FIRM_FILTERED, "Texts to several leads were filtered.")
        app.desk_screen.post_message(DeskEvent(SyncReport(alerts=(alert, alert))))
        await settle(pilot)
        assert red_lines(app) == ["Texts to several leads were filtered."]


async def test_offline_is_told_once_and_passes() -> None:
    desk = firm()
    for message_id in (70, 71):
        desk.add(desk.held[TOM], out(message_id, "Waits", Status.QUEUED, NOW))
    offline = CarrierState("live", online=False, reason="no network", since=NOW, waiting=2)
    async with running(desk.opened) as (app, pilot):
        for _ in range(2):
            app.desk_screen.post_message(DeskEvent(offline))
            await settle(pilot)
        assert "offline since 15:04 · 2 waiting" in line_of(app, TitleLine)
        assert red_lines(app) == ["Offline since 15:04: no network"]
        online = replace(offline, online=True, reason="", waiting=2)
        app.desk_screen.post_message(DeskEvent(online))
        await settle(pilot)
        assert red_lines(app) == []
        assert "● live" in line_of(app, TitleLine)


async def test_what_waits_is_counted_with_every_change() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        assert "waiting" not in line_of(app, TitleLine)
        desk.add(desk.held[TOM], out(70, "Waits", Status.QUEUED, NOW))
        app.desk_screen.post_message(DeskChanged())
        await settle(pilot)
        assert "1 waiting" in line_of(app, TitleLine)


async def test_a_carrier_that_refuses_the_firm_is_not_called_offline() -> None:
    reason = "The carrier does not accept the account's credentials."
    offline = CarrierState("live", online=False, reason="no network", since=NOW, waiting=0)
    refused = replace(offline, reason=reason, refused=True)
    async with running(firm().opened) as (app, pilot):
        for state in (offline, refused):
            app.desk_screen.post_message(DeskEvent(state))
            await settle(pilot)
        assert "○ refused since 15:04" in line_of(app, TitleLine)
        assert red_lines(app) == [
            f"{reason} Nothing leaves until that is mended: `smsdesk doctor` tells how."
        ]


async def test_a_desk_that_cannot_be_opened_leaves_the_screen_up() -> None:
    def refuse() -> None:
        raise DeskError("smsdesk.db is not a database: move it away or set database.url.")

    app = make_app(refuse)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        assert red_lines(app) == ["smsdesk.db is not a database: move it away or set database.url."]
        await pilot.press("ctrl+n", "f2", "ctrl+q")
        await pilot.pause()
    assert app.return_code == 1


async def test_the_frame_is_painted_before_the_desk_opens() -> None:
    desk = firm()
    painted = []

    def slow() -> object:
        painted.append(app.desk_screen.query_one("#new", Button).size.width > 0)
        return desk

    app = make_app(slow)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
    assert painted == [True]


async def test_a_terminal_that_is_too_small_is_told_so() -> None:
    async with running(firm().opened, size=(59, 15)) as (app, _):
        small = app.desk_screen.query_one("#too-small", Words)
        assert str(small.content) == "terminal too small (59x15): 60x16 needed"
        assert small.display


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (99, 30), (100, 30), (200, 50)])
async def test_everything_is_reachable_at_every_size(size: tuple[int, int]) -> None:
    desk = firm()
    async with running(desk.opened, size=size) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hi")
        region = app.desk_screen.query_one("#send").region
        assert region.bottom <= size[1]
        assert region.right <= size[0]
        await pilot.click("#send")
        await settle(pilot)
        assert desk.submitted() == ["Hi"]
        await pilot.press("ctrl+n")
        await settle(pilot)
        last = app.screen.query_one("#finder-next").region
        assert last.bottom <= size[1]
        assert app.screen.query_one(Input).has_focus


async def test_hostile_text_is_shown_as_it_is() -> None:
    hostile = sarah(name="[bold]Bob[/x]", event="[red]$x[/]")
    hostile.bubbles.append(inbound(9, "[/x] {y} \\[", NOW + timedelta(seconds=1)))
    async with running(FakeDesk(hostile).opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "[bold]Bob[/x]" in str(app.desk_screen.conversation.head.render())
        await pilot.press("ctrl+k", "escape", "ctrl+f", *"[/x]")
        await settle(pilot)
        assert app.screen is not app.desk_screen


async def test_quitting_says_when_drafts_cannot_be_saved_and_a_second_time_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = firm()

    def full(number: str, text: str) -> None:
        raise DeskError("The disk is full.")

    monkeypatch.setattr(desk.threads, "save_draft", full)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        await pilot.press("ctrl+q")
        await settle(pilot)
        assert red_lines(app)[0].startswith("The disk is full. Drafts are not saved;")
        assert app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0


async def test_quitting_that_takes_long_says_so_and_a_second_time_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What waits for a database that does not answer must not keep the agent."""
    monkeypatch.setattr(desk_calls, "SLOW_AFTER", 0.001)
    monkeypatch.setattr(type_ahead, "TOO_LONG", 0.0)
    desk, answers = firm(), threading.Event()
    monkeypatch.setattr(desk.threads, "save_draft", lambda *_: answers.wait())
    try:
        async with running(desk.opened) as (app, pilot):
            await open_thread(app, pilot, SARAH)
            await type_text(pilot, "half")
            app.post_message(Key("ctrl+q", None))
            while LEAVING not in line_of(app, FooterLine):
                await pilot.pause(0.002)
            assert app.is_running
            app.post_message(Key("ctrl+q", None))
            while app.return_code is None:
                await pilot.pause(0.002)
    finally:
        answers.set()
    assert app.return_code == 0


async def test_what_the_database_is_waited_for_is_told_until_it_is_over() -> None:
    line = "The standby does not answer"
    app = make_app(firm().opened)
    app.tell_waiting("the standby does not answer")
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        assert red_lines(app) == [line]
        app.tell_waiting(line)
        await settle(pilot)
        assert red_lines(app) == [line], "once"
        meanwhile = Alert(AlertKind.DATABASE, "nothing is recorded until it does")
        app.desk_screen.post_message(DeskEvent(meanwhile))
        await settle(pilot)
        assert red_lines(app) == [line, meanwhile.message]
        app.tell_waiting("")
        await settle(pilot)
        assert red_lines(app) == []


async def test_the_footer_learns_that_shift_enter_works_here() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "^J new line" in line_of(app, FooterLine)
        app.post_message(Key("left_shift", None))
        await settle(pilot)
        assert "⇧⏎ new line" in line_of(app, FooterLine)


async def test_where_no_shell_is_behind_the_key_to_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a window that runs nothing but the desk, the system stops nobody."""
    monkeypatch.setattr("os.getsid", lambda _pid: os.getpgrp())
    async with running(firm().opened, size=(160, 30)) as (app, pilot):
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert "There is no shell to go back to" in line_of(app, FooterLine)
