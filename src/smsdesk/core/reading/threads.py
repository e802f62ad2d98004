"""A conversation's messages as a screen shows them, a page or the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.contacts import lookups
from smsdesk.core.contacts.facts import facts_of_number, line_type_of
from smsdesk.core.contacts.lead_hours import hours_with
from smsdesk.core.read_models.threads import (
    Bubble,
    MessageKey,
    Question,
    Signup,
    Thread,
    ThreadHead,
)
from smsdesk.core.rules.delivery_status import NO_REPORT_AFTER_US
from smsdesk.core.rules.phone import is_read_only, national
from smsdesk.core.rules.quiet_hours import zone_at
from smsdesk.core.rules.send_rules import ContactFacts, contact_code, judge_contact
from smsdesk.core.sending.outbox import may_cancel
from smsdesk.core.sending.plans import may_edit
from smsdesk.storable_text import StorableText, restored
from smsdesk.store.tables import (
    contacts,
    conversations,
    counters,
    drafts,
    leads,
    messages,
    thread_messages,
)
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import RETRIABLE, Code, Direction, LineType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.contact_record import ContactRecord
    from smsdesk.store.tables.conversation_page import ConversationRecord
    from smsdesk.store.tables.leads import LeadRecord
    from smsdesk.store.tables.message_record import MessageRecord


def thread(context: Context, number: str, *, limit: int) -> Thread:
    """Return a conversation with its newest messages; a number without one has an empty thread."""
    with context.database.read() as connection:
        contact = contacts.get(connection, number)
        facts = facts_of_number(connection, number, context.our_number)
        conversation = conversations.get(connection, number)
        signups = leads.of_number(connection, number)
        found = (
            thread_messages.newest(connection, conversation.id, limit + 1) if conversation else []
        )
        verdict = judge_contact(facts, context.zone)
        return Thread(
            head=_head(context, number, contact, signups, conversation),
            verdict=verdict,
            question=_question(contact),
            bubbles=tuple(bubble_of(context, record) for record in found[-limit:]),
            more=len(found) > limit,
            first_unread_id=(
                thread_messages.first_unseen(connection, conversation.id) if conversation else None
            ),
            draft=drafts.get(connection, context.agent, number),
            lookup_due=not verdict.blocked and lookups.may_ask(context, contact),
            revision=counters.revision(connection),
        )


def _head(
    context: Context,
    number: str,
    contact: ContactRecord | None,
    signups: list[LeadRecord],
    conversation: ConversationRecord | None,
) -> ThreadHead:
    hours = hours_with(context, number, signups)
    zone_here = zone_at(hours, context.now())
    return ThreadHead(
        number=number,
        name=contact.name if contact else "",
        also_known_as=contact.also_known_as if contact else "",
        display_number=national(number, context.region),
        event=signups[0].event if signups else "",
        signups=tuple(signup_of(record) for record in signups),
        zone=zone_here.key if zone_here else "",
        line_type=line_type_of(contact) if contact else LineType.UNKNOWN,
        read_only=is_read_only(number),
        hours=hours,
        quiet_mode=context.config.quiet_hours.mode,
        conversation_id=conversation.id if conversation else None,
    )


def signup_of(record: LeadRecord) -> Signup:
    """Return one lead row as it is shown."""
    return Signup(
        name=record.name,
        email=record.email,
        phone=record.phone,
        event=record.event,
        signed_up_at=from_us(record.signed_up_at),
    )


def _question(contact: ContactRecord | None) -> Question | None:
    if contact is None or contact.question_happened_at is None:
        return None
    return Question(
        message_id=contact.question_message_id or 0,
        text=contact.question_evidence,
    )


def bubble_of(context: Context, record: MessageRecord) -> Bubble:
    """Return one message as a thread shows it."""
    status = Status(record.status)
    outbound = record.direction == Direction.OUTBOUND
    parts = [part for part in (record.body, record.media) if part]
    waited = to_us(context.now()) - (record.settled_at or record.created_at)
    return Bubble(
        message_id=record.id,
        direction=Direction(record.direction),
        text="\n".join(parts),
        status=status,
        happened_at=from_us(record.happened_at),
        sent_by=(record.sent_by or "elsewhere") if outbound else "",
        sid=record.sid or "",
        error_code=record.error_code,
        reason=record.reason,
        segments=record.segments,
        retry_at=context.on_the_wall(record.next_attempt_at) if status is Status.QUEUED else None,
        unchecked=bool(record.unchecked),
        unread=not record.seen,
        no_report=outbound and status is Status.SENT and waited > NO_REPORT_AFTER_US,
        can_retry=(
            outbound and status in RETRIABLE and bool(record.body) and record.retried_by is None
        ),
        can_cancel=may_cancel(record),
        can_edit=may_edit(record),
        leaves_at=from_us(record.leaves_at) if status is Status.PLANNED else None,
        sent_at_night=record.sent_at_night,
        revision=record.revision,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    conversation_id: int
    key: tuple[int, int]


def _place(connection: Connection, number: str, key: MessageKey) -> _Place | None:
    conversation = conversations.get(connection, number)
    if conversation is None:
        return None
    return _Place(conversation.id, (to_us(key.happened_at), key.message_id))


def older(context: Context, number: str, before: MessageKey, *, limit: int) -> tuple[Bubble, ...]:
    """Return the messages just before a place in the thread, oldest first."""
    with context.database.read() as connection:
        place = _place(connection, number, before)
        found = (
            thread_messages.older(connection, place.conversation_id, place.key, limit)
            if place
            else []
        )
    return tuple(bubble_of(context, record) for record in found)


def newer(context: Context, number: str, after: MessageKey, *, limit: int) -> tuple[Bubble, ...]:
    """Return the messages just after a place in the thread, oldest first."""
    with context.database.read() as connection:
        place = _place(connection, number, after)
        found = (
            thread_messages.newer(connection, place.conversation_id, place.key, limit)
            if place
            else []
        )
    return tuple(bubble_of(context, record) for record in found)


def changed(context: Context, number: str, since_revision: int) -> tuple[Bubble, ...]:
    """Return the messages of a thread that are new or changed since a revision."""
    with context.database.read() as connection:
        conversation = conversations.get(connection, number)
        found = (
            thread_messages.changed(connection, conversation.id, since_revision)
            if conversation
            else []
        )
    return tuple(bubble_of(context, record) for record in found)


def message(context: Context, message_id: int) -> Bubble | None:
    """Return one message, ``None`` where there is none."""
    with context.database.read() as connection:
        record = messages.get(connection, message_id)
    return bubble_of(context, record) if record else None


def full_text(context: Context, message_id: int) -> str:
    """Return a message's whole text, however long; empty where there is no such message."""
    found = message(context, message_id)
    return found.text if found else ""


