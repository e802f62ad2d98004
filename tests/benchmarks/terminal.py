"""A program on a real pseudo-terminal, and how long it takes to show something."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .resident import resident

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

COLUMNS, LINES = 120, 40
QUIET = 0.08
"""Seconds without output after which a screen counts as painted."""

A_BLINK = 210
"""Bytes with which a cursor comes or goes, at most."""

_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|.)"
)


def without_sequences(output: bytes) -> bytes:
    """Return what a program has written, without what only moves and paints."""
    return _SEQUENCE.sub(b"", output)


class NotShownError(Exception):
    """What was waited for did not come."""


class Terminal:
    """The terminal's side of a program that has been started."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int, began: float) -> None:
        """Take over a program; ``began`` is when it was started, on the steady clock."""
        self.process = process
        self.began = began
        self._screen = screen
        self._seen = b""

    @property
    def screen(self) -> int:
        """The descriptor on which the program's output comes."""
        return self._screen

    def write(self, keys: str) -> float:
        """Press keys; return when, and forget what was shown before."""
        self._drain()
        self._seen = b""
        pressed = time.perf_counter()
        os.write(self._screen, keys.encode())
        return pressed

    def until(self, text: str, *, timeout: float = 60.0) -> float:
        """Return when a text is on its way to the screen.

        Raises:
            NotShownError: it did not come in time.
        """
        wanted = text.encode()
        give_up = time.perf_counter() + timeout
        while wanted not in without_sequences(self._seen):
            if not self._read(give_up - time.perf_counter()):
                raise NotShownError(text)
        return time.perf_counter()

    def until_quiet(self, *, timeout: float = 20.0) -> float:
        """Return when the last output came, once nothing more comes."""
        last = time.perf_counter()
        give_up = last + timeout
        self._read(1.0)
        last = time.perf_counter()
        while last < give_up and self._read(QUIET):
            last = time.perf_counter()
        return last

    def until_painted(self, *, patience: float = 0.4) -> float:
        """Return when the last output came but for a cursor's blinking, which never ends."""
        began = last = time.perf_counter()
        while (now := time.perf_counter()) < last + patience and now < began + 20.0:
            before = len(self._seen)
            if self._read(0.05) and len(self._seen) - before > A_BLINK:
                last = time.perf_counter()
        return last

    def memory(self) -> float:
        """Return the program's resident memory in MiB."""
        return resident(self.process.pid)

    def _drain(self) -> None:
        while self._read(0.0):
            pass

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._screen], [], [], max(seconds, 0.0))
        if not ready:
            return False
        try:
            self._seen = self._seen[-200_000:] + os.read(self._screen, 65_536)
        except OSError:
            raise NotShownError(f"the program ended: {self._seen[-400:]!r}") from None
        return True


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Run a program on a terminal of 120 by 40, and end it."""
    screen, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
    )
    os.close(side)
    try:
        yield Terminal(process, screen, began)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(screen)
