"""A progress line on stderr, only where somebody watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

from smsdesk.cli import output
from smsdesk.display import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 30
_CLEAR = "\r\x1b[K"

SAID_AFTER = 1.0
"""Seconds of silence that nobody wonders at."""


class ProgressLine:
    """The line; called with how much is done of how much, it shows that."""

    def __init__(self, label: str, *, visible: bool) -> None:
        self._label = one_line(label)
        self._visible = visible
        self._shown = ""

    def __call__(self, done: int, total: int | None) -> None:
        """Redraw the line where it would differ; ``total`` is ``None`` where nobody knows it."""
        self._draw(_bar(self._label, done, total))

    def say(self) -> None:
        """Show what is being done; for work of which nobody knows how far it has got."""
        self._draw(f"{self._label} ...")

    def _draw(self, text: str) -> None:
        if self._visible and text != self._shown:
            self._shown = text
            sys.stderr.write(f"{_CLEAR}{text}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away: before anything else is written, and at the end."""
        if self._shown:
            self._shown = ""
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[ProgressLine]:
    """Give a line that shows how far a long work has got; it is gone at the end.

    Nothing is shown where stderr is no terminal or ``quiet`` is set.
    """
    shown = ProgressLine(label, visible=not quiet and output.at_terminal(sys.stderr))
    try:
        yield shown
    finally:
        shown.clear()


@contextmanager
def at_work(label: str, *, quiet: bool = False, after: float = SAID_AFTER) -> Iterator[None]:
    """Say what is being done where it takes longer than ``after`` seconds; as ``progress`` does."""
    with progress(label, quiet=quiet) as shown:
        soon = Timer(after, shown.say)
        soon.start()
        try:
            yield
        finally:
            soon.cancel()
            soon.join()


def _bar(label: str, done: int, total: int | None) -> str:
    if not total:
        return f"{label}  {done:,}"
    part = min(done / total, 1.0)
    filled = int(part * _WIDTH)
    return f"{label}  {'#' * filled}{'.' * (_WIDTH - filled)}  {int(part * 100):3d} %"
