"""A menu of single letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.widgets import OptionList

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, WordsOption
from smsdesk.tui.windows.answering_window import AnsweringWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

_GAP: Final = DisplayText("   ")
_BESIDE: Final = DisplayText("  ")
_NOTHING: Final = DisplayText()


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu.

    Attributes:
        answer: what choosing it answers.
        beside: what is known of it, two spaces behind its title.
    """

    letter: str
    title: DisplayText
    answer: str
    beside: DisplayText = _NOTHING


class LetterMenu(AnsweringWindow[str]):
    """Answers as the line says whose letter is pressed; arrows and Enter choose too."""

    DEFAULT_CSS = """
    LetterMenu {
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

    def __init__(self, title: DisplayText, choices: Sequence[Choice], *, begin_at: int = 0) -> None:
        """Offer ``choices``; ``begin_at`` is the place of the one that Enter chooses at first."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._begin_at = begin_at

    def compose(self) -> ComposeResult:
        """The title, and a line for each choice."""
        with Vertical(id="menu"):
            yield Words(shown(self._title), id="menu-title")
            yield OptionList(*map(_option, self._choices), markup=False)

    def on_mount(self) -> None:
        """Begin where it was asked for."""
        self.query_one(OptionList).highlighted = self._begin_at

    def on_resize(self, event: events.Resize) -> None:
        """Leave out the blank lines where all of it would not fit."""
        self.set_class(event.size.height < len(self._choices) + 4, "-short")

    def on_key(self, event: events.Key) -> None:
        """Take a letter for its line; any other does nothing, least of all under the window."""
        if not event.is_printable:
            return
        event.stop()
        pressed = (event.character or "").lower()
        chosen = next((one for one in self._choices if one.letter == pressed), None)
        if chosen is not None:
            self.dismiss(chosen.answer)
        else:
            said = phrase("Nothing here stands behind {key}.", key=event.character or "")
            self.app.notify(said, markup=False)
            self.app.bell()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _option(one: Choice) -> WordsOption:
    letter = Piece(DisplayText(one.letter), "bold $accent")
    beside = (_BESIDE, Piece(one.beside, "$text-muted")) if one.beside else ()
    return WordsOption(shown(letter, _GAP, one.title, *beside), id=one.answer)
