"""What stands in the compose box's place where the rules let nothing leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal, Vertical

from smsdesk.core.rules.send_rules import NO_SENDER
from smsdesk.display import DisplayText, joined, one_line, phrase
from smsdesk.terms import Code
from smsdesk.tui.screen_messages import CommandAsked
from smsdesk.tui.text.laid_out_once import LaidOutOnce
from smsdesk.tui.text.marks import BLOCKS_IN_RED
from smsdesk.tui.text.shown import shown
from smsdesk.tui.text.words import Words, button

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Button

    from smsdesk.core.read_models.threads import Thread

KEEPS_THE_BOX: Final = frozenset({Code.OK, Code.OPT_OUT_QUESTION})
"""Verdicts about a contact under which the agent goes on writing."""

_WORDS_TELL_THE_WAY_BACK: Final = frozenset({Code.OPTED_OUT, Code.AUTO_BLOCKED})
"""The words about a block tell what it stands on, too; F2 has it with the hour."""

READ_ONLY: Final = DisplayText("Texts from this sender can be read, but not answered.")
WHY: Final = DisplayText("F2 why")
_NOTHING: Final = DisplayText()


@dataclass(frozen=True, slots=True)
class Barred:
    """Why there is no box.

    Attributes:
        title: the rule's own words.
        evidence: what it stands on and what would lift it.
        tone: ``careful`` (amber) or ``blocked`` (red).
    """

    title: DisplayText
    evidence: DisplayText = _NOTHING
    tone: str = "careful"


def barred(thread: Thread, *, has_sender: bool) -> Barred | None:
    """Return what stands in the box's place, or ``None`` where the box stands.

    Args:
        thread: whose verdict is about the contact alone.
        has_sender: whether the firm's sending number is configured.
    """
    if thread.head.read_only:
        return Barred(READ_ONLY)
    verdict = thread.verdict
    if verdict.code in KEEPS_THE_BOX:
        return None if has_sender else Barred(one_line(NO_SENDER), tone="blocked")
    lines = [] if verdict.code is Code.AUTO_BLOCKED else [one_line(verdict.evidence)]
    if verdict.lift and verdict.code not in _WORDS_TELL_THE_WAY_BACK:
        lines.append(phrase("To lift it: {how}", how=verdict.lift))
    tone = "blocked" if verdict.code in BLOCKS_IN_RED else "careful"
    return Barred(one_line(verdict.message), joined("\n", filter(None, lines)), tone)


class _Beside(LaidOutOnce, Horizontal):
    """The evidence beside the way to more."""


class Notice(LaidOutOnce, Vertical):
    """The rule's words, what they stand on, and the way to all the evidence."""

    DEFAULT_CSS = """
    Notice {
        height: auto; padding: 1 2 1 1; background: $warning 12%; border-left: outer $warning;
        & #notice-title { color: $warning; text-style: bold; height: auto; }
        & Horizontal { height: auto; }
        & #notice-evidence { width: 1fr; height: auto; color: $text-muted; }
        & Button.-style-default { width: auto; min-width: 0; height: 1; border: none;
            background: transparent;
            color: $accent; text-style: none; &:hover { text-style: underline; }
            &:focus { background: $accent; color: $background; text-style: bold; } }
        &.-blocked { background: $error 12%; border-left: outer $error;
            & #notice-title { color: $error; } }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._title = Words(id="notice-title")
        self._evidence = Words(id="notice-evidence")

    def compose(self) -> ComposeResult:
        """Title, then evidence beside the way to more."""
        yield self._title
        with _Beside():
            yield self._evidence
            yield button(shown(WHY))

    def show(self, reason: Barred) -> None:
        """Show ``reason``."""
        self.set_class(reason.tone == "blocked", "-blocked")
        self._title.say(shown(reason.title))
        self._evidence.say(shown(reason.evidence))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open the evidence."""
        event.stop()
        self.post_message(CommandAsked("why"))
