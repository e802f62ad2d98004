"""The pace at which an agent's texts leave: a backlog is let go at the rate of writing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.context import Writing, writing
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.rules.send_rules import RATE_WINDOW
from smsdesk.store.queues import outbox
from smsdesk.store.tables import messages, sent_messages
from smsdesk.store.times import to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord


def delay_if_needed(context: Context, record: MessageRecord) -> MessageRecord:
    """Let a text wait for its turn, where it still has to."""
    with writing(context) as work:
        waiting = outbox.may_leave(work.connection, record.id, work.steady_us)
        pause = pause_before(context, work.connection, work.skew, record)
        if waiting is None or not pause:
            return messages.get_known(work.connection, record.id)
        return delay(context, work, waiting, pause)


def delay(context: Context, work: Writing, record: MessageRecord, pause: int) -> MessageRecord:
    """Let a text wait for so many microseconds, and say why."""
    reason = f"Waits its turn: {context.config.limits.per_minute} leave in a minute."
    return set_status(
        work, record, Status.QUEUED, next_attempt_at=work.steady_us + pause, reason=reason
    )


def pause_before(
    context: Context, connection: Connection, skew: timedelta, record: MessageRecord
) -> int:
    """Return the microseconds until a text may leave in its agent's pace, 0 for now.

    One that has waited leaves room for those that the agent has just written.
    """
    window = RATE_WINDOW // timedelta(microseconds=1)
    limit = context.config.limits.per_minute
    steady_now = context.steady_now()
    now = to_us(steady_now + skew)
    left = sent_messages.left_between(connection, record.sent_by, now - window, now, limit)
    room = limit - outbox.newer_before(connection, record, to_us(steady_now))
    if room <= 0:
        return window // limit
    return left[room - 1] + window - now if len(left) >= room else 0
