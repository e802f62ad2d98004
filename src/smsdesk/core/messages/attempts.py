"""Attempts whose outcome is open: which message at the carrier is ours.

Twilio has no idempotency key, so a call that was cut off is settled by what the carrier lists:
the oldest text from our number to that one, created while the attempt ran (on the carrier's
clock), with the same words as far as the carrier leaves them alone, and claimed by no message of
ours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.core.contacts.delivery_outcomes import apply_outcome
from smsdesk.core.messages.transitions import check_again_at, set_status
from smsdesk.core.rules.delivery_status import RANK, is_final
from smsdesk.core.rules.segments import body_key
from smsdesk.e164 import one_contact
from smsdesk.store.queues import outbox
from smsdesk.store.tables import conversations, messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Direction, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.carrier.protocol import CarrierMessage
    from smsdesk.core.context import Context, Writing
    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.store.tables.message_record import MessageRecord

EARLY = timedelta(seconds=5)
"""How much before the attempt's start the carrier may date its text: Date has whole seconds."""

LATE = timedelta(seconds=15)
"""How much after the attempt's end the carrier may date it: the call may lie in a queue there."""


RECENT = timedelta(days=1)
"""For how long a text that was called not sent may still turn up: lists lag by hours."""

_LAST = datetime.max.replace(tzinfo=UTC)


def ended_at(attempt: MessageRecord, work: Writing) -> int:
    """Return when an attempt that ends now has ended, on the carrier's clock, in microseconds.

    While it runs the message says when it will have ended at the latest. That holds where the
    machine's clock was set meanwhile and the time that has passed makes no sense.
    """
    now = to_us(work.carrier_now)
    latest = attempt.attempt_ended_at or now
    return now if (attempt.attempt_began_at or 0) <= now <= latest else latest


def created_between(attempt: MessageRecord, now: datetime) -> tuple[datetime, datetime]:
    """Return when the carrier can have created the attempt's text, on the carrier's clock.

    The attempt's own times are the carrier's, as it was known when the attempt began: our clock
    may be corrected before the attempt is settled.
    """
    began = from_us(attempt.attempt_began_at) or now
    ended = from_us(attempt.attempt_ended_at) or now
    return began - EARLY, ended + LATE


def has_our_words(record: MessageRecord, message: CarrierMessage) -> bool:
    """Whether a listed message goes from our number to that lead with the same words."""
    return (
        message.direction is Direction.OUTBOUND
        and one_contact(message.to) == record.number
        and message.sender == record.sender
        and body_key(message.body) == record.body_key
    )


def matches(attempt: MessageRecord, message: CarrierMessage, now: datetime) -> bool:
    """Whether a listed message can be what the attempt left at the carrier while it ran."""
    first, last = created_between(attempt, now)
    return has_our_words(attempt, message) and (
        message.created_at is None or first <= message.created_at <= last
    )


def _begun_before(attempt: MessageRecord, message: CarrierMessage, now: datetime) -> bool:
    first, _last = created_between(attempt, now)
    return message.created_at is not None and first <= message.created_at


def recorded_on_carriers_clock(work: Writing, record: MessageRecord) -> datetime:
    """Return when a text was recorded, on the carrier's clock, and rather too early than too late.

    What was known of that clock then and what is known now may differ by a correction of ours.
    """
    if record.planned_at is not None:  # its ``recorded_at`` is when it was let go
        return from_us(record.planned_at)
    as_known_now = work.carrier_now - (work.steady_now - from_us(record.recorded_at))
    return min(from_us(record.happened_at), as_known_now)


