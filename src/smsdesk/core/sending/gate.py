"""Passing the gate and being recorded: one transaction, durable before the carrier is called.

Every path that sends (screen, command line, retry, script) comes through ``submit``; the gate is
asked a second time when the message leaves (``core.sending.outbox``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core import agents_on_record
from smsdesk.core.answering import turns
from smsdesk.core.contacts.facts import facts_of_number
from smsdesk.core.context import Writing, carrier_skew, writing
from smsdesk.core.read_models.sending import AT_ONCE
from smsdesk.core.rules.delivery_status import RANK
from smsdesk.core.rules.numbers import checked_number
from smsdesk.core.rules.quiet_hours import next_allowed
from smsdesk.core.rules.roles import Act
from smsdesk.core.rules.segments import body_key, count_segments
from smsdesk.core.rules.send_rules import RATE_WINDOW, TextFacts, judge, prepared, retry_in
from smsdesk.core.sending import meanwhile, plans, quiet, send_results
from smsdesk.store.tables import (
    contacts,
    conversations,
    drafts,
    messages,
    sent_messages,
    thread_messages,
)
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import RETRIABLE, Code, Direction, Status, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.sending import Leaving, SendResult
    from smsdesk.core.rules.quiet_hours import LeadHours
    from smsdesk.core.rules.staleness import AnothersText, Seen
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord


def check(context: Context, number: str, text: str, *, leaving: Leaving = AT_ONCE) -> Verdict:
    """Ask the gate about a text without recording anything."""
    hours = quiet.hours(context, number)
    with context.database.read() as connection:
        contact = facts_of_number(connection, number, context.our_number)
        skew = carrier_skew(connection)
        conversation_id = conversations.id_of(connection, number)
        facts = _text_facts(context, connection, conversation_id, text, skew)
        said = quiet.judge_text_at(
            context,
            connection,
            hours,
            leaving.at or context.steady_now() + skew,
            conversation_id=conversation_id,
            confirmed=leaving.confirmed,
        )
        stops = "" if leaving.holds else said.stops
        facts = plans.facts_of_plan(facts, leaving.at, stops)
    return judge(text, contact, facts, context.zone)


def submit(
    context: Context,
    number: str,
    text: str,
    *,
    retry_of: int | None = None,
    answers: bool = False,
    empties_box: bool = False,
    seen: Seen | None = None,
    leaving: Leaving = AT_ONCE,
) -> SendResult:
    """Pass the gate and record the message, durably, in one transaction.

    Args:
        retry_of: the failed message that this one repeats.
        answers: whether its writer had their newest text in view. That is read then, and the
            conversation waits for them.
        empties_box: whether the text comes out of the compose box, so that its draft is gone.
        seen: what its writer had seen of the thread at Enter; none for a script's text, which is
            never stale.
        leaving: a time of its own, and what its writer has said yes to.

    Returns:
        ``queued`` or ``planned`` with the message's id; ``blocked`` with the rule's code;
        ``duplicate`` with the id of the first one.

    Raises:
        NotANumber: the number is not in E.164.
        AlreadyPassedError: the time of its own has passed.
        NotAllowedError: agents are on record, and this one is not, or is not active.
        QuietHoursFileError: the firm's own file of hours cannot be read.
    """
    checked_number(number)
    body = prepared(text)
    hours = quiet.hours(context, number)
    with writing(context) as work:
        agents_on_record.require_within(work.connection, context.agent, Act.WORK)
        again = _retried_already(work.connection, retry_of)
        if again is not None:
            return send_results.duplicate(again, number)
        conversation_id = conversations.id_of(work.connection, number)
        judged = _judge(
            context, work, number, conversation_id, text, hours, leaving=leaving, seen=seen
        )
        verdict, facts = judged.verdict, judged.facts
        if verdict.code is Code.DUPLICATE and facts.twin_id is not None:
            twin = messages.get(work.connection, facts.twin_id)
            return send_results.duplicate(twin, number)
        if verdict.blocked:
            wait = retry_in(facts) if verdict.code is Code.RATE_LIMITED else 0.0
            return send_results.blocked(
                verdict, number, wait, tuple(text.message_id for text in facts.unseen)
            )
        if conversation_id is None:
            contacts.ensure(work.connection, number)
            conversation_id = conversations.ensure(work.connection, number, work.revision)
        recorded = _record(context, work, conversation_id, number, body, leaving=leaving, seen=seen)
        if judged.leaves_at is not None:
            plans.plan(context, work, recorded.id, judged.leaves_at, hours)
            recorded = messages.get_known(work.connection, recorded.id)
        conversations.show_message(work.connection, recorded.id, work.revision)
        if answers:
            _answer(context, work, conversation_id, recorded.id)
        if empties_box:
            drafts.put(work.connection, context.agent, number, "")
        if retry_of is not None:
            messages.change(
                work.connection, retry_of, retried_by=recorded.id, revision=work.revision
            )
    return replace(send_results.result_of(recorded), warning=judged.warning)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The gate's answer about one text, and when it would leave: ``None`` for at once."""

    verdict: Verdict
    facts: TextFacts
    leaves_at: datetime | None
    warning: str