def raw_text(context: Context, message_id: int) -> str:
    """Return a message's text as it came; empty where there is no such message."""
    with context.database.read() as connection:
        record = messages.get(connection, message_id)
    return restored(StorableText(record.body, record.body_original)) if record else ""


def whole(context: Context, number: str) -> Iterator[Bubble]:
    """Yield a whole thread, oldest first, a page in memory at a time."""
    with context.database.read() as connection:
        conversation = conversations.get(connection, number)
        if conversation is not None:
            for record in thread_messages.whole_thread(connection, conversation.id):
                yield bubble_of(context, record)


def reason_words(facts: ContactFacts, day: str) -> str:
    """Return in a few words why a contact is left out of the search, empty where it is not.

    Args:
        day: when it opted out, as it is shown.
    """
    code = contact_code(facts)
    return {
        Code.OK: "",
        Code.OPTED_OUT: f"opted out {day}".strip(),
        Code.AUTO_BLOCKED: f"blocked: {facts.filtered_in_row} filtered",
        Code.INVALID_PHONE: facts.phone_problem or facts.invalid_reason or "cannot be answered",
        Code.NOT_TEXTABLE: facts.line_type.value,
        Code.OPT_OUT_QUESTION: "asked to stop?",
    }.get(code, code.value.replace("_", " "))
