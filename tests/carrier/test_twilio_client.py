"""What smsdesk asks Twilio, request by request."""

from __future__ import annotations

import base64
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.protocol import (
    Carrier,
    CarrierError,
    MessageFilter,
    NotProcessed,
    OutboundText,
    Refused,
    SenderCheck,
)
from smsdesk.carrier.twilio import TwilioCarrier, TwilioCredentials
from smsdesk.carrier.twilio.base_url import checked_base_url
from smsdesk.terms import Direction, LineType, Status
from tests.world.clocks import NOON, StandingClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN
from tests.world.twilio_answers import Twilio, carrier, message, page

HELLO = OutboundText(to=SARAH, body="Hello")
MESSAGES = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


def test_it_is_a_carrier() -> None:
    door: Carrier = carrier(Twilio(), deadline=7.5)
    assert (door.name, door.attempt_deadline) == ("live", 7.5)


def test_a_text_is_posted_once_as_a_form() -> None:
    twilio = Twilio(201, message())
    sent = carrier(twilio).send(HELLO)
    assert (sent.sid, sent.status, sent.direction) == (
        "SM" + "a" * 32,
        Status.SENT,
        Direction.OUTBOUND,
    )
    assert (twilio.asked.method, str(twilio.asked.url)) == ("POST", MESSAGES)
    assert parse_qsl(twilio.asked.content.decode()) == [
        ("To", SARAH),
        ("From", FIRM),
        ("Body", "Hello"),
    ]


def test_from_is_sent_also_beside_a_messaging_service() -> None:
    twilio = Twilio(201, message())
    carrier(twilio, messaging_service_sid="MG" + "2" * 32).send(HELLO)
    form = dict(parse_qsl(twilio.asked.content.decode()))
    assert (form["From"], form["MessagingServiceSid"]) == (FIRM, "MG" + "2" * 32)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_body_is_encoded_as_the_stock_client_does(body: str) -> None:
    twilio = Twilio(201, message())
    carrier(twilio).send(OutboundText(SARAH, body))
    assert twilio.asked.content == urlencode({"To": SARAH, "From": FIRM, "Body": body}).encode()


def test_a_body_that_is_no_unicode_text_is_refused_unsent() -> None:
    twilio = Twilio(201, message())
    with pytest.raises(Refused) as refused:
        carrier(twilio).send(OutboundText(SARAH, "secret \ud800"))
    assert refused.value.__cause__ is None
    assert not twilio.requests


@pytest.mark.parametrize(
    ("credentials", "login"),
    [
        (TwilioCredentials(ACCOUNT, auth_token=TOKEN), (ACCOUNT, TOKEN)),
        (TwilioCredentials(ACCOUNT, api_key="SK1", api_secret="s"), ("SK1", "s")),
        (TwilioCredentials(ACCOUNT, TOKEN, api_key="SK1", api_secret="s"), ("SK1", "s")),
        (TwilioCredentials(ACCOUNT, TOKEN, api_key="SK1"), (ACCOUNT, TOKEN)),
    ],
)
def test_an_api_key_goes_before_the_accounts_token(
    credentials: TwilioCredentials, login: tuple[str, str]
) -> None:
    twilio = Twilio(201, message())
    carrier(twilio, credentials=credentials).send(HELLO)
    expected = base64.b64encode(":".join(login).encode()).decode()
    assert twilio.asked.headers["Authorization"] == f"Basic {expected}"
    assert f"/Accounts/{ACCOUNT}/" in twilio.asked.url.path


