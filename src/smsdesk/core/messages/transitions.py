"""The one way in which a message changes its status: rank, list row and revision follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.answering import turns
from smsdesk.core.rules.delivery_status import RANK
from smsdesk.store.tables import conversations, messages
from smsdesk.terms import UNSETTLED, Status

if TYPE_CHECKING:
    from smsdesk.core.context import Writing
    from smsdesk.store.driver import Value
    from smsdesk.store.tables.message_record import MessageRecord

_NEVER_ARRIVES = frozenset({Status.FAILED, Status.UNDELIVERED, Status.NOT_SENT, Status.CANCELED})
"""What brings *to answer* back where the text was the answer."""


def move(work: Writing, record: MessageRecord, status: Status, **changes: Value) -> MessageRecord:
    """Give a message a status, and other columns with it; return it as it stands then."""
    messages.change(
        work.connection,
        record.id,
        status=status.value,
        status_rank=RANK[status],
        settled=int(status not in UNSETTLED),
        revision=work.revision,
        **changes,
    )
    conversations.show_message(work.connection, record.id, work.revision)
    if status in _NEVER_ARRIVES:
        turns.answer_failed(work, record)
    return messages.get_known(work.connection, record.id)
