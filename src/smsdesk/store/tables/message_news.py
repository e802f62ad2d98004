"""Messages that an agent should hear of: what has failed, what has come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.statements import records
from smsdesk.store.tables.message_record import MESSAGE, MessageRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TROUBLES = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE status IN ('failed', 'undelivered', 'not_sent', 'held', 'unconfirmed')
      AND revision > :since AND sent_by = :agent
    ORDER BY revision LIMIT 50
    """
)
_NEW = text(
    """
    SELECT message.number, contact.name, message.body
    FROM message LEFT JOIN contact ON contact.number = message.number
    WHERE message.seen = 0 AND message.revision > :since
    ORDER BY message.revision, message.id LIMIT 200
    """
)


def troubles_since(connection: Connection, agent: str, since: int) -> list[MessageRecord]:
    """Return the agent's texts that have come into trouble since a revision, 50 at most."""
    return records(connection, MessageRecord, _TROUBLES, agent=agent, since=since)


def texted_since(connection: Connection, since: int) -> list[tuple[str, str, str]]:
    """Return number, name and body of unseen texts that came in since a revision, 200 at most."""
    return [
        (number, name or "", body)
        for number, name, body in read_rows(connection, _NEW, since=since)
    ]
