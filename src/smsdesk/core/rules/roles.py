"""What an agent may do by their role. Pure: who is on record is read elsewhere."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(StrEnum):
    """What an agent is on record as."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Act(Enum):
    """What somebody may or may not do; its value follows "may"."""

    WORK = "text leads and change conversations"
    EDIT_TEMPLATES = "change the firm's templates"
    DEACTIVATE = "deactivate an agent"
    LIFT_BLOCKS = "lift a block"
    IMPORT = "import a list or undo an import"
    EXPORT = "export what is here"
    BACK_UP = "copy the database"
    PURGE = "remove what people wrote"
    RESTORE = "restore a backup"
    MOVE = "move the database to a server"
    GIVE_ROLES = "put agents on record, activate them or change a role"


ALL_ROLES: Final = frozenset(Role)
_SUPERVISING: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})
_ADMINS: Final = frozenset({Role.ADMIN})

MAY: Final[Mapping[Act, frozenset[Role]]] = {
    Act.WORK: ALL_ROLES,
    Act.EDIT_TEMPLATES: _SUPERVISING,
    Act.DEACTIVATE: _SUPERVISING,
    Act.LIFT_BLOCKS: _ADMINS,
    Act.IMPORT: _ADMINS,
    Act.EXPORT: _ADMINS,
    Act.BACK_UP: _ADMINS,
    Act.PURGE: _ADMINS,
    Act.RESTORE: _ADMINS,
    Act.MOVE: _ADMINS,
    Act.GIVE_ROLES: _ADMINS,
}
"""Who may do what. To text, claim, hand over, note and record an opt-out is ``Act.WORK``."""

BY_NO_AGENT: Final = frozenset({Act.BACK_UP})
"""What also goes by a login that is no agent's: a timer's, on the host that has the database."""


def may(role: Role, act: Act) -> bool:
    """Return whether an active agent of a role may do something."""
    return role in MAY[act]


def deactivating_needs(role: Role) -> Act:
    """Return what has to be allowed to whoever deactivates an agent of ``role``.

    A supervisor deactivates agents; over supervisors and admins only an admin decides.
    """
    return Act.DEACTIVATE if role is Role.AGENT else Act.GIVE_ROLES
