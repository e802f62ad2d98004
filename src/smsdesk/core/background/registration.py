"""This program's row among those that have the database open: made, renewed, removed.

It tells a newer version, before it changes tables, whose desks must be closed first.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from smsdesk.core.background.poll_turns import polled_line
from smsdesk.processes import this_host
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable, StoreError
from smsdesk.store.tables import polls, presence, programs
from smsdesk.store.tables.programs import ProgramRecord
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from smsdesk.core.context import Context

LEASE = timedelta(minutes=15)
"""How long a program counts as open without a further sign of it: longer than any import takes."""

RENEW_EVERY = 300.0
"""Seconds from one renewal to the next."""

_version = lru_cache(maxsize=1)(version)

PATIENCE = 0.25
"""Seconds for which the database's lock is asked for: nobody's work waits for this row."""


def register(context: Context) -> None:
    """Say that the database is open here, or still is; take those out that have ended.

    Where it cannot be written just now, the next time does it.

    Raises:
        ProgramOutdated: another version has changed the database.
    """
    now = context.steady_now()
    program = ProgramRecord(
        process=context.process,
        version=_version("smsdesk"),
        agent=context.agent,
        host=this_host(),
        pid=os.getpid(),
        opened_at=to_us(context.now()),
        lease_until=to_us(now + LEASE),
    )
    with (
        suppress(DatabaseBusy, DatabaseUnusable),
        context.database.write(durable=False, patience=PATIENCE) as connection,
    ):
        programs.remove_ended(connection, to_us(now))
        presence.remove_ended(connection, to_us(now))
        programs.put(connection, program)


def leave(context: Context) -> None:
    """Say that the database is open here no longer.

    A poll that is under way is another's turn now. Where that cannot be written, the end of the
    process or of the lease says it.
    """
    with (
        suppress(StoreError),
        context.database.write(durable=False, patience=PATIENCE) as connection,
    ):
        programs.remove(connection, context.process)
        presence.remove(connection, context.process)
        polls.let_go(connection, polled_line(context), context.process)
