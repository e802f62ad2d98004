"""The sample firm: its configuration, and the way to its simulated carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.carrier.simulator import (
    Fault,
    FaultName,
    Ledger,
    RequestKind,
    create_app,
    in_process,
)
from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
from smsdesk.config import (
    Config,
    DatabaseConfig,
    DeskConfig,
    SyncConfig,
    TwilioConfig,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.carrier.simulator import Person
    from smsdesk.clock import Clock
    from smsdesk.demo.folder import DemoFolder

FIRM_NUMBER: Final = "+14155550100"

_ACCOUNT: Final = "AC" + "0" * 32
_TOKEN: Final = "simulated"  # noqa: S105 - it opens the simulator of this process alone

_LOOK_EVERY: Final = 2.0
"""Seconds between two looks for new texts: they cost nothing here, and answers show sooner."""


ANSWERS_AFTER: Final = 0.8
"""Seconds that the simulated carrier takes to accept a text, as the real one takes some."""


def config_for(agent: str, folder: DemoFolder) -> Config:
    """Return an agent's configuration; no file and no environment counts in the demo."""
    return Config(
        twilio=TwilioConfig(account_sid=_ACCOUNT, auth_token=_TOKEN, from_number=FIRM_NUMBER),
        desk=DeskConfig(user=agent),
        database=DatabaseConfig(url=f"sqlite:///{folder.database.absolute()}"),
        sync=SyncConfig(interval=_LOOK_EVERY),
    )


class SimulatedTwilio(TwilioCarrier):
    """The real client over a simulated carrier in this process.

    Attributes:
        ledger: the simulated carrier's books.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        """Stand on the books of ``ledger``, which are closed with this carrier."""
        self.ledger = ledger
        self._app = create_app(ledger, account_sid=_ACCOUNT, auth_token=_TOKEN)
        super().__init__(
            TwilioCredentials(_ACCOUNT, _TOKEN),
            from_number=FIRM_NUMBER,
            clock=clock,
            transport=in_process(self._app),
            name="simulated",
        )

    def take_time(self, seconds: float) -> None:
        """Answer texts only after ``seconds``."""
        late = Fault(FaultName.LATE_ANSWER, on=frozenset({RequestKind.CREATE}), seconds=seconds)
        self._app.faults.arm(late)

    def close(self) -> None:
        """Give the connections back and close the books."""
        super().close()
        self.ledger.close()


def open_carrier(
    folder: DemoFolder, people: Iterable[Person], *, clock: Clock, seed: int
) -> SimulatedTwilio:
    """Open the simulated carrier on the demo's journal.

    Args:
        people: who is behind which number.
        seed: what makes this world's chances.

    Raises:
        OSError: the journal cannot be opened.
        JournalDamagedError: the journal cannot be read.
    """
    ledger = Ledger(
        clock=clock, firm_number=FIRM_NUMBER, seed=seed, people=people, journal=folder.journal
    )
    return SimulatedTwilio(ledger, clock)
