"""A progress line on stderr, only where somebody watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WIDTH = 30
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int | None], None]]:
    """Give a function that shows how far a long work has got: ``show(done, total)``.

    Nothing is shown where stderr is no terminal or ``quiet`` is set. The line is redrawn only
    when it would differ, and is gone at the end.
    """
    shown = ""

    def show(done: int, total: int | None) -> None:
        nonlocal shown
        text = _bar(label, done, total)
        if text != shown:
            shown = text
            sys.stderr.write(f"{_CLEAR}{text}")
            sys.stderr.flush()

    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    try:
        yield show
    finally:
        if shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def _bar(label: str, done: int, total: int | None) -> str:
    if not total:
        return f"{label}  {done:,}"
    part = min(done / total, 1.0)
    filled = int(part * _WIDTH)
    return f"{label}  {'#' * filled}{'.' * (_WIDTH - filled)}  {int(part * 100):3d} %"