def _judge(
    context: Context,
    work: Writing,
    number: str,
    conversation_id: int | None,
    text: str,
    hours: LeadHours,
    *,
    leaving: Leaving,
    seen: Seen | None,
) -> _Judged:
    """Ask the gate; where quiet hours stop a text that may wait, ask for the next allowed hour."""
    contact = facts_of_number(work.connection, number, context.our_number)
    written = _text_facts(context, work.connection, conversation_id, text, work.skew)
    written = replace(written, unseen=_unseen(context, work, conversation_id, seen))

    def at(leaves_at: datetime | None) -> _Judged:
        said = quiet.judge_text_at(
            context,
            work.connection,
            hours,
            leaves_at or work.carrier_now,
            conversation_id=conversation_id,
            confirmed=leaving.confirmed,
        )
        facts = plans.facts_of_plan(written, leaves_at, said.stops)
        return _Judged(judge(text, contact, facts, context.zone), facts, leaves_at, said.warning)

    judged = at(plans.checked_time(work, leaving.at))
    if judged.verdict.code is not Code.QUIET_HOURS or not leaving.holds:
        return judged
    allowed = next_allowed(hours, judged.leaves_at or work.carrier_now)
    return at(allowed) if allowed is not None else judged


def _answer(context: Context, work: Writing, conversation_id: int, message_id: int) -> None:
    """An answer is proof that somebody of the firm has read what it answers."""
    if thread_messages.see_all(work.connection, conversation_id, work.revision):
        conversations.count_unread(work.connection, conversation_id, work.revision)
    turns.answered(work, conversation_id, message_id, context.agent)


def _retried_already(connection: Connection, message_id: int | None) -> MessageRecord | None:
    """Return the message by which a failed one has been sent again."""
    failed = messages.get(connection, message_id) if message_id is not None else None
    if failed is None or failed.retried_by is None:
        return None
    return messages.get(connection, failed.retried_by)


def _record(
    context: Context,
    work: Writing,
    conversation_id: int,
    number: str,
    body: str,
    *,
    leaving: Leaving,
    seen: Seen | None,
) -> MessageRecord:
    return messages.record(
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
        revision=work.revision,
        happened_at=to_us(work.carrier_now),
        created_at=work.now_us,
        recorded_at=work.steady_us,
        **meanwhile.columns_of(seen),
        confirmed=" ".join(sorted(leaving.confirmed)),
    )


def _unseen(
    context: Context, work: Writing, conversation_id: int | None, seen: Seen | None
) -> tuple[AnothersText, ...]:
    if seen is None or conversation_id is None:
        return ()
    return meanwhile.unseen_in(work.connection, conversation_id, context.agent, seen)


def _text_facts(
    context: Context,
    connection: Connection,
    conversation_id: int | None,
    text: str,
    skew: timedelta,
) -> TextFacts:
    now = context.steady_now()
    limits = context.config.limits
    twin = None
    if conversation_id is not None:
        twin = sent_messages.twin(
            connection,
            conversation_id,
            prepared(text),
            since=to_us(now - timedelta(seconds=limits.duplicate_window)),
            now=to_us(now),
            skew=skew // timedelta(microseconds=1),
        )
    # Up to a minute ahead: a clock that was set back further would block the agent for as long.
    written = sent_messages.written_between(
        connection,
        context.agent,
        to_us(now - RATE_WINDOW),
        to_us(now + RATE_WINDOW),
        limits.per_minute,
    )
    return TextFacts(
        twin_id=twin.id if twin else None,
        written=tuple(from_us(at) for at in written),
        per_minute=limits.per_minute,
        has_sender=bool(context.our_number),
        now=now,
    )


def retry(
    context: Context,
    message_id: int,
    *,
    answers: bool = False,
    seen: Seen | None = None,
    leaving: Leaving = AT_ONCE,
) -> SendResult:
    """Send a failed message's text again, as a new message through the whole gate.

    One that has been sent again already is a duplicate: its second attempt is the one to retry.

    Args:
        answers: as for ``submit``.
        seen: what the agent had seen when asking for it: the words are written anew.
        leaving: as for ``submit``.
    """
    with context.database.read() as connection:
        record = messages.get(connection, message_id)
    if record is None or record.direction != Direction.OUTBOUND:
        return send_results.nothing(message_id, "There is no such message.")
    if Status(record.status) not in RETRIABLE:
        return send_results.nothing(
            message_id, f"Only a failed message can be sent again; this one is {record.status}."
        )
    return submit(
        context,
        record.number,
        record.body,
        retry_of=message_id,
        answers=answers,
        seen=seen,
        leaving=leaving,
    )
