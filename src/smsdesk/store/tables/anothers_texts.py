"""The texts of a thread that somebody else has written, as the rule ``stale`` asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.statements import records

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AFTER = text(
    """
    SELECT id, direction, sent_by, happened_at FROM message
    WHERE conversation_id = :conversation_id AND happened_at >= :since AND id > :message_id
      AND (direction = 'inbound' OR sent_by <> :agent)
    ORDER BY happened_at, id LIMIT :limit
    """
)


@dataclass(frozen=True, slots=True)
class AnothersTextRecord:
    """A text of a colleague or the lead; ``happened_at`` in microseconds."""

    id: int
    direction: str
    sent_by: str
    happened_at: int


def after(
    connection: Connection,
    conversation_id: int,
    agent: str,
    *,
    message_id: int,
    since: int,
    limit: int = 100,
) -> list[AnothersTextRecord]:
    """Return the texts recorded after a message that the agent has not written, oldest first.

    Args:
        connection: to the database.
        conversation_id: of the thread.
        agent: who has not written them.
        message_id: the message after which they were recorded.
        since: when they were sent at the earliest, in microseconds.
        limit: how many are named at most.
    """
    return records(
        connection,
        AnothersTextRecord,
        _AFTER,
        conversation_id=conversation_id,
        agent=agent,
        message_id=message_id,
        since=since,
        limit=limit,
    )
