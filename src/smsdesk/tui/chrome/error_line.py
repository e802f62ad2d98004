"""The red line at the top: every failure that the agent must know of, one at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure in the queue.

    Attributes:
        subject: a later failure of the same subject takes this one's place.
        ends_at: on the steady clock, in seconds, when it passes by itself; ``None`` for never.
    """

    text: str
    subject: str = ""
    ends_at: float | None = None


class ErrorLine(Static):
    """A queue of failures, shown one at a time; a click or Escape dismisses the one in view."""

    DEFAULT_CSS = """
    ErrorLine {
        display: none; height: auto; max-height: 3; padding: 0 1;
        background: $error 18%; color: $error; text-style: bold; pointer: pointer;
        &.-failing { display: block; }
    }
    """

    failures: reactive[tuple[Failure, ...]] = reactive(())

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """``monotonic`` is the steady clock, in seconds."""
        super().__init__(id="errors", markup=False)
        self._monotonic = monotonic

    def on_mount(self) -> None:
        """Let countdowns count."""
        self.set_interval(1.0, self.tick)

    def add(self, text: str, *, subject: str = "", seconds: float = 0.0) -> None:
        """Queue a failure, or renew the one of the same subject or text in its place."""
        ends_at = self._monotonic() + seconds if seconds > 0 else None
        failure = Failure(text, subject, ends_at)
        for place, known in enumerate(self.failures):
            if (known.subject == subject) if subject else (known.text == text):
                queue = list(self.failures)
                queue[place] = replace(failure, subject=known.subject)
                self.failures = tuple(queue)
                return
        self.failures = (*self.failures, failure)

    def settle(self, subject: str) -> None:
        """Drop the failure about ``subject``: it has passed."""
        self.failures = tuple(f for f in self.failures if f.subject != subject)

    def dismiss(self) -> bool:
        """Drop the failure in view. Returns whether there was one."""
        had = bool(self.failures)
        self.failures = self.failures[1:]
        return had

    def tick(self) -> None:
        """Bring countdowns up to date and drop those that have ended."""
        now = self._monotonic()
        self.failures = tuple(f for f in self.failures if f.ends_at is None or f.ends_at > now)
        if any(failure.ends_at is not None for failure in self.failures):
            self._show()

    def on_click(self) -> None:
        """Dismiss by mouse."""
        self.dismiss()

    def watch_failures(self) -> None:
        """Show the first one, or nothing at all."""
        self.set_class(bool(self.failures), "-failing")
        self._show()

    def _show(self) -> None:
        if not self.failures:
            return
        first = self.failures[0]
        parts: list[Content | str | tuple[str, str]] = ["✗ ", first.text]
        if first.ends_at is not None:
            left = max(0, math.ceil(first.ends_at - self._monotonic()))
            parts.append(f" ({left} s)")
        if len(self.failures) > 1:
            parts.append((f"   1 of {len(self.failures)}", "not bold"))
        parts.append(("   Esc", "not bold dim"))
        self.update(Content.assemble(*parts))
