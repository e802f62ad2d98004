"""Whose turn it is in a conversation: what ``core.answering`` reads and writes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write
from smsdesk.store.statements import record, update

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.driver import Value


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A conversation's turn. Times in microseconds.

    Attributes:
        to_answer_since: since when their oldest unanswered text waits, ``None`` without one.
        answered_until: up to when their texts need no answer any more.
        answered_before: the same before ``answer_id``, the text of ours that answered last.
    """

    id: int
    number: str
    state: str
    to_answer_since: int | None
    answered_until: int
    answered_before: int
    answer_id: int | None
    snoozed_until: int | None
    owner: str


_COLUMNS = ", ".join(TurnRecord.__dataclass_fields__)
_OF_ID = text(f"SELECT {_COLUMNS} FROM conversation WHERE id = :id")
_OF_NUMBER = text(f"SELECT {_COLUMNS} FROM conversation WHERE number = :number")
_OLDEST_AFTER = text(
    """
    SELECT happened_at FROM message
    WHERE conversation_id = :id AND direction = 'inbound' AND happened_at > :after
    ORDER BY happened_at, id LIMIT 1
    """
)
_NEWEST_OF_THEIRS = text(
    """
    SELECT id, happened_at FROM message
    WHERE conversation_id = :id AND direction = 'inbound'
    ORDER BY happened_at DESC, id DESC LIMIT 1
    """
)
_TEXTS_CAME = text(
    """
    UPDATE conversation SET
        state = 'to_answer', snoozed_until = NULL,
        to_answer_since = CASE WHEN to_answer_since < fresh.since THEN to_answer_since
            ELSE fresh.since END
    FROM (
        SELECT message.conversation_id, min(message.happened_at) AS since
        FROM message JOIN conversation AS c ON c.id = message.conversation_id
        WHERE message.revision = :revision AND message.seen = 0
          AND message.happened_at > c.answered_until
        GROUP BY message.conversation_id
    ) AS fresh
    WHERE conversation.id = fresh.conversation_id
    """
)
_WAKE = text(
    """
    UPDATE conversation SET state = 'to_answer', snoozed_until = NULL, revision = :revision,
        to_answer_since = coalesce(to_answer_since, snoozed_until)
    WHERE state = 'snoozed' AND snoozed_until <= :now
    """
)
_LET_ALL_GO = text(
    "UPDATE conversation SET owner = '', revision = :revision WHERE owner = :owner AND owner <> ''"
)
_NEXT_WAKING = text(
    """
    SELECT snoozed_until FROM conversation WHERE state = 'snoozed'
    ORDER BY snoozed_until LIMIT 1
    """
)


def turn(connection: Connection, conversation_id: int) -> TurnRecord | None:
    """Return the turn of a conversation by its id."""
    return record(connection, TurnRecord, _OF_ID, id=conversation_id)


def turn_with(connection: Connection, number: str) -> TurnRecord | None:
    """Return the turn of the conversation with a number."""
    return record(connection, TurnRecord, _OF_NUMBER, number=number)


def oldest_of_theirs_after(connection: Connection, conversation_id: int, after: int) -> int | None:
    """Return when the oldest text of theirs after a moment was sent."""
    found = read_rows(connection, _OLDEST_AFTER, id=conversation_id, after=after)
    return int(found[0][0]) if found else None


def newest_of_theirs(connection: Connection, conversation_id: int) -> tuple[int, int] | None:
    """Return the id of the newest text of theirs, and when it was sent."""
    found = read_rows(connection, _NEWEST_OF_THEIRS, id=conversation_id)
    return (int(found[0][0]), int(found[0][1])) if found else None


def change(connection: Connection, conversation_id: int, **values: Value) -> None:
    """Set columns of a conversation's turn."""
    update(connection, "conversation", "id", conversation_id, values)


def texts_came(connection: Connection, revision: int) -> None:
    """Make every conversation *to answer* into which this transaction took an unread text."""
    write(connection, _TEXTS_CAME, revision=revision)


def next_waking(connection: Connection) -> int | None:
    """Return until when the first of the snoozed conversations is snoozed."""
    found = read_rows(connection, _NEXT_WAKING)
    return int(found[0][0]) if found else None


def wake(connection: Connection, now: int, revision: int) -> None:
    """Make every snoozed conversation *to answer* whose time has come."""
    write(connection, _WAKE, now=now, revision=revision)


def let_all_go(connection: Connection, owner: str, revision: int) -> None:
    """Make every conversation of an owner nobody's."""
    write(connection, _LET_ALL_GO, owner=owner, revision=revision)
