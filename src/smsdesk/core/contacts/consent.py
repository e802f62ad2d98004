"""Opt-out and opt-in: every change an event, the state what the events add up to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.rules.consent_state import (
    BY_AGENT,
    EventKind,
    EventSource,
    as_they_count,
    consent_state,
    yes_counts_after,
)
from smsdesk.core.rules.keywords import Keyword, read_keyword, reads_like_stop
from smsdesk.storable_text import storable
from smsdesk.store.tables import contact_events, contacts, conversations, thread_messages
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.times import to_us
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from smsdesk.core.context import Writing
    from smsdesk.store.tables.message_record import MessageRecord

_LONGEST_EVIDENCE = 1600
_DAY_US = 24 * 3600 * 1_000_000
_PLACE = re.compile(r" \([^()]*(?:\([^()]*\)[^()]*)*, row \d+\)$")


def as_evidence(said: str) -> str:
    """Return what was said as an event keeps it: as it came, no longer than a text can be."""
    return storable(said[:_LONGEST_EVIDENCE]).text


def read_inbound(work: Writing, message: MessageRecord) -> bool:
    """Read one inbound text for keywords and wishes; return whether consent changed."""
    keyword = read_keyword(message.body, work.own_keywords)
    if keyword is Keyword.OPT_OUT:
        changed = _record_keyword(work, message, EventKind.OPT_OUT)
        return _reread_yes_after(work, message) or changed
    if keyword is Keyword.OPT_IN or (keyword is Keyword.YES and _yes_counts(work, message)):
        return _record_keyword(work, message, EventKind.OPT_IN)
    if reads_like_stop(message.body):
        _record_keyword(work, message, EventKind.QUESTION)
    return False


def _record_keyword(work: Writing, message: MessageRecord, kind: EventKind) -> bool:
    return record(
        work,
        EventRecord(
            number=message.number,
            kind=kind,
            source=EventSource.KEYWORD,
            happened_at=message.happened_at,
            recorded_at=work.now_us,
            message_id=message.id,
            sid=message.sid or "",
            evidence=as_evidence(message.body),
        ),
    )


def _yes_counts(work: Writing, message: MessageRecord) -> bool:
    """YES opts in only where the newest opt-out before it is a keyword that Twilio acts on."""
    before = [
        event
        for event in contact_events.about_consent(work.connection, message.number)
        if event.happened_at <= message.happened_at
    ]
    return yes_counts_after(consent_state(before).consent)


def _reread_yes_after(work: Writing, message: MessageRecord) -> bool:
    """A STOP that comes late may give a meaning to a YES that is here already."""
    later = thread_messages.newer(
        work.connection, message.conversation_id, (message.happened_at, message.id), 50
    )
    for text in later:
        if (
            text.direction == Direction.INBOUND
            and read_keyword(text.body) is Keyword.YES
            and _yes_counts(work, text)
        ):
            return _record_keyword(work, text, EventKind.OPT_IN)
    return False


def record(work: Writing, event: EventRecord) -> bool:
    """Append an event and bring the contact's state into line.

    Returns:
        Whether the contact may be texted differently from before. An event that is on record
        already (same kind, source and time) is not recorded twice.
    """
    contacts.ensure(work.connection, event.number)
    if contact_events.is_known(work.connection, event):
        return False
    contact_events.add(work.connection, event)
    return settle_state(work, event.number)


def settle_state(work: Writing, number: str) -> bool:
    """Write down what the events add up to; return whether consent changed."""
    record_now = contacts.get(work.connection, number)
    found = consent_state(contact_events.about_consent(work.connection, number))
    consent = "" if found.consent is None else ("out" if found.opted_out else "in")
    contacts.change(
        work.connection,
        number,
        consent=consent,
        consent_event_id=found.consent.id if found.consent else None,
        question_event_id=found.question.id if found.question else None,
    )
    work.touch(number)
    return record_now is None or record_now.consent != consent


def redate_agent_opt_outs(work: Writing, *, by: timedelta) -> None:
    """Date again the opt-outs that agents recorded while our clock was ahead of the carrier's.

    That a date lies in the future shows that it was.

    Args:
        by: what the carrier's clock is now known to be, less what it was taken for.
    """
    now = to_us(work.carrier_now)
    for number in contact_events.dated_after(work.connection, now):
        for event in as_they_count(contact_events.about_consent(work.connection, number)):
            by_agent = event.kind == EventKind.OPT_OUT and event.source in BY_AGENT
            if by_agent and event.happened_at > now:
                happened = min(event.happened_at + by // timedelta(microseconds=1), now)
                contact_events.add(work.connection, replace(event, id=None, happened_at=happened))
        settle_state(work, number)


def opt_out_by_agent(work: Writing, number: str, agent: str, note: str) -> None:
    """Record a spoken opt-out."""
    record(work, _by_agent(work, number, EventKind.OPT_OUT, EventSource.SPOKEN, agent, note))


def answer_question(work: Writing, number: str, agent: str, *, opt_out: bool) -> None:
    """Record an agent's answer to the open question; without one, nothing happens."""
    contact = contacts.get(work.connection, number)
    if contact is None or contact.question_event_id is None:
        return
    kind = EventKind.OPT_OUT if opt_out else EventKind.QUESTION_DISMISSED
    said = contact.question_evidence
    record(work, _by_agent(work, number, kind, EventSource.QUESTION, agent, said))


