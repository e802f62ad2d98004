"""The outbox: from the agent's Enter to the carrier's answer, with nothing lost or sent twice.

States of an outbound message, and who moves it:

    queued       recorded, durable; waits to leave              submit, postpone, release
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
"""

from __future__ import annotations

from dataclasses import dataclass
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
from smsdesk.carrier.twilio.errors import describe, explain
from smsdesk.core import inbox, lookups
from smsdesk.core.attempts import settle_accepted
from smsdesk.core.context import Writing, writing
from smsdesk.core.facts import facts_of_number
from smsdesk.core.failures import take_outcome
from smsdesk.core.rules import (
    RATE_WINDOW,
    TextFacts,
    judge,
    judge_contact,
    prepared,
    retry_in,
)
from smsdesk.core.segments import body_key, count_segments
from smsdesk.core.statuses import RANK
from smsdesk.core.views import Alert, AlertKind, SendResult, SendStatus
from smsdesk.core.wording import say_when
from smsdesk.store import contacts, conversations, messages, outbox
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import RETRIABLE, Code, Direction, LineType, Status, Verdict

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection
    from smsdesk.store.messages import MessageRecord

LEASE_MARGIN = timedelta(seconds=5)
"""What a lease outlives the attempt's hard deadline by; it is never renewed."""

FETCH_SECONDS = 3.0
"""How long a text waits for the inbound texts of its number before it stays queued."""

FIRST_BACKOFF = 1.0
LONGEST_BACKOFF = 60.0
FIRST_LOOK = timedelta(seconds=2)