@pytest.mark.parametrize(
    "credentials",
    [TwilioCredentials(""), TwilioCredentials(ACCOUNT), TwilioCredentials("", TOKEN)],
)
def test_missing_credentials_are_told_at_once(
    credentials: TwilioCredentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    with pytest.raises(ValueError, match=r"twilio\."):
        carrier(Twilio(), credentials=credentials)


def test_the_credentials_show_no_secret() -> None:
    shown = repr(TwilioCredentials(ACCOUNT, TOKEN, "SK1", "the-secret"))
    assert ACCOUNT in shown
    assert TOKEN not in shown
    assert "the-secret" not in shown


def test_a_listing_is_filtered_by_whole_days_in_utc() -> None:
    twilio = Twilio(200, page(message()))
    evening = datetime(2025, 3, 14, 20, 0, tzinfo=timezone(timedelta(hours=-7)))
    found = carrier(twilio).list_messages(
        MessageFilter(to=SARAH, sender=FIRM, sent_since=evening), page_size=1000
    )
    assert dict(twilio.asked.url.params) == {
        "To": SARAH,
        "From": FIRM,
        "DateSent>": "2025-03-15",
        "PageSize": "1000",
    }
    assert b"DateSent%3E=2025-03-15" in twilio.asked.url.query
    assert [text.sid for text in found.messages] == ["SM" + "a" * 32]
    assert found.next_page is None


def test_what_is_not_asked_for_is_left_out_of_the_query() -> None:
    twilio = Twilio(200, page())
    carrier(twilio).list_messages(MessageFilter())
    assert dict(twilio.asked.url.params) == {"PageSize": "100"}


def test_the_next_page_is_followed_with_its_own_query() -> None:
    following = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=2&Page=1&PageToken=PASM9"
    first = carrier(Twilio(200, page(message(), following=following)))
    token = first.list_messages(MessageFilter(to=SARAH)).next_page
    twilio = Twilio(200, page())
    carrier(twilio).list_messages(MessageFilter(to=SARAH), page=token)
    assert str(twilio.asked.url) == f"https://api.twilio.com{following}"


@pytest.mark.parametrize("token", ["https://evil.example/x", "//evil.example/x", "@evil.example"])
def test_the_credentials_never_follow_a_page_to_another_host(token: str) -> None:
    twilio = Twilio(200, page())
    carrier(twilio).list_messages(MessageFilter(), page=token)
    assert twilio.asked.url.host == "api.twilio.com"


def test_one_message_and_its_media() -> None:
    twilio = Twilio(200, message(status="delivered"))
    assert carrier(twilio).fetch("SM9").status is Status.DELIVERED
    assert twilio.asked.url.path.endswith("/Messages/SM9.json")
    twilio = Twilio(200, {"media_list": [{"content_type": "image/png"}]})
    assert carrier(twilio).media_types("MM9") == ("image/png",)
    assert twilio.asked.url.path.endswith("/Messages/MM9/Media.json")


def test_a_direction_that_no_word_tells_is_told_by_the_firms_number() -> None:
    sideways = message(direction="sideways", status="received", **{"from": SARAH, "to": FIRM})
    assert carrier(Twilio(200, sideways)).fetch("SM9").direction is Direction.INBOUND
    [listed] = carrier(Twilio(200, page(sideways))).list_messages(MessageFilter()).messages
    assert listed.direction is Direction.INBOUND


def test_a_lookup_asks_for_the_line_type() -> None:
    twilio = Twilio(200, {"valid": True, "line_type_intelligence": {"type": "landline"}})
    assert carrier(twilio).lookup(SARAH).line_type is LineType.LANDLINE
    assert str(twilio.asked.url) == (
        f"https://lookups.twilio.com/v2/PhoneNumbers/{SARAH}?Fields=line_type_intelligence"
    )


def test_a_number_cannot_leave_its_place_in_the_path() -> None:
    twilio = Twilio(200, {"valid": False})
    carrier(twilio).lookup("../Accounts?x=")
    assert twilio.asked.url.raw_path.startswith(b"/v2/PhoneNumbers/..%2FAccounts%3Fx%3D?")


@pytest.mark.parametrize(
    ("numbers", "owned", "capable"),
    [
        ([{"phone_number": FIRM, "capabilities": {"sms": True}}], True, True),
        ([{"phone_number": FIRM, "capabilities": {"sms": False}}], True, False),
        ([{"phone_number": FIRM, "capabilities": None}], True, False),
        ([{"phone_number": SARAH, "capabilities": {"sms": True}}], False, False),
        ([], False, False),
    ],
)
def test_the_firms_number_is_looked_for_in_the_account(
    numbers: list[object], owned: bool, capable: bool
) -> None:
    def twilio(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/IncomingPhoneNumbers.json"):
            assert request.url.params["PhoneNumber"] == FIRM
            return httpx.Response(200, json={"incoming_phone_numbers": numbers})
        assert request.url.path.endswith(f"/Accounts/{ACCOUNT}.json")
        return httpx.Response(200, json={"friendly_name": "Bergmann Seminars"})

    assert carrier(twilio).check_sender() == SenderCheck(FIRM, owned, capable, "Bergmann Seminars")


def test_a_key_that_may_not_read_the_account_can_still_check_the_sender() -> None:
    def twilio(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/IncomingPhoneNumbers.json"):
            return httpx.Response(200, json={"incoming_phone_numbers": []})
        return httpx.Response(401, json={"code": 20003, "message": "no", "status": 401})

    assert carrier(twilio).check_sender().account_name == ""


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("", ""),
        ("https://twilio.example", "https://twilio.example"),
        ("https://twilio.example/gate/", "https://twilio.example/gate"),
        ("HTTP://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_client_can_be_pointed_elsewhere(url: str, kept: str) -> None:
    assert checked_base_url(url) == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://twilio.example",
        "http://10.0.0.1",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "https://user:password@twilio.example",
        "https://twilio.example?x=1",
        "https://twilio.example#x",
        "https://",
        "https://twilio.example:port",
        "http://[::1",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "127.0.0.1:8000",
        "https://twilio.example/\n",
    ],
)
def test_but_not_in_the_clear_to_another_machine(url: str) -> None:
    with pytest.raises(ValueError, match=r"^twilio\.base_url .*\.$"):
        carrier(Twilio(), base_url=url)


def test_messages_and_lookups_go_there_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "ashburn")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    twilio = Twilio(200, message(valid=True))
    door = carrier(twilio, base_url="http://127.0.0.1:8000")
    door.fetch("SM9")
    door.lookup(SARAH)
    assert {request.url.netloc for request in twilio.requests} == {b"127.0.0.1:8000"}


def test_the_environments_edge_and_region_hold_for_twilio_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    twilio = Twilio(200, message())
    carrier(twilio).fetch("SM9")
    assert twilio.asked.url.host == "api.dublin.ie1.twilio.com"


def test_an_environment_that_cannot_be_used_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:the-password@proxy.example")
    with pytest.raises(ValueError, match="HTTPS_PROXY") as failure:
        TwilioCarrier(TwilioCredentials(ACCOUNT, TOKEN), from_number=FIRM, clock=StandingClock())
    assert "the-password" not in str(failure.value)
    assert failure.value.__cause__ is None


def test_the_clocks_are_compared_at_the_middle_of_the_request() -> None:
    clock = StandingClock(NOON, NOON + timedelta(seconds=4))
    door = carrier(Twilio(200, message(), Date="Fri, 14 Mar 2025 12:01:02 GMT"), clock=clock)
    assert door.clock_offset is None
    door.fetch("SM9")
    # The header's second began 60 s after our middle, and is half over on average.
    assert door.clock_offset == timedelta(seconds=60.5)


@pytest.mark.parametrize(
    ("took", "offset"),
    [
        (1.0, 60.0),
        (2.0, 59.5),
        (2.1, 0.5),  # too long to tell more than the one before
        (-1.0, 0.5),  # our clock was set back meanwhile
    ],
)
def test_a_later_exchange_tells_of_the_clocks_if_it_was_quick(took: float, offset: float) -> None:
    later = NOON + timedelta(seconds=took)
    clock = StandingClock(NOON, NOON, NOON, NOON, later)
    answers = [Twilio(200, message(), Date=f"Fri, 14 Mar 2025 12:0{at}:00 GMT") for at in (0, 1)]

    def twilio(request: httpx.Request) -> httpx.Response:
        return answers.pop(0)(request)

    door = carrier(twilio, clock=clock)
    door.fetch("SM9")
    assert door.clock_offset == timedelta(seconds=0.5)
    door.fetch("SM9")
    assert door.clock_offset == timedelta(seconds=offset)


@pytest.mark.parametrize(
    "headers",
    [
        {"Date": "garbage"},
        {"Date": "Fri, 14 Mar 2025 13:00:00 GMT", "Content_Type": "text/html"},
    ],
)
def test_a_garbled_or_foreign_date_tells_nothing(headers: dict[str, str]) -> None:
    door = carrier(Twilio(502, b"<html>", **headers))
    with pytest.raises(CarrierError):
        door.fetch("SM9")
    assert door.clock_offset is None


def test_every_call_has_a_deadline_and_some_their_own() -> None:
    """A connection that has not come about after five seconds will not."""
    twilio = Twilio(200, page() | {"valid": True})
    door = carrier(twilio, deadline=8.0)
    door.list_messages(MessageFilter())
    door.list_messages(MessageFilter(), timeout=2.5)
    door.lookup(SARAH, timeout=0.0)
    allowed = [request.extensions["timeout"] for request in twilio.requests]
    assert [one["read"] for one in allowed] == [8.0, 2.5, 0.001]
    assert [one["connect"] for one in allowed] == [5.0, 2.5, 0.001]


def test_after_closing_nothing_is_processed() -> None:
    door = carrier(Twilio(201, message()))
    door.close()
    with pytest.raises(NotProcessed):
        door.send(HELLO)


def test_dates_come_out_in_utc() -> None:
    sent = carrier(Twilio(201, message(date_created="Fri, 14 Mar 2025 05:00:00 -0700"))).send(HELLO)
    assert sent.created_at == datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


def test_importing_the_carrier_loads_neither_library() -> None:
    program = (
        "import sys, smsdesk.carrier.twilio.client, smsdesk.carrier.twilio.errors\n"
        "print({'twilio', 'httpx', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
