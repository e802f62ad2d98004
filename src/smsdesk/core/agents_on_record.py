"""Agents on record: who may do what here, and how that is changed.

With nobody on record everybody may do everything, as in a firm of one. The first on record is an
admin, and one active admin always stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.rules.roles import BY_NO_AGENT, MAY, Act, Role, deactivating_needs, may
from smsdesk.errors import DeskError
from smsdesk.storable_text import storable
from smsdesk.store.tables import agents_on_record as records
from smsdesk.store.tables import answering
from smsdesk.store.tables.agents_on_record import AgentRecord
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.database import Connection

LONGEST_NAME = 64


class NotAllowedError(DeskError):
    """Somebody may not do what they asked for; it says who may."""

    exit_code = 2


class AgentError(DeskError):
    """An agent cannot be put on record, or changed, as it was asked for."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class AgentOnRecord:
    """An agent as a screen or a script sees them.

    Attributes:
        name: as in ``desk.user``.
        since: when they were put on record, aware, in UTC.
        changed_by: who has changed it last.
    """

    name: str
    role: Role
    active: bool
    since: datetime
    changed_by: str


def every(context: Context) -> tuple[AgentOnRecord, ...]:
    """Return all agents on record by name, also those who are not active any more."""
    with context.database.read() as connection:
        return tuple(map(_agent, records.every(connection)))


def require(context: Context, act: Act) -> None:
    """Let the desk's agent go on with ``act``.

    Raises:
        NotAllowedError: they may not; it says who may.
    """
    with context.database.read() as connection:
        require_within(connection, context.agent, act)


def require_within(connection: Connection, name: str, act: Act) -> None:
    """Let an agent go on with ``act``, as things are in a transaction.

    Raises:
        NotAllowedError: they may not; it says who may.
    """
    on_record = records.every(connection)
    own = next((one for one in on_record if one.name == name), None)
    if own is None and act in BY_NO_AGENT:
        return
    if own is not None and own.active and may(Role(own.role), act):
        return
    if on_record:
        raise NotAllowedError(_why_not(name, own, act, on_record))


def add(context: Context, name: str, role: Role = Role.AGENT) -> AgentOnRecord:
    """Put an agent on record; the first one is an admin, whatever ``role`` says.

    Raises:
        AgentError: there is one of that name, in any case, or it is none.
        NotAllowedError: only an admin may.
    """
    written = _checked_name(name)
    with writing(context) as work:
        require_within(work.connection, context.agent, Act.GIVE_ROLES)
        before = records.every(work.connection)
        same = [one.name for one in before if one.name.casefold() == written.casefold()]
        if same:
            raise AgentError(
                f"{same[0]} is on record already; smsdesk agents role and activate change that"
            )
        given = role if before else Role.ADMIN
        return _put(context, work, AgentRecord(written, given.value, 1, work.now_us, 0, ""))


def give_role(context: Context, name: str, role: Role) -> AgentOnRecord:
    """Give an agent on record another role.

    Raises:
        AgentError: nobody of that name is on record, or it is the only active admin.
        NotAllowedError: only an admin may.
    """
    with writing(context) as work:
        require_within(work.connection, context.agent, Act.GIVE_ROLES)
        before = _named(work.connection, name)
        if role is not Role.ADMIN:
            _keep_an_admin(work.connection, before)
        return _put(context, work, before._replace(role=role.value))


def deactivate(context: Context, name: str) -> AgentOnRecord:
    """Let an agent work here no more; their conversations become nobody's.

    Raises:
        AgentError: nobody of that name is on record, or it is the only active admin.
        NotAllowedError: only a supervisor or an admin may; only an admin where it is one of them.
    """
    with writing(context) as work:
        before = _named(work.connection, name)
        require_within(work.connection, context.agent, deactivating_needs(Role(before.role)))
        _keep_an_admin(work.connection, before)
        answering.let_all_go(work.connection, before.name, work.revision)
        return _put(context, work, before._replace(active=0))


def activate(context: Context, name: str) -> AgentOnRecord:
    """Let an agent on record work here again.

    Raises:
        AgentError: nobody of that name is on record.
        NotAllowedError: only an admin may.
    """
    with writing(context) as work:
        require_within(work.connection, context.agent, Act.GIVE_ROLES)
        return _put(context, work, _named(work.connection, name)._replace(active=1))


def take_over(context: Context, on_record: Sequence[AgentRecord]) -> None:
    """Let those be on record who are so in a database that a backup replaces, where any are.

    Else whoever has left since the backup, or is an admin no more, would be so again.
    """
    if on_record:
        with writing(context) as work:
            records.clear(work.connection)
            for one in on_record:
                records.put(work.connection, one)


def active_names(connection: Connection) -> frozenset[str] | None:
    """Return who works here; ``None`` where nobody is on record, so that anybody may."""
    on_record = records.every(connection)
    return frozenset(one.name for one in on_record if one.active) if on_record else None


def _put(context: Context, work: Writing, changed: AgentRecord) -> AgentOnRecord:
    kept = changed._replace(changed_at=work.now_us, changed_by=context.agent)
    records.put(work.connection, kept)
    return _agent(kept)


def _named(connection: Connection, name: str) -> AgentRecord:
    written = _checked_name(name)
    found = records.get(connection, written)
    if found is None:
        raise AgentError(f"{written} is not on record; smsdesk agents list names who is")
    return found


def _keep_an_admin(connection: Connection, leaving: AgentRecord) -> None:
    if leaving.role != Role.ADMIN or not leaving.active:
        return
    others = [one for one in records.every(connection) if one.name != leaving.name]
    if not any(one.active and one.role == Role.ADMIN for one in others):
        raise AgentError(f"{leaving.name} is the only active admin: give somebody else the role")


def _why_not(name: str, own: AgentRecord | None, act: Act, on_record: Iterable[AgentRecord]) -> str:
    if own is None or not own.active:
        state = "not on record" if own is None else "not active"
        return f"{name} is {state} here; {_who(on_record, Act.GIVE_ROLES)} can change that"
    return f"{name} may not {act.value}; {_who(on_record, act)} may"


def _who(on_record: Iterable[AgentRecord], act: Act) -> str:
    """Return who may: ``an admin (priya, tom)``."""
    least = "an admin" if MAY[act] == {Role.ADMIN} else "a supervisor or an admin"
    names = [one.name for one in on_record if one.active and may(Role(one.role), act)]
    return f"{least} ({', '.join(names)})"


def _agent(record: AgentRecord) -> AgentOnRecord:
    return AgentOnRecord(
        name=record.name,
        role=Role(record.role),
        active=bool(record.active),
        since=from_us(record.since),
        changed_by=record.changed_by,
    )


def _checked_name(name: str) -> str:
    written = storable(name.strip()).text
    if not written or len(written) > LONGEST_NAME or not written.isprintable() or " " in written:
        raise AgentError(f"an agent's name has 1 to {LONGEST_NAME} printable characters, no space")
    return written
