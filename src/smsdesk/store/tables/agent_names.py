"""Who works here: the agents of whom the database knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

# From one name to the next, a look into an index each: there are many texts and few agents.
_KNOWN = text(
    """
    WITH RECURSIVE writer (name) AS (
        SELECT min(sent_by) FROM message WHERE direction = 'outbound'
        UNION ALL
        SELECT (SELECT min(sent_by) FROM message
                WHERE direction = 'outbound' AND sent_by > writer.name)
        FROM writer WHERE writer.name IS NOT NULL
    ),
    holder (name) AS (
        SELECT min(owner) FROM conversation WHERE owner <> ''
        UNION ALL
        SELECT (SELECT min(owner) FROM conversation WHERE owner <> '' AND owner > holder.name)
        FROM holder WHERE holder.name IS NOT NULL
    )
    SELECT name FROM writer WHERE name <> '' AND name <> 'elsewhere'
    UNION SELECT name FROM holder WHERE name IS NOT NULL
    UNION SELECT agent FROM program WHERE agent <> ''
    ORDER BY 1
    """
)


def known(connection: Connection) -> list[str]:
    """Return the names of all who have written, own a conversation or have the database open."""
    return [name for (name,) in read_rows(connection, _KNOWN)]