UNCONFIRMED = "Not confirmed: the carrier may have it. It is looked for, and never sent again."


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one transmission ended, and what the agents must know of."""

    result: SendResult
    alerts: tuple[Alert, ...] = ()


# -- recording -----------------------------------------------------------------------------


def check(context: Context, number: str, text: str) -> Verdict:
    """Ask the gate about a text without recording anything."""
    with context.database.read() as connection:
        contact = facts_of_number(connection, number)
        facts = _text_facts(context, connection, number, text, timedelta(0))
    return judge(text, contact, facts, context.zone)


def submit(context: Context, number: str, text: str, *, retry_of: int | None = None) -> SendResult:
    """Pass the gate and record the message, durably, in one transaction.

    Returns:
        ``queued`` with the message's id; ``blocked`` with the rule's code; ``duplicate`` with
        the id of the first one.
    """
    body = prepared(text)
    with writing(context) as work:
        contact = facts_of_number(work.connection, number)
        facts = _text_facts(context, work.connection, number, text, work.skew)
        verdict = judge(text, contact, facts, context.zone)
        if verdict.code is Code.DUPLICATE and facts.twin_id is not None:
            twin = messages.get(work.connection, facts.twin_id)
            return _duplicate(twin, number)
        if verdict.blocked:
            wait = retry_in(facts) if verdict.code is Code.RATE_LIMITED else 0.0
            return blocked(verdict, number, wait)
        contacts.ensure(work.connection, number)
        conversation_id = conversations.ensure(work.connection, number, work.revision)
        message_id = _record(context, work, conversation_id, number, body, retry_of)
        conversations.show_message(work.connection, message_id, work.revision)
        if retry_of is None:
            conversations.put_draft(work.connection, context.agent, number, "", work.now_us)
        recorded = messages.get(work.connection, message_id)
    return result_of(recorded)


def _record(
    context: Context,
    work: Writing,
    conversation_id: int,
    number: str,
    body: str,
    retry_of: int | None,
) -> int:
    return messages.insert(
        work.connection,
        conversation_id=conversation_id,
        number=number,
        direction=Direction.OUTBOUND.value,
        body=body,
        body_key=body_key(body),
        status=Status.QUEUED.value,
        status_rank=RANK[Status.QUEUED],
        settled=0,
        final=1,
        sent_by=context.agent,
        sender=context.our_number,
        segments=count_segments(body).segments,
        retry_of=retry_of,
        revision=work.revision,
        happened_at=to_us(work.carrier_now),
        created_at=work.now_us,
    )


def _text_facts(
    context: Context, connection: Connection, number: str, text: str, skew: timedelta
) -> TextFacts:
    now = context.now()
    limits = context.config.limits
    conversation = conversations.get(connection, number)
    twin = None
    if conversation is not None:
        twin = messages.twin(
            connection,
            conversation.id,
            prepared(text),
            since=to_us(now - timedelta(seconds=limits.duplicate_window)),
            now=to_us(now),
            skew=skew // timedelta(microseconds=1),
        )
    written = messages.written_since(
        connection, context.agent, to_us(now - RATE_WINDOW), limits.per_minute
    )
    return TextFacts(
        twin_id=twin.id if twin else None,
        written=tuple(from_us(at) for at in written),
        per_minute=limits.per_minute,
        has_sender=bool(context.our_number),
        now=now,
    )


# -- leaving -------------------------------------------------------------------------------


def transmit(context: Context, message_id: int) -> Attempt:
    """Let one message leave, if it may, and stay with it until the attempt has ended."""
    with context.database.read() as connection:
        record = outbox.may_leave(connection, message_id, to_us(context.now()))
        current = record or messages.get(connection, message_id)
    if record is None:
        return Attempt(result_of(current))
    taken = inbox.Taken()
    try:
        inbox.take_in_number(context, record.number, taken, seconds=FETCH_SECONDS)
    except CarrierError as error:
        postponed = _postpone(context, record, error)
        return Attempt(postponed.result, (*taken.alerts, *postponed.alerts))
    lookups.await_answer(context, record.number)
    claimed = _claim(context, message_id)
    if claimed.status != Status.SENDING or claimed.owner != context.process:
        return Attempt(result_of(claimed), tuple(taken.alerts))
    attempt = _hand_over(context, claimed)
    return Attempt(attempt.result, (*taken.alerts, *attempt.alerts))


def _claim(context: Context, message_id: int) -> MessageRecord:
    """Mark a message as leaving, unless the gate, its age or the pace says otherwise."""
    with writing(context) as work:
        record = outbox.may_leave(work.connection, message_id, work.now_us)
        if record is not None:
            changes = _leaving_changes(context, work, record)
            messages.change(work.connection, message_id, revision=work.revision, **changes)
            conversations.show_message(work.connection, message_id, work.revision)
            conversations.touch(work.connection, record.number, work.revision)
        found = messages.get(work.connection, message_id)
    assert found is not None  # noqa: S101 - our messages are never deleted
    return found


def _leaving_changes(
    context: Context, work: Writing, record: MessageRecord
) -> dict[str, str | int | None]:
    contact = facts_of_number(work.connection, record.number)
    verdict = judge_contact(contact, context.zone)
    if verdict.blocked:
        return _stopped(work, verdict)
    waited = work.now - from_us(record.created_at)
    if not record.released and waited > timedelta(minutes=context.config.outbox.max_wait):
        since = say_when(from_us(record.created_at), context.zone)
        return {
            "status": Status.HELD.value,
            "reason": f"Waiting since {since}. Is it still right? Send it, or drop it.",
        }
    pace_until = _pace(context, work, record.sent_by)
    if pace_until is not None:
        return {
            "next_attempt_at": pace_until,
            "reason": f"Waits its turn: {context.config.limits.per_minute} leave in a minute.",
        }
    lease = timedelta(seconds=context.carrier.attempt_deadline) + LEASE_MARGIN
    unchecked = contact.line_type is LineType.UNKNOWN and contact.looked_up_at is None
    return {
        "status": Status.SENDING.value,
        "status_rank": RANK[Status.SENDING],
        "owner": context.process,
        "lease_until": to_us(work.now + lease),
        "attempts": record.attempts + 1,
        "attempt_began_at": work.now_us,
        "attempt_ended_at": None,
        "unchecked": int(unchecked),
        "reason": "",
    }


def _stopped(work: Writing, verdict: Verdict) -> dict[str, str | int | None]:
    return {
        "status": Status.NOT_SENT.value,
        "status_rank": RANK[Status.NOT_SENT],
        "settled": 1,
        "settled_at": work.now_us,
        "rule_code": verdict.code.value,
        "reason": verdict.message,
    }


def _pace(context: Context, work: Writing, agent: str) -> int | None:
    """Return when the agent's next text may leave, ``None`` for now."""
    window = RATE_WINDOW // timedelta(microseconds=1)
    most = context.config.limits.per_minute
    left = messages.left_since(work.connection, agent, work.now_us - window, most)
    return left[-1] + window if len(left) >= most else None


