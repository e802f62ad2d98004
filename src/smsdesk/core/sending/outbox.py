"""The outbox: from the recorded message to the carrier's answer, nothing lost or sent twice.

States of an outbound message, and who moves it there:

    queued       recorded, durable; waits to leave              gate, postpone, release
    planned      has a time of its own; then it is queued       gate, plans
    held         waited too long, or another has written
                 meanwhile; the agent says go or drop           claim
    sending      in one process's hands, under a lease          claim
    unconfirmed  the carrier may have it; never sent again      settle, expire
    sent ...     the carrier has it (SID); delivery follows     settle, reconcile, poll
    failed       the carrier refused it                         settle
    not_sent     the gate stopped it at leaving, or it was      claim, reconcile
                 looked for at the carrier and is not there
    canceled     taken back while it waited                     cancel

queued -> sending -> sent | failed | unconfirmed | queued (certainly not processed);
planned -> queued | canceled; queued -> held -> queued | planned | canceled;
queued -> not_sent | canceled; unconfirmed -> sent | not_sent.
What is queued, held or not_sent becomes sent where the carrier turns out to have it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.carrier.protocol import (
    CarrierError,
)
from smsdesk.core.contacts import lookups
from smsdesk.core.contacts.facts import facts_of_number
from smsdesk.core.contacts.lead_hours import hours_of
from smsdesk.core.context import Writing, carrier_skew, writing
from smsdesk.core.messages.addresses import address_of
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.receiving import polling
from smsdesk.core.receiving.ingest import Taken
from smsdesk.core.rules.send_rules import judge_contact
from smsdesk.core.rules.staleness import JUDGED_AFTER, STILL_RIGHT, why_held
from smsdesk.core.rules.wording import say_when
from smsdesk.core.sending import (
    already_left,
    copies,
    handing_over,
    meanwhile,
    pace,
    plans,
    quiet,
)
from smsdesk.core.sending.handing_over import DOUBTFUL, GIVE_UP, Transmission
from smsdesk.core.sending.send_results import result_of
from smsdesk.store.queues import outbox
from smsdesk.store.tables import contacts, messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Code, LineType, Status

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.rules.quiet_hours import LeadHours
    from smsdesk.core.rules.send_rules import ContactFacts
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.store.tables.message_record import MessageRecord

LEASE_MARGIN = timedelta(seconds=5)
"""What a lease outlives the attempt's hard deadline by; it is never renewed."""

FETCH_SECONDS = 3.0
"""How long a text waits for the inbound texts of its number before it stays queued."""

SENT_AFTER_ALL = "Not needed: the first one was sent after all."

CLOCK_SLACK = timedelta(minutes=1)
"""How far ahead of now a text may seem to have been recorded; further, its age is unknown."""


class _Departing(NamedTuple):
    """A message that may leave, and what is known of it before the carrier is asked for anything.

    Attributes:
        pause: microseconds for which the pace forbids it now.
        address: the form of the contact's number that the text goes to.
        hours: when the lead may be texted.
        is_repeat: whether it sends a failed one again, as it was recorded to do.
    """

    record: MessageRecord
    pause: int
    address: str
    hours: LeadHours
    is_repeat: bool


def _departing(context: Context, message_id: int) -> _Departing | None:
    """Return the message if it may leave now, else ``None``. All is read at once."""
    with context.database.read() as connection:
        record = outbox.may_leave(connection, message_id, to_us(context.steady_now()))
        if record is None:
            return None
        skew = carrier_skew(connection)
        return _Departing(
            record,
            pace.pause_before(context, connection, skew, record),
            address_of(connection, record),
            hours_of(context, connection, record.number),
            messages.retried_with(connection, record.id) is not None,
        )


