"""What the simulator's tests stand on: a clock to turn, an account, a way to ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from smsdesk.carrier.simulator import Ledger, create_app, in_process

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from smsdesk.carrier.simulator import Person

FIRM = "+14155550100"
LEAD = "+14155550111"
ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "not a real token"  # noqa: S105 - it opens the simulator alone
PATH = f"/2010-04-01/Accounts/{ACCOUNT}"
START = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)


class TurnedClock:
    """A clock that moves when it is turned, or slept on."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._steady = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._steady

    def sleep(self, seconds: float) -> None:
        self.turn(seconds)

    def turn(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._steady += seconds


class World:
    """A ledger, its application, and an httpx client on it."""

    def __init__(
        self,
        *,
        people: Iterable[Person] = (),
        journal: Path | None = None,
        clock: TurnedClock | None = None,
        firm: str = FIRM,
        trial: bool = False,
    ) -> None:
        self.clock = clock or TurnedClock()
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

    def create(self, to: str = LEAD, body: str = "Hi there", **more: str) -> httpx.Response:
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
