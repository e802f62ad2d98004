"""The outbox: from the recorded message to the carrier's answer, nothing lost or sent twice.

States of an outbound message, and who moves it there:

    queued       recorded, durable; waits to leave              gate, postpone, release
    held         waited too long; the agent says go or drop     claim
    sending      in one process's hands, under a lease          claim
    unconfirmed  the carrier may have it; never sent again      settle, expire
    sent ...     the carrier has it (SID); delivery follows     settle, reconcile, poll
    failed       the carrier refused it                         settle
    not_sent     the gate stopped it at leaving, or it was      claim, reconcile
                 looked for at the carrier and is not there
    canceled     taken back while it waited                     cancel

queued -> sending -> sent | failed | unconfirmed | queued (certainly not processed);
queued -> held -> queued | canceled; queued -> not_sent | canceled; unconfirmed -> sent | not_sent.
What is queued, held or not_sent becomes sent where the carrier turns out to have it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import (
    CarrierError,
    CarrierMessage,
    NotProcessed,
    OutboundText,
    OutcomeUnknown,
    Refused,
)
from smsdesk.core.contacts import lookups
from smsdesk.core.contacts.delivery_outcomes import take_outcome
from smsdesk.core.contacts.facts import facts_of_number
from smsdesk.core.context import Writing, carrier_skew, writing
from smsdesk.core.messages import attempts
from smsdesk.core.messages.transitions import move
from smsdesk.core.receiving import polling
from smsdesk.core.receiving.ingest import Taken
from smsdesk.core.rules.send_rules import RATE_WINDOW, judge_contact
from smsdesk.core.rules.wording import say_when
from smsdesk.core.sending import before_leaving
from smsdesk.core.sending.results import result_of
from smsdesk.core.views.alerts import Alert, AlertKind
from smsdesk.core.views.sending import SendResult, SendStatus
from smsdesk.errors import DeskError
from smsdesk.store.queues import outbox
from smsdesk.store.tables import contacts, messages, sent_messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Code, LineType, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.rules.send_rules import ContactFacts
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord

LEASE_MARGIN = timedelta(seconds=5)
"""What a lease outlives the attempt's hard deadline by; it is never renewed."""

FETCH_SECONDS = 3.0
"""How long a text waits for the inbound texts of its number before it stays queued."""

FIRST_BACKOFF = 1.0
LONGEST_BACKOFF = 60.0
FIRST_LOOK_US = 2_000_000

DOUBTFUL = (
    "Not confirmed: a text to this number that nobody here wrote left at that moment, and may be"
    " this one. If it is not, take this one back."
)
UNCONFIRMED = "Not confirmed: the carrier may have it. It is looked for, and never sent again."
GIVE_UP = " It can be given up now; the lead may have it all the same."
"""Ends the reason of what could not be looked for in a day."""

SENT_AFTER_ALL = "Not needed: the first one was sent after all."

SETTLE_SECONDS = 3.0
"""How long what came of an attempt is tried to be written down, where the database cannot."""

SETTLE_PAUSE = 0.2
CLOCK_SLACK = timedelta(minutes=1)
"""How far ahead of now a text may seem to have been recorded; further, its age is unknown."""


@dataclass(frozen=True, slots=True)
class Transmission:
    """How one transmission ended, and what the agents must know of.

    Attributes:
        numbers: who has texted, as was found before the text left.
        unreachable: it was put off because there is no way to the carrier.
    """

    result: SendResult
    alerts: tuple[Alert, ...] = ()
    numbers: tuple[str, ...] = ()
    unreachable: bool = False


def transmit(context: Context, message_id: int) -> Transmission:
    """Let one message leave, if it may, and stay with it until the attempt has ended."""
    with context.database.read() as connection:
        record = outbox.may_leave(connection, message_id, to_us(context.steady_now()))
        current = record or messages.get(connection, message_id)
        skew = carrier_skew(connection)
        # Where the pace forbids it now, the carrier need not be asked for anything.
        pause = _pause(context, connection, skew, record) if record else 0
    if record is None:
        return Transmission(result_of(_await_other(context, current)))
    if pause:
        return Transmission(result_of(_put_off(context, record)))
    taken = Taken()
    try:
        before_leaving.claim_what_left(context, record, taken.alerts)
        lookups.await_answer(context, record.number)
        # Last of all: between this and the claim nothing else may take time.
        complete_until = polling.take_in_number(
            context, record.number, taken, seconds=FETCH_SECONDS
        )
    except CarrierError as error:
        postponed = _postpone(context, record, error)
        return Transmission(
            postponed, tuple(taken.alerts), tuple(taken.numbers), unreachable=_is_unreachable(error)
        )
    claimed, ours = _claim(context, record, complete_until)
    if ours:
        ended = _hand_over(context, claimed)
    else:
        ended = Transmission(result_of(_await_other(context, claimed)))
    return replace(ended, alerts=(*taken.alerts, *ended.alerts), numbers=tuple(taken.numbers))


