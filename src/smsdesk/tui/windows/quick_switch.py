"""The jump to a conversation by a few letters of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from smsdesk.display import DisplayText, cell_width, one_line, phrase
from smsdesk.tui.text import marks
from smsdesk.tui.text.content_lines import blank_text, spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.shown import Piece
from smsdesk.tui.text.when import list_time
from smsdesk.tui.windows.finder import NO_WORDS, Choice, Found, Row

if TYPE_CHECKING:
    import threading
    from datetime import tzinfo

    from textual.content import Content

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.desk.conversations import PagesConversations

LIMIT = 50

MORE: Final = DisplayText(f"the newest {LIMIT}; type more to narrow it")
NONE_YET: Final = DisplayText("None yet.")
_GAP: Final = Piece(DisplayText("  "))
_TIME_WIDTH = 11


class QuickSwitch:
    """The newest conversations first, until something is typed."""

    title: ClassVar = DisplayText("Jump to a conversation")
    placeholder: ClassVar = "name or number"
    at_least: ClassVar = 0

    def __init__(self, conversations: PagesConversations, *, clock: Clock, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        self._conversations = conversations
        self._clock = clock
        self._zone = zone

    def find(self, query: str, *, stop: threading.Event) -> Found[Choice]:
        """Search the conversations."""
        # One more than is shown says whether there are more.
        rows = self._conversations.page(limit=LIMIT + 1, matching=query, stop=stop)
        if not rows:
            matches = phrase("No conversation matches “{query}”.", query=query)
            return Found(nothing=matches if query else NONE_YET)
        summary = MORE if len(rows) > LIMIT else NO_WORDS
        return Found(tuple(self._row(row, query) for row in rows[:LIMIT]), summary)

    def _row(self, row: ConversationRow, query: str) -> Row[Choice]:
        who = one_line(row.title)
        at = list_time(row.last_activity_at, self._clock.now(), self._zone)

        def prompt(width: int) -> Content:
            unread = DisplayText(f"{marks.UNREAD}{row.unread} " if row.unread else "")
            right = [
                Piece(unread, "bold $accent"),
                Piece(one_line(row.mark or row.display_number), "$text-muted"),
                _GAP,
                Piece(blank_text(_TIME_WIDTH - cell_width(at)) + at, "$text-muted"),
            ]
            return spread(marked(who, query), right, width)

        return Row(Choice(row.number), prompt, phrase("opens the thread with {who}", who=who))
