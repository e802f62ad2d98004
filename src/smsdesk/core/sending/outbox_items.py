"""The outbox as a list: what is recorded and not settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.sending import OutboxItem
from smsdesk.store.queues import outbox
from smsdesk.store.tables import contacts
from smsdesk.store.times import from_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def waiting(context: Context) -> int:
    """Return how many texts wait to leave."""
    with context.database.read() as connection:
        return outbox.waiting(connection)


def items(context: Context) -> tuple[OutboxItem, ...]:
    """Return the messages that are not settled, oldest first, 1,000 at most."""
    with context.database.read() as connection:
        found = outbox.unsettled(connection)
        names = {
            record.number: contact.name
            for record in found
            if (contact := contacts.get(connection, record.number)) is not None
        }
    return tuple(
        OutboxItem(
            message_id=record.id,
            number=record.number,
            name=names.get(record.number, ""),
            body=record.body,
            status=Status(record.status),
            reason=record.reason,
            created_at=from_us(record.created_at),
            sent_by=record.sent_by,
            retry_at=context.on_the_wall(record.next_attempt_at),
            leaves_at=from_us(record.leaves_at) if record.status == Status.PLANNED else None,
        )
        for record in found
    )
