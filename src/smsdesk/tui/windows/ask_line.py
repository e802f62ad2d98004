"""One line that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.widgets import Input

from smsdesk.display import DisplayText
from smsdesk.tui.search_input import SearchInput
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.answering_window import AnsweringWindow

if TYPE_CHECKING:
    from textual.app import ComposeResult

ENTER: Final = DisplayText("Enter goes on, Esc leaves the box as it is.")


class AskLine(AnsweringWindow[str]):
    """Answers with what was written, which is something."""

    DEFAULT_CSS = """
    AskLine {
        align: center middle; background: $background 60%;
        & #line { width: 60; max-width: 92%; height: auto; padding: 1 2; background: $panel;
            border-left: outer $accent; }
        & Words { height: auto; }
        & #line-title { text-style: bold; }
        & Input { height: 1; border: none; margin: 1 0; background: $background;
            &:focus { border: none; background-tint: transparent; } }
    }
    """

    def __init__(self, title: DisplayText) -> None:
        """``title`` says what is asked for."""
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """What is asked for, and the line."""
        with Vertical(id="line"):
            yield Words(shown(self._title), id="line-title")
            yield SearchInput(compact=True)
            yield Words(shown(Piece(ENTER, "$text-muted")))

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.app.bell()
