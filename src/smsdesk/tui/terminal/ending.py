"""The end from outside: a signal, or a terminal that is gone."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

ENDING_SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

PATIENCE: Final = 5.0
"""Seconds for drafts to be saved and threads to end; a text on its way survives the end anyway."""

_INSISTING: Final = 1.0
"""Seconds. A closed window says so several times at once; a person who insists waits a moment."""


@dataclass
class EndAsked(Message):
    """The process has been told to end by a signal."""

    signal_number: int

    @property
    def exit_code(self) -> int:
        """What shells report of a process that a signal has ended."""
        return 128 + self.signal_number


class LastResort:
    """Ends the process where asking it to end is not enough."""

    def __init__(self, restore: Callable[[], None], *, patience: float = PATIENCE) -> None:
        """``restore`` puts the terminal back, from any thread; ``patience`` is in seconds."""
        self._restore = restore
        self._patience = patience
        self._begun: float | None = None

    def begin(self, asked: EndAsked) -> bool:
        """End the process after a while; at once for whoever asks again a second later.

        Returns:
            Whether it is the first time, so that it has to be asked to end.
        """
        now = time.monotonic()
        if self._begun is None:
            self._begun = now
            timer = threading.Timer(self._patience, self._end, [asked.exit_code])
            timer.daemon = True
            timer.start()
            return True
        if now - self._begun > _INSISTING:
            self._end(asked.exit_code)
        return False

    def _end(self, code: int) -> None:
        try:
            self._restore()
        finally:
            os._exit(code)
