"""Messages as a thread shows them and as the send rules count them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store import statements
from smsdesk.store.sqlite.driver import read_rows, write
from smsdesk.store.sqlite.message_search import forget_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, TextClause

    from smsdesk.store.statements import Value


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message, every column of it. Times in microseconds."""

    id: int
    conversation_id: int
    number: str
    direction: str
    body: str
    body_key: str
    media: str
    status: str
    status_rank: int
    settled: int
    sid: str | None
    error_code: int | None
    rule_code: str
    reason: str
    sent_by: str
    sender: str
    account: str
    segments: int
    unchecked: int
    seen: int
    retried_by: int | None
    revision: int
    happened_at: int
    created_at: int
    recorded_at: int
    settled_at: int | None
    final: int
    next_check_at: int | None
    attempts: int
    owner: str
    lease_until: int | None
    attempt_began_at: int | None
    attempt_ended_at: int | None
    next_attempt_at: int | None
    released: int
    held_at: int | None
    looks: int
    complete_looks: int
    next_look_at: int | None
    list_read_at: int | None


MESSAGE = ", ".join(MessageRecord.__dataclass_fields__)
"""The columns of a ``MessageRecord``, in its order."""

_GET = text(f"SELECT {MESSAGE} FROM message WHERE id = :id")
_BY_SID = text(f"SELECT {MESSAGE} FROM message WHERE sid = :sid")
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
_SEE_ALL = text(
    """
    UPDATE message SET seen = 1, revision = :revision
    WHERE conversation_id = :conversation_id AND seen = 0
    """
)


def insert(connection: Connection, **values: Value) -> int:
    """Record a message and return its id."""
    return statements.insert(connection, "message", values)


def change(connection: Connection, message_id: int, **values: Value) -> None:
    """Set columns of one message."""
    statements.update(connection, "message", "id", message_id, values)


def get(connection: Connection, message_id: int) -> MessageRecord | None:
    """Return one message, or ``None``."""
    return statements.record(connection, MessageRecord, _GET, id=message_id)


def get_known(connection: Connection, message_id: int) -> MessageRecord:
    """Return a message that is certainly there.

    Raises:
        LookupError: it is not.
    """
    found = get(connection, message_id)
    if found is None:
        raise LookupError(f"message {message_id} is gone")
    return found


def by_sid(connection: Connection, sid: str) -> MessageRecord | None:
    """Return the message that has the carrier's SID, or ``None``."""
    return statements.record(connection, MessageRecord, _BY_SID, sid=sid)


def _records(connection: Connection, statement: TextClause, **params: Value) -> list[MessageRecord]:
    return statements.records(connection, MessageRecord, statement, **params)


def newest(connection: Connection, conversation_id: int, limit: int) -> list[MessageRecord]:
    """Return the newest messages of a thread, oldest first."""
    found = _records(connection, _NEWEST, conversation_id=conversation_id, limit=limit)
    return found[::-1]


def older(
    connection: Connection, conversation_id: int, before: tuple[int, int], limit: int
) -> list[MessageRecord]:
    """Return the messages just before a key (time, id), oldest first."""
    at, message_id = before
    found = _records(
        connection, _OLDER, conversation_id=conversation_id, at=at, id=message_id, limit=limit
    )
    return found[::-1]


def newer(
    connection: Connection, conversation_id: int, after: tuple[int, int], limit: int
) -> list[MessageRecord]:
    """Return the messages just after a key (time, id), oldest first."""
    at, message_id = after
    return _records(
        connection, _NEWER, conversation_id=conversation_id, at=at, id=message_id, limit=limit
    )


def changed(
    connection: Connection, conversation_id: int, revision: int, limit: int = 500
) -> list[MessageRecord]:
    """Return the messages that are new or changed since a revision."""
    return _records(
        connection, _CHANGED, conversation_id=conversation_id, revision=revision, limit=limit
    )


def whole_thread(connection: Connection, conversation_id: int) -> Iterator[MessageRecord]:
    """Yield a thread from its first message, a page in memory at a time."""
    key = (-(2**62), 0)
    while page := newer(connection, conversation_id, key, 500):
        yield from page
        key = (page[-1].happened_at, page[-1].id)


def first_unseen(connection: Connection, conversation_id: int) -> int | None:
    """Return the id of the first text that nobody of the firm has seen."""
    found = connection.execute(_FIRST_UNSEEN, {"conversation_id": conversation_id}).scalar()
    return None if found is None else int(found)


def see_all(connection: Connection, conversation_id: int, revision: int) -> bool:
    """Mark a thread's texts as seen; return whether there was any to mark."""
    return write(connection, _SEE_ALL, conversation_id=conversation_id, revision=revision) > 0


