"""``desk.answering``: whose turn it is in a conversation, and whose conversation it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.answering import agent_turns, who_now
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.answering import NextToAnswer


class Answering(Protocol):
    """What an agent decides about a conversation; each raises ``DeskError`` where there is none."""

    def done(self, number: str) -> None:
        """Let nothing in it wait for an answer."""

    def snooze(self, number: str, until: datetime) -> None:
        """Put it aside; the time, or any text of theirs, brings it back as *to answer*.

        Raises:
            DeskError: the time has passed already.
        """

    def claim(self, number: str) -> str:
        """Make it the agent's own; return who owned it before, empty for nobody."""

    def release(self, number: str) -> str:
        """Make it nobody's; return who owned it before, empty for nobody."""

    def hand_over(self, number: str, agent: str) -> str:
        """Give it to another agent; return who owned it before, empty for nobody."""

    def mark_unread(self, number: str) -> bool:
        """Make their newest text unread again; return whether there is one."""

    def next_to_answer(self, current: str | None) -> NextToAnswer:
        """Return who is to be answered after the open conversation, and how many wait."""

    def agents(self) -> tuple[str, ...]:
        """Return whom a conversation can be handed to: the agents known so far, by name."""


class _Answering(Answering):
    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Act.WORK)
    def done(self, number: str) -> None:
        agent_turns.done(self._context, number)

    @needs(Act.WORK)
    def snooze(self, number: str, until: datetime) -> None:
        agent_turns.snooze(self._context, number, until)

    @needs(Act.WORK)
    def claim(self, number: str) -> str:
        return agent_turns.claim(self._context, number)

    @needs(Act.WORK)
    def release(self, number: str) -> str:
        return agent_turns.hand_over(self._context, number, "")

    @needs(Act.WORK)
    def hand_over(self, number: str, agent: str) -> str:
        return agent_turns.hand_over(self._context, number, agent)

    @needs(Act.WORK)
    def mark_unread(self, number: str) -> bool:
        return agent_turns.mark_unread(self._context, number)

    def next_to_answer(self, current: str | None) -> NextToAnswer:
        return who_now.next_to_answer(self._context, current)

    def agents(self) -> tuple[str, ...]:
        return agent_turns.agents(self._context)


def answering_of(context: Context) -> Answering:
    """Return the face of an open desk."""
    return _Answering(context)
