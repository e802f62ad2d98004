"""The agents to whom a conversation can be handed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from smsdesk.display import DisplayText, one_line, phrase
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.shown import Piece
from smsdesk.tui.windows.finder import Found, Row

if TYPE_CHECKING:
    import threading

    from textual.content import Content

    from smsdesk.desk.answering import Answering


class AgentSearch:
    """Everyone the desk has heard of but the agent; and who is written out in full."""

    title: ClassVar = DisplayText("Hand over to")
    placeholder: ClassVar = "a few letters of their name"
    at_least: ClassVar = 0

    def __init__(self, answering: Answering, agent: str) -> None:
        """``agent`` is who hands over."""
        self._answering = answering
        self._agent = agent

    def find(self, query: str, *, stop: threading.Event) -> Found[str]:
        """Return the agents whose name begins with ``query``, else those that hold it."""
        others = [name for name in self._answering.agents() if name != self._agent]
        wanted = query.casefold()
        begins = [name for name in others if name.casefold().startswith(wanted)]
        holds = [name for name in others if wanted in name.casefold() and name not in begins]
        rows = [_row(name, query) for name in (*begins, *holds)]
        if query and wanted not in {name.casefold() for name in (*others, self._agent)}:
            rows.append(_row(query, query, "nobody of that name has worked here yet"))
        if not rows:
            return Found(nothing=DisplayText("Nobody else has worked here yet: write their name."))
        return Found(tuple(rows))


def _row(name: str, query: str, beside: str = "") -> Row[str]:
    who = one_line(name)

    def prompt(width: int) -> Content:
        return spread(marked(who, query), [Piece(DisplayText(beside), "$text-muted")], width)

    return Row(name, prompt, phrase("hands the conversation to {who}", who=who))
