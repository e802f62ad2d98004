"""The one way in which a message changes its status: rank, list row and revision follow.

And when the carrier is asked for a later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.answering import turns
from smsdesk.core.rules.delivery_status import RANK, check_again_after
from smsdesk.store.tables import conversations, messages
from smsdesk.store.times import to_us
from smsdesk.terms import UNSETTLED, Status

if TYPE_CHECKING:
    from smsdesk.core.context import Writing
    from smsdesk.store.driver import Value
    from smsdesk.store.tables.message_record import MessageRecord

_NEVER_ARRIVES = frozenset({Status.FAILED, Status.UNDELIVERED, Status.NOT_SENT, Status.CANCELED})
"""What brings *to answer* back where the text was the answer."""


def set_status(
    work: Writing, record: MessageRecord, status: Status, **changes: Value
) -> MessageRecord:
    """Give a message a status, and other columns with it; return it as it stands then."""
    is_found_anew = any(
        changes.get(name, old) != old
        for name, old in (("body", record.body), ("happened_at", record.happened_at))
    )
    if is_found_anew:
        work.database.message_search.forget_message(work.connection, record.id)
    waits_for_its_time = status is Status.PLANNED and record.sid is None
    moved = messages.changed(
        work.connection,
        record.id,
        status=status.value,
        status_rank=RANK[status],
        settled=int(status not in UNSETTLED and not waits_for_its_time),
        revision=work.revision,
        **changes,
    )
    if is_found_anew:
        work.database.message_search.take_back_in(work.connection, record.id)
    conversations.show_message(work.connection, record.id, work.revision)
    if status in _NEVER_ARRIVES:
        turns.answer_failed(work, record)
    return moved


def check_again_at(work: Writing, status: Status, accepted_at: int | None = None) -> int | None:
    """Return when to ask the carrier about a message again, on the steady clock.

    Args:
        status: as it stands.
        accepted_at: since when the carrier has it, on its own clock; ``None`` for just now.

    Returns:
        ``None`` to stop asking.
    """
    age = 0 if accepted_at is None else max(to_us(work.carrier_now) - accepted_at, 0)
    pause = check_again_after(age, status)
    return None if pause is None else work.steady_us + pause
