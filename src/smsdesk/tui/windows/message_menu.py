"""What can be done with one message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.widgets import OptionList

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.text.content_lines import blank_text
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, WordsOption
from smsdesk.tui.thread.message_choice import can_go_again, is_doubtful, link_in
from smsdesk.tui.windows.answering_window import AnsweringWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.tui.commands import Command

GIVE_UP: Final = DisplayText("Give up a text that may have left")
_KEY_WIDTH = 5


class MessageMenu(AnsweringWindow[str]):
    """Answers with the name of a command."""

    DEFAULT_CSS = """
    MessageMenu {
        align: center middle; background: $background 60%;
        & #menu { width: 60; max-width: 92%; height: auto; padding: 1 1; background: $panel;
            border-left: outer $accent; }
        & #menu-text { height: auto; max-height: 3; padding: 0 1; margin: 0 0 1 0;
            color: $text-muted; }
        & OptionList { height: auto; border: none; padding: 0; background: $panel;
            &:focus { border: none; background-tint: transparent; }
            & > .option-list--option { padding: 0 1; } }
    }
    """

    def __init__(self, bubble: Bubble, *, may_send: bool, restricted: bool = False) -> None:
        """Offer what can be done with ``bubble``.

        Args:
            may_send: whether there is a box to write in.
            restricted: whether the desk only reads and texts.
        """
        super().__init__()
        self._bubble = bubble
        self._may_send = may_send
        self._restricted = restricted

    def compose(self) -> ComposeResult:
        """The message, then what can be done with it."""
        with Vertical(id="menu"):
            yield Words(shown(one_line(self._bubble.text)), id="menu-text")
            yield OptionList(*self._options(), markup=False)

    def _options(self) -> Iterator[WordsOption]:
        for command in map(
            BY_NAME.__getitem__, commands_for(self._bubble, may_send=self._may_send)
        ):
            if command.is_there(restricted=self._restricted):
                title, _help = command.title_and_help(restricted=self._restricted)
                gives_up = command.name == "cancel_waiting" and is_doubtful(self._bubble)
                yield _option(command, GIVE_UP if gives_up else DisplayText(title))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def commands_for(bubble: Bubble, *, may_send: bool) -> list[str]:
    """Return the names of the commands that make sense for ``bubble``.

    Where nothing may be sent to whom it was for, it is not sent again either.
    """
    fits = {
        "retry": may_send and can_go_again(bubble),
        "cancel_waiting": bubble.can_cancel,
        "open_link": bool(link_in(bubble)),
        "copy": True,
        "raw_text": True,
    }
    return [name for name, fitting in fits.items() if fitting]


def _option(command: Command, title: DisplayText) -> WordsOption:
    key = key_label(command.keys[0])
    padded = Piece(key + blank_text(_KEY_WIDTH - len(key)), "bold $accent")
    return WordsOption(shown(padded, title), id=command.name)
