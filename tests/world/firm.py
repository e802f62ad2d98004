"""A firm to test with: a clock to move, a simulated carrier in this process, a database of its own.

Nothing here waits and nothing leaves the machine. Time stands still until a test moves it.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from smsdesk.carrier.protocol import always
from smsdesk.carrier.simulator import (
    Behaviour,
    Fault,
    FaultName,
    Ledger,
    Person,
    RequestKind,
    Selection,
    SimulatedCarrier,
    create_app,
    in_process,
)
from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
from smsdesk.config import Config, DatabaseConfig, DeskConfig, TwilioConfig
from smsdesk.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from smsdesk.carrier.protocol import (
        CarrierMessage,
        LookupAnswer,
        MayBegin,
        MessageFilter,
        MessagePage,
        OutboundText,
    )
    from smsdesk.core.views.threads import Bubble
    from smsdesk.terms import Code

FIRM = "+14155550100"
TOLL_FREE_FIRM = "+18005550100"
SARAH = "+14155550111"
TOM = "+14155550122"
ANA = "+14155550133"
ACCOUNT = "AC" + "0" * 32
ZONE = ZoneInfo("America/Chicago")
START = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)


class MovedClock:
    """A clock that moves when it is moved, or slept on."""

    boot = "the firm's machine"

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._steady = 0.0
        self._wrong_by = timedelta(0)

    def now(self) -> datetime:
        return self._now + self._wrong_by

    def monotonic(self) -> float:
        return self._steady

    def sleep(self, seconds: float) -> None:
        self.move(seconds)

    def move(self, seconds: float = 0.0, *, minutes: float = 0.0, days: float = 0.0) -> None:
        step = timedelta(seconds=seconds, minutes=minutes, days=days)
        self._now += step
        self._steady += step.total_seconds()

    def set_back(self, seconds: float) -> None:
        """The desk's wall clock is set; its steady one and the carrier's know nothing of it."""
        self._wrong_by -= timedelta(seconds=seconds)

    def set_ahead(self, seconds: float) -> None:
        """The same, in the other direction."""
        self.set_back(-seconds)


class CarrierClock:
    """The carrier's clock, which runs as a firm's does and is never set."""

    def __init__(self, clock: MovedClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock._now

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


def _nothing() -> None:
    """Nothing happens in between."""


class WatchedCarrier(TwilioCarrier):
    """The real client on the simulated carrier; something may happen right before or after a call.

    Attributes:
        transmissions: texts that were handed over, whatever came of them.
        listed: what was asked of the list, page by page.
        looked_up: numbers that Lookup was asked about: each cost money.
        before_send: happens once, before the next text is handed over.
        after_send: happens once, when the carrier has it and we do not know yet.
        before_lookup: happens once, before the next lookup.
    """

    def __init__(self, firm: Firm) -> None:
        super().__init__(
            TwilioCredentials(ACCOUNT, "secret token"),
            from_number=firm.number,
            clock=firm.clock,
            transport=in_process(firm.app),
            name="simulated",
        )
        self.transmissions: list[OutboundText] = []
        self.listed: list[MessageFilter] = []
        self.looked_up: list[str] = []
        self.before_send: Callable[[], None] = _nothing
        self.after_send: Callable[[], None] = _nothing
        self.before_lookup: Callable[[], None] = _nothing

    def send(self, text: OutboundText, *, may_begin: MayBegin = always) -> CarrierMessage:
        happens, self.before_send = self.before_send, _nothing
        happens()

        def begins() -> bool:
            allowed = may_begin()
            if allowed:
                self.transmissions.append(text)
            return allowed

        told = super().send(text, may_begin=begins)
        happens, self.after_send = self.after_send, _nothing
        happens()
        return told

    def list_messages(
        self,
        wanted: MessageFilter,
        *,
        page: str | None = None,
        page_size: int = 100,
        timeout: float | None = None,
    ) -> MessagePage:
        self.listed.append(wanted)
        return super().list_messages(wanted, page=page, page_size=page_size, timeout=timeout)

    def lookup(self, number: str, *, timeout: float | None = None) -> LookupAnswer:
        happens, self.before_lookup = self.before_lookup, _nothing
        happens()
        self.looked_up.append(number)
        return super().lookup(number, timeout=timeout)


@dataclass
class Firm:
    """A firm with its number, its carrier and its database; ``desk`` opens a desk on it."""

    folder: Path
    clock: MovedClock = field(default_factory=MovedClock)
    number: str = FIRM
    ledger: Ledger = field(init=False)
    app: SimulatedCarrier = field(init=False)
    carrier: WatchedCarrier = field(init=False)
    _desks: list[Desk] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger(clock=CarrierClock(self.clock), firm_number=self.number)
        self.app = create_app(self.ledger, account_sid=ACCOUNT, auth_token="secret token")
        self.carrier = WatchedCarrier(self)

    @property
    def database(self) -> Path:
        return self.folder / "smsdesk.db"

    def config(self, agent: str = "maria", **sections: Any) -> Config:
        """Return the firm's configuration; ``sections`` replace what the defaults say."""
        config = Config(
            twilio=TwilioConfig(account_sid=ACCOUNT, from_number=self.number),
            desk=DeskConfig(user=agent, region="US"),
            database=DatabaseConfig(url=f"sqlite:///{self.database}"),
        )
        return replace(config, **sections)

    def desk(self, agent: str = "maria", **sections: Any) -> Desk:
        """Open a desk, as another process of the same or of another agent would."""
        desk = Desk.open(
            self.config(agent, **sections), carrier=self.carrier, clock=self.clock, zone=ZONE
        )
        self._desks.append(desk)
        return desk

    def close(self) -> None:
        for desk in self._desks:
            desk.close()
        self.carrier.close()
        self.ledger.close()

    # -- what the world does ------------------------------------------------------------

    def arrive(self, number: str, body: str, *, at: datetime | None = None) -> str:
        """Let a text from a lead arrive at the carrier; return its SID."""
        return self.ledger.receive(number, body, at=at).sid

    def sent_elsewhere(
        self,
        number: str,
        body: str = "From another tool",
        *,
        code: int | None = None,
        ago: timedelta = timedelta(minutes=1),
    ) -> str:
        """The firm has texted with another tool; ``code`` is what it failed with, if it did."""
        at = self.clock.now() - ago
        return self.ledger.backdate(number, body, at=at, error_code=code).sid

    def is_behind(self, number: str, behaviour: Behaviour = Behaviour.SILENT, **more: Any) -> None:
        """Put a person behind a number."""
        self.ledger.register(Person(number, behaviour, **more))

    def goes_wrong(
        self, name: FaultName, *on: RequestKind, times: int | None = 1, seconds: float | None = None
    ) -> None:
        """Arm a fault."""
        self.app.faults.arm(Fault(name, on=frozenset(on), times=times, seconds=seconds))

    def offline(self) -> None:
        """Cut the line until ``online``."""
        self.goes_wrong(FaultName.CONNECTION_REFUSED, times=None)

    def online(self) -> None:
        self.app.faults.clear()

    def at_carrier(self, number: str) -> list[str]:
        """Return the texts that the carrier has from the firm to a number, oldest first."""
        found, _more = self.ledger.select(Selection(to=number), limit=1000)
        return [entry.body for entry in reversed(found)]

    # -- what the database holds ----------------------------------------------------------

    def rows(self, statement: str, *params: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement, params).fetchall()

    def write(self, statement: str, *params: object) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, params)


