"""Calling the desk from the screen.

Only the call itself runs in a thread; what is done with its answer runs on the event loop, in
the coroutine that asked. So no thread ever touches a widget.

An answer that comes when the window that asked is closed has nobody to go to: whoever awaits it
ends there, as a worker that is cancelled.
"""

from __future__ import annotations

import asyncio
import re
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from textual.worker import NoActiveWorker, get_current_worker

from smsdesk.display import DisplayText, one_line, phrase
from smsdesk.errors import DeskError
from smsdesk.tui.screen_messages import Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.message_pump import MessagePump
    from textual.widget import Widget

P = ParamSpec("P")
T = TypeVar("T")

SLOW_AFTER: Final = 0.3
"""Seconds without an answer after which the screen says that it is still being looked for."""


async def off_loop(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking call in a thread and return its answer.

    Raises:
        CancelledError: the widget whose worker asked is no longer there.
        Exception: whatever the call raises.
    """
    try:
        return await asyncio.to_thread(call, *args, **kwargs)
    finally:
        _end_where_nobody_waits()


def _end_where_nobody_waits() -> None:
    """Cancel the worker that is running where its widget has been closed meanwhile."""
    try:
        node = get_current_worker().node
    except NoActiveWorker:
        return
    if not node.is_attached:
        raise asyncio.CancelledError


async def stoppable(call: Callable[..., T], *args: object, **kwargs: object) -> T:
    """Run a blocking call in a thread; it is told to stop when nobody awaits its answer any more.

    Args:
        call: takes ``stop``, a ``threading.Event``, besides the arguments given.
    """
    stop = threading.Event()
    try:
        return await off_loop(partial(call, *args, stop=stop, **kwargs))
    finally:
        stop.set()


def start_worker(
    widget: Widget,
    work: Callable[[], Awaitable[None]],
    *,
    group: str,
    exclusive: bool = False,
    exit_on_error: bool = True,
) -> None:
    """Run ``work`` on the event loop as a worker of ``widget``, as Textual's decorator does.

    It is handed over uncalled: a coroutine that is cancelled before it has begun would warn.
    """
    widget.run_worker(work, group=group, exclusive=exclusive, exit_on_error=exit_on_error)


@contextmanager
def shown_when_slow(
    pump: MessagePump, show: Callable[[], object], hide: Callable[[], object]
) -> Iterator[None]:
    """Show that an answer is awaited where the block runs longer than ``SLOW_AFTER``.

    Args:
        pump: whose timer it is.
        show: is called then.
        hide: is called after that at the end, also where the block is cancelled.
    """
    over = shown = False

    def slow() -> None:
        nonlocal shown
        if not over:  # a timer that has run out waits in the queue behind other messages
            shown = True
            show()

    timer = pump.set_timer(SLOW_AFTER, slow)
    try:
        yield
    finally:
        over = True
        timer.stop()
        if shown:
            hide()


class CallQueue:
    """Calls that must happen one after another, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``call`` in a thread, after all that were asked for before it."""
        async with self._lock:
            return await off_loop(call, *args, **kwargs)

    async def drained(self) -> None:
        """Return when everything asked for so far has ended."""
        async with self._lock:
            return


_BEGINS_WITH_A_WORD: Final = re.compile("(?!smsdesk )[a-z]+(?:'[a-z]+)?,? ")


def as_sentence(said: str) -> DisplayText:
    """Return what stands in a line of its own, where it begins with a capital letter.

    On the command line an error follows the program's name, and begins small. What begins with a
    key, a path or a quoted word stays as it is.
    """
    begins = _BEGINS_WITH_A_WORD.match(said) is not None
    return one_line(f"{said[0].upper()}{said[1:]}" if begins else said)


def in_one_line(error: Exception) -> DisplayText:
    """Return what the agent is told of ``error``.

    A ``DeskError`` speaks for itself. Anything else is a fault of the program; its text may
    hold a message or a secret, so only its kind is shown.
    """
    if isinstance(error, DeskError):
        return as_sentence(str(error))
    return phrase(
        "smsdesk met a problem of its own ({kind}); `smsdesk doctor` may know.",
        kind=type(error).__name__,
    )


@contextmanager
def red_line_on_error(pump: MessagePump) -> Iterator[None]:
    """Turn an error inside the block into a red line, instead of the end of the program."""
    try:
        yield
    except Exception as error:  # the border of the screen: whatever failed, the desk stays up
        pump.post_message(Trouble(in_one_line(error)))