def message_for(context: Context, work: Writing, message: CarrierMessage) -> MessageRecord | None:
    """Return which message of ours an unclaimed text at the carrier is, as far as can be told.

    First the open attempt in whose time the carrier created it. One that was created later can be
    an open attempt's too (the carrier may be slow), or one's that was called not sent meanwhile:
    it is given away only where no other can own it. Last, a text that waits to leave, since
    another copy of this database may have sent it.
    """
    conversation_id = conversations.id_of(work.connection, one_contact(message.to))
    if conversation_id is None or message.status is Status.PLANNED:  # ours are planned here
        return None
    now, key = work.carrier_now, body_key(message.body)

    def ours(records: list[MessageRecord]) -> list[MessageRecord]:
        return [
            record
            for record in records
            if record.account in ("", context.account) and has_our_words(record, message)
        ]

    open_attempts = ours(outbox.open_attempts(work.connection, conversation_id, key))
    for attempt in open_attempts:
        if matches(attempt, message, now):
            return attempt
    since = to_us(now - RECENT)
    lost = ours(outbox.lost_attempts(work.connection, conversation_id, key, since))
    late = [one for one in open_attempts if _begun_before(one, message, now)]
    lost = [one for one in lost if _begun_before(one, message, now)]
    if late:
        return late[0] if len(late) + len(lost) == 1 else None
    if lost:
        return lost[0]
    for waiting in ours(outbox.waiting_twins(work.connection, conversation_id, key)):
        since_recorded = recorded_on_carriers_clock(work, waiting) - EARLY
        if message.created_at is not None and message.created_at >= since_recorded:
            return waiting
    return None


def claim(context: Context, work: Writing, message: CarrierMessage, alerts: list[Alert]) -> bool:
    """Offer an outbound message that nobody has claimed to our open attempts.

    Returns:
        Whether one took it; otherwise it was sent from elsewhere.
    """
    found = message_for(context, work, message)
    if found is not None:
        alerts.extend(settle_accepted(context, work, found, message)[1])
    return found is not None


def claim_all(
    context: Context, work: Writing, listed: Iterable[CarrierMessage], alerts: list[Alert]
) -> None:
    """Offer what the carrier lists to our texts that wait for a SID, the oldest first.

    A text that passes for somebody else's may be one of ours: a poll can have been quicker.
    """
    for message in oldest_first(listed):
        known = messages.by_sid(work.connection, message.sid)
        if known is None or not known.sent_by:
            claim(context, work, message, alerts)


def oldest_first(listed: Iterable[CarrierMessage]) -> list[CarrierMessage]:
    """Return listed messages by the time of their creation, those of one second by name.

    One without a date comes last: the carrier is still at it.
    """
    return sorted(
        listed,
        key=lambda message: (message.created_at is None, message.created_at or _LAST, message.sid),
    )


def settle_accepted(
    context: Context, work: Writing, attempt: MessageRecord, told: CarrierMessage
) -> tuple[MessageRecord, tuple[Alert, ...]]:
    """The carrier has the text: give our message its SID. A late answer always wins.

    Returns:
        The message as it stands then, and what the firm must be told.
    """
    found = {one.id: one for one in messages.by_id_or_sid(work.connection, attempt.id, told.sid)}
    known = found.pop(attempt.id, None)
    if known is None:
        raise LookupError(f"message {attempt.id} is gone")
    sid = _free_sid(work, attempt, told, next(iter(found.values()), None))
    if known.sid == told.sid and RANK[told.status] <= known.status_rank:
        return known, ()
    final = is_final(told.status)
    failed = told.status in (Status.FAILED, Status.UNDELIVERED)
    settled = set_status(
        work,
        known,
        told.status,
        sid=sid,
        account=context.account,
        error_code=told.error_code,
        fault=str(told.fault or ""),
        reason=context.codes.explain(told.error_code) if failed else "",
        segments=told.segments or attempt.segments,
        settled_at=work.now_us,
        final=int(final),
        next_check_at=None if final else check_again_at(work, told.status),
        lease_until=None,
        next_look_at=None,
    )
    if not final:
        return settled, ()
    alerts = apply_outcome(context, work, settled)
    return messages.get_known(work.connection, attempt.id), alerts


def _free_sid(
    work: Writing, attempt: MessageRecord, told: CarrierMessage, other: MessageRecord | None
) -> str | None:
    """Return the SID that our message may take, after absorbing what a poll wrote of it.

    Args:
        other: another message of ours that has it.

    A SID that belongs to any other text than that is left to it: nothing of ours is ever removed
    because a carrier deals one name twice.
    """
    if other is None:
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
