"""Painting the rows of the conversation list, in the colours of its styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.cache import LRUCache

from smsdesk.tui.conversations.row_lines import placeholder_lines, row_lines, waits_for
from smsdesk.tui.text.painting import Painter, component_classes
from smsdesk.tui.text.styled_line import centred

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from textual.strip import Strip
    from textual.widget import Widget

    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.display import DisplayText
    from smsdesk.tui.conversations.row_lines import Place

PREFIX: Final = "conversation-list"

ROW_CLASSES: Final = component_classes(
    PREFIX,
    """
    name unread-name time unread text unread-text arrow draft draft-word mark mark-blocked failed
    careful bar placeholder empty cursor selected waits owner
    """,
)
"""The component classes that a widget with painted rows declares."""

ROW_CSS: Final = """
    & .conversation-list--name { color: $foreground; }
    & .conversation-list--unread-name { color: $foreground; text-style: bold; }
    & .conversation-list--time { color: $text-muted; }
    & .conversation-list--unread { color: $accent; text-style: bold; }
    & .conversation-list--text { color: $text-muted; }
    & .conversation-list--unread-text { color: $foreground; }
    & .conversation-list--arrow { color: $text-disabled; }
    & .conversation-list--draft-word { color: $accent; }
    & .conversation-list--draft { color: $text-muted; text-style: italic; }
    & .conversation-list--waits { color: $warning; }
    & .conversation-list--owner { color: $text-muted; }
    & .conversation-list--mark { color: $warning; }
    & .conversation-list--mark-blocked { color: $error; }
    & .conversation-list--failed { color: $error; text-style: bold; }
    & .conversation-list--careful { color: $warning; text-style: bold; }
    & .conversation-list--bar { color: $accent; }
    & .conversation-list--placeholder { color: $text-disabled; }
    & .conversation-list--empty { color: $text-muted; }
    & .conversation-list--selected { background: $accent 14%; }
    & .conversation-list--cursor { background: $accent 26%; }
"""
"""Their styles, to stand inside those of the widget."""


class RowPainter:
    """Paints rows; what was painted is kept for the next time.

    The widget calls ``forget`` when its styles change (theme, focus).
    """

    def __init__(self, widget: Widget, zone: tzinfo) -> None:
        """Paint for ``widget``; ``zone`` is the agent's own."""
        self._painter = Painter(widget, PREFIX)
        self._zone = zone
        self._strips: LRUCache[tuple[object, ...], tuple[Strip, ...]] = LRUCache(128)

    def row(
        self, row: ConversationRow | None, place: Place, width: int, now: datetime
    ) -> tuple[Strip, ...]:
        """Return the two lines of a row; of a placeholder where the row is not at hand.

        Args:
            row: the conversation.
            place: whether it is open and under the cursor.
            width: in cells.
            now: the present, aware; its day matters, and how long they wait by now.
        """
        waits = waits_for(row, now) if row else ""
        key = (row, width, place, now.astimezone(self._zone).date(), waits)
        strips = self._strips.get(key)
        if strips is None:
            lines = (
                row_lines(row, width, now, self._zone, place)
                if row
                else placeholder_lines(width, place)
            )
            strips = tuple(self._painter.paint(line) for line in lines)
            self._strips[key] = strips
        return strips

    def empty(self, text: DisplayText, width: int, height: int) -> list[Strip]:
        """Return what an empty list says, from the first line to the last with words."""
        return [self._painter.paint(line) for line in centred(text, width, height, "empty")]

    def forget(self) -> None:
        """Forget what was painted in other colours."""
        self._strips.clear()
        self._painter.forget()
