"""What has happened in a thread since a text was planned in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

LATE_US = 15 * 60_000_000
"""A text that comes in late counts as new unless it is older than the plan by more than this."""

_NEWEST_ID = text("SELECT id FROM message WHERE id > 0 ORDER BY id DESC LIMIT 1")
_WRITTEN_SINCE = text(
    """
    SELECT direction FROM message
    WHERE conversation_id = :conversation_id AND happened_at > :from_then
      AND (happened_at > :planned_at OR id > :planned_after)
      AND (direction = 'inbound'
           OR (sent_by <> :agent
               AND status NOT IN ('planned', 'queued', 'held', 'canceled', 'not_sent', 'failed')))
    ORDER BY happened_at, id LIMIT 1
    """
)


def newest_id(connection: Connection) -> int:
    """Return the id of the newest message there is, 0 without one."""
    found = read_rows(connection, _NEWEST_ID)
    return int(found[0][0]) if found else 0


def written_since(
    connection: Connection,
    conversation_id: int,
    *,
    planned_at: int,
    planned_after: int,
    agent: str,
) -> str:
    """Return the direction of the first text of the lead or of a colleague since a plan was made.

    Args:
        planned_at: when, on the carrier's clock, in microseconds.
        planned_after: the newest message at that time: what came in since can be older.
        agent: who made it: texts of their own do not count.

    Returns:
        ``inbound``, ``outbound``, or nothing.
    """
    found = read_rows(
        connection,
        _WRITTEN_SINCE,
        conversation_id=conversation_id,
        from_then=planned_at - LATE_US,
        planned_at=planned_at,
        planned_after=planned_after,
        agent=agent,
    )
    return str(found[0][0]) if found else ""
