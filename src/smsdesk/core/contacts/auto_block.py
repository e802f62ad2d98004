"""Auto-block: when a carrier's filter speaks of the contact, and when of the firm's content."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.store.tables import contact_events, contacts, messages
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.times import to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smsdesk.core.context import Writing
    from smsdesk.store.tables.messages import FilteredText, MessageRecord

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
    for failure in failures:
        window.append(failure)
        while failure.happened_at - window[0].happened_at > HOUR_US:
            window.popleft()
        if len({one.number for one in window}) >= FIRM_WIDE_CONTACTS:
            spans.append((window[0].happened_at, failure.happened_at))
    return spans


def count_in_row(
    texts: Iterable[MessageRecord], codes: frozenset[int], spans: Sequence[tuple[int, int]]
) -> int:
    """Return how many of a contact's texts in a row were filtered, with no delivery in between.

    Args:
        texts: newest first.
        codes: which errors count.
        spans: firm-wide hours, whose failures never count.
    """
    count = 0
    for text in texts:
        if text.status == Status.DELIVERED:
            break
        if text.error_code in codes and not any(
            first <= text.happened_at <= last for first, last in spans
        ):
            count += 1
    return count


def counted_codes(*, sender_is_toll_free: bool) -> frozenset[int]:
    """Return the errors that count; from a toll-free number 30004 is a network opt-out."""
    return frozenset({30007}) if sender_is_toll_free else frozenset({30004, 30007})


def judge_filtered(
    work: Writing, message: MessageRecord, *, block_after: int, sender_is_toll_free: bool
) -> bool:
    """Take one more filtered text into account.

    Returns:
        Whether the firm's content is what is filtered: then nobody is flagged, and contacts
        that were flagged for failures of that hour are freed again.
    """
    codes = counted_codes(sender_is_toll_free=sender_is_toll_free)
    near = [
        text
        for text in messages.filtered_between(
            work.connection, message.happened_at - HOUR_US, message.happened_at + HOUR_US
        )
        if text.error_code in codes
    ]
    firm_wide = [
        span for span in firm_wide_spans(near) if span[0] <= message.happened_at <= span[1]
    ]
    concerned = (
        {(text.number, text.conversation_id) for text in near}
        if firm_wide
        else {(message.number, message.conversation_id)}
    )
    for number, conversation_id in sorted(concerned):
        _recount(work, number, conversation_id, codes, block_after, FIRM_WIDE)
    return bool(firm_wide)


def judge_delivered(
    work: Writing, message: MessageRecord, *, block_after: int, sender_is_toll_free: bool
) -> None:
    """Take a delivery into account; one that is reported late may have been in between."""
    codes = counted_codes(sender_is_toll_free=sender_is_toll_free)
    _recount(work, message.number, message.conversation_id, codes, block_after, DELIVERED)


def _recount(
    work: Writing,
    number: str,
    conversation_id: int,
    codes: frozenset[int],
    block_after: int,
    frees: str,
) -> None:
    contact = contacts.get(work.connection, number)
    if contact is None:
        return
    events = contact_events.of_number(work.connection, number)
    # Both on our own clock: the carrier's offset may have become known in between.
    since = max((one.recorded_at for one in events if _lifted_by_agent(one)), default=0)
    texts = [
        text
        for text in messages.newest_outbound(
            work.connection, conversation_id, since=0, limit=_LOOK_BACK
        )
        if text.created_at > since
    ]
    count = count_in_row(texts, codes, _spans_around(work, texts, codes))
    blocked_at = contact.auto_blocked_at
    if count >= block_after and blocked_at is None:
        blocked_at = work.now_us
        _note(work, number, EventKind.AUTO_BLOCK, f"{count} texts in a row were filtered")
    elif count < block_after and blocked_at is not None:
        blocked_at = None
        _note(work, number, EventKind.UNBLOCK, frees)
    contacts.change(work.connection, number, filtered_in_row=count, auto_blocked_at=blocked_at)
    work.touch(number)


def _lifted_by_agent(event: EventRecord) -> bool:
    return event.kind == EventKind.UNBLOCK and event.source == EventSource.AGENT


def _spans_around(
    work: Writing, texts: Sequence[MessageRecord], codes: frozenset[int]
) -> list[tuple[int, int]]:
    failed = [text.happened_at for text in texts if text.error_code in codes]
    if not failed:
        return []
    near = messages.filtered_between(work.connection, min(failed) - HOUR_US, max(failed) + HOUR_US)
    return firm_wide_spans([text for text in near if text.error_code in codes])


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
