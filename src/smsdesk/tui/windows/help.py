"""The help: every command with its keys, from the one table that declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, cell_width, wrap
from smsdesk.tui.commands import BY_NAME, COMMANDS, Command, keys_label
from smsdesk.tui.text.content_lines import hanging
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.windows.reading_page import ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

TITLE: Final = DisplayText("Keys and commands")
LAST_WORDS: Final = DisplayText("^P lists the commands by name. Everything works by mouse, too.")


class HelpScreen(ReadingScreen):
    """All commands."""

    def __init__(self, *, restricted: bool = False) -> None:
        """``restricted``: the desk only reads and texts."""
        super().__init__()
        self._restricted = restricted

    def laid_out(self) -> None:
        """Fill the page for its width."""
        self.fill(TITLE, help_text(self.text_width, restricted=self._restricted))


TASKS: Final = (
    ("Write and send", (
        "send", "newline", "empty_box", "templates", "retry", "cancel_waiting", "answer_opt_out",
        "answer_keep",
    )),
    ("The conversation", (
        "conversation_menu", "done", "snooze", "claim", "hand_over", "let_go", "unread",
        "copy_number",
    )),
    ("Go to a conversation", (
        "who_now", "new", "jump", "choose", "next_unread", "next_conversation",
        "previous_conversation", "views", "filter",
    )),
    ("Read and find", (
        "messages", "activate", "page_up", "page_down", "beginning", "date", "find", "earlier_hit",
        "later_hit", "copy", "open_link", "raw_text",
    )),
    ("The lead", ("lead", "note", "why", "opt_out", "import_leads")),
    ("The desk", (
        "help", "commands", "edit_templates", "back", "do_not_disturb", "theme", "suspend", "quit",
    )),
)  # fmt: skip
"""What an agent wants to do, with the commands for it, the most wanted first."""

MORE: Final = "More"


def by_task() -> Iterator[tuple[str, list[Command]]]:
    """Yield every command once, under what it is for."""
    named = {name for _task, names in TASKS for name in names}
    for task, names in TASKS:
        yield task, [BY_NAME[name] for name in names]
    others = [command for command in COMMANDS if command.name not in named]
    if others:
        yield MORE, others


def help_text(width: int, *, restricted: bool = False) -> Content:
    """Return every command with its keys and what it does, in lines of ``width`` cells.

    Args:
        width: of the page.
        restricted: whether the desk only reads and texts; what it does not have is left out.
    """
    indent = max(cell_width(keys_label(command)) for command in COMMANDS) + 2
    lines: list[Content] = []
    for task, commands in by_task():
        lines += [shown()] if lines else []
        lines.append(shown(Piece(DisplayText(task), "bold")))
        for command in commands:
            if command.is_there(restricted=restricted):
                words = command.title_and_help(restricted=restricted)
                lines += _command_lines(command, words, indent, width)
    last = [shown(LAST_WORDS[start:end]) for start, end in wrap(LAST_WORDS, width)]
    return stacked([*lines, shown(), *last])


def _command_lines(
    command: Command, words: tuple[str, str], indent: int, width: int
) -> list[Content]:
    title, help_line = words
    keyed = Piece(keys_label(command), "bold $accent")
    said = DisplayText(f"{title}: {help_line}")
    first, *more = hanging([keyed], said, indent, width)
    named = indent + len(title)
    return [first.stylize("$text-muted", named), *(line.stylize("$text-muted") for line in more)]
