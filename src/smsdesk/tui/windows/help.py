"""The help: every command with its keys, from the one table that declares them."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from smsdesk.tui.commands import COMMANDS, keys_label
from smsdesk.tui.text.content_lines import hanging
from smsdesk.tui.windows.reading_page import ReadingScreen

LAST_WORDS: Final = "^P lists the commands by name. Everything works by mouse, too."


class HelpScreen(ReadingScreen):
    """All commands."""

    def laid_out(self) -> None:
        """Fill the page for its width."""
        self.fill("Keys and commands", help_text(self.text_width))


def help_text(width: int) -> Content:
    """Return every command with its keys and what it does, in lines of ``width`` cells."""
    keys = [keys_label(command) for command in COMMANDS]
    indent = max(map(cell_len, keys)) + 2
    lines: list[Content] = []
    for label, command in zip(keys, COMMANDS, strict=True):
        keyed = Content.styled(label, "bold $accent")
        first, *more = hanging(keyed, f"{command.title}: {command.help}", indent, width)
        named = indent + len(command.title)
        lines.append(first.stylize("$text-muted", named))
        lines += [line.stylize("$text-muted") for line in more]
    lines += [Content(), *map(Content, wrap(LAST_WORDS, width))]
    return Content("\n").join(lines)
