"""What is counted as it happens, and numbers that are dealt: one row each, changed under the lock.

The highest id of a table is neither: it says nothing of rows that are gone or were never kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.tables.conversation_page import COUNT as CONVERSATION_COUNT

if TYPE_CHECKING:
    from sqlalchemy import Connection

KNOWN: Final = "revision"
"""What a connection's ``info`` holds where its database told the newest change with the lock: then
it is counted on here, and the database writes down at the commit how far that came."""

_GET = text("SELECT value FROM counter WHERE name = :name")
_ADD = text("UPDATE counter SET value = value + :step WHERE name = :name RETURNING value")
_CONVERSATIONS = text(CONVERSATION_COUNT)


def _add(connection: Connection, name: str, step: int) -> int:
    return int(read_rows(connection, _ADD, name=name, step=step)[0][0])


def next_revision(connection: Connection) -> int:
    """Count one more change; the number is stamped on every row that the change touches."""
    known = connection.info.get(KNOWN)
    if known is None:
        return _add(connection, "revision", 1)
    connection.info[KNOWN] = next_one = int(known) + 1
    return next_one


def revision(connection: Connection) -> int:
    """Return the number of the newest change."""
    known = connection.info.get(KNOWN)
    return (
        int(known) if known is not None else int(read_rows(connection, _GET, name="revision")[0][0])
    )


def deal_lead_ids(connection: Connection, count: int) -> int:
    """Set aside ids that no signup row has had; return the first of as many."""
    return _add(connection, "last_lead_id", count) - count + 1


def count_leads(connection: Connection, more: int) -> None:
    """Note that signup rows were added."""
    _add(connection, "leads", more)


def leads(connection: Connection) -> int:
    """Return how many signup rows there are."""
    return int(read_rows(connection, _GET, name="leads")[0][0])


def count_conversations(connection: Connection, more: int) -> None:
    """Note that conversations were made."""
    _add(connection, "conversations", more)


def conversations(connection: Connection) -> int:
    """Return how many conversations there are."""
    return int(read_rows(connection, _CONVERSATIONS)[0][0])
