"""A question that is answered before something that cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Confirm(ModalScreen[bool]):
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
        & Button { width: auto; min-width: 0; height: 1; border: none; margin: 0 0 0 2;
            background: $surface; text-style: none;
            &:focus { background: $accent; color: $background; text-style: bold; } }
    }
    """

    def __init__(self, question: str, detail: str, *, yes: str) -> None:
        """``yes`` is what the confirming button says."""
        super().__init__()
        self._question = question
        self._detail = detail
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, what follows from yes, and the two answers."""
        with Vertical(id="confirm"):
            yield Static(Content(self._question), id="confirm-question", markup=False)
            yield Static(Content(self._detail), id="confirm-detail", markup=False)
            with Horizontal():
                yield Button(Content("Cancel"), id="no", compact=True)
                yield Button(Content(self._yes), id="yes", compact=True)

    def on_mount(self) -> None:
        """Enter alone changes nothing: what is asked here cannot be undone."""
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001 - given by a binding
        """Answer by key."""
        self.dismiss(yes)