def transmit(context: Context, message_id: int) -> Transmission:
    """Let one message leave, if it may, and stay with it until the attempt has ended."""
    departing = _departing(context, message_id)
    if departing is None:
        with context.database.read() as connection:
            current = messages.get(connection, message_id)
        return Transmission(result_of(_await_other(context, current)))
    record = departing.record
    if departing.pause:
        return Transmission(result_of(pace.delay_if_needed(context, record)))
    taken = Taken()
    try:
        already_left.claim_what_left(context, record, taken.alerts, is_repeat=departing.is_repeat)
        lookups.await_answer(context, record.number)
        # Last of all: between this and the claim nothing else may take time.
        complete_until = polling.take_in_number(
            context, record.number, taken, seconds=FETCH_SECONDS
        )
    except CarrierError as error:
        postponed = handing_over.postpone(context, record, error)
        return Transmission(
            postponed,
            tuple(taken.alerts),
            tuple(taken.numbers),
            unreachable=handing_over.is_unreachable(error),
        )
    claimed, ours = _claim(context, departing, complete_until)
    if ours:
        copies.note_departure(context, claimed)
        ended = handing_over.hand_over(context, claimed, departing.address)
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
    context: Context,
    departing: _Departing,
    complete_until: datetime,
) -> tuple[MessageRecord, bool]:
    """Mark a message as leaving, unless the gate, its age or the pace says otherwise.

    Args:
        complete_until: until when the number's inbound texts are taken in.

    Returns:
        The message as it stands, and whether it is in our hands now.
    """
    record = departing.record
    with writing(context) as work:
        waiting = outbox.may_leave(work.connection, record.id, work.steady_us)
        if waiting is None:
            return messages.get_known(work.connection, record.id), False
        contacts.change(work.connection, record.number, inbound_complete_at=to_us(complete_until))
        contact = facts_of_number(work.connection, record.number, context.our_number)
        stopped = _stopped(context, work, departing._replace(record=waiting), contact)
        if stopped is not None:
            return stopped, False
        lease = timedelta(seconds=context.carrier.attempt_deadline) + LEASE_MARGIN
        unchecked = contact.line_type is LineType.UNKNOWN and contact.looked_up_at is None
        at_night = quiet.quiet_at(context, departing.hours, work.carrier_now)
        leaving = set_status(
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
            sent_at_night=at_night.says if at_night else "",
            reason="",
        )
        return leaving, True


def _stopped(
    context: Context,
    work: Writing,
    departing: _Departing,
    contact: ContactFacts,
) -> MessageRecord | None:
    """Return the message where something keeps it from leaving now, moved accordingly."""
    record = departing.record
    earlier = already_left.repeats(work.connection, record) if departing.is_repeat else []
    if any(map(already_left.has_left, earlier)):
        return set_status(
            work,
            record,
            Status.CANCELED,
            settled_at=work.now_us,
            rule_code=Code.DUPLICATE.value,
            reason=SENT_AFTER_ALL,
        )
    verdict = judge_contact(contact, context.zone)
    if verdict.blocked:
        return set_status(
            work,
            record,
            Status.NOT_SENT,
            settled_at=work.now_us,
            rule_code=verdict.code.value,
            reason=verdict.message,
        )
    # A "go" is good for as long as a fresh text would be, not for ever.
    waited = work.steady_now - from_us(max(record.recorded_at, record.released))
    is_fresh = timedelta(0) <= waited <= JUDGED_AFTER
    is_plan = record.leaves_at is not None  # which anything written since holds, below
    if not (is_fresh or is_plan) and (unseen := meanwhile.unseen_by_writer(work, record)):
        return set_status(
            work,
            record,
            Status.HELD,
            held_at=work.steady_us,
            rule_code=Code.STALE.value,
            reason=why_held(unseen),
        )
    if not -CLOCK_SLACK <= waited <= context.longest_wait:
        since = say_when(from_us(record.created_at), context.zone)
        reason = f"Waiting since {since}. {STILL_RIGHT}"
        return set_status(work, record, Status.HELD, held_at=work.steady_us, reason=reason)
    held_for = plans.written_since(context, work, record)
    if not held_for and waited > quiet.JUDGED_AGAIN_AFTER:
        said = quiet.judge_text_at(
            context,
            work.connection,
            departing.hours,
            work.carrier_now,
            conversation_id=record.conversation_id,
            confirmed=record.confirmed.split(),
        )
        held_for = said.stops
    if held_for:
        return set_status(work, record, Status.HELD, held_at=work.steady_us, reason=held_for)
    pause = pace.pause_before(context, work.connection, work.skew, record)
    return pace.delay(context, work, record, pause) if pause else None


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
            set_status(work, record, Status.NOT_SENT, settled_at=work.now_us, reason=reason)
        else:
            set_status(work, record, Status.CANCELED, settled_at=work.now_us, reason="")
    return True


def may_cancel(record: MessageRecord) -> bool:
    """Whether an agent may take a message back.

    An unconfirmed one only when the looks have come to an end without a certain answer, or could
    not be made for a day.
    """
    if record.status == Status.UNCONFIRMED:
        return record.reason == DOUBTFUL or record.reason.endswith(GIVE_UP)
    return plans.waits(record)


def release(context: Context, message_id: int, *, seen: Seen | None = None) -> bool:
    """Say "go" for a message that is held or waits for its next try; return whether it did.

    Args:
        seen: what the agent had seen of the thread when saying so. Where it is not known, all
            that stands there was.
    """
    with writing(context) as work:
        record = messages.get(work.connection, message_id)
        if record is None or not plans.waits(record):
            return False
        if record.status == Status.PLANNED:
            plans.let_go(context, work, record)
            record = messages.get_known(work.connection, message_id)
            if record.status != Status.QUEUED:  # its twin has just left
                return True
        set_status(
            work,
            record,
            Status.QUEUED,
            released=work.steady_us,
            next_attempt_at=None,
            leaves_at=None,
            rule_code="",
            reason="",
            **meanwhile.seen_at_release(work, record, seen),
        )
    return True