_TWIN = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE conversation_id = :conversation_id AND happened_at >= :happened_since
      AND direction = 'outbound' AND sent_by <> '' AND body = :body AND recorded_at >= :since
      AND recorded_at <= :now AND status NOT IN ('failed', 'undelivered', 'not_sent', 'canceled')
    ORDER BY happened_at DESC, id DESC LIMIT 1
    """
)
_WRITTEN = text(
    """
    SELECT recorded_at FROM message
    WHERE sent_by = :agent AND direction = 'outbound' AND recorded_at BETWEEN :since AND :until
    ORDER BY recorded_at DESC LIMIT :limit
    """
)
_LEFT = text(
    """
    SELECT attempt_began_at FROM message
    WHERE sent_by = :agent AND attempt_began_at > :since AND attempt_began_at <= :until
    ORDER BY attempt_began_at DESC LIMIT :limit
    """
)


def twin(
    connection: Connection, conversation_id: int, body: str, *, since: int, now: int, skew: int
) -> MessageRecord | None:
    """Return the same text to the same conversation that has not failed, since a moment.

    Args:
        since: on our steady clock, as ``now``.
        skew: the carrier's clock minus it in microseconds: the thread's order, by whose index
            this is answered, is on the carrier's clock.
    """
    minute = 60_000_000
    return statements.record(
        connection,
        MessageRecord,
        _TWIN,
        conversation_id=conversation_id,
        body=body,
        since=since,
        now=now,
        happened_since=since - abs(skew) - minute,
    )


def written_between(
    connection: Connection, agent: str, since: int, until: int, limit: int
) -> list[int]:
    """Return when the agent's newest messages were recorded, newest first; steady time."""
    rows = read_rows(connection, _WRITTEN, agent=agent, since=since, until=until, limit=limit)
    return [at for (at,) in rows]


def left_between(
    connection: Connection, agent: str, since: int, until: int, limit: int
) -> list[int]:
    """Return when the agent's newest messages left for the carrier, newest first."""
    rows = read_rows(connection, _LEFT, agent=agent, since=since, until=until, limit=limit)
    return [at for (at,) in rows]


_UNFINISHED = text(
    f"""
    SELECT {MESSAGE} FROM message WHERE final = 0 AND next_check_at <= :now
    ORDER BY next_check_at LIMIT :limit
    """
)
_FILTERED = text(
    """
    SELECT number, conversation_id, happened_at, error_code FROM message
    WHERE error_code IN (30004, 30007) AND happened_at BETWEEN :low AND :high
    ORDER BY happened_at LIMIT 1000
    """
)
_OUTBOUND_SINCE = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE conversation_id = :conversation_id AND happened_at > :since AND direction = 'outbound'
    ORDER BY happened_at DESC, id DESC LIMIT :limit
    """
)


@dataclass(frozen=True, slots=True)
class FilteredText:
    """An outbound text that a carrier filtered; ``happened_at`` in microseconds."""

    number: str
    conversation_id: int
    happened_at: int
    error_code: int


def unfinished(connection: Connection, now: int, limit: int) -> list[MessageRecord]:
    """Return our texts whose delivery status should be asked for now."""
    return _records(connection, _UNFINISHED, now=now, limit=limit)


def filtered_between(connection: Connection, low: int, high: int) -> list[FilteredText]:
    """Return the texts written in a span that a carrier filtered, oldest first."""
    return statements.records(connection, FilteredText, _FILTERED, low=low, high=high)


def newest_outbound(
    connection: Connection, conversation_id: int, *, since: int, limit: int
) -> list[MessageRecord]:
    """Return a thread's newest outbound texts after a moment, newest first."""
    return _records(
        connection, _OUTBOUND_SINCE, conversation_id=conversation_id, since=since, limit=limit
    )


_RETRIED = text(f"SELECT {MESSAGE} FROM message WHERE retried_by = :id LIMIT 1")
_REMOVE = text("DELETE FROM message WHERE id = :id")


def retried_with(connection: Connection, message_id: int) -> MessageRecord | None:
    """Return the failed message that one sends again, ``None`` where it is no retry."""
    return statements.record(connection, MessageRecord, _RETRIED, id=message_id)


def remove(connection: Connection, message_id: int) -> None:
    """Remove a row that turned out to be another row's text."""
    forget_message(connection, message_id)
    connection.execute(_REMOVE, {"id": message_id})


_TROUBLES = text(
    """
    SELECT * FROM message
    WHERE status IN ('failed', 'undelivered', 'not_sent', 'held', 'unconfirmed')
      AND revision > :since AND sent_by = :agent
    ORDER BY revision LIMIT 50
    """
)
_NEW = text(
    """
    SELECT DISTINCT number FROM message WHERE seen = 0 AND revision > :since LIMIT 200
    """
)


def troubles_since(connection: Connection, agent: str, since: int) -> list[MessageRecord]:
    """Return the agent's texts that have come into trouble since a revision, 50 at most."""
    return _records(connection, _TROUBLES, agent=agent, since=since)


def texted_since(connection: Connection, since: int) -> list[str]:
    """Return the numbers whose unseen texts have come in since a revision."""
    return list(connection.execute(_NEW, {"since": since}).scalars())