def _await_other(context: Context, record: MessageRecord | None) -> MessageRecord | None:
    """Wait for whoever has the message in hands, as long as the lease lasts."""
    while (
        record is not None
        and record.status == Status.SENDING
        and to_us(context.steady_now()) < (record.lease_until or 0)
    ):
        context.clock.sleep(0.05)
        with context.database.read() as connection:
            record = messages.get(connection, record.id)
    return record


# -- leaving -------------------------------------------------------------------------------


def _claim(
    context: Context, record: MessageRecord, complete_until: datetime
) -> tuple[MessageRecord, bool]:
    """Mark a message as leaving, unless the gate, its age or the pace says otherwise.

    Args:
        complete_until: until when the number's inbound texts are taken in.

    Returns:
        The message as it stands, and whether it is in our hands now.
    """
    with writing(context) as work:
        waiting = outbox.may_leave(work.connection, record.id, work.steady_us)
        if waiting is None:
            return messages.get_known(work.connection, record.id), False
        contacts.change(work.connection, record.number, inbound_complete_at=to_us(complete_until))
        contact = facts_of_number(work.connection, record.number)
        stopped = _stopped(context, work, waiting, contact)
        if stopped is not None:
            return stopped, False
        lease = timedelta(seconds=context.carrier.attempt_deadline) + LEASE_MARGIN
        unchecked = contact.line_type is LineType.UNKNOWN and contact.looked_up_at is None
        leaving = move(
            work,
            waiting,
            Status.SENDING,
            sender=context.our_number,
            account=context.account,
            lease_until=to_us(work.steady_now + lease),
            attempts=waiting.attempts + 1,
            attempt_began_at=to_us(work.carrier_now),
            attempt_ended_at=to_us(work.carrier_now + lease),
            unchecked=int(unchecked),
            reason="",
        )
        return leaving, True


def _stopped(
    context: Context, work: Writing, record: MessageRecord, contact: ContactFacts
) -> MessageRecord | None:
    """Return the message where something keeps it from leaving now, moved accordingly."""
    first = messages.retried_with(work.connection, record.id)
    if first is not None and first.sid is not None:
        return move(
            work,
            record,
            Status.CANCELED,
            settled_at=work.now_us,
            rule_code=Code.DUPLICATE.value,
            reason=SENT_AFTER_ALL,
        )
    verdict = judge_contact(contact, context.zone)
    if verdict.blocked:
        return move(
            work,
            record,
            Status.NOT_SENT,
            settled_at=work.now_us,
            rule_code=verdict.code.value,
            reason=verdict.message,
        )
    # A "go" is good for as long as a fresh text would be, not for ever.
    waited = work.steady_now - from_us(max(record.recorded_at, record.released))
    if not -CLOCK_SLACK <= waited <= context.longest_wait:
        since = say_when(from_us(record.created_at), context.zone)
        reason = f"Waiting since {since}. Is it still right? Send it, or drop it."
        return move(work, record, Status.HELD, held_at=work.steady_us, reason=reason)
    pause = _pause(context, work.connection, work.skew, record)
    return _wait(context, work, record, pause) if pause else None


def _put_off(context: Context, record: MessageRecord) -> MessageRecord:
    with writing(context) as work:
        waiting = outbox.may_leave(work.connection, record.id, work.steady_us)
        pause = _pause(context, work.connection, work.skew, record)
        if waiting is None or not pause:
            return messages.get_known(work.connection, record.id)
        return _wait(context, work, waiting, pause)


