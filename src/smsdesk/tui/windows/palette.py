"""The commands by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.commands import COMMANDS, Command, Situation, keys_label
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.shown import Piece
from smsdesk.tui.windows.finder import Found, Row

if TYPE_CHECKING:
    import threading

    from textual.content import Content


class CommandSearch:
    """The commands that make sense right now."""

    title: ClassVar = DisplayText("Commands")
    placeholder: ClassVar = "a few letters of its name"
    at_least: ClassVar = 0

    def __init__(self, situation: Situation) -> None:
        """``situation`` is that of the desk under the window."""
        self._situation = situation

    def find(self, query: str, *, stop: threading.Event) -> Found[str]:
        """Return the commands whose title holds every word of ``query``."""
        words = query.casefold().split()
        rows = tuple(
            _row(command, self._words(command), query)
            for command in COMMANDS
            if command.name != "commands"
            and command.fits(self._situation)
            and all(word in self._words(command)[0].casefold() for word in words)
        )
        if not rows:
            return Found(nothing=phrase("No command is called “{query}”.", query=query))
        return Found(rows)

    def _words(self, command: Command) -> tuple[str, str]:
        return command.title_and_help(restricted=self._situation.restricted)


def _row(command: Command, words: tuple[str, str], query: str) -> Row[str]:
    title, help_line = words

    def prompt(width: int) -> Content:
        keys = Piece(keys_label(command), "bold $accent")
        return spread(marked(DisplayText(title), query), [keys], width)

    return Row(command.name, prompt, DisplayText(help_line))
