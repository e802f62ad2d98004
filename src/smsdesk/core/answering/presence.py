"""Who is at work, and in which thread: written on change and renewed, seen by every other desk.

A desk says where its agent is beside all other work (``Database.aside``): it is shown, and gone
again. Whoever does not renew it is gone when the lease ends, at the latest.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.events import Present
from smsdesk.processes import this_host
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable
from smsdesk.store.tables import presence
from smsdesk.store.tables.presence import PresenceRecord
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.core.context import Context
    from smsdesk.core.whereabouts import Place
    from smsdesk.store.database import Connection

LEASE: Final = timedelta(seconds=30)
"""How long a desk counts as open without a further sign of it."""

RENEW_EVERY: Final = 15.0
"""Seconds from one sign to the next, on the steady clock."""

AWAY_AFTER: Final = timedelta(hours=1)
"""After how long without being there an owner's conversations count as nobody's."""

PATIENCE: Final = 0.25
"""Seconds for which the database's lock is asked for: the next look tries again."""


def write_place(context: Context, place: Place, *, at_work: bool) -> bool:
    """Write down where the agent is; return whether it could be.

    Args:
        context: the desk's.
        place: where.
        at_work: whether the agent types, or has just gone to another thread: a desk that stands
            open by itself is no sign of them.
    """
    now = context.steady_now()
    desk = PresenceRecord(
        process=context.process,
        agent=context.agent,
        host=this_host(),
        pid=os.getpid(),
        number=place.number,
        typing=int(place.typing),
        written_at=to_us(now),
        lease_until=to_us(now + LEASE),
    )
    with (
        suppress(DatabaseBusy, DatabaseUnusable),
        context.database.aside(patience=PATIENCE) as connection,
    ):
        presence.put(connection, desk)
        if at_work:
            presence.saw(connection, context.agent, to_us(now), place.number)
        return True
    return False


def colleagues_among(context: Context, desks: Iterable[PresenceRecord]) -> tuple[Present, ...]:
    """Return who else has a thread open, each agent once a thread, by name."""
    now = to_us(context.steady_now())
    typing: dict[tuple[str, str], bool] = {}
    for desk in desks:
        if desk.agent != context.agent and desk.number and presence.is_open(desk, now):
            key = desk.agent, desk.number
            typing[key] = typing.get(key, False) or bool(desk.typing)
    return tuple(Present(agent, number, typing[agent, number]) for agent, number in sorted(typing))


def is_present(context: Context, connection: Connection, agent: str) -> bool:
    """Whether a desk of the agent's is open now."""
    now = to_us(context.steady_now())
    return any(presence.is_open(desk, now) for desk in presence.of_agent(connection, agent))


def away_for(context: Context, connection: Connection, agent: str) -> timedelta | None:
    """Return for how long an agent has not been at work; ``None`` where they never were.

    Zero or more, on the steady clock: to be compared with ``AWAY_AFTER``. An open desk at which
    nobody has pressed a key since is no sign of them.
    """
    last = presence.last_seen(connection, agent)
    if last is None:
        return None
    return max(timedelta(microseconds=to_us(context.steady_now()) - last), timedelta(0))
