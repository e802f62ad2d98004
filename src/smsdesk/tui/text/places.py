"""Where text stands in its widget: what is dragged over is found by it.

A frame does without, for nobody asks it of a frame, and a place makes a style of its own of every
piece. A picture of the screen keeps it, as Textual's do.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_kept = ContextVar("_kept", default=False)


def are_kept() -> bool:
    """Return whether lines are painted with where their text stands."""
    return _kept.get()


@contextmanager
def kept() -> Iterator[None]:
    """Let lines be painted with where their text stands."""
    token = _kept.set(True)
    try:
        yield
    finally:
        _kept.reset(token)
