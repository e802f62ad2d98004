"""Which numbers the firm may not text because they texted STOP.

Like everything in the simulated world a block is a function of time: a STOP that is still to
come counts from then on.
"""

from __future__ import annotations

from bisect import insort
from math import inf
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator.keywords import reads_as_block

if TYPE_CHECKING:
    from smsdesk.carrier.simulator.entries import Entry


class Blocks:
    """What every number has said of being texted, in order of time."""

    def __init__(self, *, toll_free: bool) -> None:
        """Begin with nobody blocked; ``toll_free`` as in ``reads_as_block``."""
        self._toll_free = toll_free
        self._changes: dict[str, list[tuple[float, int, bool]]] = {}

    def note(self, text: Entry) -> None:
        """Read an inbound text; nothing but a keyword changes anything."""
        blocks = reads_as_block(text.body, toll_free=self._toll_free)
        if blocks is not None:
            change = (text.created, text.sequence, blocks)
            insort(self._changes.setdefault(text.sender, []), change)

    def forget(self, text: Entry) -> None:
        """Take back what a text that never came would have done."""
        changes = self._changes.get(text.sender, [])
        changes[:] = [change for change in changes if change[1] != text.sequence]

    def blocked(self, number: str, at: float = inf) -> bool:
        """Return whether a number is blocked at a time, or once everything has come."""
        blocked = False
        for happened, _, blocks in self._changes.get(number, ()):
            if happened > at:
                break
            blocked = blocks
        return blocked
