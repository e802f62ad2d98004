"""What every flow needs, and the writing transaction in which it works."""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.core.rules.keywords import own_keywords
from smsdesk.core.whereabouts import Whereabouts
from smsdesk.store.steady_time import SteadyTime
from smsdesk.store.tables import conversations, counters, program_state
from smsdesk.store.times import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from smsdesk.carrier.faults import CodeBook
    from smsdesk.carrier.protocol import Carrier
    from smsdesk.clock import Clock
    from smsdesk.config import Config
    from smsdesk.core.rules.quiet_hours import HoursTable
    from smsdesk.store.database import Connection, Database

CLOCK_OFFSET = "carrier_clock_offset_us"


@dataclass(frozen=True)
class Context:
    """The world as the flows see it; everything in it can be another one in a test.

    Attributes:
        connect: makes the carrier when it is first needed.
        codes: the carrier's error codes in words; it needs no connection.
        refresh_cards: brings the search cards of the numbers that a transaction has touched into
            line; it is handed in because the cards rest on the flows that need this context.
        zone: the agent's zone, for the dates in sentences.
        process: names this process among all that share the database.
        mode: ``live`` or ``simulated``, known before the carrier is connected.
        random: spreads retries of several processes.
        whereabouts: which thread the agent has open, as the screen tells it.
    """

    database: Database
    connect: Callable[[], Carrier]
    codes: CodeBook
    clock: Clock
    config: Config
    zone: tzinfo
    process: str
    refresh_cards: Callable[[Writing, Collection[str]], None]
    mode: str = "live"
    random: random.Random = field(default_factory=random.Random)
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    _connecting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def agent(self) -> str:
        """Who sends from this desk."""
        return self.config.desk.user

    @property
    def region(self) -> str:
        """The region of phones that are written without a country code."""
        return self.config.desk.region

    @property
    def longest_wait(self) -> timedelta:
        """How long a text may wait in the outbox before somebody must say "go"."""
        return timedelta(minutes=self.config.outbox.max_wait)

    @cached_property
    def hours_table(self) -> HoursTable:
        """When leads may be texted, place by place.

        Raises:
            QuietHoursFileError: the firm's own file cannot be read.
        """
        from smsdesk.core.rules.quiet_hours import own_hours, read_hours

        own = self.config.quiet_hours.file
        return read_hours(Path(own)) if own else own_hours()

    @cached_property
    def own_keywords(self) -> frozenset[str]:
        """The opt-out keywords that the firm has beside the usual ones."""
        return own_keywords(self.config.optout.keywords)

    @property
    def our_number(self) -> str:
        """The firm's sending number, empty where none is configured."""
        return self.config.twilio.from_number

    @cached_property
    def _carrier(self) -> Carrier:
        return self.connect()

    @property
    def carrier(self) -> Carrier:
        """The carrier, connected once."""
        with self._connecting:
            return self._carrier

    def close(self) -> None:
        """Give the connections back."""
        if "_carrier" in self.__dict__:
            self.carrier.close()
        self.database.close()

    @property
    def account(self) -> str:
        """Where our texts go: the carrier's account, and the host where it is not the usual one.

        What was handed over there can be asked for nowhere else.
        """
        settings = self.config.twilio
        return " ".join(filter(None, (settings.account_sid, settings.base_url)))

    def now(self) -> datetime:
        """Return the time on our clock, as people read it."""
        return self.clock.now()

    @cached_property
    def _steady_time(self) -> SteadyTime:
        return SteadyTime(self.database, self.clock)

    def steady_now(self) -> datetime:
        """Return our time for waits, leases and limits: no correction of the clock moves it.

        The first call may write to the database, and so belongs to its opening.
        """
        return self._steady_time.now()

    def hear_time(self, connection: Connection) -> None:
        """Take in what the server has said of its time when this transaction had the lock."""
        self._steady_time.hear(self.database.time_of(connection))

    def on_the_wall(self, at: int | None) -> datetime | None:
        """Return a moment of the steady time, in microseconds, as the wall clock shows it."""
        return None if at is None else from_us(at) + (self.now() - self.steady_now())


@dataclass
class Writing:
    """One writing transaction: what it has touched is brought into line before it ends.

    Attributes:
        now: our time as people read it.
        steady_now: our time for waits, leases and limits.
        own_keywords: the opt-out keywords that the firm has beside the usual ones.
    """

    database: Database
    connection: Connection
    now: datetime
    steady_now: datetime
    own_keywords: frozenset[str] = frozenset()
    touched: set[str] = field(default_factory=set)
    _skew: timedelta | None = None
    _revision: int | None = None

    @property
    def now_us(self) -> int:
        """Our time in microseconds."""
        return to_us(self.now)

    @property
    def steady_us(self) -> int:
        """Our steady time in microseconds."""
        return to_us(self.steady_now)

    @property
    def skew(self) -> timedelta:
        """The carrier's clock minus our steady one."""
        if self._skew is None:
            self._skew = carrier_skew(self.connection)
        return self._skew

    @property
    def carrier_now(self) -> datetime:
        """The time on the carrier's clock, as far as its Date headers have told."""
        return self.steady_now + self.skew

    @property
    def revision(self) -> int:
        """The number that is stamped on all that this transaction changes."""
        if self._revision is None:
            self._revision = counters.next_revision(self.connection)
        return self._revision

    def touch(self, number: str) -> None:
        """Note that the contact's consent, block or name may have changed."""
        self.touched.add(number)


@contextmanager
def writing(context: Context, *, durable: bool = True) -> Iterator[Writing]:
    """Open a writing transaction; search cards and list rows follow what it touches.

    Args:
        durable: whether it must survive a loss of power. What the carrier has told need not: it
            tells it again. (It survives the end of the process all the same.)

    Raises:
        StoreError: the database cannot do it; nothing of the transaction is kept.
    """
    with context.database.write(durable=durable) as connection:
        context.hear_time(connection)
        work = Writing(
            context.database,
            connection,
            context.now(),
            context.steady_now(),
            context.own_keywords,
        )
        yield work
        if work.touched:
            context.refresh_cards(work, work.touched)
            conversations.touch_all(connection, work.touched, work.revision)


def carrier_skew(connection: Connection) -> timedelta:
    """Return the carrier's clock minus our steady one, as last heard by any process."""
    return timedelta(microseconds=int(program_state.get(connection, CLOCK_OFFSET) or 0))


def remember_skew(context: Context, known: timedelta) -> timedelta:
    """Write down the carrier's clock minus our steady one, when it has moved by over a second.

    Args:
        known: what was last written down.
    """
    offset = context.carrier.clock_offset
    if offset is None:
        return known
    offset += context.now() - context.steady_now()
    if abs(offset - known) > timedelta(seconds=1):
        with context.database.write(durable=False) as connection:
            program_state.put(connection, CLOCK_OFFSET, str(offset // timedelta(microseconds=1)))
    return offset