def _wait(context: Context, work: Writing, record: MessageRecord, pause: int) -> MessageRecord:
    reason = f"Waits its turn: {context.config.limits.per_minute} leave in a minute."
    return move(work, record, Status.QUEUED, next_attempt_at=work.steady_us + pause, reason=reason)


def _pause(context: Context, connection: Connection, skew: timedelta, record: MessageRecord) -> int:
    """Return the microseconds until a text may leave in its agent's pace, 0 for now.

    One that has waited leaves room for those that the agent has just written.
    """
    window = RATE_WINDOW // timedelta(microseconds=1)
    limit = context.config.limits.per_minute
    steady_now = context.steady_now()
    now = to_us(steady_now + skew)
    left = sent_messages.left_between(connection, record.sent_by, now - window, now, limit)
    room = limit - outbox.fresh_ahead(connection, record, to_us(steady_now))
    if room <= 0:
        return window // limit
    return left[room - 1] + window - now if len(left) >= room else 0


def _hand_over(context: Context, record: MessageRecord) -> Transmission:
    """Call the carrier once, within the lease, and write down what came of it.

    From here on nothing but the carrier's answer says how the attempt ended, whatever the
    database can do.
    """

    def may_begin() -> bool:
        return to_us(context.steady_now()) < (record.lease_until or 0)

    try:
        told = context.carrier.send(OutboundText(record.number, record.body), may_begin=may_begin)
    except Refused as error:
        refusal = error
        return _written_down(
            context,
            record,
            lambda: _settle_refused(context, record, refusal),
            _as_refused(record, refusal),
        )
    except NotProcessed as error:
        turned_away = error
        attempt = _written_down(
            context,
            record,
            lambda: Transmission(_postpone(context, record, turned_away)),
            _as_unknown(record),
        )
        return replace(attempt, unreachable=_is_unreachable(error))
    except OutcomeUnknown:
        return _settle_unknown(context, record)
    except Exception as error:  # a fault of ours: the carrier may have the text all the same
        attempt = _settle_unknown(context, record)
        said = f"smsdesk met a problem of its own ({type(error).__name__})"
        return replace(attempt, alerts=(*attempt.alerts, Alert(AlertKind.CARRIER, said)))
    return _written_down(
        context,
        record,
        lambda: _settle_accepted(context, record, told),
        SendResult(
            SendStatus.SENT, Code.OK.value, "", record.id, told.sid, record.number, record.segments
        ),
    )


# -- settling ------------------------------------------------------------------------------


def _written_down(
    context: Context, record: MessageRecord, settle: Callable[[], Transmission], result: SendResult
) -> Transmission:
    """Write down what came of an attempt, or at least tell it.

    What cannot be written stays *sending*; when its lease is over it is looked for.

    Args:
        settle: writes it down.
        result: what is told where that cannot be done.
    """
    give_up = context.clock.monotonic() + SETTLE_SECONDS
    while True:
        try:
            return settle()
        except Exception as error:  # nothing may hide what the carrier has said
            reason = str(error) if isinstance(error, DeskError) else type(error).__name__
            if context.clock.monotonic() >= give_up:
                alert = Alert(AlertKind.DATABASE, reason, record.number, record.id)
                said = f"{result.message} It could not be written down: {reason}.".strip()
                return Transmission(replace(result, message=said), (alert,))
        context.clock.sleep(SETTLE_PAUSE)


def _as_unknown(record: MessageRecord) -> SendResult:
    return SendResult(
        SendStatus.UNCONFIRMED,
        Code.OK.value,
        UNCONFIRMED,
        record.id,
        None,
        record.number,
        record.segments,
    )


def _as_refused(record: MessageRecord, refusal: Refused) -> SendResult:
    return SendResult(
        SendStatus.REFUSED,
        str(refusal.code) if refusal.code else "refused",
        str(refusal),
        record.id,
        None,
        record.number,
        record.segments,
    )


def _settle_accepted(context: Context, record: MessageRecord, told: CarrierMessage) -> Transmission:
    # Lost with the power, the message is "sending" again with an expired lease, and is found in
    # the carrier's list: so the second fsync of a send was the claim's, and there is no third.
    with writing(context, durable=False) as work:
        alerts = attempts.settle_accepted(context, work, record, told)
        found = messages.get_known(work.connection, record.id)
    return Transmission(result_of(found), alerts)


