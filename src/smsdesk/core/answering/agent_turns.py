"""What an agent decides about a conversation: done, snoozed, whose it is, unread again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from smsdesk.core.agents_on_record import LONGEST_NAME, active_names
from smsdesk.core.answering.turns import up_to_their_newest
from smsdesk.core.context import writing
from smsdesk.core.rules.numbers import checked_number
from smsdesk.errors import DeskError
from smsdesk.store.tables import agent_names, answering, conversations, messages
from smsdesk.store.times import to_us
from smsdesk.terms import ConversationState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.tables.answering import TurnRecord


class NoConversationError(DeskError):
    """There is no conversation with the number yet."""

    exit_code = 2


class NobodyHereError(DeskError):
    """An agent does not work here."""

    exit_code = 2


class AlreadyPassedError(DeskError):
    """A time that must lie ahead does not."""

    exit_code = 2


def done(context: Context, number: str) -> None:
    """Let nothing in a conversation wait for an answer.

    Raises:
        NotANumber: the number is not in E.164.
        NoConversationError: there is none.
    """
    with _changing(context, number) as (work, turn):
        answering.change(
            work.connection,
            turn.id,
            state=ConversationState.DONE.value,
            to_answer_since=None,
            snoozed_until=None,
            answered_until=up_to_their_newest(work, turn),
            answer_id=None,
        )


def snooze(context: Context, number: str, until: datetime) -> None:
    """Put a conversation aside; the time or any text of theirs brings it back as *to answer*.

    Raises:
        NotANumber: the number is not in E.164.
        NoConversationError: there is none.
        AlreadyPassedError: the time has passed already.
    """
    if until <= context.now():
        raise AlreadyPassedError("the time to snooze until has passed already")
    with _changing(context, number) as (work, turn):
        answering.change(
            work.connection,
            turn.id,
            state=ConversationState.SNOOZED.value,
            snoozed_until=to_us(until),
        )


def claim(context: Context, number: str) -> str:
    """Make a conversation the agent's own; return who owned it before, empty for nobody.

    Raises:
        NotANumber: the number is not in E.164.
        NoConversationError: there is none.
    """
    return hand_over(context, number, context.agent)


def hand_over(context: Context, number: str, agent: str) -> str:
    """Give a conversation to an agent; return who owned it before, empty for nobody.

    Args:
        agent: its new owner; empty: nobody.

    Raises:
        NotANumber: the number is not in E.164.
        NoConversationError: there is none.
        NobodyHereError: agents are on record, and this is none who works here; or it is no name.
    """
    if agent and (len(agent) > LONGEST_NAME or not agent.isprintable()):
        raise NobodyHereError(f"an agent's name has 1 to {LONGEST_NAME} printable characters")
    with _changing(context, number) as (work, turn):
        here = active_names(work.connection)
        if agent and here is not None and agent not in here:
            raise NobodyHereError(f"{agent} is not on record here, or not active any more")
        answering.change(work.connection, turn.id, owner=agent)
        return turn.owner


def agents(context: Context) -> tuple[str, ...]:
    """Return the names of the agents who work here: on record, else of whom the database knows."""
    with context.database.read() as connection:
        here = active_names(connection)
        return tuple(agent_names.known(connection) if here is None else sorted(here))


def mark_unread(context: Context, number: str) -> bool:
    """Make their newest text unread again; return whether there is one.

    Raises:
        NotANumber: the number is not in E.164.
        NoConversationError: there is none.
    """
    with _changing(context, number) as (work, turn):
        newest = answering.newest_of_theirs(work.connection, turn.id)
        if newest is None:
            return False
        messages.change(work.connection, newest[0], seen=0, revision=work.revision)
        conversations.count_unread(work.connection, turn.id, work.revision)
        return True


def wake_due(context: Context) -> None:
    """Bring back the snoozed conversations whose time has come; writes only where one has."""
    with context.database.read() as connection:
        first = answering.next_waking(connection)
    if first is not None and first <= to_us(context.now()):
        with writing(context) as work:
            answering.wake(work.connection, work.now_us, work.revision)


@contextmanager
def _changing(context: Context, number: str) -> Iterator[tuple[Writing, TurnRecord]]:
    checked_number(number)
    with writing(context) as work:
        turn = answering.turn_with(work.connection, number)
        if turn is None:
            raise NoConversationError(f"there is no conversation with {number} yet")
        yield work, turn
        conversations.touch(work.connection, number, work.revision)
