"""Where the agent of this desk is: told by the screen, written down by the loop behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

TYPES_FOR: Final = 5.0
"""Seconds after a key for which somebody counts as typing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A thread that is open.

    Attributes:
        number: with whom, empty while none is open.
        typing: whether something is being written in it.
    """

    number: str = ""
    typing: bool = False


@dataclass(slots=True)
class Whereabouts:
    """What the screen has told last; set by one thread and read by another, a value at a time.

    Attributes:
        number: of the open thread; ``None`` where nobody sits before this process.
        typing_until: in seconds of the steady clock.
    """

    number: str | None = None
    typing_until: float = field(default=float("-inf"))

    def place(self, monotonic: float) -> Place | None:
        """Return where the agent is, ``None`` where there is no screen."""
        number, until = self.number, self.typing_until
        return None if number is None else Place(number, bool(number) and monotonic < until)
