"""A firm to test with: a clock to move, a simulated carrier in this process, a database of its own.

Nothing here waits and nothing leaves the machine. Time stands still until a test moves it.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

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
)
from smsdesk.config import Config, DatabaseConfig, DeskConfig, TwilioConfig
from smsdesk.desk import Desk
from smsdesk.store.tables import conversations
from tests.world.carrier import WatchedCarrier
from tests.world.clocks import CarrierClock, MovedClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN, ZONE
from tests.world.postgres import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.store.tables.conversation_page import ConversationRecord
    from smsdesk.terms import Code


@dataclass
class Firm:
    """A firm with its number, its carrier and its database; ``desk`` opens a desk on it."""

    folder: Path
    clock: MovedClock = field(default_factory=MovedClock)
    number: str = FIRM
    server: str = ""
    ledger: Ledger = field(init=False)
    app: SimulatedCarrier = field(init=False)
    carrier: WatchedCarrier = field(init=False)
    _desks: list[Desk] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger(clock=CarrierClock(self.clock), firm_number=self.number)
        self.app = create_app(self.ledger, account_sid=ACCOUNT, auth_token=TOKEN)
        self.carrier = WatchedCarrier(self)

    @property
    def database(self) -> Path:
        """The database's file, for a test that is about one."""
        if self.server:
            pytest.skip("is about a SQLite file")
        return self.folder / "smsdesk.db"

    @property
    def url(self) -> str:
        return self.server or f"sqlite:///{self.database}"

    def config(self, agent: str = "maria", **sections: Any) -> Config:
        """Return the firm's configuration; ``sections`` replace what the defaults say."""
        config = Config(
            twilio=TwilioConfig(account_sid=ACCOUNT, from_number=self.number),
            desk=DeskConfig(user=agent, region="US"),
            database=DatabaseConfig(url=self.url),
        )
        return replace(config, **sections)

    def desk(self, agent: str = "maria", **sections: Any) -> Desk:
        """Open a desk, as another process of the same or of another agent would."""
        desk = Desk.open(
            self.config(agent, **sections), carrier=self.carrier, clock=self.clock, zone=ZONE
        )
        self._desks.append(desk)
        return desk

    def context(self, agent: str = "maria", **sections: Any) -> Context:
        """Open a desk and return what its flows work in."""
        return context_of(self.desk(agent, **sections))

    def close_desks(self) -> None:
        """Let every agent go home, each of whom hangs up; the next one dials anew."""
        while self._desks:
            self._desks.pop().close()
        self.carrier.close()
        self.carrier = WatchedCarrier(self)

    def close(self) -> None:
        self.close_desks()
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
        if self.server:
            return ask(self.server, statement, params)
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement, params).fetchall()

    def write(self, statement: str, *params: object) -> None:
        if self.server:
            ask(self.server, statement, params)
            return
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, params)


@contextmanager
def open_firm(template: Path, folder: Path, number: str = FIRM, server: str = "") -> Iterator[Firm]:
    """Give a firm whose database is a copy of an empty, migrated one.

    Args:
        server: the URL of one on a server, where it shall be that.
    """
    firm = Firm(folder, number=number, server=server)
    if not server:
        shutil.copy(template, firm.database)  # with its mode: the owner's alone
    try:
        yield firm
    finally:
        firm.close()


def context_of(desk: Desk) -> Context:
    """Return what the flows of a desk work in."""
    return desk._context


def row_in_list(context: Context, number: str = SARAH) -> ConversationRecord:
    """Return the row of the list that a conversation has."""
    with context.database.read() as connection:
        row = conversations.get(connection, number, context.agent)
    assert row is not None, number
    return row


def bubbles(desk: Desk, number: str = SARAH) -> tuple[Bubble, ...]:
    """Return the messages of a thread, oldest first."""
    return desk.threads.get(number, limit=1000).bubbles


def statuses(desk: Desk, number: str = SARAH) -> list[str]:
    """Return how the messages of a thread stand, oldest first."""
    return [bubble.status.value for bubble in bubbles(desk, number)]


def code_of(desk: Desk, number: str = SARAH) -> Code:
    """Return the rules' answer about a contact."""
    return desk.threads.get(number).verdict.code


def submit(desk: Desk, text: str, number: str = SARAH) -> int:
    """Record a text that the gate lets through; return its id."""
    recorded = desk.sending.submit(number, text)
    assert recorded.message_id is not None, recorded
    return recorded.message_id


def hear(firm: Firm, desk: Desk, body: str, number: str = SARAH) -> Code:
    """Let a text arrive a minute later and be taken in; return how the contact stands then."""
    firm.clock.move(minutes=1)
    firm.arrive(number, body)
    firm.clock.move(5)
    desk.background.sync()
    return code_of(desk, number)
