"""Which conversations shall be listed: a letter each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList

from smsdesk.display import DisplayText, phrase
from smsdesk.terms import ConversationView
from smsdesk.tui.conversations.view_line import NAMES
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, WordsOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult

TITLE: Final = DisplayText("Which conversations")
_GAP: Final = DisplayText("   ")


class ViewMenu(ModalScreen[ConversationView]):
    """Answers with a view; the first letter of its name is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Close", show=False)]
    DEFAULT_CSS = """
    ViewMenu {
        align: center middle; background: $background 60%;
        & #views { width: 40; max-width: 92%; height: auto; max-height: 100%; padding: 1 1;
            background: $panel; border-left: outer $accent; }
        & #views-title { height: 1; padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
        & OptionList { height: auto; border: none; padding: 0; background: $panel;
            &:focus { border: none; background-tint: transparent; }
            & > .option-list--option { padding: 0 1; } }
    }
    """

    def __init__(self, counts: Mapping[ConversationView, int], view: ConversationView) -> None:
        """Offer every view.

        Args:
            counts: how many conversations each has, as far as that is known.
            view: the one that is shown.
        """
        super().__init__()
        self._counts = counts
        self._view = view

    def compose(self) -> ComposeResult:
        """The title, and a line for each view."""
        with Vertical(id="views"):
            yield Words(shown(TITLE), id="views-title")
            yield OptionList(*map(self._option, ConversationView), markup=False)

    def on_mount(self) -> None:
        """Begin at the one that is shown."""
        self.query_one(OptionList).highlighted = list(ConversationView).index(self._view)

    def _option(self, view: ConversationView) -> WordsOption:
        letter = Piece(NAMES[view][:1], "bold $accent")
        count = phrase("  {count}", count=str(self._counts.get(view, "")))
        said = shown(letter, _GAP, NAMES[view], Piece(count, "$text-muted"))
        return WordsOption(said, id=view.value)

    def on_key(self, event: events.Key) -> None:
        """Take a letter for its view."""
        if not event.is_printable:
            return
        event.stop()
        for view in ConversationView:
            if NAMES[view].startswith((event.character or "").lower()):
                self.dismiss(view)
                return
        self.app.bell()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(ConversationView(event.option_id or ConversationView.ALL))

    def action_cancel(self) -> None:
        """Close, and let the view be."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the menu."""
        if event.widget is self:
            self.dismiss(None)
