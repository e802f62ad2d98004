"""Settling what is unconfirmed: look at the carrier's list, claim what is ours, or wait.

"Not sent" is said only after two complete looks without a find, the last at least five minutes
after the attempt ended, and while the carrier lists no text that nobody claims: none to that
number from the time of the attempt, and none with these words from any time since.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError
from smsdesk.core.contacts.delivery_outcomes import not_sent_alert
from smsdesk.core.context import Writing, writing
from smsdesk.core.messages.attempts import claim_all, created_between, has_our_words
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.receiving.listing import texts_to
from smsdesk.core.sending.handing_over import DOUBTFUL, GIVE_UP, UNCONFIRMED, mark_unconfirmed
from smsdesk.store.queues import outbox
from smsdesk.store.tables import messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.carrier.protocol import CarrierMessage
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.store.tables.message_record import MessageRecord

SECOND_US = 1_000_000
LOOKS_AFTER = (2, 5, 15, 30, 60, 120, 300)
"""Seconds after the attempt's end at which to look; then every five minutes."""

CERTAIN_AFTER = timedelta(minutes=5)
COMPLETE_LOOKS = 2

GIVE_UP_AFTER = timedelta(days=1)
"""After so long without a list that could be read, the agent may decide."""

OTHER_ACCOUNT = (
    "Not confirmed: it was sent with another account, and only that one can tell. It is looked"
    " for when that account is set again."
)
NOT_SENT = "Not sent: the carrier does not have it. It can be sent again."


def expire(context: Context) -> None:
    """Mark attempts whose process vanished as unconfirmed.

    An expired lease is never transmitted by anyone: the request may have been written.
    """
    now = to_us(context.steady_now())
    with context.database.read() as connection:
        if not outbox.expired(connection, now):
            return
    with writing(context) as work:
        for record in outbox.expired(work.connection, work.steady_us):
            mark_unconfirmed(work, record)


def settle_unconfirmed(context: Context, *, limit: int = 20) -> tuple[Alert, ...]:
    """Look for every unconfirmed message that is due for it.

    Raises:
        CarrierError: the carrier cannot be reached; the looks are put off.
    """
    with context.database.read() as connection:
        due = outbox.unconfirmed_due(connection, to_us(context.steady_now()), limit)
    alerts: list[Alert] = []
    for record in due:
        if record.account not in ("", context.account):
            with writing(context) as work:
                _look_again(work, record, complete=False, reason=OTHER_ACCOUNT)
            continue
        try:
            listed = texts_to(context, record.number, record.sender)
        except CarrierError:
            with writing(context) as work:
                _look_again(work, record, complete=False, reason=UNCONFIRMED)
            raise
        with writing(context) as work:
            alerts.extend(_judge(context, work, record, listed))
    return tuple(alerts)


def _judge(
    context: Context, work: Writing, record: MessageRecord, listed: Sequence[CarrierMessage]
) -> tuple[Alert, ...]:
    now = messages.get(work.connection, record.id)
    if now is None or now.status != Status.UNCONFIRMED:
        return ()
    alerts: list[Alert] = []
    claim_all(context, work, listed, alerts)
    now = messages.get_known(work.connection, record.id)
    if now.status != Status.UNCONFIRMED:
        return tuple(alerts)
    enough = now.complete_looks + 1 >= COMPLETE_LOOKS and _waited(work, now) >= CERTAIN_AFTER
    if enough and not any(_may_be(work, now, message) for message in listed):
        alerts.append(not_sent_alert(context, work.connection, _not_sent(work, now)))
        return tuple(alerts)
    _look_again(work, now, complete=True, reason=DOUBTFUL if enough else UNCONFIRMED)
    return tuple(alerts)


def _may_be(work: Writing, record: MessageRecord, message: CarrierMessage) -> bool:
    """Whether a text that no message of ours has claimed may be what the attempt left."""
    known = messages.by_sid(work.connection, message.sid)
    if known is not None and known.sent_by:
        return False
    first, last = created_between(record, work.carrier_now)
    if message.created_at is None or first <= message.created_at <= last:
        return True
    return message.created_at > last and has_our_words(record, message)


def _waited(work: Writing, record: MessageRecord) -> timedelta:
    """Return how long ago the attempt ended; its times are the carrier's."""
    return work.carrier_now - (from_us(record.attempt_ended_at) or work.carrier_now)


def _not_sent(work: Writing, record: MessageRecord) -> MessageRecord:
    return set_status(
        work,
        record,
        Status.NOT_SENT,
        reason=NOT_SENT,
        settled_at=work.now_us,
        next_look_at=None,
    )


def _look_again(work: Writing, record: MessageRecord, *, complete: bool, reason: str) -> None:
    """Note a look and when the next one is due; say why it is still open."""
    looks = record.looks + 1
    if looks < len(LOOKS_AFTER):
        due = to_us(work.steady_now + timedelta(seconds=LOOKS_AFTER[looks]) - _waited(work, record))
    else:
        due = work.steady_us + LOOKS_AFTER[-1] * SECOND_US
    read_at = to_us(work.carrier_now) if complete else record.list_read_at
    unread_since = max(record.attempt_ended_at or 0, read_at or 0)
    if to_us(work.carrier_now) - unread_since >= GIVE_UP_AFTER // timedelta(microseconds=1):
        reason += GIVE_UP
    if not complete and record.reason == DOUBTFUL:
        reason = DOUBTFUL
    if reason != record.reason:
        set_status(work, record, Status.UNCONFIRMED, reason=reason)
    messages.change(
        work.connection,
        record.id,
        looks=looks,
        complete_looks=record.complete_looks + int(complete),
        list_read_at=read_at,
        next_look_at=max(due, work.steady_us + SECOND_US),
    )