def _hand_over(context: Context, record: MessageRecord) -> Attempt:
    """Call the carrier once, within the lease, and write down what came of it."""
    if to_us(context.now()) >= (record.lease_until or 0):
        return Attempt(_settle_unknown(context, record))
    try:
        told = context.carrier.send(OutboundText(record.number, record.body))
    except Refused as refusal:
        return _settle_refused(context, record, refusal)
    except NotProcessed as error:
        return _postpone(context, record, error)
    except OutcomeUnknown:
        return Attempt(_settle_unknown(context, record))
    except Exception:
        _settle_unknown(context, record)
        raise
    return _settle_accepted(context, record, told)


def _settle_accepted(context: Context, record: MessageRecord, told: CarrierMessage) -> Attempt:
    with writing(context) as work:
        alerts = settle_accepted(context, work, record, told)
        found = messages.get(work.connection, record.id)
    return Attempt(result_of(found), alerts)


def _settle_refused(context: Context, record: MessageRecord, refusal: Refused) -> Attempt:
    entry = describe(refusal.code, http_status=refusal.http_status)
    reason = explain(refusal.code, http_status=refusal.http_status)
    with writing(context) as work:
        messages.change(
            work.connection,
            record.id,
            status=Status.FAILED.value,
            status_rank=RANK[Status.FAILED],
            error_code=refusal.code,
            reason=reason,
            settled=1,
            settled_at=work.now_us,
            owner="",
            lease_until=None,
            attempt_ended_at=work.now_us,
            revision=work.revision,
        )
        conversations.show_message(work.connection, record.id, work.revision)
        conversations.touch(work.connection, record.number, work.revision)
        found = messages.get(work.connection, record.id)
        alerts = take_outcome(context, work, found) if found else ()
    if entry.stops_all:
        alerts = (*alerts, Alert(AlertKind.CARRIER, f"{reason} {entry.advice}".strip()))
    return Attempt(result_of(found), alerts)


def _settle_unknown(context: Context, record: MessageRecord) -> SendResult:
    with writing(context) as work:
        found = messages.get(work.connection, record.id)
        if found is not None and found.status == Status.SENDING:
            mark_unconfirmed(work, found, ended=work.now_us)
            found = messages.get(work.connection, record.id)
    return result_of(found)


def mark_unconfirmed(work: Writing, record: MessageRecord, *, ended: int) -> None:
    """The carrier may have it: look for it there, and never send it again."""
    messages.change(
        work.connection,
        record.id,
        status=Status.UNCONFIRMED.value,
        status_rank=RANK[Status.UNCONFIRMED],
        reason=UNCONFIRMED,
        owner="",
        lease_until=None,
        attempt_ended_at=ended,
        looks=0,
        complete_looks=0,
        next_look_at=work.now_us + FIRST_LOOK // timedelta(microseconds=1),
        revision=work.revision,
    )
    conversations.show_message(work.connection, record.id, work.revision)
    conversations.touch(work.connection, record.number, work.revision)


def _postpone(context: Context, record: MessageRecord, error: CarrierError) -> Attempt:
    """Certainly not processed: it stays in the outbox and goes again after a pause."""
    asked = error.retry_after if isinstance(error, NotProcessed) else None
    pause = max(backoff(context, record.attempts), asked or 0.0)
    with writing(context) as work:
        found = messages.get(work.connection, record.id)
        if found is not None and found.status in (Status.QUEUED, Status.SENDING):
            messages.change(
                work.connection,
                record.id,
                status=Status.QUEUED.value,
                status_rank=RANK[Status.QUEUED],
                owner="",
                lease_until=None,
                attempts=record.attempts + (1 if found.status == Status.QUEUED else 0),
                attempt_began_at=None,
                next_attempt_at=work.now_us + round(pause * 1_000_000),
                reason=f"Not sent yet: {error}.",
                revision=work.revision,
            )
            conversations.show_message(work.connection, record.id, work.revision)
            conversations.touch(work.connection, record.number, work.revision)
        found = messages.get(work.connection, record.id)
    return Attempt(result_of(found))


