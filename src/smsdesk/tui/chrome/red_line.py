"""The red line at the top: every trouble that the agent must know of, one at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.reactive import reactive

from smsdesk.display import DisplayText
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class QueuedTrouble:
    """One trouble in the queue.

    Attributes:
        subject: a later trouble of the same subject takes this one's place.
        ends_at: on the steady clock, in seconds, when it passes by itself; ``None`` for never.
    """

    text: DisplayText
    subject: str = ""
    ends_at: float | None = None


_SIGN = Piece(DisplayText("✗ "))
_ESC = Piece(DisplayText("   Esc"), "not bold dim")


class RedLine(Words):
    """A queue of troubles, shown one at a time; a click or Escape dismisses the one in view."""

    DEFAULT_CSS = """
    RedLine {
        display: none; height: auto; max-height: 3; padding: 0 1;
        background: $error 18%; color: $error; text-style: bold; pointer: pointer;
        &.-troubled { display: block; }
    }
    """

    troubles: reactive[tuple[QueuedTrouble, ...]] = reactive(())

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """``monotonic`` is the steady clock, in seconds."""
        super().__init__(id="red-line")
        self._monotonic = monotonic

    def on_mount(self) -> None:
        """Let countdowns count."""
        self.set_interval(1.0, self.tick)

    def add(self, text: DisplayText, *, subject: str = "", seconds: float = 0.0) -> None:
        """Queue a trouble, or renew the one of the same subject or text in its place."""
        ends_at = self._monotonic() + seconds if seconds > 0 else None
        trouble = QueuedTrouble(text, subject, ends_at)
        for place, known in enumerate(self.troubles):
            if (known.subject == subject) if subject else (known.text == text):
                queue = list(self.troubles)
                queue[place] = replace(trouble, subject=known.subject)
                self.troubles = tuple(queue)
                return
        self.troubles = (*self.troubles, trouble)

    def drop(self, subject: str) -> None:
        """Drop the trouble about ``subject``: it has passed."""
        self.troubles = tuple(each for each in self.troubles if each.subject != subject)

    def dismiss(self) -> bool:
        """Drop the trouble in view. Returns whether there was one."""
        had = bool(self.troubles)
        self.troubles = self.troubles[1:]
        return had

    def tick(self) -> None:
        """Bring countdowns up to date and drop those that have ended."""
        now = self._monotonic()
        self.troubles = tuple(
            each for each in self.troubles if each.ends_at is None or each.ends_at > now
        )
        if any(trouble.ends_at is not None for trouble in self.troubles):
            self._show()

    def on_click(self) -> None:
        """Dismiss by mouse."""
        self.dismiss()

    def watch_troubles(self) -> None:
        """Show the first one, or nothing at all."""
        self.set_class(bool(self.troubles), "-troubled")
        self._show()

    def _show(self) -> None:
        if not self.troubles:
            return
        first = self.troubles[0]
        parts = [_SIGN, Piece(first.text)]
        if first.ends_at is not None:
            left = max(0, math.ceil(first.ends_at - self._monotonic()))
            parts.append(Piece(DisplayText(f" ({left} s)")))
        if len(self.troubles) > 1:
            parts.append(Piece(DisplayText(f"   1 of {len(self.troubles)}"), "not bold"))
        self.say(shown(*parts, _ESC))
