"""``desk.agents``: who is on record, and what each may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core import agents_on_record
from smsdesk.core.rules.roles import Role

if TYPE_CHECKING:
    from smsdesk.core.agents_on_record import AgentOnRecord
    from smsdesk.core.context import Context
    from smsdesk.core.rules.roles import Act


class Agents(Protocol):
    """Agents on record; each change raises ``AgentError`` or ``NotAllowedError``, and says why."""

    def every(self) -> tuple[AgentOnRecord, ...]:
        """Return all agents on record by name, also those who are not active any more."""

    def check(self, act: Act) -> None:
        """Let this desk's agent go on with ``act``, or raise ``NotAllowedError``."""

    def add(self, name: str, role: Role = Role.AGENT) -> AgentOnRecord:
        """Put an agent on record; the first one is an admin, whatever ``role`` says."""

    def give_role(self, name: str, role: Role) -> AgentOnRecord:
        """Give an agent on record another role."""

    def deactivate(self, name: str) -> AgentOnRecord:
        """Let an agent work here no more; their conversations become nobody's."""

    def activate(self, name: str) -> AgentOnRecord:
        """Let an agent on record work here again."""


class _Agents(Agents):
    def __init__(self, context: Context) -> None:
        self._context = context

    def every(self) -> tuple[AgentOnRecord, ...]:
        return agents_on_record.every(self._context)

    def check(self, act: Act) -> None:
        agents_on_record.require(self._context, act)

    def add(self, name: str, role: Role = Role.AGENT) -> AgentOnRecord:
        return agents_on_record.add(self._context, name, role)

    def give_role(self, name: str, role: Role) -> AgentOnRecord:
        return agents_on_record.give_role(self._context, name, role)

    def deactivate(self, name: str) -> AgentOnRecord:
        return agents_on_record.deactivate(self._context, name)

    def activate(self, name: str) -> AgentOnRecord:
        return agents_on_record.activate(self._context, name)


def agents_of(context: Context) -> Agents:
    """Return the face of an open desk."""
    return _Agents(context)
