"""How a transaction is committed, and whether it was where the answer never came.

A commit waits for the disk, some milliseconds, and would keep everybody waiting for the lock. So it
is done without that, which gives the lock back, and then the disk is waited for by a transaction of
nothing: the log is written in order, so what comes before it is there as well. Meanwhile others see
what was committed and go on from it, and all that they do for good is later in the same log: no
text leaves before its own change is on the disk, with all that this rests on. With a synchronous
standby the lock is kept: where that is away, whoever waits for the lock is told.

A connection that is lost while COMMIT is under way says nothing about it, and mostly it was
committed. To call it lost would let an agent send the same text again; to call it kept could lose
it. The server knows (the manual's "Transaction ID and Snapshot Information Functions").
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import psycopg
from sqlalchemy.exc import DBAPIError

from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.postgres.connections import IDLE_SECONDS
from smsdesk.store.postgres.errors import LOST

if TYPE_CHECKING:
    from sqlalchemy import Engine

ASKED_FOR_SECONDS = IDLE_SECONDS + 15.0
"""How long the server is asked: a connection that it still believes in, it ends after its idle
time; a server that is being started anew takes some seconds."""

_BETWEEN = 0.1


_WITHOUT_STANDBY: Final = "WHERE current_setting('synchronous_standby_names') = ''"
_WAIT_FOR_DISK: Final = "SELECT pg_logical_emit_message(true, 'smsdesk', '')"
"""A transaction that leaves nothing, committed like any other (the manual's 9.28.6)."""


def on_disk_after(last: str) -> str:
    """Return what ends a transaction with a last statement: the lock given back, then the disk."""
    early = f"SELECT set_config('synchronous_commit', 'off', true) {_WITHOUT_STANDBY}"
    return f"{early}; {last}; COMMIT; {_WAIT_FOR_DISK} {_WITHOUT_STANDBY}"


class Begun(NamedTuple):
    """A transaction by which it can be asked for.

    Attributes:
        number: as the server has dealt it.
        checkpoint: where the server's last checkpoint lay when it began.
    """

    number: str
    checkpoint: str


NAME: Final = (
    "pg_current_xact_id()::text, (SELECT checkpoint_lsn::text FROM pg_control_checkpoint())"
)
"""What to select for both, within the transaction."""

# Of the next number to be dealt the control file tells how often numbers have begun anew, too.
_IS_OURS: Final = """
SELECT (
    checkpoint_lsn::text = %(checkpoint)s
    OR split_part(next_xid, ':', 1)::numeric * 4294967296 + split_part(next_xid, ':', 2)::numeric
        > %(number)s::numeric
)::int FROM pg_control_checkpoint()
"""
_STATUS: Final = "SELECT coalesce(pg_xact_status(%s::xid8), 'forgotten')"


def settle(engine: Engine, begun: Begun, place: str) -> None:
    """Return where the transaction was committed after all, and is on the disk.

    Raises:
        DatabaseUnusable: it was not, or nobody can say.
        ServerReplaced: another server answers now.
    """
    give_up = time.monotonic() + ASKED_FOR_SECONDS
    while True:
        status = _status(engine, begun)
        if status == "committed":
            return
        if status == "aborted":
            raise DatabaseUnusable(f"{LOST} ({place})")
        if status == "forgotten" or time.monotonic() > give_up:
            raise DatabaseUnusable(
                f"the connection to the database was lost ({place}), and whether the last change"
                " was recorded is not known: look before you do it again"
            )
        time.sleep(_BETWEEN)


def _status(engine: Engine, begun: Begun) -> str:
    """Return what the server says; empty where it cannot be reached just now."""
    try:
        connection = engine.raw_connection()
    except (DBAPIError, psycopg.Error):
        return ""
    driver: psycopg.Connection[Any] = connection.driver_connection  # type: ignore[assignment]
    try:
        is_ours = driver.execute(_IS_OURS, begun._asdict()).fetchone()
        status = driver.execute(_STATUS, (begun.number,)).fetchone()
        if status == ("committed",):
            driver.execute(_WAIT_FOR_DISK)
    except psycopg.errors.InvalidParameterValue:
        return "aborted"  # a number that is still to be dealt: the server has forgotten us
    except psycopg.Error as error:
        if not driver.closed and error.sqlstate:
            return "forgotten"
        return ""
    finally:
        connection.invalidate() if driver.closed else connection.close()
    return str(status[0]) if status and is_ours == (1,) else "forgotten"
