"""Who has which thread open, a row a desk, under a lease; and when an agent was last at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.processes import is_gone
from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.statements import records

if TYPE_CHECKING:
    from sqlalchemy import Connection


class PresenceRecord(NamedTuple):
    """An open desk. Times in microseconds, on the steady clock.

    Attributes:
        process: its name among all that share the database, never given twice.
        number: of the thread that is open, empty while none is.
        typing: whether the agent is writing in it.
        lease_until: until when it counts as open without a further sign of it.
    """

    process: str
    agent: str
    host: str
    pid: int
    number: str
    typing: int
    written_at: int
    lease_until: int


_LONGEST_US = 60_000_000
_COLUMNS = ", ".join(PresenceRecord._fields)
_VALUES = ", ".join(f":{name}" for name in PresenceRecord._fields)
_PUT = text(
    f"""
    INSERT INTO presence ({_COLUMNS}) VALUES ({_VALUES})
    ON CONFLICT (process) DO UPDATE SET number = excluded.number, typing = excluded.typing,
        written_at = excluded.written_at, lease_until = excluded.lease_until
    """
)
_ALL = text(f"SELECT {_COLUMNS} FROM presence ORDER BY agent, process")
_OF_AGENT = text(f"SELECT {_COLUMNS} FROM presence WHERE agent = :agent")
_REMOVE = text("DELETE FROM presence WHERE process = :process")
_SAW = text(
    """
    INSERT INTO agent_seen (agent, last_seen_at, conversation_id)
    VALUES (:agent, :at, (SELECT id FROM conversation WHERE number = :number))
    ON CONFLICT (agent) DO UPDATE SET last_seen_at = excluded.last_seen_at,
        conversation_id = COALESCE(excluded.conversation_id, agent_seen.conversation_id)
    """
)
_LAST_SEEN = text("SELECT last_seen_at FROM agent_seen WHERE agent = :agent")
_LAST_OPEN = text(
    """
    SELECT c.number FROM agent_seen AS s JOIN conversation AS c ON c.id = s.conversation_id
    WHERE s.agent = :agent
    """
)


def put(connection: Connection, desk: PresenceRecord) -> None:
    """Say where an agent is, or still is."""
    write_many(connection, _PUT, [desk])


def everybody(connection: Connection) -> tuple[PresenceRecord, ...]:
    """Return the rows of all desks, those of desks that have ended among them."""
    return tuple(records(connection, PresenceRecord, _ALL))


def of_agent(connection: Connection, agent: str) -> tuple[PresenceRecord, ...]:
    """Return the rows of an agent's desks, those of desks that have ended among them."""
    return tuple(records(connection, PresenceRecord, _OF_AGENT, agent=agent))


def remove(connection: Connection, process: str) -> None:
    """Take a desk out that is closed."""
    write(connection, _REMOVE, process=process)


def remove_ended(connection: Connection, now: int) -> None:
    """Take those out that ended without a word."""
    for desk in everybody(connection):
        if not is_open(desk, now):
            remove(connection, desk.process)


def is_open(desk: PresenceRecord, now: int) -> bool:
    """Whether a desk is still open, as far as can be known."""
    # One that ends further ahead is from before the machine was started with another time.
    return now < desk.lease_until <= now + _LONGEST_US and not is_gone(desk.host, desk.pid)


def saw(connection: Connection, agent: str, at: int, number: str) -> None:
    """Note that an agent is at work: with ``number``, or empty where no thread is open."""
    write(connection, _SAW, agent=agent, at=at, number=number)


def last_seen(connection: Connection, agent: str) -> int | None:
    """Return when an agent was last at work, ``None`` where that was never noted."""
    found = read_rows(connection, _LAST_SEEN, agent=agent)
    return int(found[0][0]) if found else None


def last_open(connection: Connection, agent: str) -> str:
    """Return with whom an agent's last conversation was, empty where there is none."""
    found = read_rows(connection, _LAST_OPEN, agent=agent)
    return str(found[0][0]) if found else ""
