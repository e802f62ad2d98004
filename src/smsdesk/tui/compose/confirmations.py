"""What the gate asks about before a text leaves, and a second Enter says yes to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from smsdesk.terms import Code

if TYPE_CHECKING:
    from smsdesk.core.views.sending import Leaving

ASKED_ABOUT: Final = frozenset({Code.QUIET_HOURS})
"""The rules that stop a text only until its writer has said yes."""


class Confirmations:
    """The questions that stand over the box, conversation by conversation.

    What was asked about a text that was to leave at once is no yes to one with a time of its own,
    and the other way round.
    """

    def __init__(self) -> None:
        self._asked: defaultdict[tuple[str, bool], set[Code]] = defaultdict(set)

    def ask(self, number: str, code: str, leaving: Leaving) -> bool:
        """Note that a rule has stopped a text; return whether a second Enter can say yes to it."""
        asks = code in ASKED_ABOUT
        if asks:
            self._asked[number, leaving.at is not None] |= {Code(code), *leaving.confirmed}
        return asks

    def open(self, number: str, *, planned: bool = False) -> frozenset[Code]:
        """Return what stands over the box, and what sending from it says yes to."""
        return frozenset(self._asked.get((number, planned), ()))

    def answered(self, number: str) -> None:
        """Nothing stands over the box any more: the text has gone, or is another one."""
        for planned in (False, True):
            self._asked.pop((number, planned), None)
