"""Running the app in a test: frozen clock, fixed zone, nothing by itself, no sleeping."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.widgets import Input, TextArea

from smsdesk.tui.app import SmsdeskApp
from smsdesk.tui.widgets.compose_box import ComposeBox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from smsdesk.desk import Desk

CHICAGO = ZoneInfo("America/Chicago")


def make_app(open_desk: Callable[[], Desk], *, theme: str = "smsdesk-dark") -> SmsdeskApp:
    return SmsdeskApp(open_desk, zone=CHICAGO, background=False, theme=theme)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no worker runs and no message waits."""
    for _ in range(5):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    for box in pilot.app.screen.query(TextArea):
        box.cursor_blink = False
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
    for compose in pilot.app.screen.query(ComposeBox):
        compose.paste_gap = 0


@asynccontextmanager
async def running(
    open_desk: Callable[[], Desk], *, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[SmsdeskApp, Pilot[None]]]:
    app = make_app(open_desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def open_thread(app: SmsdeskApp, pilot: Pilot[None], number: str) -> None:
    app.desk_screen.open(number)
    await settle(pilot)


async def type_text(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*text)


def box_text(app: SmsdeskApp) -> str:
    return app.desk_screen.talk.reply.box.text


def red_lines(app: SmsdeskApp) -> list[str]:
    return [failure.text for failure in app.desk_screen.errors.failures]
