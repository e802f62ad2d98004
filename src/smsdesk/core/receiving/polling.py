"""Reading what the carrier lists: polls with a cursor, and one number's texts before a send."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.faults import Fault
from smsdesk.carrier.protocol import CarrierError, CarrierMessage, MessageFilter, Refused
from smsdesk.core.context import carrier_skew, writing
from smsdesk.core.messages.transitions import check_again_at
from smsdesk.core.receiving.carrier_clock import heed_carrier_clock
from smsdesk.core.receiving.ingest import Taken, fill_in_body, has_news, move_forward, take_in
from smsdesk.core.receiving.listing import PAGE, EndlessListing, Walk
from smsdesk.core.receiving.unreadable import set_aside
from smsdesk.core.rules.media import media_lines
from smsdesk.e164 import written_forms
from smsdesk.store.queues import status_checks
from smsdesk.store.tables import contacts, conversations, message_batches, messages, program_state
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Direction, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from smsdesk.carrier.protocol import MessagePage
    from smsdesk.core.context import Context, Writing
    from smsdesk.store.tables.message_record import MessageRecord

WRITE_ROWS = 500
"""How many messages one transaction takes in: the write lock is held for some 25 ms at most."""

FAILED_COUNTS = 25
"""How many others a failed one counts for: it is looked at singly, for what it tells."""

OVERLAP = timedelta(hours=2)
"""How far behind the last complete poll the next one begins: what is listed or dated late would
be lost otherwise. The carrier filters by days, so it costs nothing but after midnight (UTC)."""

FIRST_LOOK = 20
"""How many of the newest texts a quick poll asks for: a firm's busiest five seconds."""

FIRST_OF_NUMBER = 50
"""How many of a number's texts are asked for at first: most have not sent as many."""

COMPLETE_EVERY = timedelta(minutes=10)
"""How long quick polls will do: what is listed late, below what is known, comes by then."""

INBOUND_CURSOR = "inbound_complete_until_us"
OUTBOUND_CURSOR = "outbound_complete_until_us"


class TookTooLong(CarrierError):
    """A fetch that a text waits for has not ended in time."""


def poll(context: Context, direction: Direction, taken: Taken, *, quick: bool = False) -> None:
    """Read the carrier's messages since the last complete poll, page by page.

    The first poll of a new database reads back ``sync.history`` days. The cursor moves when the
    last page is in; a poll that breaks off is begun again and finds its rows known.

    Args:
        quick: whether the newest few will do where the last of them is known, and the last
            complete poll is not long ago. It leaves the cursor where it is.

    Raises:
        CarrierError: the carrier cannot be reached; what was read stays.
    """
    inbound = direction is Direction.INBOUND
    key = f"{INBOUND_CURSOR if inbound else OUTBOUND_CURSOR} {context.our_number}"
    with context.database.read() as connection:
        cursor = program_state.get(connection, key)
        skew = carrier_skew(connection)
    began = context.steady_now()
    since = (
        from_us(int(cursor)) - OVERLAP
        if cursor
        else began + skew - timedelta(days=context.config.sync.history)
    )
    ours = context.our_number
    wanted = MessageFilter(
        to=ours if inbound else None, sender=None if inbound else ours, sent_since=since
    )
    is_recent = bool(cursor) and _age(began + skew, int(cursor)) < COMPLETE_EVERY
    if quick and is_recent and _nothing_below(context, wanted, taken):
        return
    _read_all(context, wanted, taken)
    # With the clock of a moment ago the cursor could lie ahead, and hide what comes until then.
    complete = began + heed_carrier_clock(context)
    with writing(context, durable=False) as work:
        program_state.put(work.connection, key, str(to_us(complete)))


def _age(now: datetime, cursor: int) -> timedelta:
    """Return how long ago a poll was complete; one that is ahead of its time says nothing."""
    age = now - from_us(cursor)
    return age if age >= timedelta(0) else timedelta.max


def _nothing_below(context: Context, wanted: MessageFilter, taken: Taken) -> bool:
    """Take in the newest few; return whether what is listed below them is known."""
    page = context.carrier.list_messages(wanted, page_size=FIRST_LOOK)
    oldest = page.messages[-1].sid if page.messages else ""
    with context.database.read() as connection:
        is_known = oldest in message_batches.known(connection, [oldest])
    _take_page(context, page, taken)
    return is_known or page.next_page is None


def take_in_number(context: Context, number: str, taken: Taken, *, seconds: float) -> datetime:
    """Take in *all* inbound texts of a number since its last complete fetch.

    This precedes every text that leaves, so that a STOP of seconds ago counts. The first time
    the number's whole history is read. The first page is asked for without a date, by which the
    carrier might hide a text that has no date yet.

    Args:
        seconds: what the fetch may take over all of its pages.

    Returns:
        Until when, on the carrier's clock, the number's texts are complete now: to be kept as
        ``inbound_complete_at`` with whatever is written next.

    Raises:
        CarrierError: it failed or took too long: the text must wait.
    """
    with context.database.read() as connection:
        contact = contacts.get(connection, number)
    began = context.steady_now()
    complete = contact.inbound_complete_at if contact else None
    deadline = context.clock.monotonic() + seconds
    for form in written_forms(number):
        wanted = MessageFilter(to=context.our_number, sender=form)
        page = _read_page(context, wanted, taken, page_size=FIRST_OF_NUMBER, deadline=deadline)
        if page.next_page is not None and complete is not None:
            wanted = replace(wanted, sent_since=from_us(complete) - OVERLAP)
            page = _read_page(context, wanted, taken, deadline=deadline)
        walk = Walk()
        while following := walk.after(page):
            page = _read_page(context, wanted, taken, page=following, deadline=deadline)
    return began + heed_carrier_clock(context)