def backoff(context: Context, attempts: int) -> float:
    """Return seconds before the next attempt: doubling up to a minute, 10 % either way."""
    pause: float = min(FIRST_BACKOFF * 2 ** min(attempts, 10), LONGEST_BACKOFF)
    return pause * context.random.uniform(0.9, 1.1)


# -- what the agent may do about a message --------------------------------------------------


def retry(context: Context, message_id: int) -> SendResult:
    """Send a failed message's text again, as a new message through the whole gate."""
    with context.database.read() as connection:
        record = messages.get(connection, message_id)
    if record is None or record.direction != Direction.OUTBOUND:
        return _nothing(message_id, "There is no such message.")
    if Status(record.status) not in RETRIABLE:
        return _nothing(
            message_id, f"Only a failed message can be sent again; this one is {record.status}."
        )
    return submit(context, record.number, record.body, retry_of=message_id)


def cancel(context: Context, message_id: int) -> bool:
    """Take back a message that waits; return whether it still did."""
    return _decide(
        context,
        message_id,
        (Status.QUEUED, Status.HELD),
        status=Status.CANCELED.value,
        status_rank=RANK[Status.CANCELED],
        settled=1,
        reason="",
    )


def release(context: Context, message_id: int) -> bool:
    """Say "go" for a held message; return whether it was held."""
    return _decide(
        context,
        message_id,
        (Status.HELD,),
        status=Status.QUEUED.value,
        released=1,
        next_attempt_at=None,
        reason="",
    )


def _decide(
    context: Context, message_id: int, allowed: tuple[Status, ...], **changes: str | int | None
) -> bool:
    with writing(context) as work:
        record = messages.get(work.connection, message_id)
        if record is None or record.status not in allowed:
            return False
        messages.change(work.connection, message_id, revision=work.revision, **changes)
        conversations.show_message(work.connection, message_id, work.revision)
        conversations.touch(work.connection, record.number, work.revision)
    return True


# -- results -------------------------------------------------------------------------------

_SEND_STATUS = {
    Status.QUEUED: SendStatus.QUEUED,
    Status.HELD: SendStatus.HELD,
    Status.SENDING: SendStatus.UNCONFIRMED,
    Status.UNCONFIRMED: SendStatus.UNCONFIRMED,
    Status.FAILED: SendStatus.REFUSED,
    Status.UNDELIVERED: SendStatus.REFUSED,
    Status.NOT_SENT: SendStatus.BLOCKED,
    Status.CANCELED: SendStatus.BLOCKED,
}


def result_of(record: MessageRecord | None) -> SendResult:
    """Return how a message of ours stands, as the answer to a send."""
    if record is None:
        return _nothing(None, "There is no such message.")
    status = _SEND_STATUS.get(Status(record.status), SendStatus.SENT)
    code = "ok"
    if status is SendStatus.BLOCKED:
        code = record.rule_code or record.status
    elif status is SendStatus.REFUSED:
        code = str(record.error_code) if record.error_code else "refused"
    return SendResult(
        status=status,
        code=code,
        message=record.reason,
        message_id=record.id,
        sid=record.sid,
        to=record.number,
        segments=record.segments,
    )


def blocked(verdict: Verdict, number: str, wait: float = 0.0) -> SendResult:
    """Return the answer to a send that the gate stopped."""
    return SendResult(
        SendStatus.BLOCKED, verdict.code.value, verdict.message, None, None, number, 0, wait
    )


def _duplicate(twin: MessageRecord | None, number: str) -> SendResult:
    return SendResult(
        SendStatus.DUPLICATE,
        Code.DUPLICATE.value,
        "",
        twin.id if twin else None,
        twin.sid if twin else None,
        number,
        twin.segments if twin else 0,
    )


def _nothing(message_id: int | None, message: str) -> SendResult:
    return SendResult(SendStatus.BLOCKED, "unknown_message", message, message_id, None, "", 0)
