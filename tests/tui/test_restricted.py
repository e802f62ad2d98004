"""A restricted desk reads and texts; it takes and writes no path and starts no program."""

from __future__ import annotations

import os
import subprocess
import webbrowser
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from smsdesk.config import Config, DeskConfig
from smsdesk.config.sections import NotifyConfig
from smsdesk.core.read_models.alerts import News, Texted
from smsdesk.core.read_models.events import Changed
from smsdesk.tui import start
from smsdesk.tui.app import RESTRICTED_ACTIONS, SmsdeskApp
from smsdesk.tui.commands import BY_NAME, COMMANDS, RESTRICTED, Command, Place, Situation
from smsdesk.tui.desk_screen.screen import DeskScreen
from smsdesk.tui.screen_messages import CommandAsked, DeskEvent
from smsdesk.tui.windows.confirm import Confirm
from smsdesk.tui.windows.help import help_text
from smsdesk.tui.windows.palette import CommandSearch
from smsdesk.web_links import link
from tests.tui.hosting import CHICAGO, press, settle
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

NOT_THERE = {
    "import_leads": "takes the path of a file",
    "suspend": "leads to a shell",
}
"""The commands that a restricted desk does not have, and why."""

CAN_DO_ALL = Situation(
    ready=True,
    thread=True,
    conversation=True,
    writing=True,
    question=True,
    known_sender=True,
    again=True,
    waiting=True,
    can_plan=True,
    message=True,
    link=True,
    back=True,
    searched=True,
    place=Place.BOX,
    restricted=True,
)


@pytest.fixture(autouse=True)
def _no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever starts a program fail the test."""

    def started(*arguments: object, **_named: object) -> None:
        raise AssertionError(f"a program was started: {arguments}")

    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr(webbrowser, "open", started)


@asynccontextmanager
async def restricted() -> AsyncIterator[tuple[SmsdeskApp, Pilot[None], list[str]]]:
    """Run a restricted desk; what is written to its terminal by hand is listed."""
    app = SmsdeskApp(firm().opened, zone=CHICAGO, background=False, restricted=True)
    written: list[str] = []
    app._clipboard_tools._write = written.append
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        app.desk_screen.open(SARAH)
        await settle(pilot)
        yield app, pilot, written


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_not_there_unless_it_is_listed(command: Command) -> None:
    """So a new one is denied until somebody has thought about it, and then stands in one list."""
    assert command.fits(CAN_DO_ALL) == (command.name not in NOT_THERE)
    assert (command.name in RESTRICTED) != (command.name in NOT_THERE)


def test_the_list_names_nothing_that_is_no_command() -> None:
    assert set(BY_NAME) >= RESTRICTED
    new = replace(BY_NAME["import_leads"], name="export_to_a_file")
    assert not new.fits(CAN_DO_ALL)
    assert new.fits(replace(CAN_DO_ALL, restricted=False))


def test_neither_palette_nor_help_name_what_is_not_there() -> None:
    import threading

    found = CommandSearch(CAN_DO_ALL).find("", stop=threading.Event())
    named = {row.choice for row in found.rows}
    page = help_text(80, restricted=True).plain
    assert not named & set(NOT_THERE)
    assert BY_NAME["import_leads"].title not in page
    assert BY_NAME["suspend"].title not in page
    assert "Copy a link" in page
    assert "Open a link" not in page


async def test_keys_and_names_of_what_is_not_there_do_nothing() -> None:
    async with restricted() as (app, pilot, _written):
        for name in NOT_THERE:
            for key in BY_NAME[name].keys:
                await press(pilot, key)
            app.desk_screen.post_message(CommandAsked(name))
            await settle(pilot)
            await app.desk_screen.action_command(name)
            await settle(pilot)
            assert isinstance(app.screen, DeskScreen), name


async def test_a_link_is_copied_by_the_terminal_after_the_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    async with restricted() as (app, pilot, written):
        app.desk_screen._windows.open_link(link("https://a.example/b"))
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        assert written == []
        await press(pilot, "y")
        assert written == ["\x1b]52;c;aHR0cHM6Ly9hLmV4YW1wbGUvYg==\x07"]


async def test_what_textual_brings_along_is_shut() -> None:
    async with restricted() as (app, _pilot, _written):
        theirs = {name.removeprefix("action_") for name in dir(App) if name.startswith("action_")}
        assert {name for name in theirs if app.check_action(name, ())} == RESTRICTED_ACTIONS
        assert not await app.run_action("app.screenshot('x.svg', '/tmp')")
        app.open_url("https://a.example")
        app.action_suspend_process()


async def test_nobody_is_called_by_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(desk=DeskConfig(restricted=True), notify=NotifyConfig(command="mine"))
    made: list[Any] = []

    def run(*_arguments: object, **named: object) -> int:
        made.append(named)
        return 0

    monkeypatch.setattr(start, "_run", run)
    with monkeypatch.context() as patched:
        patched.setattr(os, "environ", {"TEXTUAL_LOG": "a-file", "TERM": "xterm"})
        start.run_desk(config)
        assert os.environ == {"TERM": "xterm"}
    [named] = made
    assert named["restricted"]
    assert named["how_to_call"].settings.command == ""
    desk = firm()
    app = SmsdeskApp(
        desk.opened,
        zone=CHICAGO,
        background=False,
        restricted=True,
        how_to_call=named["how_to_call"],
    )
    async with app.run_test() as pilot:
        await settle(pilot)
        desk.happened = News(5, texted=(Texted(SARAH, "Sarah Berg", "Yes please!"),))
        app.attention.left_front()
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
