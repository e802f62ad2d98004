"""Conversations: the list on the left of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.tables import counters
from smsdesk.store.tables.conversation_page import (
    ABOVE_ALL,
    COLUMNS,
    COUNT,
    JOINS,
    NEXT_HERE,
    NEXT_PAGE,
    ConversationRecord,
    record_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from smsdesk.store.driver import Value

_KEY_AT = text(
    """
    SELECT last_activity_at, id FROM conversation WHERE state <> 'snoozed'
    ORDER BY last_activity_at DESC, id DESC LIMIT 1 OFFSET :offset
    """
)
_NEXT_PAGE = text(NEXT_PAGE)
_NEXT_HERE = text(NEXT_HERE)
_COUNT_HERE = text(COUNT)
_ONE = text(f"SELECT {COLUMNS} FROM conversation c {JOINS} WHERE c.number = :number")
_ID = text("SELECT id FROM conversation WHERE number = :number")
_UNREAD = text("SELECT coalesce(sum(unread), 0) FROM conversation WHERE unread > 0")
_NEXT_UNREAD = text(
    """
    SELECT number FROM conversation c WHERE unread > 0 AND (last_activity_at, id) < (:at, :id)
    ORDER BY last_activity_at DESC, id DESC LIMIT 1
    """
)


def page(
    connection: Connection,
    agent: str,
    *,
    after: tuple[int, int] | None,
    offset: int,
    limit: int,
) -> list[ConversationRecord]:
    """Return conversations that are not put aside, newest activity first.

    Args:
        after: after which key; ``None`` for an offset.
    """
    at, row_id = after or _key_above(connection, offset)
    key: dict[str, Value] = {"after_at": at, "after_id": row_id}
    rows = read_rows(connection, _NEXT_HERE, agent=agent, limit=limit, **key)
    return [record_of(row) for row in rows]


def every_one(
    connection: Connection, agent: str, *, after: tuple[int, int] | None, limit: int
) -> list[ConversationRecord]:
    """Return conversations after a key, newest activity first, also those that are put aside."""
    at, row_id = after or ABOVE_ALL
    key: dict[str, Value] = {"after_at": at, "after_id": row_id}
    rows = read_rows(connection, _NEXT_PAGE, agent=agent, limit=limit, **key)
    return [record_of(row) for row in rows]


def count_here(connection: Connection) -> int:
    """Return how many conversations are not put aside."""
    return int(read_rows(connection, _COUNT_HERE)[0][0])


def _key_above(connection: Connection, offset: int) -> tuple[int, int]:
    """Return a key just above the row at an offset.

    An index alone is walked to there: with its joins, a jump to the end would read every contact.
    """
    if offset == 0:
        return ABOVE_ALL
    found = read_rows(connection, _KEY_AT, offset=offset)
    return (found[0][0], found[0][1] + 1) if found else (-(2**62), 0)


def get(connection: Connection, number: str, agent: str = "") -> ConversationRecord | None:
    """Return the conversation with a number, or ``None`` before its first message."""
    found = read_rows(connection, _ONE, number=number, agent=agent)
    return record_of(found[0]) if found else None


def id_of(connection: Connection, number: str) -> int | None:
    """Return the id of the conversation with a number, ``None`` before its first message."""
    rows = read_rows(connection, _ID, number=number)
    return int(rows[0][0]) if rows else None


def unread_total(connection: Connection) -> int:
    """Return how many unread texts the firm has."""
    return int(read_rows(connection, _UNREAD)[0][0])


def next_unread(connection: Connection, below: tuple[int, int] | None) -> str | None:
    """Return the next conversation with unread texts below a key, wrapping round."""
    for at, row_id in [below or ABOVE_ALL, ABOVE_ALL]:
        found = read_rows(connection, _NEXT_UNREAD, at=at, id=row_id)
        if found:
            return str(found[0][0])
    return None


_ADD = text("INSERT INTO conversation (number, revision) VALUES (:number, :revision) RETURNING id")
_ADD_ALL = text("INSERT INTO conversation (number, revision) VALUES (:number, :revision)")
_SHOW_MESSAGE = text(
    """
    UPDATE conversation SET
        last_message_id = CASE WHEN m.newest THEN m.id ELSE last_message_id END,
        last_text = CASE WHEN m.newest THEN m.shown ELSE last_text END,
        last_direction = CASE WHEN m.newest THEN m.direction ELSE last_direction END,
        last_status = CASE WHEN m.newest THEN m.status ELSE last_status END,
        last_activity_at = CASE WHEN m.newest THEN m.happened_at ELSE last_activity_at END,
        revision = :revision
    FROM (
        SELECT message.id, direction, status, happened_at, conversation_id,
               substr(CASE WHEN body = '' THEN media ELSE body END, 1, 200) AS shown,
               ((happened_at, message.id) >= (c.last_activity_at, coalesce(c.last_message_id, 0))
                OR message.id = c.last_message_id) AS newest
        FROM message JOIN conversation AS c ON c.id = conversation_id
        WHERE message.id = :message_id
    ) AS m
    WHERE conversation.id = m.conversation_id
    """
)
_COUNT_UNREAD = text(
    """
    UPDATE conversation SET revision = :revision,
        unread = (SELECT count(*) FROM message WHERE conversation_id = :id AND seen = 0)
    WHERE id = :id
    """
)
_TOUCH = text("UPDATE conversation SET revision = :revision WHERE number = :number")
_TOUCH_KNOWN = text(
    "UPDATE conversation SET revision = :revision WHERE number = :number RETURNING id"
)


def ensure(connection: Connection, number: str, revision: int) -> int:
    """Return the id of the conversation with a number, made where it is missing.

    Either is marked as changed.
    """
    known = read_rows(connection, _TOUCH_KNOWN, number=number, revision=revision)
    if known:
        return int(known[0][0])
    counters.count_conversations(connection, 1)
    return int(read_rows(connection, _ADD, number=number, revision=revision)[0][0])


def add_all(connection: Connection, numbers: Sequence[str], revision: int) -> None:
    """Make conversations with numbers that have none."""
    write_many(connection, _ADD_ALL, [(number, revision) for number in numbers])
    counters.count_conversations(connection, len(numbers))


def show_message(connection: Connection, message_id: int, revision: int) -> None:
    """Mark the conversation as changed; let it show the message unless it has a newer one."""
    write(connection, _SHOW_MESSAGE, message_id=message_id, revision=revision)


_FORGET_LAST = text("UPDATE conversation SET last_activity_at = 0 WHERE id = :id")
_NEWEST = text(
    """
    SELECT id FROM message WHERE conversation_id = :id
    ORDER BY happened_at DESC, id DESC LIMIT 1
    """
)


def show_newest(connection: Connection, conversation_id: int, revision: int) -> None:
    """Let the list show a conversation's newest message, after one has been taken away."""
    write(connection, _FORGET_LAST, id=conversation_id)
    newest = read_rows(connection, _NEWEST, id=conversation_id)
    if newest:
        show_message(connection, int(newest[0][0]), revision)


def count_unread(connection: Connection, conversation_id: int, revision: int) -> None:
    """Count the unread texts of a conversation afresh."""
    write(connection, _COUNT_UNREAD, id=conversation_id, revision=revision)


def touch_all(connection: Connection, numbers: Collection[str], revision: int) -> None:
    """Mark the conversations of several numbers as changed."""
    write_many(connection, _TOUCH, [(revision, number) for number in numbers])


def touch(connection: Connection, number: str, revision: int) -> None:
    """Mark the conversation as changed, where there is one."""
    write(connection, _TOUCH, number=number, revision=revision)
