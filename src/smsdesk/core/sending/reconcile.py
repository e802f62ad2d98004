"""Settling what is unconfirmed: look at the carrier's list, claim what is ours, or wait.

"Not sent" is said only after two complete looks without a find, the last at least five minutes
after the attempt ended, and while the carrier lists no text to that number that nobody claims.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError, CarrierMessage, MessageFilter
from smsdesk.core.contacts.delivery_outcomes import not_sent_alert
from smsdesk.core.context import Writing, remember_skew, writing
from smsdesk.core.messages.attempts import oldest_match, settle_accepted, window
from smsdesk.core.messages.transitions import move
from smsdesk.core.receiving.listing import PAGE, Walk
from smsdesk.core.sending.outbox import DOUBTFUL, mark_unconfirmed
from smsdesk.store.queues import outbox
from smsdesk.store.tables import messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.context import Context
    from smsdesk.core.views.alerts import Alert
    from smsdesk.store.tables.messages import MessageRecord

SECOND_US = 1_000_000
LOOKS_AFTER = (2, 5, 15, 30, 60, 120, 300)
"""Seconds after the attempt's end at which to look; then every five minutes."""

CERTAIN_AFTER = timedelta(minutes=5)
COMPLETE_LOOKS = 2

NOT_SENT = "Not sent: the carrier does not have it. It can be sent again."


def expire(context: Context) -> int:
    """Mark attempts whose process vanished as unconfirmed; return how many there were.

    An expired lease is never transmitted by anyone: the request may have been written.
    """
    now = to_us(context.now())
    with context.database.read() as connection:
        if not outbox.expired(connection, now):
            return 0
    with writing(context) as work:
        lost = outbox.expired(work.connection, work.now_us)
        for record in lost:
            mark_unconfirmed(work, record)
    return len(lost)


def settle_unconfirmed(context: Context, *, limit: int = 20) -> tuple[Alert, ...]:
    """Look for every unconfirmed message that is due for it.

    Raises:
        CarrierError: the carrier cannot be reached; the looks are put off.
    """
    with context.database.read() as connection:
        due = outbox.looks_due(connection, to_us(context.now()), limit)
    alerts: list[Alert] = []
    for record in due:
        try:
            listed = _list_to(context, record)
        except CarrierError:
            with writing(context) as work:
                _look_again(work, record, complete=False)
            raise
        with writing(context) as work:
            alerts.extend(_judge(context, work, record, listed))
    return tuple(alerts)


def _list_to(context: Context, record: MessageRecord) -> list[CarrierMessage]:
    """Return all that the carrier lists from our number to that one.

    No date filter: it could hide a message that has no date yet.
    """
    wanted = MessageFilter(to=record.number, sender=record.sender)
    listed: list[CarrierMessage] = []
    walk, page = Walk(), None
    while True:
        answer = context.carrier.list_messages(wanted, page=page, page_size=PAGE)
        listed.extend(answer.messages)
        page = walk.after(answer)
        if page is None:
            remember_skew(context)
            return listed


def _judge(
    context: Context, work: Writing, record: MessageRecord, listed: Sequence[CarrierMessage]
) -> tuple[Alert, ...]:
    now = messages.get(work.connection, record.id)
    if now is None or now.status != Status.UNCONFIRMED:
        return ()
    known = {
        message.sid: row
        for message in listed
        if (row := messages.by_sid(work.connection, message.sid)) is not None
    }
    # A text that passes for somebody else's may be this one: a poll can have been quicker.
    ours = frozenset(sid for sid, row in known.items() if row.sent_by)
    found = oldest_match(now, listed, ours, work.carrier_now)
    if found is not None:
        return settle_accepted(context, work, now, found)
    first, last = window(now, work.carrier_now)
    unclaimed = any(
        message.sid not in ours
        and (message.created_at is None or first <= message.created_at <= last)
        for message in listed
    )
    enough = now.complete_looks + 1 >= COMPLETE_LOOKS and _waited(work, now) >= CERTAIN_AFTER
    if enough and not unclaimed:
        return (not_sent_alert(work.connection, _not_sent(work, now)),)
    if enough:
        now = move(work, now, Status.UNCONFIRMED, reason=DOUBTFUL)
    _look_again(work, now, complete=True)
    return ()


def _waited(work: Writing, record: MessageRecord) -> timedelta:
    """Return how long ago the attempt ended; its times are the carrier's."""
    return work.carrier_now - (from_us(record.attempt_ended_at) or work.carrier_now)


def _not_sent(work: Writing, record: MessageRecord) -> MessageRecord:
    return move(
        work,
        record,
        Status.NOT_SENT,
        reason=NOT_SENT,
        settled_at=work.now_us,
        next_look_at=None,
    )


def _look_again(work: Writing, record: MessageRecord, *, complete: bool) -> None:
    looks = record.looks + 1
    if looks < len(LOOKS_AFTER):
        due = to_us(work.now + timedelta(seconds=LOOKS_AFTER[looks]) - _waited(work, record))
    else:
        due = work.now_us + LOOKS_AFTER[-1] * SECOND_US
    messages.change(
        work.connection,
        record.id,
        looks=looks,
        complete_looks=record.complete_looks + int(complete),
        next_look_at=max(due, work.now_us + SECOND_US),
    )
