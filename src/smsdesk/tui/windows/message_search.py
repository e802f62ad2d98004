"""The search for a text by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from smsdesk.core.views.threads import MessageKey
from smsdesk.terms import Direction
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.when import list_time
from smsdesk.tui.windows.finder import Found, Row

if TYPE_CHECKING:
    import threading
    from datetime import tzinfo

    from smsdesk.clock import Clock
    from smsdesk.core.views.threads import MessageHit
    from smsdesk.desk.threads import SearchesMessages

LIMIT = 50


class MessageSearch:
    """Who wrote what, newest first."""

    title: ClassVar = "Search the messages"
    placeholder: ClassVar = "words of a text"
    at_least: ClassVar = 2

    def __init__(self, messages: SearchesMessages, *, clock: Clock, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        self._messages = messages
        self._clock = clock
        self._zone = zone

    def find(self, query: str, *, stop: threading.Event) -> Found:
        """Search the messages."""
        hits = self._messages.search_messages(query, limit=LIMIT, stop=stop)
        if not hits:
            return Found((), nothing=f"No text holds “{query}”.")
        summary = f"the newest {LIMIT}; type more to narrow it" if len(hits) >= LIMIT else ""
        return Found(tuple(self._row(hit, query) for hit in hits), summary)

    def _row(self, hit: MessageHit, query: str) -> Row:
        at = list_time(hit.happened_at, self._clock.now(), self._zone)
        who = hit.name or hit.number

        def prompt(width: int) -> Content:
            arrow = "←" if hit.direction is Direction.INBOUND else "→"
            first = spread(
                Content.assemble((who, "bold"), (f" {arrow}", "$text-muted")),
                Content.styled(at, "$text-muted"),
                width,
            )
            text = around(hit.text, query, width)
            return Content("\n").join([first, marked(text, query).truncate(width, ellipsis=True)])

        key = MessageKey(hit.happened_at, hit.message_id)
        return Row(hit.number, prompt, f"opens the thread with {who} at this text", key)


def around(text: str, query: str, width: int) -> str:
    """Return ``text`` in one line, begun shortly before the first match where that is far in."""
    line = " ".join(text.split())
    first = query.split(maxsplit=1)[0] if query.split() else ""
    place = line.casefold().find(first.casefold())
    if place < width // 2:
        return line
    return "…" + line[place - width // 4 :]
