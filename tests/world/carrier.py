"""The simulated carrier in this process: asked over bare HTTP, or by the client that sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from smsdesk.carrier.protocol import always
from smsdesk.carrier.simulator import Ledger, create_app, in_process
from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
from tests.world.clocks import MovedClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from smsdesk.carrier.protocol import (
        CarrierMessage,
        LookupAnswer,
        MayBegin,
        MessageFilter,
        MessagePage,
        OutboundText,
    )
    from smsdesk.carrier.simulator import Person
    from tests.world.firm import Firm

PATH = f"/2010-04-01/Accounts/{ACCOUNT}"


class SimulatedApi:
    """A ledger, its application, and an httpx client on it."""

    def __init__(
        self,
        *,
        people: Iterable[Person] = (),
        journal: Path | None = None,
        clock: MovedClock | None = None,
        firm: str = FIRM,
        trial: bool = False,
    ) -> None:
        self.clock = clock or MovedClock()
        self.ledger = Ledger(
            clock=self.clock, firm_number=firm, people=people, journal=journal, trial=trial
        )
        self.app = create_app(
            self.ledger, account_sid=ACCOUNT, auth_token=TOKEN, api_keys={"SK1": "key secret"}
        )
        self.http = httpx.Client(
            transport=in_process(self.app),
            base_url="https://api.twilio.com",
            auth=(ACCOUNT, TOKEN),
        )

    def create(self, to: str = SARAH, body: str = "Hi there", **more: str) -> httpx.Response:
        form = {"To": to, "From": self.ledger.firm_number, "Body": body, **more}
        return self.http.post(f"{PATH}/Messages.json", data=form)

    def page(self, **arguments: str) -> httpx.Response:
        return self.http.get(f"{PATH}/Messages.json", params=arguments)

    def messages(self, **arguments: str) -> list[dict[str, Any]]:
        """Return every message of a listing, all pages."""
        answer = self.page(**arguments).json()
        found = list(answer["messages"])
        while answer["next_page_uri"]:
            answer = self.http.get(answer["next_page_uri"]).json()
            found += answer["messages"]
        return found

    def fetch(self, sid: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.get(f"{PATH}/Messages/{sid}.json").json()
        return answer

    def lookup(self, number: str, **arguments: str) -> httpx.Response:
        return self.http.get(f"/v2/PhoneNumbers/{number}", params=arguments)


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
            TwilioCredentials(ACCOUNT, TOKEN),
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
