"""Lines to write in: a sign goes as a whole; the line of a search is one, whatever is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from smsdesk.text import clean
from smsdesk.tui.text.clusters import cluster_after, cluster_before

if TYPE_CHECKING:
    from textual import events


class LineInput(Input):
    """A line in which a sign goes as a whole, though it may be several characters."""

    def action_delete_left(self) -> None:
        """Delete the sign before the cursor, an emoji of several characters too."""
        if not self.selection.is_empty:
            super().action_delete_left()
            return
        at = self.cursor_position
        self.delete(at - len(cluster_before(self.value[:at])), at)

    def action_delete_right(self) -> None:
        """Delete the sign behind the cursor, an emoji of several characters too."""
        if not self.selection.is_empty:
            super().action_delete_right()
            return
        at = self.cursor_position
        self.delete(at, at + len(cluster_after(self.value[at:])))


class SearchInput(LineInput):
    """The input of every search: a paste of several lines is one."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(" ".join(clean(event.text).split()), *self.selection)
