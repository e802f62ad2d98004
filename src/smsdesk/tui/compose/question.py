"""The question over the box: does this text wish to stop?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal, Vertical

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.screen_messages import CommandAsked
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, button

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Button

    from smsdesk.core.read_models.threads import Question

ASKED: Final = Piece(DisplayText("Do they wish to stop? "), "bold $warning")
UNTIL_ANSWERED: Final = Piece(
    DisplayText(" Nothing leaves to this number until you answer."), "$text-muted"
)


class QuestionBar(Vertical):
    """The text in question and its two answers."""

    DEFAULT_CSS = """
    QuestionBar {
        height: auto; padding: 0 1; background: $warning 12%; border-left: outer $warning;
        & #question-text { height: auto; max-height: 3; }
        & Horizontal { height: 1; }
        & Button.-style-default { width: auto; min-width: 0; height: 1; border: none;
            background: $panel;
            color: $foreground; text-style: none; margin: 0 2 0 0;
            &:hover { background: $warning 30%; }
            &:focus { background: $warning; color: $background; text-style: bold; } }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = Words(id="question-text")

    def compose(self) -> ComposeResult:
        """The question, and a button for each answer."""
        yield self._text
        with Horizontal():
            yield _answer("answer_opt_out", "opt them out")
            yield _answer("answer_keep", "not an opt-out")

    def show(self, question: Question) -> None:
        """Ask about ``question``."""
        said = phrase("“{text}”", text=question.text)
        self._text.say(shown(ASKED, said, UNTIL_ANSWERED))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by mouse."""
        event.stop()
        if event.button.id:
            self.post_message(CommandAsked(event.button.id))


def _answer(command: str, words: str) -> Button:
    key = key_label(BY_NAME[command].keys[0])
    label = shown(Piece(key, "bold $accent"), DisplayText(f" {words}"))
    return button(label, id=command)
