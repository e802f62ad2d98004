"""What the gate asks about before a text leaves, and a second Enter says yes to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from smsdesk.terms import Code
from smsdesk.tui.compose.sight import YES_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.views.sending import Leaving

ASKED_ABOUT: Final = frozenset({Code.QUIET_HOURS})
"""The rules that stop a text only until its writer has said yes."""


class Confirmations:
    """The questions that stand over the box, conversation by conversation.

    What was asked about a text that was to leave at once is no yes to one with a time of its own,
    and the other way round.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """``monotonic`` is a steady clock's seconds."""
        self._asked: defaultdict[tuple[str, bool], set[Code]] = defaultdict(set)
        self._asked_at = 0.0
        self._monotonic = monotonic

    def ask(self, number: str, code: str, leaving: Leaving) -> bool:
        """Note that a rule has stopped a text; return whether a second Enter can say yes to it."""
        asks = code in ASKED_ABOUT
        if asks:
            self._asked[number, leaving.at is not None] |= {Code(code), *leaving.confirmed}
            self._asked_at = self._monotonic()
        return asks

    def open(self, number: str, *, planned: bool = False) -> frozenset[Code]:
        """Return what stands over the box."""
        return frozenset(self._asked.get((number, planned), ()))

    def said_yes(self, number: str, *, planned: bool) -> frozenset[Code]:
        """Return what sending from the box says yes to: nothing while nobody can have read it.

        A key that is held down repeats itself sooner than that.
        """
        if self._monotonic() - self._asked_at < YES_AFTER:
            return frozenset()
        return self.open(number, planned=planned)

    def answered(self, number: str) -> None:
        """Nothing stands over the box any more: the text has gone, or is another one."""
        for planned in (False, True):
            self._asked.pop((number, planned), None)
