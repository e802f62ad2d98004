"""The messages of one thread, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write
from smsdesk.store.statements import records
from smsdesk.store.tables.message_record import MESSAGE, MessageRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_NEWEST = text(
    f"""
    SELECT {MESSAGE} FROM message WHERE conversation_id = :conversation_id
    ORDER BY happened_at DESC, id DESC LIMIT :limit
    """
)
_OLDER = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE conversation_id = :conversation_id AND (happened_at, id) < (:at, :id)
    ORDER BY happened_at DESC, id DESC LIMIT :limit
    """
)
_NEWER = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE conversation_id = :conversation_id AND (happened_at, id) > (:at, :id)
    ORDER BY happened_at, id LIMIT :limit
    """
)
_CHANGED = text(
    f"""
    SELECT {MESSAGE} FROM message WHERE conversation_id = :conversation_id AND revision > :revision
    ORDER BY revision LIMIT :limit
    """
)
_FIRST_UNSEEN = text(
    """
    SELECT id FROM message WHERE conversation_id = :conversation_id AND seen = 0
    ORDER BY happened_at, id LIMIT 1
    """
)
_NEWEST_SENDER = text(
    """
    SELECT sender FROM message WHERE conversation_id = :conversation_id AND direction = 'inbound'
    ORDER BY happened_at DESC, id DESC LIMIT 1
    """
)
_SEE_ALL = text(
    """
    UPDATE message SET seen = 1, revision = :revision
    WHERE conversation_id = :conversation_id AND seen = 0 AND id <= :until
    """
)


def newest_sender(connection: Connection, conversation_id: int) -> str:
    """Return who the newest text came from, as the carrier wrote it; empty where none did."""
    found = read_rows(connection, _NEWEST_SENDER, conversation_id=conversation_id)
    return str(found[0][0]) if found else ""


def newest(connection: Connection, conversation_id: int, limit: int) -> list[MessageRecord]:
    """Return the newest messages of a thread, oldest first."""
    found = records(
        connection, MessageRecord, _NEWEST, conversation_id=conversation_id, limit=limit
    )
    return found[::-1]


def older(
    connection: Connection, conversation_id: int, before: tuple[int, int], limit: int
) -> list[MessageRecord]:
    """Return the messages just before a key (time, id), oldest first."""
    at, message_id = before
    found = records(
        connection,
        MessageRecord,
        _OLDER,
        conversation_id=conversation_id,
        at=at,
        id=message_id,
        limit=limit,
    )
    return found[::-1]


def newer(
    connection: Connection, conversation_id: int, after: tuple[int, int], limit: int
) -> list[MessageRecord]:
    """Return the messages just after a key (time, id), oldest first."""
    at, message_id = after
    return records(
        connection,
        MessageRecord,
        _NEWER,
        conversation_id=conversation_id,
        at=at,
        id=message_id,
        limit=limit,
    )


def changed(
    connection: Connection, conversation_id: int, revision: int, limit: int = 500
) -> list[MessageRecord]:
    """Return the messages that are new or changed since a revision."""
    return records(
        connection,
        MessageRecord,
        _CHANGED,
        conversation_id=conversation_id,
        revision=revision,
        limit=limit,
    )


def whole_thread(connection: Connection, conversation_id: int) -> Iterator[MessageRecord]:
    """Yield a thread from its first message, a page in memory at a time."""
    key = (-(2**62), 0)
    while page := newer(connection, conversation_id, key, 500):
        yield from page
        key = (page[-1].happened_at, page[-1].id)


def first_unseen(connection: Connection, conversation_id: int) -> int | None:
    """Return the id of the first text that nobody of the firm has seen."""
    found = read_rows(connection, _FIRST_UNSEEN, conversation_id=conversation_id)
    return int(found[0][0]) if found else None


def see_all(
    connection: Connection, conversation_id: int, revision: int, until: int | None = None
) -> bool:
    """Mark a thread's texts as seen; return whether there was any to mark.

    Args:
        until: the message that was recorded last among them; ``None`` for all.
    """
    params = {"conversation_id": conversation_id, "until": 2**62 if until is None else until}
    return write(connection, _SEE_ALL, revision=revision, **params) > 0
