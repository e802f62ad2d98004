"""The simulated carrier in a process of its own, and the bare twilio client as the floor."""

from __future__ import annotations

import logging
import multiprocessing
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from smsdesk.carrier.simulator import Ledger, create_app, serve
from smsdesk.clock import SystemClock
from smsdesk.config import (
    Config,
    DatabaseConfig,
    DeskConfig,
    LookupConfig,
    SyncConfig,
    TwilioConfig,
)
from tests.world.people import ACCOUNT, FIRM, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.connection import Connection
    from pathlib import Path

BODIES = (
    "Yes please!",
    "Sounds good, thank you. What time zone is that?",
    "Sorry, I'm driving. Can I answer later? I would like to hear about the recording, too.",
    "Ok 👍",
    "Where do I find the link?",
)


@contextmanager
def simulated(*, numbers: int, received: int, keywords: float = 0.0) -> Iterator[str]:
    """Run a carrier that has so many texts of so many numbers already; give its URL.

    Args:
        keywords: how many of the texts are STOP or START, from 0 to 1.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_serve, args=(theirs, numbers, received, keywords), daemon=True
    )
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("stop")
        process.join()


def _serve(pipe: Connection, numbers: int, received: int, keywords: float) -> None:
    ledger = Ledger(clock=SystemClock(), firm_number=FIRM)
    chance = Random(1)
    now = datetime.now(UTC)
    for place in range(received):
        body = chance.choice(("STOP", "START") if chance.random() < keywords else BODIES)
        at = now - timedelta(seconds=60 + (received - place) * 7_000_000 / received)
        ledger.receive(number(chance.randrange(numbers)), body, at=at)
    server = serve(create_app(ledger, account_sid=ACCOUNT, auth_token=TOKEN))
    pipe.send(server.url)
    pipe.recv()
    server.shutdown()


def number(place: int) -> str:
    """Return the number of one of the leads; all of them receive and say nothing."""
    return f"+1415{2000000 + place * 100:07}"


def config(url: str, folder: Path) -> Config:
    """Return what a firm would have in its configuration, without paid lookups."""
    return Config(
        twilio=TwilioConfig(account_sid=ACCOUNT, auth_token=TOKEN, from_number=FIRM, base_url=url),
        desk=DeskConfig(user="maria", region="US"),
        database=DatabaseConfig(url=f"sqlite:///{folder}/smsdesk.db"),
        lookup=LookupConfig(enabled=False),
        sync=SyncConfig(history=90),
    )


class BareHttp(HttpClient):  # type: ignore[misc]  # its base is untyped
    """What the twilio library speaks HTTP through when httpx does the rest: nothing added."""

    def __init__(self, url: str) -> None:
        super().__init__(logging.getLogger(__name__), is_async=False, timeout=None)
        self._url = url
        self.client = httpx.Client(trust_env=False)

    def request(self, method: str, uri: str, **more: Any) -> Response:
        """Make one request to the simulated carrier in place of Twilio."""
        answer = self.client.request(
            method,
            uri.replace("https://api.twilio.com", self._url),
            params=more.get("params"),
            data=more.get("data"),
            headers=more.get("headers"),
            auth=more.get("auth"),
        )
        return Response(answer.status_code, answer.text, answer.headers)


def bare_client(url: str) -> Client:
    """Return the twilio library's own client for the simulated carrier."""
    return Client(ACCOUNT, TOKEN, http_client=BareHttp(url))


def table(title: str, figures: Mapping[str, str]) -> None:
    """Write figures as a table."""
    width = max(map(len, figures))
    lines = [title, *(f"  {name:<{width}}  {value}" for name, value in figures.items())]
    sys.stdout.write("\n".join(lines) + "\n")
