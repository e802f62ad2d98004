"""Our time as it runs when nobody sets the clock: what waits, leases and limits are counted on.

The wall clock is corrected, by hand or by the network, by seconds or by years. So the first
process that opens the database after the machine has started writes down what the wall clock
says while the steady clock says so much, and every process counts on from there. Where several
machines share the database, their clocks differ: they count from what its server says.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.clock import SharedSteadyTime, SystemClock
from smsdesk.store.tables import program_state

if TYPE_CHECKING:
    from smsdesk.clock import Clock
    from smsdesk.store.database import Connection, Database

STEADY_BASE = "steady_clock_base"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def begin_steady_time(database: Database, clock: Clock) -> timedelta:
    """Return what to add to the steady clock to have the time, agreed among all processes.

    Raises:
        StoreError: the database cannot be read or written.
    """
    if type(clock) is SystemClock and (shared := database.now()) is not None:
        return _base(shared, clock)
    boot = clock.boot if isinstance(clock, SharedSteadyTime) else ""
    own = _base(clock.now(), clock)
    if not boot:
        return own
    with database.read() as connection:
        agreed = _agreed(program_state.get(connection, STEADY_BASE), boot)
    if agreed is not None:
        return agreed
    with database.write() as connection:
        agreed = _agreed(program_state.get(connection, STEADY_BASE), boot)
        if agreed is None:
            agreed = own
            microseconds = own // timedelta(microseconds=1)
            program_state.put(connection, STEADY_BASE, f"{microseconds} {boot}")
    return agreed


def _base(now: datetime, clock: Clock) -> timedelta:
    return now - _EPOCH - timedelta(seconds=clock.monotonic())


def steady_time(base: timedelta, clock: Clock) -> datetime:
    """Return our time, aware, in UTC, whatever the wall clock was set to meanwhile."""
    return _EPOCH + base + timedelta(seconds=clock.monotonic())


def steady_time_of(connection: Connection, clock: Clock) -> datetime:
    """Return our time as far as it is agreed on already; the wall clock's where it is not."""
    boot = clock.boot if isinstance(clock, SharedSteadyTime) else ""
    agreed = _agreed(program_state.get(connection, STEADY_BASE), boot) if boot else None
    return clock.now() if agreed is None else steady_time(agreed, clock)


def _agreed(note: str, boot: str) -> timedelta | None:
    microseconds, _, noted_boot = note.partition(" ")
    return timedelta(microseconds=int(microseconds)) if noted_boot == boot else None
