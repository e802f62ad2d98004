"""The search over messages: their words in an FTS5 table that holds no text of its own.

It catches up by its own cursor (the note ``message_words``) in small transactions, so that
taking in a page of texts does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write
from smsdesk.store.scoped_messages import found_without_words
from smsdesk.store.search import FoundMessage
from smsdesk.store.statements import records, text_with_lists

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.search import MessageScope

# The message index's rowid is the second in which a text happened, then its id: an answer comes
# newest first straight from the index, also where years of history were taken in backwards.
_ID_BITS = 31
_WORDS_ROWID = f"((happened_at / 1000000) << {_ID_BITS}) | id"
INDEX_MESSAGES = text(
    f"""
    INSERT INTO message_words (rowid, body)
    SELECT {_WORDS_ROWID}, body FROM message WHERE id > :after AND id <= :upto ORDER BY 1
    """
)
_BEHIND = text(
    """
    SELECT 1 FROM message
    WHERE id > (SELECT CAST(value AS BIGINT) FROM note WHERE key = 'message_words') LIMIT 1
    """
)
_FORGET_MESSAGE = text(
    f"""
    INSERT INTO message_words (message_words, rowid, body)
    SELECT 'delete', {_WORDS_ROWID}, body FROM message
    WHERE id = :id
      AND id <= (SELECT CAST(value AS BIGINT) FROM note WHERE key = 'message_words')
    """
)
_TAKE_BACK_IN = text(
    f"""
    INSERT INTO message_words (rowid, body)
    SELECT {_WORDS_ROWID}, body FROM message
    WHERE id = :id
      AND id <= (SELECT CAST(value AS BIGINT) FROM note WHERE key = 'message_words')
    """
)
_NEXT_IDS = text("SELECT id FROM message WHERE id > :after ORDER BY id LIMIT :limit")
_FOUND = """
    message.id, message.number, contact.name, message.direction, message.body,
    message.happened_at
"""
_AMONG = """
    (:everybody = 1 OR message.number IN :numbers)
    AND (:direction = '' OR message.direction = :direction)
    AND (:writer = '' OR message.sent_by = :writer)
"""
_OF_WORDS = f"""
    FROM message_words
    JOIN message ON message.id = message_words.rowid & {2**_ID_BITS - 1}
    JOIN contact ON contact.number = message.number
    WHERE message_words MATCH :match
      AND message_words.rowid >= :first AND message_words.rowid < :last AND {_AMONG}
"""
# The index is in the order of taking in, and a first sync takes in the newest page first.
_FIND_MESSAGES = text_with_lists(
    f"SELECT {_FOUND} {_OF_WORDS} ORDER BY message_words.rowid DESC LIMIT :limit", "numbers"
)
_FIND_OLDEST = text_with_lists(
    f"SELECT {_FOUND} {_OF_WORDS} ORDER BY message_words.rowid LIMIT :limit", "numbers"
)


def index_is_behind(connection: Connection) -> bool:
    """Whether there are messages that the index does not have yet."""
    return bool(read_rows(connection, _BEHIND))


def index_messages(connection: Connection, after: int, limit: int) -> int | None:
    """Take up to ``limit`` messages after an id into the message index; return the last one's id.

    ``None`` means that the index has caught up.
    """
    ids = read_rows(connection, _NEXT_IDS, after=after, limit=limit)
    if not ids:
        return None
    upto = int(ids[-1][0])
    write(connection, INDEX_MESSAGES, after=after, upto=upto)
    return upto


def forget_message(connection: Connection, message_id: int) -> None:
    """Take a message that is about to be removed or changed out of the index, if it is in there."""
    write(connection, _FORGET_MESSAGE, id=message_id)


def take_back_in(connection: Connection, message_id: int) -> None:
    """Take a message that was forgotten to be changed into the index again."""
    write(connection, _TAKE_BACK_IN, id=message_id)


def match_expression(words: tuple[str, ...]) -> str:
    """Return the FTS5 expression for texts that have, for every word, a word beginning with it."""
    return " AND ".join(f'"{word}"*' for word in words)


def find_messages(
    connection: Connection, words: tuple[str, ...], limit: int, scope: MessageScope
) -> list[FoundMessage]:
    """Return messages in which, for every word, a word begins with it; newest first.

    Without a word all messages with the scope's numbers, or of its writer, are found.
    """
    if not words:
        return found_without_words(connection, limit, scope)
    return records(
        connection,
        FoundMessage,
        _FIND_OLDEST if scope.oldest_first else _FIND_MESSAGES,
        match=match_expression(words),
        first=scope.since // 1_000_000 << _ID_BITS,
        last=scope.before // 1_000_000 << _ID_BITS,
        everybody=int(scope.numbers is None),
        numbers=list(scope.numbers or ("",)),
        direction=scope.direction,
        writer=scope.writer,
        limit=limit,
    )
