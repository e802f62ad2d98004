"""Conversations and drafts: the list on the left of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from smsdesk.store.contacts import EVENTS, JOINED, ContactRecord
from smsdesk.store.driver import read_rows, write

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from smsdesk.store.statements import Value


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """A conversation with its contact and the asking agent's draft. Times in microseconds."""

    id: int
    contact: ContactRecord
    last_message_id: int | None
    last_text: str
    last_direction: str
    last_status: str
    last_activity_at: int
    unread: int
    revision: int
    draft: str


# In the order of a ``ConversationRecord``, the contact at the end.
_COLUMNS = f"""
    c.id, c.last_message_id, c.last_text, c.last_direction, c.last_status,
    c.last_activity_at, c.unread, c.revision, coalesce(draft.body, ''), {JOINED}
"""
_CONTACT = 9
_JOINS = f"""
    JOIN contact ON contact.number = c.number {EVENTS}
    LEFT JOIN draft ON draft.number = c.number AND draft.agent = :agent
"""
_ORDER = "ORDER BY c.last_activity_at DESC, c.id DESC LIMIT :limit"
_AFTER = "(c.last_activity_at, c.id) < (:after_at, :after_id)"
_MATCHING = """
    c.number IN (
        SELECT number FROM card WHERE rank IN (
            SELECT rowid FROM card_sendable WHERE card_sendable MATCH :words
            UNION ALL SELECT rowid FROM card_left_out WHERE card_left_out MATCH :words)
        UNION ALL
        SELECT number FROM contact WHERE newest_lead_id IS NULL AND number LIKE :digits
    )
"""
_KEY_AT = text(
    """
    SELECT last_activity_at, id FROM conversation
    ORDER BY last_activity_at DESC, id DESC LIMIT 1 OFFSET :offset
    """
)
_NEXT_PAGE = text(f"SELECT {_COLUMNS} FROM conversation c {_JOINS} WHERE {_AFTER} {_ORDER}")
_FIRST_MATCHING = text(
    f"SELECT {_COLUMNS} FROM conversation c {_JOINS} WHERE {_MATCHING} {_ORDER} OFFSET :offset"
)
_NEXT_MATCHING = text(
    f"SELECT {_COLUMNS} FROM conversation c {_JOINS} WHERE {_MATCHING} AND {_AFTER} {_ORDER}"
)
_ABOVE_ALL = (2**62, 2**62)
# Ids are dealt out without gaps and no conversation is ever removed: the highest is their number.
_COUNT = text("SELECT coalesce(max(id), 0) FROM conversation")
_COUNT_MATCHING = text(f"SELECT count(*) FROM conversation c WHERE {_MATCHING}")
_ONE = text(f"SELECT {_COLUMNS} FROM conversation c {_JOINS} WHERE c.number = :number")
_ID = text("SELECT id FROM conversation WHERE number = :number")
_UNREAD = text("SELECT coalesce(sum(unread), 0) FROM conversation WHERE unread > 0")
_NEXT_UNREAD = text(
    """
    SELECT number FROM conversation c WHERE unread > 0 AND (last_activity_at, id) < (:at, :id)
    ORDER BY last_activity_at DESC, id DESC LIMIT 1
    """
)


@dataclass(frozen=True, slots=True)
class Matching:
    """A filter over the list.

    Attributes:
        words: an FTS5 expression over names, e-mails and numbers.
        digits: a LIKE pattern for numbers that belong to no lead.
    """

    words: str
    digits: str


def _record(row: Sequence[Any]) -> ConversationRecord:
    return ConversationRecord(row[0], ContactRecord(*row[_CONTACT:]), *row[1:_CONTACT])


def page(
    connection: Connection,
    agent: str,
    *,
    after: tuple[int, int] | None,
    offset: int,
    limit: int,
    matching: Matching | None,
) -> list[ConversationRecord]:
    """Return conversations, newest activity first: after a key, or from an offset."""
    params: dict[str, Value] = {"agent": agent, "limit": limit}
    if matching is not None:
        params |= {"words": matching.words, "digits": matching.digits}
    if matching is not None and after is None:
        statement = _FIRST_MATCHING
        params["offset"] = offset
    else:
        statement = _NEXT_PAGE if matching is None else _NEXT_MATCHING
        at, row_id = after or _key_above(connection, offset)
        params |= {"after_at": at, "after_id": row_id}
    return [_record(row) for row in read_rows(connection, statement, **params)]


