"""The one way from display text to what Textual's widgets draw.

Nothing else in ``tui`` makes a ``Content``: so the type checker sees every text on its way to a
widget, and none is ever parsed as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style

from smsdesk.display import DisplayText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style as RichStyle


class Piece(NamedTuple):
    """Some words of a line.

    Attributes:
        text: the words.
        style: in Textual's words; empty for the widget's own.
        command: what a click on them means; empty for nothing.
    """

    text: DisplayText
    style: str = ""
    command: str = ""


def shown(*pieces: Piece | DisplayText) -> Content:
    """Return ``pieces`` one after another, as a widget takes them."""
    return Content("").join(map(_drawn, pieces))


def stacked(lines: Iterable[Content]) -> Content:
    """Return ``lines`` one below the other."""
    return Content("\n").join(lines)


def _drawn(piece: Piece | DisplayText) -> Content:
    if isinstance(piece, DisplayText):
        return Content(piece)
    content = Content.styled(piece.text, piece.style)
    # Textual's own ``@click`` would paint it as a link.
    return (
        content.stylize(Style.from_meta({"command": piece.command})) if piece.command else content
    )


def clicked_command(style: RichStyle) -> str:
    """Return the command that a click on something of ``style`` means, or nothing."""
    return str(style.meta.get("command", ""))
