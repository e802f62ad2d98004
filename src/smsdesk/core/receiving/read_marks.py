"""What the firm has seen of the texts that came in: unread is the firm's, not an agent's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.store.tables import conversations, thread_messages

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def mark_read(context: Context, number: str, until: int | None = None) -> None:
    """Note that the firm has seen a conversation's texts; where it has, nothing is written.

    Args:
        until: the message that was recorded last among them; ``None`` for all there are.
    """
    with context.database.read() as connection:
        record = conversations.get(connection, number)
    if record is None or not record.unread:
        return
    with writing(context) as work:
        thread_messages.see_all(work.connection, record.id, work.revision, until)
        conversations.count_unread(work.connection, record.id, work.revision)
