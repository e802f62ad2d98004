"""The outbox's statements: which message may leave, and in whose hands it is.

``settled = 0`` marks every message of which nobody knows yet whether the carrier has it; the
partial indexes over it keep these statements as fast with five million messages as with five.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.statements import record, records
from smsdesk.store.tables.message_record import MESSAGE, MessageRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Messages of one conversation leave in the order in which they were written. One whose outcome
# is unknown holds back only its twins: two open attempts with one text could not be told apart.
# One that was held for too long a wait holds back only what was written before that; one that was
# planned holds back nothing, neither before its time nor where it is held then.
_NOT_HELD_BACK = """
    NOT EXISTS (
        SELECT 1 FROM message AS earlier
        WHERE earlier.settled = 0 AND earlier.conversation_id = message.conversation_id
          AND earlier.id < message.id
          AND (earlier.status IN ('queued', 'sending')
               OR (earlier.status = 'held' AND earlier.leaves_at IS NULL
                   AND message.recorded_at <= coalesce(earlier.held_at, message.recorded_at))
               OR (earlier.status = 'unconfirmed' AND earlier.body_key = message.body_key))
    )
"""
# Times of ours are the steady clock's. One that lies further ahead than any pause is from before
# the machine was started anew with another time: it must not freeze the outbox until then.
HOUR_US = 3_600_000_000
_EVER = 2**62
FRESH_US = 60_000_000
"""How long a text counts as fresh after it was recorded; after that it waits."""
_TRY_IS_DUE = f"coalesce(next_attempt_at, 0) NOT BETWEEN :now + 1 AND :now + {HOUR_US}"
_LEASE_IS_OVER = f"lease_until NOT BETWEEN :now AND :now + {HOUR_US}"
_LOOK_IS_DUE = f"next_look_at NOT BETWEEN :now + 1 AND :now + {HOUR_US}"
_IS_NOBODYS = "recorded_at NOT BETWEEN :written_by + 1 AND :now"
_DUE = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE settled = 0 AND status = 'queued' AND {_TRY_IS_DUE}
      AND {_IS_NOBODYS} AND {_NOT_HELD_BACK}
      AND recorded_at BETWEEN :low + 1 AND :high
    ORDER BY id LIMIT :limit
    """
)
_MAY_LEAVE = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE id = :id AND settled = 0 AND status = 'queued'
      AND {_TRY_IS_DUE} AND {_NOT_HELD_BACK}
    """
)
_FRESH = text(
    f"""
    SELECT count(*) FROM message
    WHERE settled = 0 AND status = 'queued' AND sent_by = :agent AND id <> :id
      AND recorded_at > :fresh_since AND {_NOT_HELD_BACK}
    """
)
_UNSETTLED = text(f"SELECT {MESSAGE} FROM message WHERE settled = 0 ORDER BY id LIMIT :limit")
_WAITING = text("SELECT count(*) FROM message WHERE settled = 0 AND status IN ('queued', 'held')")
_UNCONFIRMED = text("SELECT id FROM message WHERE settled = 0 AND status = 'unconfirmed'")
_EXPIRED = text(
    f"""
    SELECT {MESSAGE} FROM message WHERE settled = 0 AND status = 'sending' AND {_LEASE_IS_OVER}
    ORDER BY id LIMIT 100
    """
)
_LOOKS_DUE = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE settled = 0 AND status = 'unconfirmed' AND {_LOOK_IS_DUE}
    ORDER BY next_look_at LIMIT :limit
    """
)
_LOST_ATTEMPTS = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE conversation_id = :conversation_id AND happened_at >= :since
      AND direction = 'outbound' AND status = 'not_sent' AND body_key = :body_key
      AND sid IS NULL AND attempt_began_at IS NOT NULL
    ORDER BY happened_at, id LIMIT 20
    """
)
_WAITING_TWINS = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE settled = 0 AND conversation_id = :conversation_id
      AND status IN ('queued', 'held', 'planned') AND body_key = :body_key AND sid IS NULL
    ORDER BY id
    """
)
_OPEN_ATTEMPTS = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE settled = 0 AND conversation_id = :conversation_id
      AND status IN ('sending', 'unconfirmed') AND body_key = :body_key AND sid IS NULL
    ORDER BY id
    """
)


def due(connection: Connection, now: int, written_by: int, limit: int) -> list[MessageRecord]:
    """Return messages that may leave now and were written by a moment.

    Fresh ones come first, oldest first among them, and then what has waited.
    """
    found: list[MessageRecord] = []
    for low, high in ((now - FRESH_US, _EVER), (-1, now - FRESH_US)):
        found += records(
            connection,
            MessageRecord,
            _DUE,
            now=now,
            written_by=written_by,
            low=low,
            high=high,
            limit=limit - len(found),
        )
    return found


def newer_before(connection: Connection, record: MessageRecord, now: int) -> int:
    """Return how many fresh texts of the agent go before one in the agent's pace."""
    if record.recorded_at > now - FRESH_US:
        return 0
    found = connection.execute(
        _FRESH, {"agent": record.sent_by, "id": record.id, "fresh_since": now - FRESH_US}
    )
    return int(found.scalar_one())