@contextmanager
def open_firm(template: Path, folder: Path, number: str = FIRM) -> Iterator[Firm]:
    """Give a firm whose database is a copy of an empty, migrated one."""
    firm = Firm(folder, number=number)
    shutil.copyfile(template, firm.database)
    try:
        yield firm
    finally:
        firm.close()


def bubbles(desk: Desk, number: str = SARAH) -> tuple[Bubble, ...]:
    """Return the messages of a thread, oldest first."""
    return desk.thread(number, limit=1000).bubbles


def statuses(desk: Desk, number: str = SARAH) -> list[str]:
    """Return how the messages of a thread stand, oldest first."""
    return [bubble.status.value for bubble in bubbles(desk, number)]


def code_of(desk: Desk, number: str = SARAH) -> Code:
    """Return the rules' answer about a contact."""
    return desk.thread(number).verdict.code


def submit(desk: Desk, text: str, number: str = SARAH) -> int:
    """Record a text that the gate lets through; return its id."""
    recorded = desk.submit(number, text)
    assert recorded.message_id is not None, recorded
    return recorded.message_id


def hear(firm: Firm, desk: Desk, body: str, number: str = SARAH) -> Code:
    """Let a text arrive a minute later and be taken in; return how the contact stands then."""
    firm.clock.move(minutes=1)
    firm.arrive(number, body)
    firm.clock.move(5)
    desk.sync()
    return code_of(desk, number)
