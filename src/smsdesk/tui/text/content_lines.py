"""Building one line of text for a screen, measured in terminal cells."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

if TYPE_CHECKING:
    from rich.style import Style as RichStyle


def spread(left: Content, right: Content, width: int) -> Content:
    """Return one line: ``left`` cut with an ellipsis where it must be, ``right`` at the right.

    Args:
        left: what may be cut.
        right: what is kept whole as long as it fits the line at all.
        width: in cells.
    """
    if right.cell_length >= width:
        return right.truncate(width, ellipsis=True)
    room = width - right.cell_length
    if not right.cell_length:
        return left.truncate(width, ellipsis=True, pad=True)
    return left.truncate(room - 1, ellipsis=True, pad=True) + Content(" ") + right


def hanging(label: Content, text: str, indent: int, width: int, style: str = "") -> list[Content]:
    """Return ``text`` wrapped beside ``label``, all its lines beginning at the same column.

    Args:
        label: stands before the first line.
        text: what is wrapped, between words.
        indent: cells from the left at which the text begins; the label must be shorter.
        width: cells of a line.
        style: of the text.
    """
    first, *more = wrap(text, max(width - indent, 10)) or [""]
    begun = label.truncate(indent, pad=True) + Content.styled(first, style)
    return [begun, *(Content.styled(" " * indent + line, style) for line in more)]


def clickable(content: Content, command: str) -> Content:
    """Return ``content`` so that a click on it can be told to mean ``command``.

    Textual's own ``@click`` would paint it as a link.
    """
    return content.stylize(Style.from_meta({"command": command}))


def clicked_command(style: RichStyle) -> str:
    """Return the command that a click on something of ``style`` means, or nothing."""
    return str(style.meta.get("command", ""))
