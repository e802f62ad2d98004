"""A program on a terminal of its own: what it shows, what it asks, what it leaves behind."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from codecs import getincrementaldecoder
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyte
from wcwidth import wcswidth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

COLUMNS, LINES = 120, 30
DEADLINE: Final = 30.0
"""Seconds; only a failure waits for so long."""

ROOT: Final = Path(__file__).parents[2]

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_STRANGE = re.compile(r"\x1b\[[<>=][0-?]*[ -/]*[@-~]|\x1b\[\?[0-?]*\$p|\x1b\[\?\d*[um]")
"""What pyte does not know and would print a part of."""

ANSWERS: Final = {"\x1b[?2004$p": "\x1b[?2004;1$y"}
"""A terminal that says of itself that it brackets pastes, and nothing else."""


class NotShownError(AssertionError):
    """What was waited for did not come."""


class Terminal:
    """The terminal's side of a program.

    Attributes:
        written: everything that the program has written.
        process: the program.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], sides: tuple[int, int], answers: Mapping[str, str]
    ) -> None:
        self.process = process
        self.written = ""
        self._ours, self._theirs = sides
        self._answers = answers
        self._fed = self._answered = 0
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.Stream(self._screen)

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return "\n".join(map(self._line, range(LINES)))

    def _line(self, line: int) -> str:
        """Return a line. A wide sign has an empty cell behind it; one alone is half of such a sign
        that is just being drawn over, which pyte's own ``display`` stumbles over.
        """
        cells = [self.cell(line, column) for column in range(COLUMNS)]
        wide = (False, *(wcswidth(cell) == 2 for cell in cells))
        return "".join(
            cell or ("" if behind else " ") for cell, behind in zip(cells, wide, strict=False)
        )

    def cell(self, line: int, column: int) -> str:
        """Return what stands in one cell of the screen, both from 0."""
        return self._screen.buffer[line][column].data

    def press(self, *bursts: str) -> None:
        """Write keys, each burst in one piece, the next one when the program has read it."""
        for burst in bursts:
            os.write(self._ours, burst.encode())
            self.until(self._all_read, "the program reads")

    def type_with_gaps(self, gap: float, *bursts: str) -> None:
        """Write each burst ``gap`` seconds after the one before: the gap is what is tested."""
        for burst in bursts:
            os.write(self._ours, burst.encode())
            end = time.monotonic() + gap
            while (left := end - time.monotonic()) > 0:
                self._read(left)

    def until_shown(self, text: str) -> None:
        """Wait for a text to stand on the screen."""
        self.until(lambda: text in self.screen, repr(text))

    def until_gone(self, text: str) -> None:
        """Wait for a text to stand nowhere on the screen."""
        self.until(lambda: text not in self.screen, f"{text!r} gone")

    def until_written(self, sequence: str) -> None:
        """Wait for the program to have written a sequence since the last ``forget``."""
        self.until(lambda: sequence in self.written, repr(sequence))

    def forget(self) -> None:
        """Forget what has been written so far."""
        self.written = ""
        self._fed = self._answered = 0

    def until_ended(self) -> int:
        """Wait for the program to end; return its exit code."""
        self.until(lambda: self.process.poll() is not None, "the end")
        with suppress(NotShownError):
            while self._read(0.0):
                pass
        return self.process.returncode

    def clear_screen(self) -> None:
        """Let something else have stood on the screen meanwhile."""
        self._screen.reset()

    def cooked(self) -> bool:
        """Return whether the terminal echoes and edits lines again, as a shell expects it."""
        modes = termios.tcgetattr(self._theirs)[3]
        return bool(modes & termios.ECHO and modes & termios.ICANON and modes & termios.ISIG)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._ours)
        self._ours = -1

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()
        os.close(self._theirs)
        if self._ours >= 0:
            os.close(self._ours)

    def _all_read(self) -> bool:
        waiting = fcntl.ioctl(self._theirs, termios.FIONREAD, b"\0" * 4)
        return int.from_bytes(waiting, sys.byteorder) == 0

    def until(self, come: Callable[[], bool], what: str, *, seconds: float = DEADLINE) -> None:
        """Read what the program writes until something has come."""
        give_up = time.monotonic() + seconds
        while not come():
            if time.monotonic() > give_up:
                raise NotShownError(f"{what} did not come; on the screen:\n{self.screen}")
            self._read(0.02)

    def _read(self, seconds: float) -> bool:
        if self._ours < 0:
            select.select([], [], [], seconds)
            return False
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._ours, 65_536)
        except OSError:  # EIO: the program has ended
            select.select([], [], [], seconds)
            return False
        self.written += self._decode(data)
        self._answer()
        self._stream.feed(_STRANGE.sub("", self.written[self._fed :]))
        self._fed = len(self.written)
        return True

    def _answer(self) -> None:
        for question, answer in self._answers.items():
            if question in self.written[self._answered :]:
                os.write(self._ours, answer.encode())
        self._answered = len(self.written)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return a terminal's environment: another test may have left its own size in ours."""
    sized = {"COLUMNS", "LINES"}
    kept = {name: value for name, value in given.items() if name not in sized}
    path = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    return {"TERM": "xterm-256color", **kept, "PYTHONPATH": path}


def _as_from_a_shell() -> None:
    """Have the terminal, and hang up with it, also where the tests themselves run under nohup."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@contextmanager
def started(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    answers: Mapping[str, str] = ANSWERS,
) -> Iterator[Terminal]:
    """Run a program on a terminal of its own, which answers some questions; end it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=_environment(environment),
        start_new_session=True,
        preexec_fn=_as_from_a_shell,  # noqa: PLW1509
    )
    terminal = Terminal(process, (ours, theirs), answers)
    try:
        yield terminal
    finally:
        terminal.close()


def small_desk(record: Path, *how: str) -> list[str]:
    """Return the command that runs the small desk."""
    return [sys.executable, "-m", "tests.terminal.small_desk", str(record), *how]


def recorded(record: Path, what: str) -> list[str]:
    """Return the texts that were sent, or the drafts that were saved, in their order."""
    if not record.exists():
        return []
    lines = map(json.loads, record.read_text(encoding="utf-8").splitlines())
    return [text for kind, text in lines if kind == what]
