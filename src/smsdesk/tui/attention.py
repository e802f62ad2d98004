"""Whether an agent looks at the desk, as far as the terminal tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

IDLE: Final = 60.0
"""Seconds without a key or a movement after which nobody looks, where a terminal tells no focus."""


class Attention:
    """What is known of it. The terminal may tell its focus (mode 1004), or say nothing."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Begin with an agent who has just started the desk.

        Args:
            monotonic: seconds on a steady clock.
        """
        self._monotonic = monotonic
        self._acted_at = monotonic()
        self._in_front: bool | None = None

    def acted(self) -> None:
        """A key was pressed, or the mouse was moved."""
        self._acted_at = self._monotonic()

    def came_to_front(self) -> None:
        """The terminal says that it is in front."""
        self._in_front = True
        self.acted()

    def left_front(self) -> None:
        """The terminal says that something else is in front."""
        self._in_front = False

    @property
    def away(self) -> bool:
        """Whether nobody looks: another window is in front, or nothing was done for long."""
        if self._in_front is not None:
            return not self._in_front
        return self._monotonic() - self._acted_at >= IDLE