def may_leave(connection: Connection, message_id: int, now: int) -> MessageRecord | None:
    """Return the message if it may leave now, else ``None``."""
    return record(connection, MessageRecord, _MAY_LEAVE, id=message_id, now=now)


def unsettled(connection: Connection, limit: int = 1000) -> list[MessageRecord]:
    """Return what is queued, planned, held, leaving or unconfirmed, oldest first."""
    return records(connection, MessageRecord, _UNSETTLED, limit=limit)


def waiting(connection: Connection) -> int:
    """Return how many messages wait to leave."""
    return int(read_rows(connection, _WAITING)[0][0])


def unconfirmed(connection: Connection) -> frozenset[int]:
    """Return the messages of which it is not known whether the carrier has them."""
    return frozenset(message_id for (message_id,) in read_rows(connection, _UNCONFIRMED))


_ANYTHING_DUE = text(
    f"""
    SELECT EXISTS (
        SELECT 1 FROM message WHERE settled = 0 AND (
            (status = 'queued' AND {_TRY_IS_DUE} AND {_IS_NOBODYS} AND {_NOT_HELD_BACK})
            OR (status = 'sending' AND {_LEASE_IS_OVER})
            OR (status = 'unconfirmed' AND {_LOOK_IS_DUE})))
    """
)


def anything_due(connection: Connection, now: int, written_by: int) -> bool:
    """Whether a message may leave, has lost its sender, or should be looked for."""
    return bool(read_rows(connection, _ANYTHING_DUE, now=now, written_by=written_by)[0][0])


_PLANS_DUE = text(
    f"""
    SELECT {MESSAGE} FROM message
    WHERE settled = 0 AND status = 'planned' AND leaves_at <= :now
    ORDER BY leaves_at, id LIMIT :limit
    """
)


def plans_due(connection: Connection, now: int, limit: int = 50) -> list[MessageRecord]:
    """Return planned texts whose time has come, the earliest first.

    Args:
        now: on the carrier's clock, as the time of a plan.
    """
    return records(connection, MessageRecord, _PLANS_DUE, now=now, limit=limit)


def expired(connection: Connection, now: int) -> list[MessageRecord]:
    """Return messages whose sender vanished in the middle of an attempt."""
    return records(connection, MessageRecord, _EXPIRED, now=now)


def unconfirmed_due(connection: Connection, now: int, limit: int) -> list[MessageRecord]:
    """Return unconfirmed messages that should be looked for at the carrier now."""
    return records(connection, MessageRecord, _LOOKS_DUE, now=now, limit=limit)


def open_attempts(
    connection: Connection, conversation_id: int, body_key: str
) -> list[MessageRecord]:
    """Return attempts with one text whose outcome is open, oldest first."""
    return records(
        connection,
        MessageRecord,
        _OPEN_ATTEMPTS,
        conversation_id=conversation_id,
        body_key=body_key,
    )


def lost_attempts(
    connection: Connection, conversation_id: int, body_key: str, since: int
) -> list[MessageRecord]:
    """Return attempts with one text that were called not sent, recorded since, oldest first.

    Args:
        since: on the carrier's clock.
    """
    return records(
        connection,
        MessageRecord,
        _LOST_ATTEMPTS,
        conversation_id=conversation_id,
        body_key=body_key,
        since=since,
    )


def waiting_twins(
    connection: Connection, conversation_id: int, body_key: str
) -> list[MessageRecord]:
    """Return messages with one text that wait to leave, oldest first."""
    return records(
        connection,
        MessageRecord,
        _WAITING_TWINS,
        conversation_id=conversation_id,
        body_key=body_key,
    )
