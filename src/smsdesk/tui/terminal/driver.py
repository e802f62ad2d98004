"""Textual's driver for a terminal, with our own reading of keys and our own way out.

What is replaced: how bytes become messages, what a signal does, and what is written where nobody
reads any more. What stays Textual's: raw mode, mouse, alternate screen, the writing thread.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

from smsdesk.tui.terminal.ending import ENDING_SIGNALS, EndAsked, LastResort
from smsdesk.tui.terminal.modes import LEAVE, LEAVE_AT_ONCE, enter
from smsdesk.tui.terminal.output import TerminalOutput, input_encoding
from smsdesk.tui.terminal.reading import TerminalReader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import TextIOWrapper

    from textual.app import App
    from textual.message import Message

_READ: Final = 4096
"""Bytes: what the kernel keeps of a terminal's input."""

_FOREGROUND_LOOK: Final = 0.3
"""Seconds between two looks, in the background, at whether the shell has handed over the terminal.
It does not tell a program that it finds running."""

_LOOK: Final = 0.1
"""Seconds between two looks at whether the input thread has to end; Textual's."""


class TerminalDriver(LinuxDriver):
    """Reads and writes a terminal, and gives it back as it was at every way out.

    Attributes:
        ask_background: whether to ask for the colour of the background; set by the app.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Take the terminal of the process's standard streams; nothing is written yet."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        stream = cast("TextIO", sys.__stderr__)
        self._output = TerminalOutput(stream)
        self._file = cast("TextIOWrapper[Any]", self._output)
        self._decode = getincrementaldecoder(input_encoding(stream.encoding))("replace").decode
        self._reader = TerminalReader()
        self._taken = False  # the terminal is in our modes
        self._writing = False  # there is a thread that writes
        self._closed = False
        self._given_back = False  # before a stop, so that a SIGCONT has nothing to mend
        self._last_resort = LastResort(self._give_back_at_once)
        self._handlers = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
        self.ask_background = bool(getattr(app, "follows_background", False))

    # -- taking the terminal and giving it back -----------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal; in the background, wait for the shell to hand it over."""
        if self._taken:
            return
        for number, before in self._handlers.items():
            if before is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, self._told_to_end)
        if not self._in_foreground():
            self._loop.call_soon_threadsafe(
                self._loop.call_later, _FOREGROUND_LOOK, self._come_back
            )
            return
        self._taken = self._writing = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(enter(os.environ, ask_background=self.ask_background))

    def stop_application_mode(self) -> None:
        """Give the terminal back, unless the shell has it already."""
        if self._taken:
            self.write(LEAVE)
            super().stop_application_mode()
            self._taken = False

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self.stop_application_mode()
        self._stop_writing()

    def close(self) -> None:
        """Give signals back, too."""
        self._closed = True
        self._stop_writing()
        for number, before in self._handlers.items():
            signal.signal(number, before)

    def write(self, data: str) -> None:
        """Write to the terminal; nothing while it is not ours."""
        if self._writing:
            super().write(data)

    def _stop_writing(self) -> None:
        if self._writing:
            super().close()
            self._writing = False

    def _in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:  # no terminal, or not the one that controls us: nobody can stop us
            return True

    def _give_back_at_once(self) -> None:
        """Put the terminal back from any thread, whatever state the others are in."""
        if not self._taken:
            return
        with suppress(OSError):
            output = self._output.fileno()
            if select.select([], [output], [], 0.0)[1]:  # it may be stopped itself
                os.write(output, LEAVE_AT_ONCE.encode())
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    # -- signals ------------------------------------------------------------------------

    def _told_to_end(self, number: int, *_: object) -> None:
        asked = EndAsked(number)
        if self._last_resort.begin(asked):
            self.send_message(asked)

    def _sigtstp_application(self, *_: object) -> None:
        """Stop, with everybody who runs in front of the shell together with us.

        ``uv run`` and the like wait for us: a shell goes on only when they stop, too. Where there
        is no shell to go back to (a window of our own), the kernel stops nobody, and we go on.
        """
        if not self._auto_restart:
            os.kill(os.getpid(), signal.SIGSTOP)
            return
        self.suspend_application_mode()
        self._given_back = True
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.killpg(os.getpgrp(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._come_back()

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again; after a stop that gave no time to give it back, set it anew."""
        if not self._auto_restart:
            return
        if self._taken and not self._given_back and self._in_foreground():
            self.suspend_application_mode()
        self._given_back = False
        self._come_back()

    def _come_back(self) -> None:
        if not (self._taken or self._closed):
            self._must_signal_resume = True
            self.resume_application_mode()

    # -- reading ------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Read keys until the app ends, or the terminal is gone."""
        deadline: float | None = None
        while not self.exit_event.is_set():
            wait = _LOOK if deadline is None else min(_LOOK, deadline - time.monotonic())
            if select.select([self.fileno], [], [], max(wait, 0.0))[0]:
                if not self._read():
                    return
            elif deadline is not None and time.monotonic() >= deadline:
                self._pass_on(self._reader.silence())
            else:
                continue
            patience = self._reader.patience
            deadline = None if patience is None else time.monotonic() + patience

    def _read(self) -> bool:
        """Pass on what has come. Returns whether more can come."""
        try:
            data = os.read(self.fileno, _READ)
        except OSError:  # EIO: the other side of the terminal is closed
            data = b""
        if not data:
            if self.input_tty:
                self._told_to_end(signal.SIGHUP)
            return False
        self._pass_on(self._reader.feed(self._decode(data)))
        return True

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
