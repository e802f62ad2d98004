"""Agents on record: who may do what, as the firm has decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import write
from smsdesk.store.statements import record, records

if TYPE_CHECKING:
    from sqlalchemy import Connection


class AgentRecord(NamedTuple):
    """An agent on record. Times in microseconds.

    Attributes:
        name: as in ``desk.user``, and in every text that they send.
        role: one of ``core.rules.roles.Role``.
        active: 0 for who works here no more.
        since: when they were put on record.
        changed_by: the agent who has changed it last.
    """

    name: str
    role: str
    active: int
    since: int
    changed_at: int
    changed_by: str


_COLUMNS = ", ".join(AgentRecord._fields)
_ALL = text(f"SELECT {_COLUMNS} FROM agent ORDER BY name")
_GET = text(f"SELECT {_COLUMNS} FROM agent WHERE name = :name")
_PUT = text(
    f"""
    INSERT INTO agent ({_COLUMNS})
    VALUES ({", ".join(f":{name}" for name in AgentRecord._fields)})
    ON CONFLICT (name) DO UPDATE SET role = excluded.role, active = excluded.active,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by
    """
)


_CLEAR = text("DELETE FROM agent")


def every(connection: Connection) -> list[AgentRecord]:
    """Return all who were ever put on record, by name: a firm has some hundred at most."""
    return records(connection, AgentRecord, _ALL)


def get(connection: Connection, name: str) -> AgentRecord | None:
    """Return one of them."""
    return record(connection, AgentRecord, _GET, name=name)


def put(connection: Connection, agent: AgentRecord) -> None:
    """Put an agent on record, or what has changed of one."""
    write(connection, _PUT, **agent._asdict())


def clear(connection: Connection) -> None:
    """Leave nobody on record: others come in their place."""
    write(connection, _CLEAR)