def _settle_refused(context: Context, record: MessageRecord, refusal: Refused) -> Transmission:
    reason = str(refusal)
    with writing(context) as work:
        found = move(
            work,
            record,
            Status.FAILED,
            sid=None,
            error_code=refusal.code,
            fault=refusal.fault.value,
            reason=reason,
            settled_at=work.now_us,
            lease_until=None,
            attempt_ended_at=attempts.end_of(record, work),
        )
        alerts = take_outcome(context, work, found)
    if refusal.stops_all:
        alerts = (*alerts, Alert(AlertKind.CARRIER, f"{reason} {refusal.advice}".strip()))
    return Transmission(result_of(found), alerts)


def _settle_unknown(context: Context, record: MessageRecord) -> Transmission:
    def settle() -> Transmission:
        with writing(context) as work:
            found = messages.get_known(work.connection, record.id)
            if found.status == Status.SENDING:
                found = mark_unconfirmed(work, found)
        return Transmission(result_of(found))

    return _written_down(context, record, settle, _as_unknown(record))


def mark_unconfirmed(work: Writing, record: MessageRecord) -> MessageRecord:
    """The carrier may have it: look for it there, and never send it again."""
    return move(
        work,
        record,
        Status.UNCONFIRMED,
        reason=UNCONFIRMED,
        lease_until=None,
        attempt_ended_at=attempts.end_of(record, work),
        looks=0,
        complete_looks=0,
        next_look_at=work.steady_us + FIRST_LOOK_US,
    )


def _postpone(context: Context, record: MessageRecord, error: CarrierError) -> SendResult:
    """Certainly not processed: it stays in the outbox and goes again after a pause.

    Only by whose attempt it was: another process may have taken the message in hand meanwhile,
    and what is in its hands must not look as if it could leave again.
    """
    asked = error.retry_after if isinstance(error, NotProcessed) else None
    with writing(context) as work:
        found = messages.get_known(work.connection, record.id)
        if found.status == record.status and found.attempts == record.attempts:
            tries = record.attempts + (found.status == Status.QUEUED)
            pause = max(backoff(context, tries), asked or 0.0)
            found = move(
                work,
                found,
                Status.QUEUED,
                lease_until=None,
                attempts=tries,
                attempt_began_at=None,
                next_attempt_at=work.steady_us + round(pause * 1_000_000),
                reason=f"Not sent yet: {str(error).removesuffix('.')}.",
            )
    return result_of(found)


def _is_unreachable(error: CarrierError) -> bool:
    return isinstance(error, NotProcessed) and not error.throttled


def backoff(context: Context, tries: int) -> float:
    """Return seconds before the next attempt: doubling up to a minute, 10 % either way."""
    pause = min(FIRST_BACKOFF * 2.0 ** min(max(tries - 1, 0), 10), LONGEST_BACKOFF)
    return pause * context.random.uniform(0.9, 1.1)


# -- what the agent may do about a message that waits -----------------------------------------


def cancel(context: Context, message_id: int) -> bool:
    """Take back a message that waits, or give up one that cannot be confirmed.

    Returns:
        Whether it could be: one that is leaving, or is still looked for, cannot.
    """
    with writing(context) as work:
        record = messages.get(work.connection, message_id)
        if record is None or not may_cancel(record):
            return False
        if record.status == Status.UNCONFIRMED:
            reason = f"Given up by {context.agent}: the carrier did not confirm it."
            move(work, record, Status.NOT_SENT, settled_at=work.now_us, reason=reason)
        else:
            move(work, record, Status.CANCELED, settled_at=work.now_us, reason="")
    return True


def may_cancel(record: MessageRecord) -> bool:
    """Whether an agent may take a message back.

    An unconfirmed one only when the looks have come to an end without a certain answer, or could
    not be made for a day.
    """
    if record.status == Status.UNCONFIRMED:
        return record.reason == DOUBTFUL or record.reason.endswith(GIVE_UP)
    return record.status in (Status.QUEUED, Status.HELD)


def release(context: Context, message_id: int) -> bool:
    """Say "go" for a message that is held or waits for its next try; return whether it did."""
    with writing(context) as work:
        record = messages.get(work.connection, message_id)
        if record is None or record.status not in (Status.QUEUED, Status.HELD):
            return False
        move(work, record, Status.QUEUED, released=work.steady_us, next_attempt_at=None, reason="")
    return True
