"""Taking in what the carrier lists: a batch a transaction, idempotent by SID, forward only.

A first sync brings a hundred thousand texts, so new ones are written in sets, not one by one;
what needs a closer look (a keyword, an attempt of ours that is still open) is looked at singly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.answering import turns
from smsdesk.core.contacts import consent
from smsdesk.core.contacts.delivery_outcomes import apply_outcome, learn_from_failure
from smsdesk.core.messages import attempts
from smsdesk.core.messages.transitions import check_again_at, set_status
from smsdesk.core.rules.delivery_status import RANK, is_final
from smsdesk.core.rules.keywords import concerns_consent
from smsdesk.core.rules.media import media_lines
from smsdesk.core.rules.segments import body_key
from smsdesk.e164 import one_contact
from smsdesk.storable_text import storable
from smsdesk.store.tables import (
    contacts,
    conversations,
    message_batches,
    messages,
    program_state,
)
from smsdesk.store.times import to_us
from smsdesk.terms import Direction, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from smsdesk.carrier.protocol import CarrierMessage
    from smsdesk.core.context import Context, Writing
    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.store.database import Database
    from smsdesk.store.tables.message_batches import KnownMessage, NewMessage
    from smsdesk.store.tables.message_record import MessageRecord

UNREAD_BEFORE_START = timedelta(days=1)
"""Texts older than this when the desk was set up count as read: they are history."""

STARTED = "started_us"


def remember_start(database: Database, now: datetime) -> None:
    """Note when the firm's desk was set up, at its very first opening."""
    with database.read() as connection:
        if program_state.get(connection, STARTED):
            return
    with database.write() as connection:
        program_state.put(connection, STARTED, str(to_us(now)))


@dataclass
class Taken:
    """What has been taken in so far; grows while pages are read."""

    received: int = 0
    status_updates: int = 0
    consent_changes: int = 0
    numbers: list[str] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


def has_news(told: CarrierMessage, known: KnownMessage | None, now: int) -> bool:
    """Whether a listed message says anything that the database does not."""
    if known is None:
        return True
    if known.direction == Direction.INBOUND:
        return not known.final and not told.partial and bool(told.body or told.media)
    if RANK[told.status] > known.status_rank:
        return True
    return known.next_check_at is not None and known.next_check_at <= now


def take_in(context: Context, work: Writing, told: Sequence[CarrierMessage], taken: Taken) -> None:
    """Take in messages as the carrier tells them; those that are known only move forward."""
    known = message_batches.known(work.connection, [message.sid for message in told])
    fresh: dict[str, CarrierMessage] = {}
    for message in told:
        if message.sid not in known:
            fresh.setdefault(message.sid, message)
        elif has_news(message, known[message.sid], work.steady_us):
            if message.direction is Direction.INBOUND:
                fill_in_body(work, message, taken)
            else:
                move_forward(context, work, message, taken)
    inbound = [one for one in fresh.values() if one.direction is Direction.INBOUND]
    outbound = [one for one in fresh.values() if one.direction is Direction.OUTBOUND]
    _insert_inbound(work, inbound, taken)
    _insert_elsewhere(context, work, _unclaimed(context, work, outbound, taken), taken)


def _insert_inbound(work: Writing, told: Sequence[CarrierMessage], taken: Taken) -> None:
    if not told:
        return
    history_until = _history_until(work)
    rows = [_inbound_row(work, message, history_until) for message in told]
    message_batches.insert(work.connection, rows, work.revision)
    turns.texts_came(work)
    taken.received += len(rows)
    taken.numbers.extend(row["number"] for row in rows if not row["seen"])
    for row in rows:
        if concerns_consent(row["body"], work.own_keywords):
            record = messages.by_sid(work.connection, row["sid"])
            if record is not None:
                _read(work, record, taken)


def _read(work: Writing, record: MessageRecord, taken: Taken) -> None:
    """Read a text of theirs for what it says about consent, and whether it asks for an answer."""
    if consent.read_inbound(work, record):
        taken.consent_changes += 1
    turns.read_inbound(work, record)


def _history_until(work: Writing) -> int:
    """Return before when a text is history, in microseconds."""
    started = int(program_state.get(work.connection, STARTED) or 0)
    return started - UNREAD_BEFORE_START // timedelta(microseconds=1)


def _inbound_row(work: Writing, message: CarrierMessage, history_until: int) -> NewMessage:
    happened = to_us(message.sent_at or message.created_at or work.carrier_now)
    # A listing only counts the media, and may name a text before it has its words: both are
    # asked for later (``polling.follow_up``).
    to_come = message.media > len(message.media_types) or message.partial
    body = storable(message.body)
    sender = storable(message.sender).text.strip()
    return {
        "number": one_contact(sender),
        "direction": Direction.INBOUND.value,
        "body": body.text,
        "body_original": body.original,
        "body_key": "",
        "media": media_lines(message.media, message.media_types),
        "status": Status.RECEIVED.value,
        "status_rank": RANK[Status.RECEIVED],
        "sid": message.sid,
        "sender": sender,
        "error_code": None,
        "fault": "",
        "reason": "",
        "segments": message.segments or 0,
        "seen": int(happened < history_until),
        "happened_at": happened,
        "created_at": work.now_us,
        "settled_at": None,
        "final": int(not to_come),
        "next_check_at": work.steady_us if to_come else None,
    }


