"""Of all that have a database open one polls the carrier at a time; the others see its finds.

The turn is taken for one poll, by whoever is the first to find it due: so nobody has to notice
that another has been closed or killed, and a desk in use keeps the pace where the others stand
idle. Who is stopped in the middle of it loses it when the lease runs out; what it still brings
then is known already.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.processes import this_host
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable
from smsdesk.store.tables import polls
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.sending import SyncReport
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.polls import PollRecord

LEASE = timedelta(seconds=20)
"""How long a poll counts as under way without a further sign of it."""

RENEW_EVERY = 5.0
"""Seconds from one sign to the next, on the steady clock."""

PATIENCE = 0.25
"""Seconds for which the database's lock is asked for: the next sign comes soon."""

_LEASE_US = LEASE // timedelta(microseconds=1)

Pause = Callable[[int], float]
"""From how many polls in a row have failed to the seconds until the next one."""


def polled_line(context: Context) -> str:
    """Return what is polled: the firm's number in its account."""
    return f"{context.account} {context.our_number}"


def last_poll(context: Context, connection: Connection) -> PollRecord:
    """Return what the last poll found, whoever made it, and whose turn it is."""
    return polls.get(connection, polled_line(context))


def is_due(context: Context, poll: PollRecord, pause: Pause) -> bool:
    """Whether the next poll should begin: it is time for it, and nobody's turn."""
    now = to_us(context.steady_now())
    early = 0 <= now - poll.polled_at < pause(poll.failures) * 1_000_000
    return not early and not polls.in_hand(poll, now, _LEASE_US)


def take_turn(context: Context, pause: Pause) -> bool:
    """Begin a poll, unless another was faster or it is too early.

    Raises:
        StoreError: the database cannot do it.
    """
    with context.database.write(durable=False) as connection:
        poll = last_poll(context, connection)
        if not is_due(context, poll, pause):
            return False
        mine = poll._replace(
            process=context.process,
            host=this_host(),
            pid=os.getpid(),
            lease_until=to_us(context.steady_now() + LEASE),
        )
        polls.put(connection, mine)
        return True


def renew(context: Context) -> None:
    """Say that the poll is still under way; where it cannot be written just now, the next does."""
    until = to_us(context.steady_now() + LEASE)
    with (
        suppress(DatabaseBusy, DatabaseUnusable),
        context.database.write(durable=False, patience=PATIENCE) as connection,
    ):
        polls.renew(connection, polled_line(context), context.process, until)


def record_poll(context: Context, report: SyncReport) -> None:
    """Write down what a poll has found, for all desks; who polled out of turn takes none away.

    Raises:
        StoreError: the database cannot do it.
    """
    now = to_us(context.now())
    with context.database.write(durable=False) as connection:
        poll = last_poll(context, connection)
        same = bool(poll.since) and bool(poll.offline) == bool(report.offline)
        found = poll._replace(
            polled_at=to_us(context.steady_now()),
            failures=poll.failures + 1 if report.offline else 0,
            offline=report.offline,
            refused=int(report.refused),
            since=poll.since if same else now,
        )
        if poll.process == context.process:
            found = found._replace(process="", host="", pid=0, lease_until=0)
        polls.put(connection, found)
