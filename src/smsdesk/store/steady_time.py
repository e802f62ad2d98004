"""Our time as it runs when nobody sets the clock: what waits, leases and limits are counted on.

The wall clock is corrected, by hand or by the network, by seconds or by years. So the first
process that opens the database after the machine has started writes down what the wall clock
says while the steady clock says so much, and every process counts on from there. Where several
machines share the database, their clocks differ, and a machine that is put to sleep by the one it
runs on does not even know it: they count from what the database's server says, and hear it again
with every writing transaction, and now and then.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from smsdesk.clock import SharedSteadyTime, SystemClock
from smsdesk.store.errors import StoreError
from smsdesk.store.tables import program_state

if TYPE_CHECKING:
    from smsdesk.clock import Clock
    from smsdesk.store.database import Connection, Database

STEADY_BASE = "steady_clock_base"

ASK_EVERY: Final = 15.0
"""Seconds after which the server is asked again where no transaction has told it."""

STEPPED: Final = timedelta(seconds=0.5)
"""From how far back on the server's clock was set, and its answer did not only come late."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SteadyTime:
    """Our time as one process knows it; any thread may ask."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Agree on the time with all other processes.

        Raises:
            StoreError: the database cannot be read or written.
        """
        self._database = database
        self._clock = clock
        self._changing = threading.Lock()
        self._base = begin_steady_time(database, clock)
        self._ask_from = clock.monotonic() + ASK_EVERY
        self._has_server = type(clock) is SystemClock and database.has_time

    def now(self) -> datetime:
        """Return our time, aware, in UTC, whatever the wall clock was set to meanwhile."""
        if self._has_server and self._clock.monotonic() >= self._ask_from:
            self._ask_from = self._clock.monotonic() + ASK_EVERY
            with suppress(StoreError):  # whoever needs it for more than the time will say so
                self.hear(self._database.now())
        return steady_time(self._base, self._clock)

    def hear(self, told: datetime | None) -> None:
        """Take in what a server has said just now; ``None`` where there is none.

        An answer can come late and is never early, so of several the latest time holds; unless
        its clock was set back.
        """
        if told is None or not self._has_server:
            return
        base = _base(told, self._clock)
        with self._changing:
            self._ask_from = self._clock.monotonic() + ASK_EVERY
            if base > self._base or self._base - base > STEPPED:
                self._base = base


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


def steady_time_of(database: Database, connection: Connection, clock: Clock) -> datetime:
    """Return our time as far as it is agreed on already; the wall clock's where it is not.

    Args:
        connection: within a transaction of the database, in which nothing is written.
    """
    if type(clock) is SystemClock and (shared := database.now()) is not None:
        return shared
    boot = clock.boot if isinstance(clock, SharedSteadyTime) else ""
    agreed = _agreed(program_state.get(connection, STEADY_BASE), boot) if boot else None
    return clock.now() if agreed is None else steady_time(agreed, clock)


def _agreed(note: str, boot: str) -> timedelta | None:
    microseconds, _, noted_boot = note.partition(" ")
    return timedelta(microseconds=int(microseconds)) if noted_boot == boot else None
