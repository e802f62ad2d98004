"""What the gate asks about before a text leaves, and saying it a second time says yes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smsdesk.terms import Code
from smsdesk.tui.compose.sight import YES_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ASKED_ABOUT: Final = frozenset({Code.QUIET_HOURS})
"""The rules that stop a text only until its writer has said yes."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What was to be done when a rule stopped it.

    What was asked about one of these is no yes to another.

    Attributes:
        number: to whom.
        planned: the text in the box was to be given a time of its own, not to leave at once.
        again: the failed message that was to be sent again; ``None`` for the text in the box.
    """

    number: str
    planned: bool = False
    again: int | None = None


class Confirmations:
    """The questions that stand over the box, conversation by conversation."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """``monotonic`` is a steady clock's seconds."""
        self._asked: defaultdict[Asking, set[Code]] = defaultdict(set)
        self._asked_at = 0.0
        self._monotonic = monotonic

    def ask(self, asking: Asking, code: str, confirmed: Collection[Code]) -> None:
        """Note that a rule has stopped a text whose writer had said yes to ``confirmed``."""
        if code in ASKED_ABOUT:
            self._asked[asking] |= {Code(code), *confirmed}
            self._asked_at = self._monotonic()

    def open(self, asking: Asking) -> frozenset[Code]:
        """Return what stands over the box."""
        return frozenset(self._asked.get(asking, ()))

    def open_again(self, number: str) -> frozenset[Code]:
        """Return what stands over the box about failed messages, whichever."""
        return frozenset(
            code
            for asking, codes in self._asked.items()
            if asking.number == number and asking.again is not None
            for code in codes
        )

    def said_yes(self, asking: Asking) -> frozenset[Code]:
        """Return what saying it again says yes to: nothing while nobody can have read it.

        A key that is held down repeats itself sooner than that.
        """
        if self._monotonic() - self._asked_at < YES_AFTER:
            return frozenset()
        return self.open(asking)

    def answered(self, number: str) -> None:
        """Nothing stands over the box any more: the text has gone, or is another one."""
        for asking in [each for each in self._asked if each.number == number]:
            del self._asked[asking]
