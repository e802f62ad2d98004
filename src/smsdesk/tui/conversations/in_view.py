"""What can be seen of the conversation list, to be compared with what could be seen before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.tui.conversations.pages import RowPages


class InView(NamedTuple):
    """What can be seen of the list.

    Attributes:
        top: its first line in view.
        length: of the whole, in rows.
        cursor: the row under the cursor.
        first: the first row in view.
        rows: those in view, ``None`` where one is not at hand.
    """

    top: int
    length: int
    cursor: int
    first: int
    rows: tuple[ConversationRow | None, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each conversation in view stands, by its number."""
        return {row.number: index for index, row in enumerate(self.rows, self.first) if row}

    def differing_rows(self, before: InView) -> list[int] | None:
        """Return the rows that are other ones than ``before``; ``None`` for more than rows."""
        if self[:4] != before[:4] or not self.length:
            return None
        pairs = enumerate(zip(self.rows, before.rows, strict=True), self.first)
        return [index for index, (row, old) in pairs if row != old]


def look(pages: RowPages, *, top: int, rows: range, cursor: int) -> InView:
    """Return what can be seen.

    Args:
        pages: the rows at hand.
        top: the first line in view.
        rows: the rows in view.
        cursor: the row under the cursor.
    """
    return InView(top, pages.count, cursor, rows.start, tuple(map(pages.row, rows)))
