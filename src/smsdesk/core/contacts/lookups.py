"""Lookups: what a number's line is. Each costs money, so none is paid for twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from smsdesk.carrier.faults import FIRMS_OWN
from smsdesk.carrier.protocol import CarrierError, LookupAnswer, NotProcessed, Refused
from smsdesk.core.contacts.facts import line_type_of
from smsdesk.core.context import writing
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.numbers import checked_number
from smsdesk.core.rules.phone import is_read_only
from smsdesk.storable_text import storable
from smsdesk.store.queues import lookups as lookup_queue
from smsdesk.store.tables import contact_events, contacts, conversations, thread_messages
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.times import to_us
from smsdesk.terms import NOT_TEXTABLE, LineType

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.tables.contact_record import ContactRecord

SECOND_US = 1_000_000
IN_HAND_US = 30 * SECOND_US
"""How long a lookup may be in one process's hands before another takes it up."""

FIRST_RETRY_US = 60 * SECOND_US
LONGEST_RETRY_US = 86_400 * SECOND_US
MOST_TRIES = 8
PARALLEL = 4


def is_unknown(contact: ContactRecord | None) -> bool:
    """Whether nobody has asked Lookup about the number with success."""
    return contact is None or contact.looked_up_at is None


def may_ask(context: Context, contact: ContactRecord | None) -> bool:
    """Whether opening the thread or sending should ask Lookup now."""
    if not context.config.lookup.enabled or not is_unknown(contact):
        return False
    if contact is None:
        return True
    if contact.lookup_due_at is None:
        return contact.lookup_tries == 0
    return contact.lookup_due_at <= to_us(context.steady_now())


def look_up(context: Context, number: str, *, timeout: float | None = None) -> LineType:
    """Ask Lookup about a number and keep the answer.

    Args:
        timeout: seconds the carrier has for its answer.

    Returns:
        The line type; what is known already where another process is asking, or has just asked.

    Raises:
        CarrierError: no answer; the number stays unknown and is tried again later.
    """
    if is_read_only(number):
        return LineType.UNKNOWN
    with writing(context) as work:
        contacts.ensure(work.connection, number)
        now = work.steady_us
        if not lookup_queue.claim(work.connection, number, now, now + IN_HAND_US):
            contact = contacts.get(work.connection, number)
            return line_type_of(contact) if contact else LineType.UNKNOWN
    try:
        answer = context.carrier.lookup(number, timeout=timeout)
    except CarrierError as error:
        with writing(context) as work:
            _postpone(work, number, str(error), counts=not isinstance(error, NotProcessed))
        raise
    with writing(context) as work:
        return _take_answer(work, number, answer)


def recheck(context: Context, number: str) -> LineType:
    """Ask again although an answer is on record, and lift what the new one disproves.

    Raises:
        NotANumber: the number is not in E.164.
        CarrierError: no answer; nothing is changed.
    """
    answer = context.carrier.lookup(checked_number(number))
    with writing(context) as work:
        contacts.ensure(work.connection, number)
        line_type = _take_answer(work, number, answer)
        exists = answer.valid or _has_texted_us(work, number)
        if exists and answer.error_code is None:
            contacts.change(
                work.connection, number, invalid_reason="", invalid_at=None, out_of_service_at=None
            )
        contact_events.add(
            work.connection,
            EventRecord(
                number=number,
                kind=EventKind.RECHECK,
                source=EventSource.LOOKUP,
                happened_at=work.now_us,
                recorded_at=work.now_us,
                evidence=line_type.value if answer.valid else "not a valid number",
                recorded_by=context.agent,
            ),
        )
    return line_type


