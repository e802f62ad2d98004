"""One request on its way through the simulated carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.simulator.answers import message_json
from smsdesk.carrier.simulator.refusals import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Request

    from smsdesk.carrier.simulator.entries import Entry
    from smsdesk.carrier.simulator.faults import FaultScript, View
    from smsdesk.carrier.simulator.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint is given.

    Attributes:
        ledger: the world.
        faults: its script of faults.
        account_sid: whose account it is.
        request: as it came in.
        view: how the answer is distorted.
        path: the variable parts of the path.
    """

    ledger: Ledger
    faults: FaultScript
    account_sid: str
    request: Request
    view: View
    path: Mapping[str, str]

    def show(self, entry: Entry) -> dict[str, Any]:
        """Return a message as the caller is to see it."""
        return message_json(
            entry, account_sid=self.account_sid, now=self.ledger.now(), view=self.view
        )

    def message(self) -> Entry:
        """Return the message that the path names.

        Raises:
            RefusalError: there is none.
        """
        try:
            return self.ledger.get(self.path["sid"])
        except KeyError as error:
            raise RefusalError(20404, self.request.path) from error
