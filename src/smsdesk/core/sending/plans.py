"""Texts with a time of their own: planned, changed, and let go when their time has come.

A plan holds nothing back and counts for nothing until then: ``recorded_at`` is 0 before, and the
moment of its own after it. From there on it is a queued text like any other: in the agent's pace,
past the gate, and held where the outbox could not let it go for ``outbox.max_wait``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.answering.agent_turns import AlreadyPassedError
from smsdesk.core.context import carrier_skew, writing
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.rules.quiet_hours import zone_at
from smsdesk.core.rules.segments import body_key, count_segments
from smsdesk.core.rules.send_rules import judge_text, prepared
from smsdesk.core.rules.staleness import STILL_RIGHT
from smsdesk.core.sending import quiet
from smsdesk.store.queues import outbox
from smsdesk.store.tables import messages, planned_messages, sent_messages
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Code, Status, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context, Writing
    from smsdesk.core.rules.quiet_hours import LeadHours
    from smsdesk.core.rules.send_rules import TextFacts
    from smsdesk.store.driver import Value
    from smsdesk.store.tables.message_record import MessageRecord

TWIN_LEFT = "Not needed: the same text has just left."
SOMEBODY_WROTE = {
    "inbound": f"They have written since it was planned. {STILL_RIGHT}",
    "outbound": f"Somebody has texted them since it was planned. {STILL_RIGHT}",
}


def checked_time(work: Writing, at: datetime | None) -> datetime | None:
    """Return the time of its own that a text shall have, on the carrier's clock.

    Raises:
        AlreadyPassedError: it has passed.
    """
    if at is not None and at <= work.carrier_now:
        raise AlreadyPassedError("the time to send it at has passed already")
    return at


def facts_of_plan(facts: TextFacts, at: datetime | None, stops: str) -> TextFacts:
    """Return what counts for a text: a plan counts for twins and the rate when it leaves."""
    if at is None:
        return replace(facts, quiet=stops)
    return replace(facts, twin_id=None, written=(), quiet=stops)


def plan(
    context: Context, work: Writing, message_id: int, at: datetime, hours: LeadHours
) -> MessageRecord:
    """Give a text that waits a time of its own."""
    record = messages.get_known(work.connection, message_id)
    return set_status(
        work,
        record,
        Status.PLANNED,
        **_planned(context, work, at, hours),
    )


def _planned(context: Context, work: Writing, at: datetime, hours: LeadHours) -> dict[str, Value]:
    return {
        "leaves_at": to_us(at),
        "planned_at": to_us(work.carrier_now),
        "planned_after": planned_messages.newest_id(work.connection),
        "recorded_at": 0,
        "released": 0,
        "held_at": None,
        "next_attempt_at": None,
        "reason": says_when(context, at, hours),
    }


def says_when(context: Context, at: datetime, hours: LeadHours) -> str:
    """Return when a plan leaves, by the lead's clock where that is known, else by ours."""
    zone = zone_at(hours, at)
    local = at.astimezone(zone or context.zone)
    far = at - context.now() > timedelta(days=6)
    day = f"{local:%a} {local.day} {local:%b}" if far else f"{local:%a}"
    if far and local.year != context.now().astimezone(local.tzinfo).year:
        day = f"{day} {local.year}"
    return f"Planned for {day} {local:%H:%M} {'their' if zone else 'our'} time"


def waits(record: MessageRecord) -> bool:
    """Whether a text of ours waits to leave, in nobody's hands: it can be taken back."""
    planned_here = record.status == Status.PLANNED and not record.settled
    return record.status in (Status.QUEUED, Status.HELD) or planned_here


def may_edit(record: MessageRecord) -> bool:
    """Whether words and time of a text can be changed; what was tried already keeps its words."""
    return waits(record) and not record.attempts


def edit(
    context: Context, message_id: int, *, text: str | None = None, at: datetime | None = None
) -> Verdict | None:
    """Change the words of a text that waits, or the time at which it leaves.

    Args:
        message_id: which text.
        text: its new words; ``None`` leaves them.
        at: its new time; ``None`` leaves it. One that was held with a time of its own and has
            neither stays held.

    Returns:
        ``None`` where it does not wait any more; else the rules' answer about the new words and the
        new time, which are taken over where it is ``ok``.

    Raises:
        AlreadyPassedError: the time has passed.
        QuietHoursFileError: the firm's own file of hours cannot be read.
    """
    with context.database.read() as connection:
        known = messages.get(connection, message_id)
    if known is None:
        return None
    hours = quiet.hours(context, known.number)
    with writing(context) as work:
        record = messages.get(work.connection, message_id)
        if record is None or not may_edit(record):
            return None
        body = record.body if text is None else prepared(text)
        leaves_at = checked_time(work, at)
        verdict = judge_text(body)
        if leaves_at is not None and not verdict.blocked:
            said = quiet.judge_text_at(
                context,
                work.connection,
                hours,
                leaves_at,
                conversation_id=record.conversation_id,
            )
            verdict = Verdict(Code.QUIET_HOURS, said.stops) if said.stops else verdict
        if verdict.blocked:
            return verdict
        changes: dict[str, Value] = {
            "body": body,
            "body_key": body_key(body),
            "segments": count_segments(body).segments,
        }
        status = Status(record.status)
        if leaves_at is not None:
            status = Status.PLANNED
            changes |= _planned(context, work, leaves_at, hours)
        elif record.leaves_at is not None:  # whoever changes it has seen what was written until now
            changes["planned_after"] = planned_messages.newest_id(work.connection)
            changes["planned_at"] = to_us(work.carrier_now)
        set_status(work, record, status, **changes)
    return verdict


def let_go_due(context: Context) -> None:
    """Queue the plans whose time has come; writes only where one has."""
    with context.database.read() as connection:
        now = context.steady_now() + carrier_skew(connection)
        if not outbox.plans_due(connection, to_us(now), limit=1):
            return
    with writing(context) as work:
        for record in outbox.plans_due(work.connection, to_us(work.carrier_now)):
            let_go(context, work, record)


def let_go(context: Context, work: Writing, record: MessageRecord) -> None:
    """Queue a plan: from its own time on it counts as written, unless its twin has just left."""
    window = timedelta(seconds=context.config.limits.duplicate_window)
    twin = sent_messages.twin(
        work.connection,
        record.conversation_id,
        record.body,
        since=to_us(work.steady_now - window),
        now=work.steady_us,
        skew=work.skew // timedelta(microseconds=1),
    )
    if twin is not None and twin.id != record.id:
        set_status(
            work,
            record,
            Status.CANCELED,
            settled_at=work.now_us,
            rule_code=Code.DUPLICATE.value,
            reason=TWIN_LEFT,
        )
        return
    due = min(from_us(record.leaves_at or 0) - work.skew, work.steady_now)
    set_status(
        work,
        record,
        Status.QUEUED,
        recorded_at=to_us(due),
        happened_at=to_us(work.carrier_now),
        reason="",
    )


def written_since(context: Context, work: Writing, record: MessageRecord) -> str:
    """Return why a plan whose time has come is held: somebody has written since it was made."""
    if record.leaves_at is None or record.planned_at is None or record.released:
        return ""
    direction = planned_messages.written_since(
        work.connection,
        record.conversation_id,
        planned_at=record.planned_at,
        planned_after=record.planned_after or 0,
        agent=record.sent_by,
    )
    return SOMEBODY_WROTE.get(direction, "")
