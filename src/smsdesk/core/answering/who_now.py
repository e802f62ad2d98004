"""Who is to be answered now: mine before nobody's, whose hours end soonest, who waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.answering import presence
from smsdesk.core.contacts.lead_hours import hours_of
from smsdesk.core.read_models.answering import NextToAnswer
from smsdesk.core.rules.quiet_hours import hours_end
from smsdesk.e164 import is_e164
from smsdesk.store.tables import presence as presence_rows
from smsdesk.store.tables import to_answer
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.to_answer import ToAnswer

    Owned = tuple[str, int]
    """An owner, empty for nobody, and since when at least theirs must have waited."""

LOOKED_AT: Final = 20
"""How many of those that wait longest are compared by when their hours end; others follow."""

GONE_THROUGH: Final = 1_000
"""How many are gone through before it begins anew."""

_EVER: Final = 2**62


def next_to_answer(context: Context, current: str | None) -> NextToAnswer:
    """Return who is next after a conversation, going round, and how many others wait.

    What a colleague owns who has been away for an hour counts as nobody's, once it has waited for
    an hour.

    Args:
        current: the number of the conversation that is open; it is never the next.
    """
    with context.database.read() as connection:
        mine, nobodys = _owners(context, connection)
        order = [
            *_ordered(context, connection, mine),
            *_ordered(context, connection, nobodys),
        ]
        left = sum(to_answer.count(connection, owner, until) for owner, until in mine + nobodys)
    numbers = [each.number for each in order]
    at = numbers.index(current) + 1 if current in numbers else 0
    others = [number for number in (*numbers[at:], *numbers[:at]) if number != current]
    return NextToAnswer(others[0] if others else None, left - (current in numbers))


def where_to_begin(context: Context) -> str:
    """Return with whom a desk begins: who was open last, else who waits longest; empty: nobody.

    A short code or a name waits, too, but nobody begins their day with what cannot be answered.
    """
    with context.database.read() as connection:
        last = presence_rows.last_open(connection, context.agent)
        mine, nobodys = _owners(context, connection)
        waiting = (
            each
            for owner, until in mine + nobodys
            for each in to_answer.longest(connection, owner, until, LOOKED_AT)
            if is_e164(each.number)
        )
        first = None if last else min(waiting, key=lambda each: (each.since, each.id), default=None)
    return first.number if first else last


def _owners(context: Context, connection: Connection) -> tuple[list[Owned], list[Owned]]:
    """Return whose conversations are the agent's to answer, and whose are left to everybody."""
    return [(context.agent, _EVER)], [("", _EVER), *_left_alone(context, connection)]


def _left_alone(context: Context, connection: Connection) -> Iterable[Owned]:
    """Yield the colleagues who are away, and since when at least theirs must have waited."""
    hour_ago = to_us(context.now() - presence.AWAY_AFTER)
    for owner in to_answer.owners(connection):
        if owner != context.agent:
            away = presence.away_for(context, connection, owner)
            if away is None or away >= presence.AWAY_AFTER:
                yield owner, hour_ago


def _ordered(context: Context, connection: Connection, owners: Iterable[Owned]) -> list[ToAnswer]:
    found: list[ToAnswer] = []
    for owner, until in owners:
        found += to_answer.longest(connection, owner, until, GONE_THROUGH)
    now = context.now()
    found.sort(key=lambda each: (each.since, each.id))

    def order(each: ToAnswer) -> tuple[int, int, int]:
        ends = hours_end(hours_of(context, connection, each.number), now)
        return to_us(ends) if ends else _EVER, each.since, each.id

    return sorted(found[:LOOKED_AT], key=order) + found[LOOKED_AT:]
