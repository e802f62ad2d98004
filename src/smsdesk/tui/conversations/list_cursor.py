"""Where the agent is in the conversation list.

The cursor belongs to a conversation and not to a place, so that it stays on the same one when
others move to the top; so does what is in view.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smsdesk.tui.conversations.pages import RowPages


class ListCursor:
    """The row under the cursor.

    Attributes:
        index: its place in the list.
    """

    def __init__(self, pages: RowPages) -> None:
        """Begin at the first of the rows that ``pages`` has at hand."""
        self.index = 0
        self._pages = pages
        self._wanted: str | None = None

    @property
    def number(self) -> str | None:
        """The number of its conversation; ``None`` while it is not at hand."""
        row = self._pages.row(self.index)
        return row.number if row else None

    def go_to(self, number: str | None) -> bool:
        """Go to a conversation: now if it is at hand, else as soon as it is.

        Returns:
            Whether it is at hand.
        """
        index = self._pages.index_of(number)
        self._wanted = number if index is None else None
        if index is not None:
            self.index = index
        return index is not None

    def move_to(self, index: int) -> None:
        """Go to a place, or to the end of the list that is nearest to it."""
        self.index = index
        self._wanted = None
        self._keep_inside()

    def return_to(self, number: str | None) -> None:
        """Find the conversation again that it was on before the rows have changed."""
        if not self._go_to_wanted():
            index = self._pages.index_of(number)
            self.index = self.index if index is None else index
        self._keep_inside()

    def more_at_hand(self) -> None:
        """Go to the conversation that was waited for, if it has come."""
        self._keep_inside()
        self._go_to_wanted()

    def _go_to_wanted(self) -> bool:
        index = self._pages.index_of(self._wanted)
        if index is None:
            return False
        self.index, self._wanted = index, None
        return True

    def _keep_inside(self) -> None:
        self.index = max(0, min(self.index, self._pages.count - 1))


def shift_of_most(places: Mapping[str, int], pages: RowPages) -> int:
    """Return by how many rows most conversations have moved down since they stood at ``places``.

    One that went to the top does not count against the rest.
    """
    now_at = {number: pages.index_of(number) for number in places}
    shifts = Counter(new - places[number] for number, new in now_at.items() if new is not None)
    return shifts.most_common(1)[0][0] if shifts else 0
