"""The jump to a conversation by a few letters of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.when import list_time
from smsdesk.tui.windows.finder import Found, Row

if TYPE_CHECKING:
    import threading
    from datetime import tzinfo

    from smsdesk.clock import Clock
    from smsdesk.core.views.conversations import ConversationRow
    from smsdesk.desk.conversations import PagesConversations

LIMIT = 50


class QuickSwitch:
    """The newest conversations first, until something is typed."""

    title: ClassVar = "Jump to a conversation"
    placeholder: ClassVar = "name or number"
    at_least: ClassVar = 0

    def __init__(self, conversations: PagesConversations, *, clock: Clock, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        self._conversations = conversations
        self._clock = clock
        self._zone = zone

    def find(self, query: str, *, stop: threading.Event) -> Found:
        """Search the conversations."""
        # One more than is shown says whether there are more.
        rows = self._conversations.page(limit=LIMIT + 1, matching=query, stop=stop)
        if not rows:
            return Found(
                (), nothing=f"No conversation matches “{query}”." if query else "None yet."
            )
        summary = f"the newest {LIMIT}; type more to narrow it" if len(rows) > LIMIT else ""
        return Found(tuple(self._row(row, query) for row in rows[:LIMIT]), summary)

    def _row(self, row: ConversationRow, query: str) -> Row:
        at = list_time(row.last_activity_at, self._clock.now(), self._zone)

        def prompt(width: int) -> Content:
            unread = Content.styled(f"●{row.unread} ", "bold $accent") if row.unread else Content()
            right = Content.assemble(unread, (row.mark or row.display_number, "$text-muted"))
            right = Content.assemble(right, "  ", (at.rjust(11), "$text-muted"))
            return spread(marked(row.title, query), right, width)

        return Row(row.number, prompt, f"opens the thread with {row.title}")
