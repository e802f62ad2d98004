"""The search over messages: the beginnings of their words in a table of its own.

It catches up by its own cursor (the note ``message_words``) in small transactions, so that
taking in a page of texts does not wait for it. Words are folded here, as the lead search's are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.postgres.matching import MESSAGE_LETTERS, rows_to_walk, tsquery
from smsdesk.store.scoped_messages import PEOPLE, found_without_words
from smsdesk.store.search import FoundMessage
from smsdesk.store.statements import records, text_with_lists
from smsdesk.text import words as folded_words

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import TextClause

    from smsdesk.store.search import MessageScope

SAMPLED = 1000
"""Of the newest messages, what is looked through before it is decided how to go on."""

GATHERING = 1.5
"""What a match costs that the index finds, in messages that are looked through."""

WALKED = 3000
"""The same where only somebody's are looked for: how common they are, the words do not tell."""

# Asked for any message after the cursor, the planner expects many and reads the whole table.
_BEHIND = text(
    """
    SELECT 1 WHERE (SELECT max(id) FROM message)
        > (SELECT CAST(value AS BIGINT) FROM note WHERE key = 'message_words')
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
_TAKE_BACK_IN = text(
    """
    SELECT id, happened_at, body FROM message
    WHERE id = :id
      AND id <= (SELECT CAST(value AS BIGINT) FROM note WHERE key = 'message_words')
    """
)
_COLUMNS = """
    message.id, message.number, contact.name, message.direction, message.body,
    message.happened_at
"""
_MATCHES = "words @@ CAST(:query AS tsquery) AND happened_at >= :since AND happened_at < :before"
_AMONG = """
    (:everybody = 1 OR message.number IN :numbers)
    AND (:direction = '' OR message.direction = :direction)
    AND (:writer = '' OR message.sent_by = :writer)
"""
_WITH_PEOPLE = text(
    f"""
    SELECT {_COLUMNS}
    FROM (
        SELECT id FROM conversation WHERE number = ANY(string_to_array(:lines, chr(10)))
        ORDER BY last_activity_at DESC LIMIT {PEOPLE}
    ) AS active CROSS JOIN LATERAL (
        SELECT id, number, direction, body, happened_at FROM message
        WHERE conversation_id = active.id AND happened_at >= :since AND happened_at < :before
          AND (:direction = '' OR direction = :direction) AND (:writer = '' OR sent_by = :writer)
        ORDER BY happened_at DESC, id DESC LIMIT :limit
    ) AS message JOIN contact ON contact.number = message.number
    ORDER BY message.happened_at DESC, message.id DESC LIMIT :limit
    """
)
"""As ``scoped_messages`` finds them a conversation at a time: twenty trips, where there are any.

The numbers are one text, a line each: planning for hundreds of them takes longer than finding.
"""


def _found(among: str, order: str) -> TextClause:
    return text_with_lists(
        f"""
        SELECT {_COLUMNS}
        FROM {among} AS found
        JOIN message ON message.id = found.message_id
        JOIN contact ON contact.number = message.number
        WHERE {_AMONG}
        ORDER BY found.happened_at {order}, found.message_id {order} LIMIT :limit
        """,
        "numbers",
    )


_WALK = _found(
    f"""(
        SELECT message_id, happened_at FROM (
            SELECT message_id, happened_at, words FROM message_words
            ORDER BY happened_at DESC, message_id DESC LIMIT :walked
        ) AS newest WHERE {_MATCHES}
    )""",
    "DESC",
)
_MATCHING = f"(SELECT message_id, happened_at FROM message_words WHERE {_MATCHES} OFFSET 0)"


def _first_matching(order: str) -> str:
    """Return the page itself, found before any text is read, where it may be anybody's."""
    return f"""(
        SELECT message_id, happened_at FROM {_MATCHING} AS matching
        ORDER BY happened_at {order}, message_id {order} LIMIT :limit
    )"""


_GATHER = _found(_MATCHING, "DESC")
_GATHER_OLDEST = _found(_MATCHING, "ASC")
_GATHER_ANYBODYS = _found(_first_matching("DESC"), "DESC")
_GATHER_ANYBODYS_OLDEST = _found(_first_matching("ASC"), "ASC")


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


def take_back_in(connection: Connection, message_id: int) -> None:
    """Take a message that was forgotten to be changed into the index again."""
    rows = read_rows(connection, _TAKE_BACK_IN, id=message_id)
    write_many(
        connection, _LEARN, [(key, at, " ".join(folded_words(body))) for key, at, body in rows]
    )


def find_messages(
    connection: Connection, words: tuple[str, ...], limit: int, scope: MessageScope
) -> list[FoundMessage]:
    """Return messages in which, for every word, a word begins with it; newest first.

    Without a word all messages with the scope's numbers, or of its writer, are found.
    """
    params: dict[str, Any] = {
        "since": scope.since,
        "before": scope.before,
        "numbers": list(scope.numbers or ("",)),
        "direction": scope.direction,
        "writer": scope.writer,
        "limit": limit,
    }
    if not words and scope.numbers is None:
        return found_without_words(connection, limit, scope)
    if not words:
        lines = "\n".join(scope.numbers or ())
        return records(connection, FoundMessage, _WITH_PEOPLE, lines=lines, **params)
    params["query"] = tsquery(folded_words(*words), MESSAGE_LETTERS)
    params["everybody"] = int(scope.numbers is None)
    anybodys = scope.numbers is None and not scope.direction and not scope.writer
    if scope.oldest_first:
        oldest = _GATHER_ANYBODYS_OLDEST if anybodys else _GATHER_OLDEST
        return records(connection, FoundMessage, oldest, **params)
    sampled = SAMPLED if anybodys else WALKED
    walked = records(connection, FoundMessage, _WALK, walked=sampled, **params)
    if anybodys and 0 < len(walked) < limit:
        newest = max(one.id for one in walked)  # there are about as many messages as its number
        further = rows_to_walk(
            len(walked), sampled, enough=limit, everything=newest, gathering=GATHERING
        )
        if further:
            walked = records(connection, FoundMessage, _WALK, walked=further, **params)
    if len(walked) == limit:
        return walked
    gather = _GATHER_ANYBODYS if anybodys else _GATHER
    return records(connection, FoundMessage, gather, **params)
