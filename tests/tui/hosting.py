"""Running the app in a test: frozen clock, fixed zone, nothing by itself, no sleeping."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import events
from textual.widgets import Button, Input, TextArea
from textual.worker import WorkerCancelled

from smsdesk.tui.app import SmsdeskApp
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.compose.notice import Notice
from smsdesk.tui.text.words import Words
from smsdesk.tui.type_ahead import type_ahead_of
from tests.tui import parsed_styles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from rich.segment import Segment
    from textual.app import App
    from textual.pilot import Pilot

    from smsdesk.desk.glance import Glance
    from smsdesk.tui.chrome.footer import FooterLine
    from smsdesk.tui.chrome.title_line import TitleLine
    from smsdesk.tui.screen_desk import ScreenDesk

parsed_styles.share()
# The pictures have all colours, whoever runs the tests, and on what terminal.
os.environ.pop("NO_COLOR", None)
os.environ["COLORTERM"] = "truecolor"
CHICAGO = ZoneInfo("America/Chicago")


def make_app(
    open_desk: Callable[[], ScreenDesk],
    *,
    first_rows: Callable[[], Glance | None] = lambda: None,
    theme: str = "smsdesk-dark",
) -> SmsdeskApp:
    return SmsdeskApp(open_desk, first_rows=first_rows, zone=CHICAGO, background=False, theme=theme)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no worker runs and no message waits.

    ``pause(0)`` waits for the messages; without the 0, Textual would wait for an idle processor.
    """
    quiet = 0
    while quiet < 3:
        with suppress(WorkerCancelled):  # an older answer that nobody waits for
            await pilot.app.workers.wait_for_complete()
        await pilot.pause(0)
        keys = type_ahead_of(pilot.app)
        busy = keys is not None and not keys.at_rest
        busy = busy or any(not worker.is_finished for worker in pilot.app.workers)
        quiet = 0 if busy else quiet + 1
    for box in pilot.app.screen.query(TextArea):
        box.cursor_blink = False
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
    for compose in pilot.app.screen.query(ComposeBox):
        compose.paste_gap = 0


@asynccontextmanager
async def running(
    open_desk: Callable[[], ScreenDesk], *, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[SmsdeskApp, Pilot[None]]]:
    app = make_app(open_desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def open_thread(app: SmsdeskApp, pilot: Pilot[None], number: str) -> None:
    app.desk_screen.open(number)
    await settle(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after another; return when all that they set off is done."""
    await pilot.press(*keys)
    await settle(pilot)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Put ``text`` in at once: a key a time costs 30 ms each in Textual's pilot."""
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await pilot.pause(0)


def box_text(app: SmsdeskApp) -> str:
    return app.desk_screen.conversation.reply.box.text


def send_label(app: SmsdeskApp) -> str:
    return str(app.desk_screen.query_one("#send", Button).label)


def notice_text(app: SmsdeskApp) -> str:
    notice = app.desk_screen.query_one(Notice)
    return str(notice.query_one("#notice-title", Words).content) if notice.display else ""


def line_of(app: SmsdeskApp, widget: type[TitleLine] | type[FooterLine]) -> str:
    return str(app.desk_screen.query_one(widget).render())


def red_lines(app: SmsdeskApp) -> list[str]:
    return [trouble.text for trouble in app.desk_screen.red_line.troubles]


def shown_segments(app: App[None]) -> list[Segment]:
    """Return what is on the screen, in pieces of one style."""
    return [segment for strip in app.screen._compositor.render_strips() for segment in strip]