def _take_answer(work: Writing, number: str, answer: LookupAnswer) -> LineType:
    if answer.error_code is not None:
        _postpone(work, number, f"Lookup failed ({answer.error_code})", counts=True)
        return LineType.UNKNOWN
    values: dict[str, str | int | None] = {
        "looked_up_at": work.now_us,
        "lookup_due_at": None,
        "lookup_claimed_until": None,
        "lookup_error": "",
        "lookup_tries": 0,
        "carrier_name": storable(answer.carrier_name).text,
    }
    if not answer.valid and not _has_texted_us(work, number):
        why = storable(", ".join(answer.validation_errors)).text.lower().replace("_", " ")
        values |= {
            "line_type": LineType.UNKNOWN.value,
            "invalid_reason": f"Lookup says it is not a number{f' ({why})' if why else ''}",
            "invalid_at": work.now_us,
        }
    else:
        values["line_type"] = answer.line_type.value
        if answer.line_type not in (LineType.UNKNOWN, LineType.LANDLINE, *NOT_TEXTABLE):
            values |= {"landline_code": None, "landline_at": None}
    contacts.change(work.connection, number, **values)
    work.touch(number)
    return answer.line_type if answer.valid else LineType.UNKNOWN


def _has_texted_us(work: Writing, number: str) -> bool:
    """Whether the line certainly exists: Lookup's number plan may be older than it."""
    conversation_id = conversations.id_of(work.connection, number)
    return conversation_id is not None and bool(
        thread_messages.newest_sender(work.connection, conversation_id)
    )


def _postpone(work: Writing, number: str, reason: str, *, counts: bool) -> None:
    contact = contacts.get(work.connection, number)
    tries = (contact.lookup_tries if contact else 0) + (1 if counts else 0)
    wait = min(FIRST_RETRY_US << max(tries - 1, 0), LONGEST_RETRY_US)
    contacts.change(
        work.connection,
        number,
        lookup_tries=tries,
        lookup_due_at=work.steady_us + wait if tries < MOST_TRIES else None,
        lookup_claimed_until=None,
        lookup_error=reason,
    )
    work.touch(number)


def waiting(context: Context) -> int:
    """Return how many lookups are due."""
    with context.database.read() as connection:
        return lookup_queue.waiting(connection, to_us(context.steady_now()))


def run_due(
    context: Context,
    *,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Run queued lookups, a few at a time, until none is due or the carrier is out of reach.

    Args:
        progress: is told how many are done, of how many.

    Returns:
        How many numbers were asked about with an answer.

    Raises:
        CarrierError: the first failure that stopped the run.
    """
    done = 0
    total = waiting(context)
    if limit is not None:
        total = min(total, limit)
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="lookup") as pool:
        while done < total:
            with context.database.read() as connection:
                batch = lookup_queue.due(
                    connection, to_us(context.steady_now()), min(total - done, PARALLEL)
                )
            if not batch:
                break
            failure = None
            for future in [pool.submit(look_up, context, number) for number in batch]:
                try:
                    future.result()
                except CarrierError as error:
                    if _stops_the_run(error):
                        failure = failure or error
                else:
                    done += 1
                    if progress is not None:
                        progress(done, total)
            if failure is not None:
                raise failure
    return done


def _stops_the_run(error: CarrierError) -> bool:
    """Whether the next number would fare no better: all but a refusal of this one number."""
    return error.fault in FIRMS_OWN if isinstance(error, Refused) else True


def await_answer(context: Context, number: str, *, seconds: float = 5.0) -> None:
    """Give a lookup that is due or under way up to ``seconds`` before a text leaves."""
    with context.database.read() as connection:
        contact = contacts.get(connection, number)
    if not may_ask(context, contact):
        return
    deadline = context.clock.monotonic() + seconds
    in_hand = contact is not None and _is_in_hand(context, contact)
    if not in_hand:
        try:
            look_up(context, number, timeout=seconds)
        except CarrierError:
            return
    while in_hand and context.clock.monotonic() < deadline:
        context.clock.sleep(0.1)
        with context.database.read() as connection:
            contact = contacts.get(connection, number)
        in_hand = (
            contact is not None and contact.looked_up_at is None and _is_in_hand(context, contact)
        )


def _is_in_hand(context: Context, contact: ContactRecord) -> bool:
    return (contact.lookup_claimed_until or 0) > to_us(context.steady_now())
