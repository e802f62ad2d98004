"""Starting the desk on a terminal. Nothing heavy is imported before its first paint."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from smsdesk.local_zone import LocalZone
from smsdesk.memory import keep_heap_small

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smsdesk.config import Config
    from smsdesk.desk.glance import Glance
    from smsdesk.tui.app import SmsdeskApp
    from smsdesk.tui.calling import HowToCall
    from smsdesk.tui.screen_desk import ScreenDesk

PATIENCE: Final = 3.0
"""Seconds for threads to end once the agent has left."""

LEFT_WAITING: Final = (
    "smsdesk: left while the database had not answered: what was sent may be recorded, and then"
    " leaves later; look in the conversation before you send it again\n"
)


def run_desk(config: Config) -> int:
    """Run the desk until the agent quits. Returns the exit code."""

    def open_desk(tell: Callable[[str], None]) -> ScreenDesk:
        from smsdesk.core.rules.roles import Act
        from smsdesk.desk import Desk

        with ExitStack() as if_refused:
            desk = Desk.open(config, tell=tell)
            if_refused.callback(desk.close)
            desk.agents.check(Act.WORK)
            if_refused.pop_all()
        return desk

    def first_rows() -> Glance | None:
        from smsdesk.desk.glance import glance

        return glance(config)

    from smsdesk.tui.calling import HowToCall

    def program() -> list[str]:
        from smsdesk.config.own_commands import notify_command

        return notify_command(config)

    restricted = config.desk.restricted
    if restricted:
        _forget_textuals_variables()
    settings = replace(config.notify, command="") if restricted else config.notify
    return _run(
        open_desk,
        first_rows,
        theme=config.ui.theme,
        how_to_call=HowToCall(settings, program),
        restricted=restricted,
    )


def _forget_textuals_variables() -> None:
    """Let no variable name a file that Textual would write (a log, a picture of the screen)."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]


def run_demo(*, reset: bool) -> int:
    """Run the desk on the sample firm and the simulated carrier. Returns the exit code.

    Args:
        reset: start the sample firm afresh.
    """

    def open_desk(_tell: Callable[[str], None]) -> ScreenDesk:
        from smsdesk.demo import open_demo

        return open_demo(reset=reset)

    return _run(open_desk, lambda: None, theme="auto")


def theme_name(wanted: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the theme for ``auto``, ``dark`` or ``light``.

    ``auto`` is dark, unless the terminal says in ``COLORFGBG`` that its background is one of
    the light colours (7 or 15). That is for the first paint: the terminal is asked as well, and
    its answer, once it comes, counts.
    """
    if wanted == "auto":
        background = environ.get("COLORFGBG", "").rpartition(";")[2]
        wanted = "light" if background in {"7", "15"} else "dark"
    return f"smsdesk-{wanted}"


def _run(
    open_desk: Callable[[Callable[[str], None]], ScreenDesk],
    first_rows: Callable[[], Glance | None],
    *,
    theme: str,
    how_to_call: HowToCall | None = None,
    restricted: bool = False,
) -> int:
    gc.disable()
    keep_heap_small()
    from smsdesk.tui.app import SmsdeskApp
    from smsdesk.tui.newline_keys import tells_shift_enter

    app = SmsdeskApp(
        lambda: _collecting_after(lambda: open_desk(app.tell_waiting)),
        first_rows=first_rows,
        zone=LocalZone(),
        theme=theme_name(theme),
        shift_enter=tells_shift_enter(),
        follow_background=theme == "auto",
        how_to_call=how_to_call,
        restricted=restricted,
    )
    with asyncio.Runner() as runner:
        runner.run(app.run_async())
        end = _end_soon(app) if app.waits_for else None
    if app.desk is not None:
        app.desk.close()
    if end is not None:
        end.cancel()  # nothing waits any more: the process ends by itself, and whole
    return app.return_code or 0


def _end_soon(app: SmsdeskApp) -> threading.Timer:
    """Let the process end, though a thread of it may wait for the database until tomorrow.

    What that has written is the server's by now, as after a crash. Returns what ends the process
    in ``PATIENCE`` seconds, unless it is cancelled.
    """
    with suppress(OSError):
        sys.stderr.write(LEFT_WAITING)
    timer = threading.Timer(PATIENCE, os._exit, [app.return_code or 0])
    timer.daemon = True
    timer.start()
    return timer


def _collecting_after(open_desk: Callable[[], ScreenDesk]) -> ScreenDesk:
    """Open the desk, then collect garbage again, but never what the start has made.

    A start makes 60,000 objects, all of them to stay: going through them again and again costs
    a seventh of it, and later, at every full collection, holds up a key for 20 ms.
    """
    try:
        return open_desk()
    finally:
        gc.freeze()
        gc.enable()
