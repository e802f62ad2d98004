"""The search for a text by its words, who it was with, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from smsdesk.core.read_models.threads import MessageKey
from smsdesk.core.rules.message_query import plain_words
from smsdesk.display import LONGEST_TEXT, DisplayText, one_line, phrase
from smsdesk.terms import Direction
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.shown import Piece, stacked
from smsdesk.tui.text.when import list_time
from smsdesk.tui.windows.finder import NO_WORDS, Choice, Found, Row

if TYPE_CHECKING:
    import threading
    from datetime import tzinfo

    from textual.content import Content

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.threads import MessageHit
    from smsdesk.desk.numbers import Numbers
    from smsdesk.desk.threads import SearchesMessages

LIMIT = 50

MORE: Final = DisplayText(f"the newest {LIMIT}; type more to narrow it")
_CUT: Final = DisplayText("…")
_ARROWS: Final = {Direction.INBOUND: DisplayText(" ←"), Direction.OUTBOUND: DisplayText(" →")}


class MessageSearch:
    """Who wrote what, newest first."""

    title: ClassVar = DisplayText("Search the messages")
    placeholder: ClassVar = "words, a name, from:sarah, since:monday, here:"
    at_least: ClassVar = 2

    def __init__(
        self,
        messages: SearchesMessages,
        numbers: Numbers,
        *,
        here: str | None,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        """Search nothing yet.

        Args:
            messages: is searched.
            numbers: writes the number where there is no name.
            here: the number of the conversation that is open.
            clock: tells how long ago a text was.
            zone: the agent's own.
        """
        self._messages = messages
        self._numbers = numbers
        self._here = here
        self._clock = clock
        self._zone = zone

    def find(self, query: str, *, stop: threading.Event) -> Found[Choice]:
        """Search the messages."""
        hits = self._messages.search_messages(query, limit=LIMIT, here=self._here, stop=stop)
        if not hits:
            return Found(nothing=phrase("No text is found for “{query}”.", query=query))
        summary = MORE if len(hits) >= LIMIT else NO_WORDS
        return Found(tuple(self._row(hit, query) for hit in hits), summary)

    def _row(self, hit: MessageHit, asked: str) -> Row[Choice]:
        query = plain_words(asked)
        at = list_time(hit.happened_at, self._clock.now(), self._zone)
        who = one_line(hit.name or self._numbers.display(hit.number))
        text = one_line(hit.text, longest=LONGEST_TEXT)

        def prompt(width: int) -> Content:
            arrow = Piece(_ARROWS[hit.direction], "$text-muted")
            first = spread([Piece(who, "bold"), arrow], [Piece(at, "$text-muted")], width)
            return stacked([first, spread(marked(around(text, query, width), query), [], width)])

        key = MessageKey(hit.happened_at, hit.message_id)
        step = phrase("opens the thread with {who} at this text", who=who)
        return Row(Choice(hit.number, key, asked), prompt, step)


def around(line: DisplayText, query: str, width: int) -> DisplayText:
    """Return ``line`` begun shortly before the first match where that is far in."""
    first = query.split(maxsplit=1)[0] if query.split() else ""
    place = line.casefold().find(first.casefold())
    if place < width // 2:
        return line
    return _CUT + line[place - width // 4 :]
