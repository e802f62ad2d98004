"""The bottom line: the keys that work right now, and a click does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.cache import LRUCache
from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.display import DisplayText
from smsdesk.tui.commands import Command, Situation, footer_commands
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.screen_messages import CommandAsked
from smsdesk.tui.text.content_lines import width_of
from smsdesk.tui.text.fitting_lines import FittingLines
from smsdesk.tui.text.shown import Piece, clicked_command, shown

if TYPE_CHECKING:
    from textual import events
    from textual.app import RenderResult
    from textual.content import Content
    from textual.timer import Timer


SAID_FOR: Final = 5.0
"""Seconds for which something said in passing stays."""

SILENCE: Final = DisplayText()
_SPACE: Final = DisplayText(" ")
_GAP: Final = Piece(DisplayText("  "))


class FooterLine(FittingLines, Widget):
    """As many commands as fit, the most wanted first, and what is said in passing."""

    DEFAULT_CSS = """
    FooterLine { height: 1; background: $panel; color: $text-muted; padding: 0 1; }
    """

    situation: reactive[Situation] = reactive(Situation())
    newline_key: reactive[str] = reactive("ctrl+j")
    said: reactive[DisplayText] = reactive(SILENCE)

    def __init__(self) -> None:
        super().__init__()
        self._silence: Timer | None = None
        self._drawn: LRUCache[tuple[object, ...], Content] = LRUCache(32)

    def say(self, words: DisplayText) -> None:
        """Say something in passing, before the keys; it goes by itself."""
        self.said = words
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(SAID_FOR, self._fall_silent)

    def _fall_silent(self) -> None:
        self.said = SILENCE

    def render(self) -> RenderResult:
        """Return what is said and the keys, cut between two of them where the line ends."""
        drawn_with = (self.situation, self.newline_key, self.said, self.content_size.width)
        line = self._drawn.get(drawn_with)
        if line is None:
            line = self._drawn[drawn_with] = self._draw()
        return line

    def _draw(self) -> Content:
        line = [Piece(self.said, "bold $foreground")] if self.said else []
        for command in footer_commands(self.situation):
            item = [*([_GAP] if line else []), *self._item(command)]
            if width_of(line) + width_of(item) > self.content_size.width:
                break
            line += item
        return shown(*line)

    def _item(self, command: Command) -> list[Piece]:
        key = self.newline_key if command.name == "newline" else command.keys[0]
        word = DisplayText(command.footer_word(self.situation))
        return [
            Piece(key_label(key), "bold $accent", command.name),
            Piece(_SPACE + word, command=command.name),
        ]

    def on_click(self, event: events.Click) -> None:
        """Do what the key would do."""
        command = clicked_command(event.style)
        if command:
            self.post_message(CommandAsked(command))
