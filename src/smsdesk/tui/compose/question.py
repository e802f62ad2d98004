"""The question over the box: does this text wish to stop?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from smsdesk.tui.announcements import CommandAsked
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.keys import key_label

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from smsdesk.core.views.threads import Question


class QuestionBar(Vertical):
    """The text in question and its two answers."""

    DEFAULT_CSS = """
    QuestionBar {
        height: auto; padding: 0 1; background: $warning 12%; border-left: outer $warning;
        & #question-text { height: auto; max-height: 3; }
        & Horizontal { height: 1; }
        & Button { width: auto; min-width: 0; height: 1; border: none; background: $panel;
            color: $foreground; text-style: none; margin: 0 2 0 0;
            &:hover { background: $warning 30%; } &:focus { text-style: reverse; } }
    }
    """

    def compose(self) -> ComposeResult:
        """The question, and a button for each answer."""
        yield Static(id="question-text", markup=False)
        with Horizontal():
            yield _answer("answer_opt_out", "opt them out")
            yield _answer("answer_keep", "not an opt-out")

    def show(self, question: Question) -> None:
        """Ask about ``question``."""
        self.query_one("#question-text", Static).update(
            Content.assemble(
                ("Do they wish to stop? ", "bold $warning"),
                f"“{' '.join(question.text.split())}” ",
                ("Nothing leaves to this number until you answer.", "$text-muted"),
            )
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by mouse."""
        event.stop()
        if event.button.id:
            self.post_message(CommandAsked(event.button.id))


def _answer(command: str, words: str) -> Button:
    key = key_label(BY_NAME[command].keys[0])
    return Button(Content.assemble((key, "bold $accent"), " ", words), id=command, compact=True)
