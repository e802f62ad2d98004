"""The bottom line: the keys that work right now, and a click does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.tui.announcements import CommandAsked
from smsdesk.tui.commands import Command, Situation, footer_commands
from smsdesk.tui.keys import key_label
from smsdesk.tui.text.content_lines import clickable, clicked_command

if TYPE_CHECKING:
    from textual import events
    from textual.app import RenderResult


class FooterLine(Widget):
    """As many commands as fit, the most wanted first."""

    DEFAULT_CSS = """
    FooterLine { height: 1; background: $panel; color: $text-muted; padding: 0 1; }
    """

    situation: reactive[Situation] = reactive(Situation())
    newline_key: reactive[str] = reactive("ctrl+j")

    def render(self) -> RenderResult:
        """Return the keys, cut between two of them where the line ends."""
        line = Content()
        for command in footer_commands(self.situation):
            item = self._item(command)
            gap = Content("  ") if line else Content()
            if line.cell_length + gap.cell_length + item.cell_length > self.content_size.width:
                break
            line = line + gap + item
        return line

    def _item(self, command: Command) -> Content:
        key = self.newline_key if command.name == "newline" else command.keys[0]
        words = Content.assemble(
            (key_label(key), "bold $accent"), " ", command.footer_word(self.situation)
        )
        return clickable(words, command.name)

    def on_click(self, event: events.Click) -> None:
        """Do what the key would do."""
        command = clicked_command(event.style)
        if command:
            self.post_message(CommandAsked(command))