def opt_out_by_carrier(work: Writing, message: MessageRecord, code: int) -> bool:
    """Record what the carrier's refusal tells: the lead had opted out there when the text left.

    We may learn of it much later, and a START may have come in between.
    """
    left_at = message.attempt_began_at or message.happened_at
    return record(
        work,
        EventRecord(
            number=message.number,
            kind=EventKind.OPT_OUT,
            source=EventSource.CARRIER,
            happened_at=left_at,
            recorded_at=work.now_us,
            message_id=message.id,
            sid=message.sid or "",
            evidence=str(code),
        ),
    )


def opt_out_by_list(
    work: Writing,
    number: str,
    happened_at: datetime | None,
    evidence: str,
    agent: str,
    *,
    whole_day: bool = False,
) -> bool:
    """Record a row of an imported opt-out list.

    One without a date, or dated in the future, counts from its import; one with a date and no
    time from the end of that day, or from its import where that is earlier.

    Args:
        whole_day: whether ``happened_at`` is the last moment of a day without a time.

    Returns:
        Whether it was new: an undated row that a list has told before counts from then.
    """
    told = contact_events.about_consent(work.connection, number)
    event = new_list_event(
        told,
        EventRecord(
            number=number,
            kind=EventKind.OPT_OUT,
            source=EventSource.LIST,
            happened_at=to_us(work.carrier_now),
            recorded_at=work.now_us,
            evidence=evidence,
            recorded_by=agent,
        ),
        happened_at,
        whole_day=whole_day,
    )
    if event is None:
        return False
    record(work, event)
    return True


def new_list_event(
    told: Sequence[EventRecord],
    event: EventRecord,
    happened_at: datetime | None,
    *,
    whole_day: bool,
) -> EventRecord | None:
    """Return what a row of a list adds to a number's events; ``None`` where it says nothing new.

    Args:
        told: the number's events.
        event: the row's, as if it happened now.
        happened_at: when it did, as the row says.
        whole_day: whether that is the last moment of a day without a time.
    """
    now = _not_before(told, event.happened_at)
    if happened_at is not None and _earliest(happened_at, whole_day=whole_day) > now:
        happened_at = None  # A slip: no START could lift it before that day.
    if is_listed(told, happened_at, event.evidence, whole_day=whole_day):
        return None
    at = now if happened_at is None else min(to_us(happened_at), now)
    same = (event.kind, event.source, at)
    if any((one.kind, one.source, one.happened_at) == same for one in told):
        return None
    return replace(event, happened_at=at)


def is_listed(
    told: Iterable[EventRecord], happened_at: datetime | None, evidence: str, *, whole_day: bool
) -> bool:
    """Tell whether a list has said the same of a number before, in whatever file and row.

    Args:
        told: the number's events.
        happened_at: of the row; ``None`` where it has no date.
    """
    said = _PLACE.sub("", evidence)
    first, last = 0, None
    if happened_at is not None:
        first, last = _earliest(happened_at, whole_day=whole_day), to_us(happened_at)
    return any(
        event.kind == EventKind.OPT_OUT
        and event.source == EventSource.LIST
        and (last is None or first <= event.happened_at <= last)
        and ((last is not None and not whole_day) or _PLACE.sub("", event.evidence) == said)
        for event in told
    )


def _earliest(happened_at: datetime, *, whole_day: bool) -> int:
    """Return the first moment at which it can have happened; of a day the last one is given."""
    return to_us(happened_at) - (_DAY_US - 1 if whole_day else 0)


def opt_out_by_lead_file(
    work: Writing, number: str, said: str, file: str, row: int, agent: str
) -> bool:
    """Record that a row of a lead file says that a number wants no texts.

    It counts from its first import: another import of the same word changes nothing.

    Args:
        said: the column and its value.
        file: the file's name.
        row: the line in which the row starts.
        agent: who imports it.

    Returns:
        Whether it was new.
    """
    return opt_out_by_list(work, number, None, f"{said} ({file}, row {row})", agent)


def _not_before(on_record: Iterable[EventRecord], now: int) -> int:
    """Return the time on the carrier's clock: not before what the carrier has dated itself.

    Ours may have been set back, and the carrier not been heard since.
    """
    return max(now, *(one.happened_at for one in on_record if one.source == EventSource.KEYWORD), 0)


def _by_agent(
    work: Writing, number: str, kind: EventKind, source: EventSource, agent: str, said: str
) -> EventRecord:
    conversation = conversations.get(work.connection, number)
    on_record = contact_events.about_consent(work.connection, number)
    return EventRecord(
        number=number,
        kind=kind,
        source=source,
        happened_at=_not_before(on_record, to_us(work.carrier_now)),
        recorded_at=work.now_us,
        message_id=conversation.last_message_id if conversation else None,
        evidence=as_evidence(said),
        recorded_by=agent,
    )
