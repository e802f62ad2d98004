"""Messages by their people, their writer and their time, where no word is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.search import FoundMessage
from smsdesk.store.statements import records, text_with_lists

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.search import MessageScope

_FOUND = """
    message.id, message.number, contact.name, message.direction, message.body,
    message.happened_at
"""
_WITH_ONE = text(
    f"""
    SELECT {_FOUND}
    FROM conversation JOIN message ON message.conversation_id = conversation.id
    JOIN contact ON contact.number = message.number
    WHERE conversation.number = :number
      AND message.happened_at >= :since AND message.happened_at < :before
      AND (:direction = '' OR message.direction = :direction)
      AND (:writer = '' OR message.sent_by = :writer)
    ORDER BY message.happened_at DESC, message.id DESC LIMIT :limit
    """
)
_OF_WRITER = text(
    f"""
    SELECT {_FOUND}
    FROM message JOIN contact ON contact.number = message.number
    WHERE message.sent_by = :writer AND message.direction = 'outbound'
      AND message.happened_at >= :since AND message.happened_at < :before
    ORDER BY message.recorded_at DESC LIMIT :limit
    """
)
_MOST_LAST_ACTIVE = text_with_lists(
    "SELECT number, last_activity_at FROM conversation WHERE number IN :numbers", "numbers"
)
PEOPLE = 20
"""Conversations, the most active last, whose texts are listed where no word is asked for."""


def found_without_words(
    connection: Connection, limit: int, scope: MessageScope
) -> list[FoundMessage]:
    """Return all messages with a scope's numbers, or of its writer, newest first."""
    times = {"since": scope.since, "before": scope.before}
    if scope.numbers is None:
        return records(
            connection, FoundMessage, _OF_WRITER, writer=scope.writer, limit=limit, **times
        )
    active = read_rows(connection, _MOST_LAST_ACTIVE, numbers=list(scope.numbers or ("",)))
    active = sorted(active, key=lambda row: int(row[1]), reverse=True)[:PEOPLE]
    found = [
        one
        for number, _at in active
        for one in records(
            connection,
            FoundMessage,
            _WITH_ONE,
            number=str(number),
            direction=scope.direction,
            writer=scope.writer,
            limit=limit,
            **times,
        )
    ]
    return sorted(found, key=lambda one: (one.happened_at, one.id), reverse=True)[:limit]
