"""What texts do to a conversation's turn, in the transaction that takes them in or lets them go.

A text of theirs makes it *to answer*, since the oldest that nobody has answered. A text of ours
whose writer had their newest one in view makes it *waiting*; when it never arrives, it is *to
answer* again, since their text. All is judged by when texts were sent, so that the order in which
the carrier tells of them changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.rules.keywords import Keyword, read_keyword
from smsdesk.store.tables import answering
from smsdesk.terms import ConversationState

if TYPE_CHECKING:
    from smsdesk.core.context import Writing
    from smsdesk.store.tables.answering import TurnRecord
    from smsdesk.store.tables.message_record import MessageRecord


def texts_came(work: Writing) -> None:
    """Take note of the texts that this transaction has taken in; history of old asks for none."""
    answering.texts_came(work.connection, work.revision)


def read_inbound(work: Writing, message: MessageRecord) -> None:
    """Close the conversation where a text is nothing but an opt-out: no answer may leave.

    What they wrote after it waits all the same, though the box stays shut.
    """
    if read_keyword(message.body, work.own_keywords) is not Keyword.OPT_OUT:
        return
    turn = answering.turn(work.connection, message.conversation_id)
    if turn is not None:
        _answered_up_to(work, turn, message.happened_at, ConversationState.DONE)


def answered(work: Writing, conversation_id: int, message_id: int, agent: str) -> None:
    """Take note of a text of ours whose writer had their newest text in view.

    The first answer to a conversation that nobody owns claims it.
    """
    turn = answering.turn(work.connection, conversation_id)
    if turn is None:
        return
    answering.change(
        work.connection,
        conversation_id,
        state=ConversationState.WAITING.value,
        to_answer_since=None,
        snoozed_until=None,
        answered_until=up_to_their_newest(work, turn),
        answered_before=_unanswered_from(turn),
        answer_id=message_id,
        owner=turn.owner or agent,
    )


def answered_elsewhere(work: Writing, number: str, at: int) -> None:
    """Take note of a text that the firm sent with another tool: it answers what came before it.

    Args:
        number: to whom.
        at: when it was sent, in microseconds.
    """
    turn = answering.turn_with(work.connection, number)
    if turn is None or at <= turn.answered_until:
        return
    state = ConversationState(turn.state)
    if state is ConversationState.TO_ANSWER:
        _answered_up_to(work, turn, at, ConversationState.WAITING)
    else:
        answering.change(work.connection, turn.id, answered_until=at)


def answer_failed(work: Writing, message: MessageRecord) -> None:
    """Bring *to answer* back where a text that never arrives was the answer."""
    turn = answering.turn(work.connection, message.conversation_id)
    if turn is None or turn.answer_id != message.id:
        return
    since = answering.oldest_of_theirs_after(work.connection, turn.id, turn.answered_before)
    answering.change(work.connection, turn.id, answered_until=turn.answered_before, answer_id=None)
    if since is not None and turn.state == ConversationState.WAITING:
        answering.change(
            work.connection,
            turn.id,
            state=ConversationState.TO_ANSWER.value,
            to_answer_since=since,
        )


def texts_removed(work: Writing, conversation_id: int) -> None:
    """Let what is left of a conversation say whether it is to answer, and since when."""
    turn = answering.turn(work.connection, conversation_id)
    if turn is None or turn.state != ConversationState.TO_ANSWER:
        return
    since = answering.oldest_of_theirs_after(work.connection, turn.id, turn.answered_until)
    state = ConversationState.WAITING if since is None else ConversationState.TO_ANSWER
    answering.change(work.connection, turn.id, state=state.value, to_answer_since=since)


def _answered_up_to(work: Writing, turn: TurnRecord, at: int, otherwise: ConversationState) -> None:
    """Let their texts up to a moment need no answer; with a later one it is still *to answer*."""
    until = max(turn.answered_until, at)
    since = answering.oldest_of_theirs_after(work.connection, turn.id, until)
    state = otherwise if since is None else ConversationState.TO_ANSWER
    answering.change(
        work.connection,
        turn.id,
        state=state.value,
        to_answer_since=since,
        snoozed_until=None,
        answered_until=until,
        answer_id=None,
    )


def up_to_their_newest(work: Writing, turn: TurnRecord) -> int:
    """Return up to when their texts need no answer once all that have come need none."""
    newest = answering.newest_of_theirs(work.connection, turn.id)
    return max(newest[1] if newest else 0, turn.answered_until)


def _unanswered_from(turn: TurnRecord) -> int:
    """Return the moment after which their texts were unanswered before this answer."""
    return turn.answered_until if turn.to_answer_since is None else turn.to_answer_since - 1
