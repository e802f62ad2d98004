"""Rows of the carrier's listing that could not be read: what is known of them, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.statements import insert_new, records

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """One row that was set aside; ``seen_at`` is when it was first listed, in microseconds."""

    key: str
    reason: str
    sender: str
    seen_at: int
    revision: int


_COLUMNS = ", ".join(UnreadableRecord.__dataclass_fields__)
_KNOWN = text("SELECT key FROM unreadable_row WHERE key = :key")
_NEWEST = text(
    f"SELECT {_COLUMNS} FROM unreadable_row WHERE revision > 0 ORDER BY revision DESC LIMIT :limit"
)
_SINCE = text(
    f"SELECT {_COLUMNS} FROM unreadable_row WHERE revision > :since ORDER BY revision LIMIT 20"
)


def is_known(connection: Connection, key: str) -> bool:
    """Whether a row has been set aside already."""
    return bool(read_rows(connection, _KNOWN, key=key))


def add(connection: Connection, record: UnreadableRecord) -> bool:
    """Set a row aside; return whether it was new."""
    values = {name: getattr(record, name) for name in UnreadableRecord.__dataclass_fields__}
    return insert_new(connection, "unreadable_row", values)


def newest(connection: Connection, limit: int) -> list[UnreadableRecord]:
    """Return the rows that were set aside last, newest first."""
    return records(connection, UnreadableRecord, _NEWEST, limit=limit)


def since(connection: Connection, revision: int) -> list[UnreadableRecord]:
    """Return what has been set aside since a revision, oldest first, 20 at most."""
    return records(connection, UnreadableRecord, _SINCE, since=revision)
