"""A question that is answered before something that cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from smsdesk.display import DisplayText
from smsdesk.tui.front_to_back import PaintedFrontToBack
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, button

if TYPE_CHECKING:
    from textual.app import ComposeResult

CANCEL: Final = DisplayText("Cancel")
_NO: Final = Piece(DisplayText("n "), "bold")
_YES: Final = Piece(DisplayText("y "), "bold")
"""The keys, in no colour of their own: a button that has the focus is painted in the accent."""


class Confirm(PaintedFrontToBack, ModalScreen[bool]):
    """Answers ``True`` only to a plain yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "No", show=False),
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    Confirm {
        align: center middle; background: $background 60%;
        & #confirm { width: 60; max-width: 92%; height: auto; padding: 1 2; background: $panel;
            border-left: outer $warning; }
        & #confirm-question { text-style: bold; height: auto; }
        & #confirm-detail { color: $text-muted; height: auto; margin: 1 0; }
        & Horizontal { height: 1; align-horizontal: right; }
        & Button.-style-default { width: auto; min-width: 0; height: 1; border: none;
            margin: 0 0 0 2;
            background: $surface; text-style: none;
            &:focus { background: $accent; color: $background; text-style: bold; } }
    }
    """

    def __init__(self, question: DisplayText, detail: DisplayText, *, yes: DisplayText) -> None:
        """``yes`` is what the confirming button says."""
        super().__init__()
        self._question = question
        self._detail = detail
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, what follows from yes, and the two answers."""
        with Vertical(id="confirm"):
            yield Words(shown(self._question), id="confirm-question")
            yield Words(shown(self._detail), id="confirm-detail")
            with Horizontal():
                yield button(shown(_NO, CANCEL), id="no")
                yield button(shown(_YES, self._yes), id="yes")

    def on_mount(self) -> None:
        """Enter alone changes nothing: what is asked here cannot be undone."""
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001 - given by a binding
        """Answer by key."""
        self.dismiss(yes)
