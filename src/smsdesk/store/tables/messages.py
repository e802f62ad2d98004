"""Messages one at a time: recorded, changed, found by their id or their SID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store import statements
from smsdesk.store.driver import write
from smsdesk.store.tables.message_record import MESSAGE, MessageRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.driver import Value

_GET = text(f"SELECT {MESSAGE} FROM message WHERE id = :id")
_BY_SID = text(f"SELECT {MESSAGE} FROM message WHERE sid = :sid")
_BY_ID_OR_SID = text(f"SELECT {MESSAGE} FROM message WHERE id = :id OR sid = :sid")
_RETRIED = text(f"SELECT {MESSAGE} FROM message WHERE retried_by = :id LIMIT 1")
_REMOVE = text("DELETE FROM message WHERE id = :id")


def insert(connection: Connection, **values: Value) -> int:
    """Record a message and return its id."""
    return statements.insert(connection, "message", values)


def record(connection: Connection, **values: Value) -> MessageRecord:
    """Record a message and return it as it stands then."""
    return statements.insert_whole(connection, MessageRecord, "message", values)


def changed(connection: Connection, message_id: int, **values: Value) -> MessageRecord:
    """Set columns of one message and return it as it stands then.

    Raises:
        LookupError: there is none.
    """
    found = statements.update_whole(connection, MessageRecord, "message", message_id, values)
    if found is None:
        raise LookupError(f"message {message_id} is gone")
    return found


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


def by_id_or_sid(connection: Connection, message_id: int, sid: str) -> list[MessageRecord]:
    """Return the message with an id, and whichever has the carrier's SID: mostly one row."""
    return statements.records(connection, MessageRecord, _BY_ID_OR_SID, id=message_id, sid=sid)


def retried_with(connection: Connection, message_id: int) -> MessageRecord | None:
    """Return the failed message that one sends again, ``None`` where it is no retry."""
    return statements.record(connection, MessageRecord, _RETRIED, id=message_id)


def remove(connection: Connection, message_id: int) -> None:
    """Remove a row that turned out to be another row's text.

    It must be out of the message search by then.
    """
    write(connection, _REMOVE, id=message_id)