def _key_above(connection: Connection, offset: int) -> tuple[int, int]:
    """Return a key just above the row at an offset.

    An index alone is walked to there: with its joins, a jump to the end would read every contact.
    """
    if offset == 0:
        return _ABOVE_ALL
    found = read_rows(connection, _KEY_AT, offset=offset)
    return (found[0][0], found[0][1] + 1) if found else (-(2**62), 0)


def count(connection: Connection, matching: Matching | None = None) -> int:
    """Return how many conversations there are, or match."""
    if matching is None:
        return int(connection.execute(_COUNT).scalar_one())
    params = {"words": matching.words, "digits": matching.digits}
    return int(connection.execute(_COUNT_MATCHING, params).scalar_one())


def get(connection: Connection, number: str, agent: str = "") -> ConversationRecord | None:
    """Return the conversation with a number, or ``None`` before its first message."""
    found = read_rows(connection, _ONE, number=number, agent=agent)
    return _record(found[0]) if found else None


def id_of(connection: Connection, number: str) -> int | None:
    """Return the id of the conversation with a number, ``None`` before its first message."""
    rows = read_rows(connection, _ID, number=number)
    return int(rows[0][0]) if rows else None


def unread_total(connection: Connection) -> int:
    """Return how many unread texts the firm has."""
    return int(connection.execute(_UNREAD).scalar_one())


def next_unread(connection: Connection, below: tuple[int, int] | None) -> str | None:
    """Return the next conversation with unread texts below a key, wrapping round."""
    for at, row_id in [below or _ABOVE_ALL, _ABOVE_ALL]:
        found = connection.execute(_NEXT_UNREAD, {"at": at, "id": row_id}).scalar()
        if found is not None:
            return str(found)
    return None


_ENSURE = text(
    """
    INSERT INTO conversation (number, revision) VALUES (:number, :revision)
    ON CONFLICT (number) DO UPDATE SET revision = excluded.revision RETURNING id
    """
)
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
               (happened_at >= c.last_activity_at OR message.id = c.last_message_id) AS newest
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


def ensure(connection: Connection, number: str, revision: int) -> int:
    """Return the id of the conversation with a number, made where it is missing."""
    return int(read_rows(connection, _ENSURE, number=number, revision=revision)[0][0])


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
    connection.execute(_FORGET_LAST, {"id": conversation_id})
    newest = connection.execute(_NEWEST, {"id": conversation_id}).scalar()
    if newest is not None:
        show_message(connection, int(newest), revision)


def count_unread(connection: Connection, conversation_id: int, revision: int) -> None:
    """Count the unread texts of a conversation afresh."""
    connection.execute(_COUNT_UNREAD, {"id": conversation_id, "revision": revision})


def touch_all(connection: Connection, numbers: Collection[str], revision: int) -> None:
    """Mark the conversations of several numbers as changed."""
    connection.execute(_TOUCH, [{"number": one, "revision": revision} for one in numbers])


def touch(connection: Connection, number: str, revision: int) -> None:
    """Mark the conversation as changed, where there is one."""
    connection.execute(_TOUCH, {"number": number, "revision": revision})


_PUT_DRAFT = text(
    """
    INSERT INTO draft (agent, number, body, updated_at) VALUES (:agent, :number, :body, :now)
    ON CONFLICT (agent, number) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at
    """
)
_DROP_DRAFT = text("DELETE FROM draft WHERE agent = :agent AND number = :number")
_DRAFT = text("SELECT body FROM draft WHERE agent = :agent AND number = :number")


def draft(connection: Connection, agent: str, number: str) -> str:
    """Return what the agent has typed and not sent to a number."""
    return str(connection.execute(_DRAFT, {"agent": agent, "number": number}).scalar() or "")


def put_draft(connection: Connection, agent: str, number: str, body: str, now: int) -> None:
    """Keep a draft; an empty one is dropped."""
    if body:
        connection.execute(_PUT_DRAFT, {"agent": agent, "number": number, "body": body, "now": now})
    else:
        connection.execute(_DROP_DRAFT, {"agent": agent, "number": number})
