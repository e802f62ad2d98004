"""Auto-block: when a carrier's filter speaks of the contact, and when of the firm's content."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from smsdesk.carrier.faults import Fault
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.wording import say_count
from smsdesk.store.tables import contact_events, contacts, sent_messages
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.times import to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smsdesk.core.context import Writing
    from smsdesk.store.tables.message_record import MessageRecord
    from smsdesk.store.tables.sent_messages import FilteredText

HOUR_US = 3_600_000_000
FIRM_WIDE_CONTACTS = 3
_LOOK_BACK = 50

FIRM_WIDE = "the firm's texts to several leads were filtered"
DELIVERED = "a text in between was delivered"


def firm_wide_spans(failures: Sequence[FilteredText]) -> list[tuple[int, int]]:
    """Return the spans in which texts to three or more contacts were filtered within an hour.

    Args:
        failures: in the order of time.

    Returns:
        First and last moment (microseconds) of each such hour's failures; they may overlap.
    """
    spans = []
    window: deque[FilteredText] = deque()
    within: Counter[str] = Counter()
    for failure in failures:
        window.append(failure)
        within[failure.number] += 1
        while failure.happened_at - window[0].happened_at > HOUR_US:
            number = window.popleft().number
            within[number] -= 1
            if not within[number]:
                del within[number]
        if len(within) >= FIRM_WIDE_CONTACTS:
            spans.append((window[0].happened_at, failure.happened_at))
    return spans


def count_in_row(texts: Iterable[MessageRecord], spans: Sequence[tuple[int, int]]) -> int:
    """Return how many of a contact's texts in a row were filtered, with no delivery in between.

    Args:
        texts: newest first.
        spans: firm-wide hours, whose failures never count.
    """
    count = 0
    for text in texts:
        if text.status == Status.DELIVERED:
            break
        if text.fault == Fault.CARRIER_FILTERING and not any(
            first <= text.happened_at <= last for first, last in spans
        ):
            count += 1
    return count


def judge_filtered(work: Writing, message: MessageRecord, *, block_after: int) -> bool:
    """Take one more filtered text into account.

    Returns:
        Whether the firm's content is what is filtered: then nobody is flagged, and contacts
        that were flagged for failures of that hour are freed again.
    """
    near = sent_messages.filtered_between(
        work.connection, message.happened_at - HOUR_US, message.happened_at + HOUR_US
    )
    firm_wide = [
        span for span in firm_wide_spans(near) if span[0] <= message.happened_at <= span[1]
    ]
    concerned = {message.number: message.conversation_id}
    if firm_wide:
        # Only who is marked has anything to be freed from: a blast has many that are not.
        marked = contacts.doubted_among(work.connection, {text.number for text in near})
        concerned |= {text.number: text.conversation_id for text in near if text.number in marked}
    for number, conversation_id in sorted(concerned.items()):
        _recount(work, number, conversation_id, block_after, FIRM_WIDE)
    return bool(firm_wide)


def judge_delivered(work: Writing, message: MessageRecord, *, block_after: int) -> None:
    """Take a delivery into account; one that is reported late may have been in between."""
    _recount(work, message.number, message.conversation_id, block_after, DELIVERED)


def _recount(
    work: Writing, number: str, conversation_id: int, block_after: int, frees: str
) -> None:
    contact = contacts.get(work.connection, number)
    if contact is None:
        return
    events = contact_events.of_number(work.connection, number)
    # Both on our own clock: the carrier's offset may have become known in between.
    since = max((one.recorded_at for one in events if _lifted_by_agent(one)), default=0)
    texts = [
        text
        for text in sent_messages.newest_outbound(
            work.connection, conversation_id, since=0, limit=_LOOK_BACK
        )
        if text.created_at > since
    ]
    count = count_in_row(texts, _spans_around(work, texts))
    blocked_at = contact.auto_blocked_at
    if count >= block_after and blocked_at is None:
        blocked_at = work.now_us
        _note(
            work,
            number,
            EventKind.AUTO_BLOCK,
            f"{say_count(count, 'text')} in a row {'was' if count == 1 else 'were'} filtered",
        )
    elif count < block_after and blocked_at is not None:
        blocked_at = None
        _note(work, number, EventKind.UNBLOCK, frees)
    contacts.change(work.connection, number, filtered_in_row=count, auto_blocked_at=blocked_at)
    work.touch(number)


def _lifted_by_agent(event: EventRecord) -> bool:
    return event.kind == EventKind.UNBLOCK and event.source == EventSource.AGENT


def _spans_around(work: Writing, texts: Sequence[MessageRecord]) -> list[tuple[int, int]]:
    failed = [text.happened_at for text in texts if text.fault == Fault.CARRIER_FILTERING]
    if not failed:
        return []
    near = sent_messages.filtered_between(
        work.connection, min(failed) - HOUR_US, max(failed) + HOUR_US
    )
    return firm_wide_spans(near)


def _note(work: Writing, number: str, kind: EventKind, evidence: str) -> None:
    contact_events.add(
        work.connection,
        EventRecord(
            number=number,
            kind=kind,
            source=EventSource.CARRIER,
            happened_at=to_us(work.carrier_now),
            recorded_at=work.now_us,
            evidence=evidence,
        ),
    )


def unblock(work: Writing, number: str, agent: str, reason: str) -> bool:
    """Lift an auto-block, on the record; return whether there was one."""
    contact = contacts.get(work.connection, number)
    if contact is None or contact.auto_blocked_at is None:
        return False
    contact_events.add(
        work.connection,
        EventRecord(
            number=number,
            kind=EventKind.UNBLOCK,
            source=EventSource.AGENT,
            happened_at=to_us(work.carrier_now),
            recorded_at=work.now_us,
            evidence=reason,
            recorded_by=agent,
        ),
    )
    contacts.change(work.connection, number, filtered_in_row=0, auto_blocked_at=None)
    work.touch(number)
    return True
