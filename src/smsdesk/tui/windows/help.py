"""The help: every command with its keys, from the one table that declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, cell_width, wrap
from smsdesk.tui.commands import COMMANDS, keys_label
from smsdesk.tui.text.content_lines import hanging
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.windows.reading_page import ReadingScreen

if TYPE_CHECKING:
    from textual.content import Content

TITLE: Final = DisplayText("Keys and commands")
LAST_WORDS: Final = DisplayText("^P lists the commands by name. Everything works by mouse, too.")


class HelpScreen(ReadingScreen):
    """All commands."""

    def laid_out(self) -> None:
        """Fill the page for its width."""
        self.fill(TITLE, help_text(self.text_width))


def help_text(width: int) -> Content:
    """Return every command with its keys and what it does, in lines of ``width`` cells."""
    keys = [keys_label(command) for command in COMMANDS]
    indent = max(map(cell_width, keys)) + 2
    lines: list[Content] = []
    for label, command in zip(keys, COMMANDS, strict=True):
        keyed = Piece(label, "bold $accent")
        words = DisplayText(f"{command.title}: {command.help}")
        first, *more = hanging([keyed], words, indent, width)
        named = indent + len(command.title)
        lines.append(first.stylize("$text-muted", named))
        lines += [line.stylize("$text-muted") for line in more]
    last = [shown(LAST_WORDS[start:end]) for start, end in wrap(LAST_WORDS, width)]
    return stacked([*lines, shown(), *last])
