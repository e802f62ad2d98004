"""Drafts: what an agent has typed to a number and not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PUT = text(
    """
    INSERT INTO draft (agent, number, body) VALUES (:agent, :number, :body)
    ON CONFLICT (agent, number) DO UPDATE SET body = excluded.body
    """
)
_DROP = text("DELETE FROM draft WHERE agent = :agent AND number = :number")
_GET = text("SELECT body FROM draft WHERE agent = :agent AND number = :number")


def get(connection: Connection, agent: str, number: str) -> str:
    """Return what the agent has typed and not sent to a number."""
    found = read_rows(connection, _GET, agent=agent, number=number)
    return str(found[0][0]) if found else ""


def put(connection: Connection, agent: str, number: str, body: str) -> None:
    """Keep a draft; an empty one is dropped."""
    if body:
        write(connection, _PUT, agent=agent, number=number, body=body)
    else:
        write(connection, _DROP, agent=agent, number=number)
