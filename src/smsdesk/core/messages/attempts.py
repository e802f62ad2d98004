"""Attempts whose outcome is open: which message at the carrier is ours.

Twilio has no idempotency key, so a call that was cut off is settled by what the carrier lists:
the oldest text from our number to that one, created while the attempt ran (on the carrier's
clock), with the same words as far as the carrier leaves them alone, and claimed by no message of
ours.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.contacts.delivery_outcomes import take_outcome
from smsdesk.core.messages.transitions import move
from smsdesk.core.rules.delivery_status import RANK, check_again_at, is_final
from smsdesk.core.rules.segments import body_key
from smsdesk.store.queues import outbox
from smsdesk.store.tables import conversations, messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Direction, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from smsdesk.carrier.protocol import CarrierMessage
    from smsdesk.core.context import Context, Writing
    from smsdesk.core.views.alerts import Alert
    from smsdesk.store.tables.message_record import MessageRecord

EARLY = timedelta(seconds=5)
"""How much before the attempt's start the carrier may date its text: Date has whole seconds."""

LATE = timedelta(seconds=15)
"""How much after the attempt's end the carrier may date it: the call may lie in a queue there."""


def end_of(attempt: MessageRecord, work: Writing) -> int:
    """Return when an attempt that ends now has ended, on the carrier's clock, in microseconds.

    While it runs the message says when it will have ended at the latest. That holds where the
    machine's clock was set meanwhile and the time that has passed makes no sense.
    """
    now = to_us(work.carrier_now)
    latest = attempt.attempt_ended_at or now
    return now if (attempt.attempt_began_at or 0) <= now <= latest else latest


def window(attempt: MessageRecord, now: datetime) -> tuple[datetime, datetime]:
    """Return when the carrier can have created the attempt's text, on the carrier's clock.

    The attempt's own times are the carrier's, as it was known when the attempt began: our clock
    may be corrected before the attempt is settled.
    """
    began = from_us(attempt.attempt_began_at) or now
    ended = from_us(attempt.attempt_ended_at) or now
    return began - EARLY, ended + LATE


def matches(attempt: MessageRecord, message: CarrierMessage, now: datetime) -> bool:
    """Whether a listed message can be what the attempt left at the carrier."""
    first, last = window(attempt, now)
    return (
        message.direction is Direction.OUTBOUND
        and message.to == attempt.number
        and message.sender == attempt.sender
        and body_key(message.body) == attempt.body_key
        and (message.created_at is None or first <= message.created_at <= last)
    )


def oldest_match(
    attempt: MessageRecord,
    listed: Iterable[CarrierMessage],
    claimed: frozenset[str],
    now: datetime,
) -> CarrierMessage | None:
    """Return the oldest listed message that can be the attempt's and is nobody else's."""
    found = [
        message
        for message in listed
        if message.sid not in claimed and matches(attempt, message, now)
    ]
    return min(
        found,
        key=lambda message: (message.created_at is None, message.created_at or now, message.sid),
        default=None,
    )


def claim(context: Context, work: Writing, message: CarrierMessage, alerts: list[Alert]) -> bool:
    """Offer an outbound message that nobody has claimed to our open attempts.

    Returns:
        Whether one took it; otherwise it was sent from elsewhere.
    """
    conversation_id = conversations.id_of(work.connection, message.to)
    if conversation_id is None:
        return False
    open_attempts = outbox.open_attempts(work.connection, conversation_id, body_key(message.body))
    for attempt in open_attempts:
        if matches(attempt, message, work.carrier_now):
            alerts.extend(settle_accepted(context, work, attempt, message))
            return True
    return False


def settle_accepted(
    context: Context, work: Writing, attempt: MessageRecord, told: CarrierMessage
) -> tuple[Alert, ...]:
    """The carrier has the text: give our message its SID. A late answer always wins."""
    sid = _free_sid(work, attempt, told)
    known = messages.get_known(work.connection, attempt.id)
    if known.sid == told.sid and RANK[told.status] <= known.status_rank:
        return ()
    final = is_final(told.status)
    failed = told.status in (Status.FAILED, Status.UNDELIVERED)
    settled = move(
        work,
        known,
        told.status,
        sid=sid,
        error_code=told.error_code,
        fault=str(told.fault or ""),
        reason=context.codes.explain(told.error_code) if failed else "",
        segments=told.segments or attempt.segments,
        settled_at=work.now_us,
        final=int(final),
        next_check_at=None if final else check_again_at(work.now_us, work.now_us),
        lease_until=None,
        next_look_at=None,
    )
    return take_outcome(context, work, settled) if final else ()


def _free_sid(work: Writing, attempt: MessageRecord, told: CarrierMessage) -> str | None:
    """Return the SID that our message may take, after absorbing what a poll wrote of it.

    A SID that belongs to any other text than that is left to it: nothing of ours is ever removed
    because a carrier deals one name twice.
    """
    other = messages.by_sid(work.connection, told.sid)
    if other is None or other.id == attempt.id:
        return told.sid
    if (
        other.direction != Direction.OUTBOUND
        or other.sent_by
        or other.conversation_id != attempt.conversation_id
    ):
        return None
    work.database.message_search.forget_message(work.connection, other.id)
    messages.remove(work.connection, other.id)
    conversations.show_newest(work.connection, other.conversation_id, work.revision)
    return told.sid
