"""The search over messages: the beginnings of their words in a table of its own.

It catches up by its own cursor (the note ``message_words``) in small transactions, so that
taking in a page of texts does not wait for it. Words are folded here, as the lead search's are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.postgres.matching import MESSAGE_LETTERS, tsquery
from smsdesk.store.search import FoundMessage
from smsdesk.store.statements import records
from smsdesk.text import words as folded_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

WALKED = 3000
"""Messages that are looked through before the index is asked."""

_BEHIND = text(
    """
    SELECT 1 FROM message
    WHERE id > (SELECT CAST(value AS BIGINT) FROM note WHERE key = 'message_words') LIMIT 1
    """
)
_NEXT = text("SELECT id, happened_at, body FROM message WHERE id > :after ORDER BY id LIMIT :limit")
_LEARN = text(
    f"""
    INSERT INTO message_words (message_id, happened_at, words)
    VALUES (:message_id, :happened_at, first_letters(:words, {MESSAGE_LETTERS}))
    ON CONFLICT (message_id) DO UPDATE
        SET happened_at = excluded.happened_at, words = excluded.words
    """
)
_FORGET = text("DELETE FROM message_words WHERE message_id = :id")
_FOUND = """
    SELECT message.id, message.number, contact.name, message.direction, message.body,
           message.happened_at
    FROM {} AS found
    JOIN message ON message.id = found.message_id
    JOIN contact ON contact.number = message.number
    ORDER BY found.happened_at DESC, found.message_id DESC LIMIT :limit
"""
_MATCHES = "words @@ CAST(:query AS tsquery)"
_WALK = text(
    _FOUND.format(
        f"""(
            SELECT message_id, happened_at FROM (
                SELECT message_id, happened_at, words FROM message_words
                ORDER BY happened_at DESC, message_id DESC LIMIT :walked
            ) AS newest WHERE {_MATCHES}
            ORDER BY happened_at DESC, message_id DESC LIMIT :limit
        )"""
    )
)
_GATHER = text(
    f"""
    WITH matching AS MATERIALIZED (
        SELECT message_id, happened_at FROM message_words WHERE {_MATCHES}
    ), page AS MATERIALIZED (
        SELECT message_id, happened_at FROM matching
        ORDER BY happened_at DESC, message_id DESC LIMIT :limit
    )
    {_FOUND.format("page")}
    """
)


def index_is_behind(connection: Connection) -> bool:
    """Whether there are messages that the index does not have yet."""
    return bool(read_rows(connection, _BEHIND))


def index_messages(connection: Connection, after: int, limit: int) -> int | None:
    """Take up to ``limit`` messages after an id into the message index; return the last one's id.

    ``None`` means that the index has caught up.
    """
    coming = read_rows(connection, _NEXT, after=after, limit=limit)
    if not coming:
        return None
    rows = [(key, at, " ".join(folded_words(body))) for key, at, body in coming]
    write_many(connection, _LEARN, rows)
    return int(coming[-1][0])


def forget_message(connection: Connection, message_id: int) -> None:
    """Take a message that is about to be removed out of the index, where it is in there."""
    write(connection, _FORGET, id=message_id)


def find_messages(connection: Connection, words: tuple[str, ...], limit: int) -> list[FoundMessage]:
    """Return messages in which, for every word, a word begins with it; newest first."""
    query = tsquery(folded_words(*words), MESSAGE_LETTERS)
    walked = records(connection, FoundMessage, _WALK, query=query, walked=WALKED, limit=limit)
    if len(walked) == limit:
        return walked
    return records(connection, FoundMessage, _GATHER, query=query, limit=limit)