def _read_all(context: Context, wanted: MessageFilter, taken: Taken) -> None:
    """Take in page after page; the next one is on its way while one is written."""

    def fetch(page: str | None) -> MessagePage:
        return context.carrier.list_messages(wanted, page=page, page_size=PAGE)

    walk = Walk()
    with ThreadPoolExecutor(1, thread_name_prefix="page") as pool:
        answer = fetch(None)
        while following := _following(context, walk, answer, taken):
            coming = pool.submit(fetch, following)
            _take_page(context, answer, taken)
            answer = coming.result()
        _take_page(context, answer, taken)


def _following(context: Context, walk: Walk, answer: MessagePage, taken: Taken) -> str | None:
    """Return the page after this one; what this one holds is kept even where there is none."""
    try:
        return walk.after(answer)
    except EndlessListing:
        _take_page(context, answer, taken)
        raise


def _read_page(
    context: Context,
    wanted: MessageFilter,
    taken: Taken,
    *,
    page: str | None = None,
    page_size: int = PAGE,
    deadline: float,
) -> MessagePage:
    """Take in one page and return it; ``deadline`` is on the steady clock."""
    left = max(deadline - context.clock.monotonic(), 0.05)
    answer = context.carrier.list_messages(wanted, page=page, page_size=page_size, timeout=left)
    _take_page(context, answer, taken)
    if context.clock.monotonic() > deadline:
        raise TookTooLong("the carrier takes too long to tell of new texts")
    return answer


def _take_page(context: Context, page: MessagePage, taken: Taken) -> None:
    """Write what says more than we know, in small transactions; a page without it takes no lock."""
    if page.unreadable:
        set_aside(context, page.unreadable, taken)
    told = page.messages
    if not told:
        return
    now = to_us(context.steady_now())
    with context.database.read() as connection:
        known = message_batches.known(connection, [message.sid for message in told])
    # Newest first is how the carrier lists; dates have whole seconds, so within one of them only
    # the order of taking in keeps the texts in theirs.
    fresh = [message for message in told if has_news(message, known.get(message.sid), now)][::-1]
    for batch in _batches(fresh):
        with writing(context, durable=False) as work:
            take_in(context, work, batch, taken)


def _batches(fresh: Sequence[CarrierMessage]) -> Iterator[Sequence[CarrierMessage]]:
    """Yield the messages in their order, as many at a time as one transaction may take in."""
    start = weight = 0
    for place, message in enumerate(fresh):
        failed = message.status in (Status.FAILED, Status.UNDELIVERED)
        weight += FAILED_COUNTS if failed else 1
        if weight > WRITE_ROWS and place > start:
            yield fresh[start:place]
            start, weight = place, FAILED_COUNTS if failed else 1
    if fresh:
        yield fresh[start:]


def follow_up(context: Context, taken: Taken, *, limit: int = 20) -> None:
    """Ask for what a listing does not tell in time: our texts' statuses, received media's kinds.

    Raises:
        CarrierError: the carrier cannot be reached.
    """
    with context.database.read() as connection:
        due = status_checks.due(connection, to_us(context.steady_now()), limit)
    for record in due:
        if record.account not in ("", context.account):
            _ask_later(context, record)
            continue
        try:
            _ask_about(context, record, taken)
        except CarrierError as error:
            # The firm has deleted the message at the carrier: no more will be heard of it.
            gone = isinstance(error, Refused) and error.fault is Fault.NOT_FOUND
            _ask_later(context, record, gone=gone)
            if not gone:
                raise


def _ask_later(context: Context, record: MessageRecord, *, gone: bool = False) -> None:
    with writing(context, durable=False) as work:
        again = None if gone else _check_again_at(work, record)
        messages.change(work.connection, record.id, next_check_at=again, final=int(again is None))


def _check_again_at(work: Writing, record: MessageRecord) -> int | None:
    since = record.attempt_began_at or record.happened_at
    return check_again_at(work, Status(record.status), since)


def _ask_about(context: Context, record: MessageRecord, taken: Taken) -> None:
    sid = record.sid or ""
    if record.direction == Direction.OUTBOUND:
        told = context.carrier.fetch(sid)
        with writing(context, durable=False) as work:
            move_forward(context, work, told, taken)
        return
    if not record.body and not record.media:
        told = context.carrier.fetch(sid)
        with writing(context, durable=False) as work:
            fill_in_body(work, told, taken)
            if told.partial:
                again = _check_again_at(work, record)
                messages.change(
                    work.connection, record.id, next_check_at=again, final=int(again is None)
                )
        return
    kinds = context.carrier.media_types(sid)
    with writing(context, durable=False) as work:
        count = max(record.media.count("\n") + 1, len(kinds))
        messages.change(
            work.connection,
            record.id,
            media=media_lines(count, kinds),
            final=1,
            next_check_at=None,
            revision=work.revision,
        )
        conversations.show_message(work.connection, record.id, work.revision)
