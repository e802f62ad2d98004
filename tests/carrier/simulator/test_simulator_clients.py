"""Twilio's own library, and smsdesk's carrier on it, on the simulated carrier."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from smsdesk.carrier.protocol import (
    MessageFilter,
    NotProcessed,
    OutboundText,
    OutcomeUnknown,
    Refused,
)
from smsdesk.carrier.simulator import Fault, FaultName, RequestKind, in_process
from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
from smsdesk.terms import LineType, Status
from tests.world.clocks import START
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.carrier import SimulatedApi


class OnHttpx(HttpClient):  # type: ignore[misc]  # twilio has no types
    """The least that carries Twilio's library over the world's httpx client."""

    def __init__(self, world: SimulatedApi) -> None:
        super().__init__(None, False, None)
        self._http = world.http

    def request(self, method: str, url: str, **more: Any) -> Response:
        # The library passes None for what a call leaves out.
        given = {key: value for key, value in (more["params"] or {}).items() if value is not None}
        answer = self._http.request(
            method,
            url,
            params=given or None,
            data=more["data"],
            headers=more["headers"],
            auth=more["auth"],
        )
        return Response(answer.status_code, answer.text, answer.headers)


@pytest.fixture
def library(world: SimulatedApi) -> Client:
    return Client(ACCOUNT, TOKEN, http_client=OnHttpx(world))


@pytest.fixture
def carrier(world: SimulatedApi) -> Iterator[TwilioCarrier]:
    carrier = TwilioCarrier(
        TwilioCredentials(ACCOUNT, TOKEN),
        from_number=FIRM,
        clock=world.clock,
        transport=in_process(world.app),
        name="simulated",
    )
    yield carrier
    carrier.close()


# -- Twilio's library -------------------------------------------------------------


def test_library_sends_and_follows(world: SimulatedApi, library: Client) -> None:
    message = library.messages.create(to=SARAH, from_=FIRM, body="Hi")
    assert message.status == "queued"
    assert message.date_created == START
    world.clock.move(60)
    assert library.messages(message.sid).fetch().status == "delivered"
    library.messages(message.sid).update(body="")
    assert library.messages(message.sid).fetch().body == ""
    assert library.messages(message.sid).delete()


def test_library_reads_refusals(world: SimulatedApi, library: Client) -> None:
    world.ledger.receive(SARAH, "STOP")
    with pytest.raises(TwilioRestException) as caught:
        library.messages.create(to=SARAH, from_=FIRM, body="Hi")
    assert (caught.value.code, caught.value.status) == (21610, 400)


def test_library_pages_through_a_listing(world: SimulatedApi, library: Client) -> None:
    for turn in range(25):
        world.ledger.receive(SARAH, f"{turn}")
    since = datetime(2026, 11, 20, tzinfo=UTC)
    messages = library.messages.list(to=FIRM, date_sent_after=since, page_size=10)
    assert [message.body for message in messages] == [f"{turn}" for turn in range(24, -1, -1)]


def test_library_lists_media_and_numbers(world: SimulatedApi, library: Client) -> None:
    entry = world.ledger.receive(SARAH, media=["image/png"])
    (media,) = library.messages(entry.sid).media.list()
    assert media.content_type == "image/png"
    (number,) = library.incoming_phone_numbers.list(phone_number=FIRM)
    assert number.capabilities["sms"]


def test_library_looks_numbers_up(library: Client) -> None:
    answer = library.lookups.v2.phone_numbers("+14255550183").fetch(fields="line_type_intelligence")
    assert answer.valid
    assert answer.line_type_intelligence["type"] == "landline"


# -- smsdesk's carrier ------------------------------------------------------------


def test_carrier_sends_lists_and_fetches(world: SimulatedApi, carrier: TwilioCarrier) -> None:
    sent = carrier.send(OutboundText(SARAH, "Hi Sarah"))
    assert (sent.status, sent.segments) == (Status.SENT, 1)
    world.clock.move(60)
    assert carrier.fetch(sent.sid).status is Status.DELIVERED
    for turn in range(5):
        world.ledger.receive(SARAH, f"{turn}", media=["image/png"] if turn == 4 else [])
    page = carrier.list_messages(MessageFilter(to=FIRM), page_size=2)
    bodies = [message.body for message in page.messages]
    while page.next_page:
        page = carrier.list_messages(MessageFilter(to=FIRM), page=page.next_page, page_size=2)
        bodies += [message.body for message in page.messages]
    assert bodies == ["4", "3", "2", "1", "0"]
    assert carrier.clock_offset is not None


def test_carrier_reads_media_lookups_and_its_sender(
    world: SimulatedApi, carrier: TwilioCarrier
) -> None:
    entry = world.ledger.receive(SARAH, media=["image/png", "video/mp4"])
    assert carrier.media_types(entry.sid) == ("image/png", "video/mp4")
    assert carrier.lookup("+14255550183").line_type is LineType.LANDLINE
    assert carrier.lookup("+14255550194").error_code == 60600
    assert carrier.lookup("+14255550195").valid is False
    check = carrier.check_sender()
    assert (check.owned, check.sms_capable) == (True, True)


@pytest.mark.parametrize(
    ("name", "expected", "taken"),
    [
        (FaultName.CONNECTION_REFUSED, NotProcessed, 0),
        (FaultName.THROTTLE, NotProcessed, 0),
        (FaultName.REFUSE_500, OutcomeUnknown, 0),
        (FaultName.BAD_GATEWAY_HTML, OutcomeUnknown, 0),
        (FaultName.ACCEPT_THEN_DROP, OutcomeUnknown, 1),
        (FaultName.ACCEPT_THEN_500, OutcomeUnknown, 1),
        (FaultName.TRUNCATED_JSON, OutcomeUnknown, 1),
        (FaultName.MALFORMED_JSON, OutcomeUnknown, 1),
        (FaultName.WRONG_SHAPE, OutcomeUnknown, 1),
        (FaultName.LATE_ANSWER, OutcomeUnknown, 1),
    ],
)
def test_carrier_tells_failures_apart(
    world: SimulatedApi,
    carrier: TwilioCarrier,
    name: FaultName,
    expected: type[Exception],
    taken: int,
) -> None:
    world.app.faults.arm(Fault(name, on=frozenset({RequestKind.CREATE})))
    with pytest.raises(expected):
        carrier.send(OutboundText(SARAH, "Hi"))
    assert len(world.ledger) == taken


def test_carrier_reads_refusals(carrier: TwilioCarrier) -> None:
    with pytest.raises(Refused) as caught:
        carrier.send(OutboundText("+14155550193", "Hi"))
    assert (caught.value.code, caught.value.http_status) == (21268, 400)
