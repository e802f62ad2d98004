"""Taking in what the carrier tells: idempotently by SID, forward only, a page a transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError, CarrierMessage, MessageFilter
from smsdesk.carrier.twilio.errors import explain
from smsdesk.core import attempts, consent
from smsdesk.core.context import Writing, carrier_skew, remember_skew, writing
from smsdesk.core.failures import take_outcome
from smsdesk.core.media import media_lines
from smsdesk.core.moves import move
from smsdesk.core.segments import body_key
from smsdesk.core.statuses import RANK, check_again_at, is_final
from smsdesk.store import contacts, conversations, messages, notes
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Direction, Status
from smsdesk.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.context import Context
    from smsdesk.core.views import Alert
    from smsdesk.store.messages import MessageRecord

PAGE = 1000
WRITE_ROWS = 250
"""How many messages one transaction takes in: the write lock is held for some 25 ms at most."""

OVERLAP = timedelta(minutes=15)
"""How far behind the last complete poll the next one begins: pages may come late."""

UNREAD_BEFORE_START = timedelta(days=1)
"""Texts older than this when the desk was set up count as read: they are history."""

INBOUND_CURSOR = "inbound_complete_until_us"
OUTBOUND_CURSOR = "outbound_complete_until_us"
STARTED = "started_us"


class TookTooLong(CarrierError):
    """A fetch that a text waits for has not ended in time."""


@dataclass
class Taken:
    """What has been taken in so far; grows while pages are read."""

    received: int = 0
    status_updates: int = 0
    consent_changes: int = 0
    numbers: list[str] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


def poll(context: Context, direction: Direction, taken: Taken) -> None:
    """Read the carrier's messages since the last complete poll, newest page by page.

    The first poll of a new database reads back ``sync.history`` days. The cursor moves when the
    last page is in; a poll that breaks off is begun again and finds its rows known.

    Raises:
        CarrierError: the carrier cannot be reached; what was read stays.
    """
    inbound = direction is Direction.INBOUND
    key = INBOUND_CURSOR if inbound else OUTBOUND_CURSOR
    with context.database.read() as connection:
        cursor = notes.get(connection, key)
        now = context.now() + carrier_skew(connection)
    since = (
        from_us(int(cursor)) - OVERLAP
        if cursor
        else now - timedelta(days=context.config.sync.history)
    )
    ours = context.our_number
    wanted = MessageFilter(
        to=ours if inbound else None, sender=None if inbound else ours, sent_since=since
    )
    _read_all(context, wanted, taken)
    with writing(context) as work:
        notes.put(work.connection, key, str(to_us(now)))


def take_in_number(context: Context, number: str, taken: Taken, *, seconds: float) -> None:
    """Take in *all* inbound texts of a number since its last complete fetch.

    This precedes every text that leaves, so that a STOP of seconds ago counts. The first time
    the number's whole history is read.

    Args:
        seconds: what the fetch may take over all of its pages.

    Raises:
        CarrierError: it failed or took too long: the text must wait.
    """
    with context.database.read() as connection:
        contact = contacts.get(connection, number)
        now = context.now() + carrier_skew(connection)
    complete = contact.inbound_complete_at if contact else None
    wanted = MessageFilter(
        to=context.our_number,
        sender=number,
        sent_since=None if complete is None else from_us(complete) - OVERLAP,
    )
    _read_all(context, wanted, taken, seconds=seconds)
    with writing(context) as work:
        contacts.change(work.connection, number, inbound_complete_at=to_us(now))


def _read_all(
    context: Context, wanted: MessageFilter, taken: Taken, *, seconds: float | None = None
) -> None:
    deadline = None if seconds is None else context.clock.monotonic() + seconds
    page = None
    while True:
        left = None if deadline is None else max(deadline - context.clock.monotonic(), 0.05)
        answer = context.carrier.list_messages(wanted, page=page, page_size=PAGE, timeout=left)
        for start in range(0, len(answer.messages), WRITE_ROWS):
            told = _with_media_types(context, answer.messages[start : start + WRITE_ROWS])
            with writing(context) as work:
                for message in told:
                    take(context, work, message, taken)
        page = answer.next_page
        if page is None:
            break
        if deadline is not None and context.clock.monotonic() >= deadline:
            raise TookTooLong("the carrier takes too long to tell of new texts")
    remember_skew(context)


def _with_media_types(context: Context, told: Sequence[CarrierMessage]) -> list[CarrierMessage]:
    """Ask what kind of media new messages carry: a listing only counts them."""
    with context.database.read() as connection:
        return [
            replace(message, media_types=_media_types(context, message.sid))
            if message.media
            and not message.media_types
            and messages.by_sid(connection, message.sid) is None
            else message
            for message in told
        ]


def _media_types(context: Context, sid: str) -> tuple[str, ...]:
    try:
        return context.carrier.media_types(sid)
    except CarrierError:
        return ()


def take(context: Context, work: Writing, message: CarrierMessage, taken: Taken) -> None:
    """Take in one message as the carrier tells it; one that is known only moves forward."""
    known = messages.by_sid(work.connection, message.sid)
    if known is not None:
        if known.direction == Direction.OUTBOUND:
            move_forward(context, work, known, message, taken)
        return
    if message.direction is Direction.INBOUND:
        _insert_inbound(work, message, taken)
    elif not attempts.claim(context, work, message, taken.alerts):
        _insert_elsewhere(work, message)


def _insert_inbound(work: Writing, message: CarrierMessage, taken: Taken) -> None:
    number = message.sender
    contacts.ensure(work.connection, number)
    conversation_id = conversations.ensure(work.connection, number, work.revision)
    happened = to_us(message.sent_at or message.created_at or work.carrier_now)
    seen = _is_history(work, conversation_id, happened)
    message_id = messages.insert(
        work.connection,
        conversation_id=conversation_id,
        number=number,
        direction=Direction.INBOUND.value,
        body=clean(message.body),
        media=media_lines(message.media, message.media_types),
        status=Status.RECEIVED.value,
        status_rank=RANK[Status.RECEIVED],
        sid=message.sid,
        sender=number,
        segments=message.segments or 0,
        seen=int(seen),
        revision=work.revision,
        happened_at=happened,
        created_at=work.now_us,
    )
    conversations.show_message(work.connection, message_id, work.revision)
    if not seen:
        conversations.count_unread(work.connection, conversation_id, work.revision)
        taken.numbers.append(number)
    taken.received += 1
    record = messages.get(work.connection, message_id)
    if record is not None and consent.read_inbound(work, record):
        taken.consent_changes += 1


def _is_history(work: Writing, conversation_id: int, happened: int) -> bool:
    """Whether a text came well before the desk was set up, or was answered already."""
    started = int(notes.get(work.connection, STARTED) or 0)
    if happened < started - UNREAD_BEFORE_START // timedelta(microseconds=1):
        return True
    later = messages.newest_outbound(work.connection, conversation_id, since=happened, limit=1)
    return bool(later) and happened < started


def _insert_elsewhere(work: Writing, message: CarrierMessage) -> None:
    """A text that the firm sent with another tool: it belongs to the thread all the same."""
    number = message.to
    contacts.ensure(work.connection, number)
    conversation_id = conversations.ensure(work.connection, number, work.revision)
    happened: datetime = message.created_at or message.sent_at or work.carrier_now
    message_id = messages.insert(
        work.connection,
        conversation_id=conversation_id,
        number=number,
        direction=Direction.OUTBOUND.value,
        body=clean(message.body),
        body_key=body_key(message.body),
        media=media_lines(message.media, message.media_types),
        status=message.status.value,
        status_rank=RANK[message.status],
        sid=message.sid,
        sender=message.sender,
        error_code=message.error_code,
        reason=explain(message.error_code) if message.error_code else "",
        segments=message.segments or 0,
        revision=work.revision,
        happened_at=to_us(happened),
        created_at=to_us(happened),
        settled_at=work.now_us,
        final=int(is_final(message.status)),
        next_check_at=check_again_at(work.now_us, work.now_us),
    )
    conversations.show_message(work.connection, message_id, work.revision)


def move_forward(
    context: Context, work: Writing, known: MessageRecord, told: CarrierMessage, taken: Taken
) -> None:
    """Let an outbound message follow the carrier's word; a lower status never overwrites."""
    if RANK[told.status] <= known.status_rank:
        if not known.final:
            again = check_again_at(known.settled_at or known.created_at, work.now_us)
            messages.change(
                work.connection, known.id, next_check_at=again, final=int(again is None)
            )
        return
    final = is_final(told.status)
    failed = told.status in (Status.FAILED, Status.UNDELIVERED)
    now = move(
        work,
        known,
        told.status,
        error_code=told.error_code,
        reason=explain(told.error_code) if failed else "",
        segments=told.segments or known.segments,
        final=int(final),
        next_check_at=None if final else check_again_at(work.now_us, work.now_us),
    )
    taken.status_updates += 1
    if final:
        taken.alerts.extend(take_outcome(context, work, now))


def check_statuses(context: Context, taken: Taken, *, limit: int = 20) -> None:
    """Ask for the delivery status of our own texts that are due for it.

    Raises:
        CarrierError: the carrier cannot be reached.
    """
    with context.database.read() as connection:
        due = messages.unfinished(connection, to_us(context.now()), limit)
    for record in due:
        if record.sid is None:
            continue
        told = context.carrier.fetch(record.sid)
        with writing(context) as work:
            known = messages.get(work.connection, record.id)
            if known is not None:
                move_forward(context, work, known, told, taken)
