"""Lookups that are due: which numbers the carrier should be asked about, and in whose hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write
from smsdesk.store.statements import text_with_lists

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_DUE = text(
    """
    SELECT number FROM contact
    WHERE lookup_due_at <= :now AND coalesce(lookup_claimed_until, 0) <= :now
    ORDER BY lookup_due_at LIMIT :limit
    """
)
_WAITING = text("SELECT count(*) FROM contact WHERE lookup_due_at <= :now")
_CLAIM = text(
    """
    UPDATE contact SET lookup_claimed_until = :until
    WHERE number = :number AND coalesce(lookup_claimed_until, 0) <= :now
      AND (looked_up_at IS NULL OR lookup_due_at <= :now)
    """
)
_QUEUE = text_with_lists(
    """
    UPDATE contact SET lookup_due_at = :now
    WHERE number IN :numbers AND looked_up_at IS NULL AND lookup_due_at IS NULL
      AND lookup_tries = 0 AND invalid_reason = ''
    """,
    "numbers",
)


def queue(connection: Connection, numbers: Collection[str], now: int) -> None:
    """Queue a lookup for each of the numbers that was never asked about."""
    write(connection, _QUEUE, numbers=list(numbers), now=now)


def due(connection: Connection, now: int, limit: int) -> list[str]:
    """Return numbers whose lookup should run now and is in nobody's hands."""
    return [number for (number,) in read_rows(connection, _DUE, now=now, limit=limit)]


def waiting(connection: Connection, now: int) -> int:
    """Return how many lookups are due by ``now``."""
    return int(read_rows(connection, _WAITING, now=now)[0][0])


def claim(connection: Connection, number: str, now: int, until: int) -> bool:
    """Take a lookup in hand, so that nobody pays for it twice.

    Returns:
        ``False`` where another process asks at this moment, or has asked since it was due.
    """
    return write(connection, _CLAIM, number=number, now=now, until=until) == 1