def fill_in_body(work: Writing, told: CarrierMessage, taken: Taken) -> None:
    """Give an inbound text the words that were still to come when it was listed first.

    What they say about consent counts from when the text was sent.
    """
    known = messages.by_sid(work.connection, told.sid)
    if known is None or known.body or told.partial:
        return
    unknown_media = told.media > len(told.media_types)
    body = storable(told.body)
    messages.change(
        work.connection,
        known.id,
        body=body.text,
        body_original=body.original,
        media=known.media or media_lines(told.media, told.media_types),
        segments=told.segments or known.segments,
        final=int(not unknown_media),
        next_check_at=work.steady_us if unknown_media else None,
        revision=work.revision,
    )
    conversations.show_message(work.connection, known.id, work.revision)
    if not known.seen:
        taken.numbers.append(known.number)
    record = messages.by_sid(work.connection, told.sid)
    if record is not None and concerns_consent(record.body, work.own_keywords):
        _read(work, record, taken)


def _unclaimed(
    context: Context, work: Writing, told: Iterable[CarrierMessage], taken: Taken
) -> list[CarrierMessage]:
    """Offer outbound messages to our own texts first; return what nobody takes.

    A first sync brings the history of years: what is older can belong to an open text alone.
    """
    open_numbers = message_batches.numbers_with_open_texts(work.connection)
    recent = work.carrier_now - attempts.RECENT
    return [
        message
        for message in told
        if not (
            one_contact(message.to) in open_numbers
            or (message.created_at is not None and message.created_at >= recent)
        )
        or not attempts.claim(context, work, message, taken.alerts)
    ]


def _insert_elsewhere(
    context: Context, work: Writing, told: Sequence[CarrierMessage], taken: Taken
) -> None:
    """Texts that the firm sent with another tool belong to the thread all the same.

    They answer what came before them: unread is the firm's, not the agent's. What became of them
    tells as much of the contact as what became of ours.
    """
    if not told:
        return
    rows = [_elsewhere_row(context, work, message) for message in told]
    message_batches.insert(work.connection, rows, work.revision)
    left = [row for row in rows if row["status"] != Status.PLANNED]
    if left:
        message_batches.answer_earlier(work.connection, left, work.revision)
    history_until = _history_until(work)
    for row in left:
        if row["happened_at"] >= history_until:
            turns.answered_elsewhere(work, row["number"], row["happened_at"])
    _learn_from_elsewhere(context, work, rows, taken)


def _learn_from_elsewhere(
    context: Context, work: Writing, rows: Sequence[NewMessage], taken: Taken
) -> None:
    """Judge the contacts by each failure, and by deliveries where there is a doubt to lift."""
    arrived = {row["number"] for row in rows if row["status"] == Status.DELIVERED}
    doubted = contacts.doubted_among(work.connection, arrived) if arrived else frozenset()
    history_until = _history_until(work)
    for row in rows:
        failed = row["status"] in (Status.FAILED, Status.UNDELIVERED) and row["fault"]
        if not failed and not (row["status"] == Status.DELIVERED and row["number"] in doubted):
            continue
        record = messages.by_sid(work.connection, row["sid"])
        if record is not None:
            is_history = row["happened_at"] < history_until
            found = learn_from_failure(context, work, record, is_history=is_history)
            taken.alerts.extend(alert for alert in found if alert not in taken.alerts)


def _elsewhere_row(context: Context, work: Writing, message: CarrierMessage) -> NewMessage:
    happened = to_us(message.created_at or message.sent_at or work.carrier_now)
    failed = message.status in (Status.FAILED, Status.UNDELIVERED)
    final = is_final(message.status)
    body = storable(message.body)
    return {
        "number": one_contact(storable(message.to).text.strip()),
        "direction": Direction.OUTBOUND.value,
        "body": body.text,
        "body_original": body.original,
        "body_key": body_key(message.body),
        "media": media_lines(message.media, message.media_types),
        "status": message.status.value,
        "status_rank": RANK[message.status],
        "sid": message.sid,
        "sender": storable(message.sender).text.strip(),
        "error_code": message.error_code,
        "fault": str(message.fault or ""),
        "reason": context.codes.explain(message.error_code) if failed else "",
        "segments": message.segments or 0,
        "seen": 1,
        "happened_at": happened,
        "created_at": happened,
        "settled_at": happened,
        "final": int(final),
        "next_check_at": None if final else check_again_at(work, message.status, happened),
    }


def move_forward(context: Context, work: Writing, told: CarrierMessage, taken: Taken) -> None:
    """Let an outbound message follow the carrier's word; a lower status never overwrites."""
    known = messages.by_sid(work.connection, told.sid)
    if known is None or known.direction != Direction.OUTBOUND:
        return
    if RANK[told.status] <= known.status_rank:
        if not known.final:
            since = known.attempt_began_at or known.happened_at
            again = check_again_at(work, Status(known.status), since)
            messages.change(
                work.connection, known.id, next_check_at=again, final=int(again is None)
            )
        return
    final = is_final(told.status)
    failed = told.status in (Status.FAILED, Status.UNDELIVERED)
    left_now = known.status == Status.PLANNED and told.status is not Status.CANCELED
    now = set_status(
        work,
        known,
        told.status,
        happened_at=to_us(told.sent_at or work.carrier_now) if left_now else known.happened_at,
        error_code=told.error_code,
        fault=str(told.fault or ""),
        reason=context.codes.explain(told.error_code) if failed else "",
        segments=told.segments or known.segments,
        final=int(final),
        next_check_at=None if final else check_again_at(work, told.status),
    )
    taken.status_updates += 1
    if final:
        taken.alerts.extend(apply_outcome(context, work, now))
