"""Our texts as the send rules and the auto-block count them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.statements import record, records
from smsdesk.store.tables.message_record import MESSAGE, MessageRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

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
    return record(
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


_FILTERED = text(
    """
    SELECT number, conversation_id, happened_at FROM message
    WHERE fault = 'carrier_filtering' AND happened_at BETWEEN :low AND :high
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


def filtered_between(connection: Connection, low: int, high: int) -> list[FilteredText]:
    """Return the texts written in a span that a carrier filtered, oldest first."""
    return records(connection, FilteredText, _FILTERED, low=low, high=high)


def newest_outbound(
    connection: Connection, conversation_id: int, *, since: int, limit: int
) -> list[MessageRecord]:
    """Return a thread's newest outbound texts after a moment, newest first."""
    return records(
        connection,
        MessageRecord,
        _OUTBOUND_SINCE,
        conversation_id=conversation_id,
        since=since,
        limit=limit,
    )


_REACHED_AFTER = text(
    """
    SELECT id FROM message
    WHERE conversation_id = :conversation_id AND happened_at > :at
      AND status IN ('delivered', 'received')
    LIMIT 1
    """
)


def was_reached_after(connection: Connection, conversation_id: int, at: int) -> bool:
    """Whether a text written after a moment arrived, theirs or ours."""
    found = read_rows(connection, _REACHED_AFTER, conversation_id=conversation_id, at=at)
    return bool(found)


_FAILED = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE status IN ('failed', 'undelivered', 'not_sent', 'held', 'unconfirmed')
      AND (revision, id) > (:revision, :id)
      AND fault <> ''
    ORDER BY revision, id LIMIT :limit
    """
)


def failed_after(connection: Connection, after: tuple[int, int], limit: int) -> list[MessageRecord]:
    """Return failed texts after a key (revision, id), in its order."""
    revision, message_id = after
    return records(
        connection, MessageRecord, _FAILED, revision=revision, id=message_id, limit=limit
    )
