"""What can be done with a conversation: a letter each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList

from smsdesk.display import DisplayText, one_line, phrase
from smsdesk.tui.commands import BY_LETTER, Command, Situation
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, WordsOption

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

_GAP: Final = DisplayText("   ")


class ConversationMenu(ModalScreen[str]):
    """Answers with the name of a command; a letter is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Close", show=False)]
    DEFAULT_CSS = """
    ConversationMenu {
        align: center middle; background: $background 60%;
        & #menu { width: 52; max-width: 92%; height: auto; max-height: 100%; padding: 1 1;
            background: $panel; border-left: outer $accent; }
        & #menu-title { height: 1; padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
        & OptionList { height: auto; max-height: 100%; border: none; padding: 0;
            background: $panel; scrollbar-size-vertical: 1;
            &:focus { border: none; background-tint: transparent; }
            & > .option-list--option { padding: 0 1; } }
        &.-short { & #menu { padding: 0 1; } & #menu-title { margin: 0; } }
    }
    """

    def __init__(self, who: str, situation: Situation) -> None:
        """Offer what makes sense in a situation.

        Args:
            who: whose conversation it is.
            situation: that of the desk under the window.
        """
        super().__init__()
        self._who = who
        self._offered = [each for each in BY_LETTER.values() if _fits(each, situation)]

    def compose(self) -> ComposeResult:
        """Whose conversation it is, then what can be done with it."""
        with Vertical(id="menu"):
            yield Words(shown(one_line(self._who)), id="menu-title")
            yield OptionList(*map(_option, self._offered), markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out the blank lines where all of it would not fit."""
        self.set_class(event.size.height < len(self._offered) + 4, "-short")

    def on_key(self, event: events.Key) -> None:
        """Take a letter for its command; any other does nothing, least of all under the window."""
        if not event.is_printable:
            return
        event.stop()
        chosen = BY_LETTER.get((event.character or "").lower())
        if chosen in self._offered:
            self.dismiss(chosen.name)
        else:
            said = phrase("Nothing here stands behind {key}.", key=event.character or "")
            self.app.notify(said, markup=False)
            self.app.bell()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the menu."""
        if event.widget is self:
            self.dismiss(None)


def _fits(command: Command, situation: Situation) -> bool:
    """Return whether it makes sense: what a text in the box keeps a key from, a letter may do."""
    return command.when(replace(situation, nothing_to_delete=True))


def _option(command: Command) -> WordsOption:
    letter = Piece(DisplayText(command.letter), "bold $accent")
    return WordsOption(shown(letter, _GAP, DisplayText(command.title)), id=command.name)
