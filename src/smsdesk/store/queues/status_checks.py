"""Our texts whose delivery status is not final, and which of them to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.statements import records
from smsdesk.store.tables.message_record import MESSAGE, MessageRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UNFINISHED = text(
    f"""
    SELECT {MESSAGE} FROM message WHERE final = 0 AND next_check_at <= :now
    ORDER BY next_check_at LIMIT :limit
    """
)


def due(connection: Connection, now: int, limit: int) -> list[MessageRecord]:
    """Return our texts whose delivery status should be asked for now."""
    return records(connection, MessageRecord, _UNFINISHED, now=now, limit=limit)
