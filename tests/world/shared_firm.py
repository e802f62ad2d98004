"""A firm whose database and simulated carrier the processes of several agents share."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import Behaviour, Ledger, Person, Selection, create_app, serve
from smsdesk.clock import SystemClock
from smsdesk.config import Config, DatabaseConfig, DeskConfig, LookupConfig, TwilioConfig
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def firms_config(database: str, carrier: str, agent: str) -> Config:
    """Return the configuration of an agent.

    Args:
        database: its URL.
        carrier: where the simulated carrier is served.
        agent: who.
    """
    return Config(
        twilio=TwilioConfig(
            account_sid=ACCOUNT, auth_token=TOKEN, from_number=FIRM, base_url=carrier
        ),
        desk=DeskConfig(user=agent, region="US"),
        database=DatabaseConfig(url=database),
        lookup=LookupConfig(enabled=False),
    )


@dataclass(frozen=True, slots=True)
class SharedFirm:
    """A firm to whose number Sarah has written.

    Attributes:
        database: its URL.
        carrier: where the simulated carrier is served.
        ledger: what the carrier knows.
    """

    database: str
    carrier: str
    ledger: Ledger

    def config(self, agent: str) -> Config:
        return firms_config(self.database, self.carrier, agent)

    def at_carrier(self) -> list[str]:
        """Return the texts that the carrier has for Sarah, oldest first."""
        found, _more = self.ledger.select(Selection(to=SARAH), limit=100)
        return [entry.body for entry in reversed(found)]


@contextmanager
def shared_firm(folder: Path, template: Path) -> Iterator[SharedFirm]:
    """Serve the carrier, and copy the empty database ``template`` into ``folder``."""
    database = folder / "smsdesk.db"
    database.write_bytes(template.read_bytes())
    database.chmod(0o600)
    with firm_that_shares(f"sqlite:///{database}") as firm:
        yield firm


@contextmanager
def firm_that_shares(database: str) -> Iterator[SharedFirm]:
    """Serve the carrier of a firm whose database has this URL."""
    ledger = Ledger(clock=SystemClock(), firm_number=FIRM)
    ledger.register(Person(SARAH, Behaviour.SILENT))
    server = serve(create_app(ledger, account_sid=ACCOUNT, auth_token=TOKEN))
    try:
        ledger.receive(SARAH, "Are you there?")
        yield SharedFirm(database, server.url, ledger)
    finally:
        server.shutdown()
        ledger.close()
