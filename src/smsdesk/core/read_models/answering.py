"""What is told of whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NextToAnswer:
    """Who is to be answered next.

    Attributes:
        number: their conversation's; ``None`` where nobody else waits.
        left: how many wait besides the open one, this one among them.
    """

    number: str | None
    left: int
