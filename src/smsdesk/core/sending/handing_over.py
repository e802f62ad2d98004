"""One call of the carrier, and writing down what came of it.

From the first byte of the request on nothing but the carrier's answer says how the attempt ended:
neither a database that cannot be written nor a fault of ours makes it look as if it could be sent
again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import (
    CarrierError,
    CarrierMessage,
    NotProcessed,
    OutboundText,
    OutcomeUnknown,
    Refused,
)
from smsdesk.core.contacts.delivery_outcomes import apply_outcome
from smsdesk.core.context import Writing, writing
from smsdesk.core.messages import attempts
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.core.sending.send_results import result_of, told
from smsdesk.errors import DeskError
from smsdesk.store.tables import messages
from smsdesk.store.times import to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.store.tables.message_record import MessageRecord

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

SETTLE_SECONDS = 3.0
"""How long what came of an attempt is tried to be written down, where the database cannot."""

SETTLE_PAUSE = 0.2


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


def hand_over(context: Context, record: MessageRecord, address: str) -> Transmission:
    """Call the carrier once, within the lease, and write down what came of it.

    From here on nothing but the carrier's answer says how the attempt ended, whatever the
    database can do.

    Args:
        address: the form of the contact's number that the text goes to.
    """

    def may_begin() -> bool:
        return to_us(context.steady_now()) < (record.lease_until or 0)

    try:
        taken = context.carrier.send(OutboundText(address, record.body), may_begin=may_begin)
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
            lambda: Transmission(postpone(context, record, turned_away)),
            _as_unknown(record),
        )
        return replace(attempt, unreachable=is_unreachable(error))
    except OutcomeUnknown:
        return _settle_unknown(context, record)
    except Exception as error:  # a fault of ours: the carrier may have the text all the same
        attempt = _settle_unknown(context, record)
        said = f"smsdesk met a problem of its own ({type(error).__name__})"
        return replace(attempt, alerts=(*attempt.alerts, Alert(AlertKind.CARRIER, said)))
    return _written_down(
        context,
        record,
        lambda: _settle_accepted(context, record, taken),
        told(record, SendStatus.SENT, sid=taken.sid),
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
    return told(record, SendStatus.UNCONFIRMED, message=UNCONFIRMED)


def _as_refused(record: MessageRecord, refusal: Refused) -> SendResult:
    code = str(refusal.code) if refusal.code else "refused"
    return told(record, SendStatus.REFUSED, code=code, message=str(refusal))


def _settle_accepted(
    context: Context, record: MessageRecord, taken: CarrierMessage
) -> Transmission:
    # Lost with the power, the message is "sending" again with an expired lease, and is found in
    # the carrier's list: so the second fsync of a send was the claim's, and there is no third.
    with writing(context, durable=False) as work:
        found, alerts = attempts.settle_accepted(context, work, record, taken)
    return Transmission(result_of(found), alerts)


def _settle_refused(context: Context, record: MessageRecord, refusal: Refused) -> Transmission:
    reason = str(refusal)
    with writing(context) as work:
        found = set_status(
            work,
            record,
            Status.FAILED,
            sid=None,
            error_code=refusal.code,
            fault=refusal.fault.value,
            reason=reason,
            settled_at=work.now_us,
            lease_until=None,
            attempt_ended_at=attempts.ended_at(record, work),
        )
        alerts = apply_outcome(context, work, found)
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
    return set_status(
        work,
        record,
        Status.UNCONFIRMED,
        reason=UNCONFIRMED,
        lease_until=None,
        attempt_ended_at=attempts.ended_at(record, work),
        looks=0,
        complete_looks=0,
        next_look_at=work.steady_us + FIRST_LOOK_US,
    )


def postpone(context: Context, record: MessageRecord, error: CarrierError) -> SendResult:
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
            found = set_status(
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


def is_unreachable(error: CarrierError) -> bool:
    """Whether there is no way to the carrier: nothing else need be tried now."""
    return isinstance(error, NotProcessed) and not error.throttled


def backoff(context: Context, tries: int) -> float:
    """Return seconds before the next attempt: doubling up to a minute, 10 % either way."""
    pause = min(FIRST_BACKOFF * 2.0 ** min(max(tries - 1, 0), 10), LONGEST_BACKOFF)
    return pause * context.random.uniform(0.9, 1.1)
