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

_painted = ContextVar("_painted", default=False)


def places_are_painted() -> bool:
    """Return whether lines are painted with where their text stands."""
    return _painted.get()


@contextmanager
def with_places() -> Iterator[None]:
    """Let lines be painted with where their text stands."""
    token = _painted.set(True)
    try:
        yield
    finally:
        _painted.reset(token)
