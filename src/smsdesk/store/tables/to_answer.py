"""Conversations that wait for an answer, by whose they are; each is found by an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection


class ToAnswer(NamedTuple):
    """One that waits; ``since`` in microseconds."""

    number: str
    since: int
    id: int


_LONGEST = text(
    """
    SELECT number, to_answer_since, id FROM conversation
    WHERE state = 'to_answer' AND owner = :owner AND to_answer_since <= :until
    ORDER BY to_answer_since, id LIMIT :limit
    """
)
_COUNT = text(
    """
    SELECT count(*) FROM conversation
    WHERE state = 'to_answer' AND owner = :owner AND to_answer_since <= :until
    """
)
_OWNERS = text(
    """
    WITH RECURSIVE holder (name) AS (
        SELECT min(owner) FROM conversation WHERE state = 'to_answer' AND owner > ''
        UNION ALL
        SELECT (SELECT min(owner) FROM conversation
                WHERE state = 'to_answer' AND owner > holder.name)
        FROM holder WHERE holder.name IS NOT NULL
    )
    SELECT name FROM holder WHERE name IS NOT NULL
    """
)


def longest(connection: Connection, owner: str, until: int, limit: int) -> list[ToAnswer]:
    """Return those of an owner, empty for nobody's, that have waited since a moment or longer."""
    rows = read_rows(connection, _LONGEST, owner=owner, until=until, limit=limit)
    return [ToAnswer(*row) for row in rows]


def count(connection: Connection, owner: str, until: int) -> int:
    """Return how many there are of them."""
    return int(read_rows(connection, _COUNT, owner=owner, until=until)[0][0])


def owners(connection: Connection) -> list[str]:
    """Return everyone who owns one that waits, by name."""
    return [name for (name,) in read_rows(connection, _OWNERS)]
