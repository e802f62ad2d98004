"""Calling the desk from the screen.

Only the call itself runs in a thread; what is done with its answer runs on the event loop, in
the coroutine that asked. So no thread ever touches a widget.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from smsdesk.errors import DeskError
from smsdesk.tui.messages import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.message_pump import MessagePump

P = ParamSpec("P")
T = TypeVar("T")

off_loop = asyncio.to_thread
"""Run a blocking call in a thread and await its answer."""


class Lane:
    """Calls that must happen one after another, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``call`` in a thread, after all that were asked for before it."""
        async with self._lock:
            return await asyncio.to_thread(call, *args, **kwargs)

    async def drained(self) -> None:
        """Return when everything asked for so far has ended."""
        async with self._lock:
            return


def in_one_line(error: Exception) -> str:
    """Return what the agent is told of ``error``.

    A ``DeskError`` speaks for itself. Anything else is a fault of the program; its text may
    hold a message or a secret, so only its kind is shown.
    """
    if isinstance(error, DeskError):
        return str(error)
    return f"smsdesk met a problem of its own ({type(error).__name__}); `smsdesk doctor` may know."


@contextmanager
def told(pump: MessagePump) -> Iterator[None]:
    """Turn an error inside the block into a red line, instead of the end of the program."""
    try:
        yield
    except Exception as error:  # the border of the screen: whatever failed, the desk stays up
        pump.post_message(Trouble(in_one_line(error)))
