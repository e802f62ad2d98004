"""Stand-ins for the two sides of the carrier: a clock that stands, and Twilio's answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from smsdesk.carrier.twilio import TwilioCarrier, TwilioCredentials

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "AC" + "1" * 32
TOKEN = "the-secret-token"  # noqa: S105 - opens nothing
FIRM = "+14155550100"
LEAD = "+14155550123"
NOON = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


class StandingClock:
    """Shows the given times one by one, then noon for ever."""

    def __init__(self, *looks: datetime) -> None:
        self._looks = list(looks)

    def now(self) -> datetime:
        return self._looks.pop(0) if self._looks else NOON

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("the carrier never sleeps")


def message(**changes: Any) -> dict[str, Any]:
    """Twilio's JSON of an outbound text."""
    return {
        "sid": "SM" + "a" * 32,
        "account_sid": ACCOUNT,
        "from": FIRM,
        "to": LEAD,
        "body": "See you at seven",
        "status": "queued",
        "direction": "outbound-api",
        "num_segments": "1",
        "num_media": "0",
        "error_code": None,
        "error_message": None,
        "date_created": "Fri, 14 Mar 2025 12:00:01 +0000",
        "date_sent": None,
        "date_updated": "Fri, 14 Mar 2025 12:00:01 +0000",
        **changes,
    }


def page(*messages: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    """Twilio's JSON of one page of a listing."""
    return {"messages": list(messages), "page": 0, "next_page_uri": following}


class Twilio:
    """Answers every request alike and keeps what it was asked."""

    def __init__(self, status: int = 200, body: Any = None, **headers: str) -> None:
        self.requests: list[httpx.Request] = []
        self._status = status
        self._content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._headers = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self._status, content=self._content, headers=self._headers)

    @property
    def asked(self) -> httpx.Request:
        (request,) = self.requests
        return request


def carrier(handler: Callable[[httpx.Request], httpx.Response], **options: Any) -> TwilioCarrier:
    """A carrier whose network is ``handler``."""
    credentials = options.pop("credentials", TwilioCredentials(ACCOUNT, auth_token=TOKEN))
    return TwilioCarrier(
        credentials,
        from_number=options.pop("from_number", FIRM),
        clock=options.pop("clock", StandingClock()),
        transport=httpx.MockTransport(handler),
        **options,
    )
