"""Twilio's answers, written by hand, and a carrier whose network gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx

from smsdesk.carrier.twilio import TwilioCarrier, TwilioCredentials
from tests.world.clocks import StandingClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable


def message(**changes: Any) -> dict[str, Any]:
    """Twilio's JSON of an outbound text."""
    return {
        "sid": "SM" + "a" * 32,
        "account_sid": ACCOUNT,
        "from": FIRM,
        "to": SARAH,
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
