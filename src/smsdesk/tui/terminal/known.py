"""What is known of the terminal, as it becomes known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """What the terminal has said or shown of itself since the start; nothing is guessed.

    Attributes:
        pastes_are_bracketed: it marks where a paste begins and ends: it has answered that the
            mode is on (DECRQM 2004), or a marked paste has come. A return is then a key.
        tells_shift_enter: Shift+Enter reaches the program as another key than Enter.
        dark: whether its background is dark; ``None`` where it has not said.
    """

    pastes_are_bracketed: bool = False
    tells_shift_enter: bool = False
    dark: bool | None = None


NOTHING_KNOWN: Final = TerminalFacts()


@dataclass
class TerminalLearnt(Message):
    """The terminal has said something of itself. Comes in its place among the keys."""

    facts: TerminalFacts


def facts_of(app: App[Any]) -> TerminalFacts:
    """Return what is known of the terminal of ``app``, be it the desk's or a test's own."""
    facts = getattr(app, "terminal", NOTHING_KNOWN)
    return facts if isinstance(facts, TerminalFacts) else NOTHING_KNOWN


def pastes_are_bracketed(app: App[Any]) -> bool:
    """Return whether a return is surely a key, since pastes come marked as such."""
    return facts_of(app).pastes_are_bracketed
