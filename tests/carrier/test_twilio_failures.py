"""Which failure is which: the difference decides whether a text may leave again."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, NoReturn

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.faults import Fault
from smsdesk.carrier.protocol import (
    CarrierError,
    MessageFilter,
    NotProcessed,
    OutboundText,
    OutcomeUnknown,
    Refused,
)
from tests.world.people import FIRM, SARAH, TOKEN
from tests.world.twilio_answers import Twilio, carrier, message, page

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = "The bottle is in the third locker"
TEXT = OutboundText(to=SARAH, body=BODY)


def raising(error: Exception) -> Any:
    def network(request: httpx.Request) -> NoReturn:
        raise error

    return network


NO_CONNECTION = "no connection could be made"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx.ConnectError("[Errno 111] Connection refused"), NO_CONNECTION),
        (httpx.ConnectError("[Errno -2] Name or service not known"), NO_CONNECTION),
        (
            httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] Certificate verify failed"),
            "its certificate is not trusted by this computer",
        ),
        (httpx.ConnectTimeout("timed out"), "no connection came about in time"),
        (httpx.PoolTimeout("timed out"), "too many earlier requests are still unanswered"),
        (
            httpx.ProxyError("407 Proxy Authentication Required"),
            "the proxy on the way refused the connection",
        ),
        (httpx.UnsupportedProtocol("no such protocol"), "its address is not usable"),
    ],
)
def test_what_never_left_may_be_repeated(error: Exception, why: str) -> None:
    door = carrier(raising(error))
    with pytest.raises(NotProcessed) as failure:
        door.send(TEXT)
    assert str(failure.value) == f"The carrier cannot be reached: {why}."
    assert (failure.value.throttled, failure.value.retry_after) == (False, None)
    with pytest.raises(NotProcessed):
        door.fetch("SM9")


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("timed out"),
        httpx.WriteTimeout("timed out"),
        httpx.ReadError("reset"),
        httpx.WriteError("broken pipe"),
        httpx.CloseError("close"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
        httpx.LocalProtocolError("too much data"),
        httpx.DecodingError("not gzip"),
        httpx.TooManyRedirects("too many"),
        RuntimeError("anything at all"),
    ],
)
def test_what_may_have_left_is_unknown_for_a_text_and_a_plain_failure_for_a_question(
    error: Exception,
) -> None:
    door = carrier(raising(error))
    late = isinstance(error, httpx.TimeoutException)
    said = "The carrier did not answer in time" if late else "The carrier's answer was lost"
    with pytest.raises(OutcomeUnknown) as unknown:
        door.send(TEXT)
    assert str(unknown.value) == f"{said}; whether it took the text is not known."
    with pytest.raises(CarrierError) as failure:
        door.fetch("SM9")
    assert type(failure.value) is CarrierError
    assert str(failure.value) == f"{said}."


CLASSIC = {"code": 21610, "message": f"to {SARAH}", "more_info": "https://...", "status": 400}
PROBLEM = {
    "type": "https://www.twilio.com/docs/api/errors/21610",
    "title": f"Unsubscribed {SARAH}",
    "status": 400,
    "code": 21610,
}


@pytest.mark.parametrize("error", [CLASSIC, PROBLEM, {**CLASSIC, "code": "21610"}])
def test_the_carriers_own_no_is_refused_with_its_code(error: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        carrier(Twilio(400, error)).send(TEXT)
    assert (refused.value.code, refused.value.http_status) == (21610, 400)
    assert str(refused.value) == (
        "The carrier blocks this text because the lead has opted out (21610)."
    )


@pytest.mark.parametrize(
    ("status", "code", "fault", "stops_all"),
    [
        (400, 21610, Fault.OPTED_OUT, False),
        (400, 21211, Fault.INVALID_NUMBER, False),
        (400, 21635, Fault.LANDLINE, False),
        (400, 21614, Fault.LANDLINE_CLAIMED, False),
        (400, 21408, Fault.REGION, False),
        (400, 21606, Fault.SENDER, True),
        (403, 20005, Fault.ACCOUNT, True),
        (404, 20404, Fault.NOT_FOUND, False),
    ],
)
def test_a_refusal_says_whose_fault_it_is(
    status: int, code: int, fault: Fault, stops_all: bool
) -> None:
    with pytest.raises(Refused) as refused:
        carrier(Twilio(status, {"code": code, "message": "x", "status": status})).send(TEXT)
    assert (refused.value.code, refused.value.fault) == (code, fault)
    assert refused.value.stops_all is stops_all
    assert bool(refused.value.advice) or not stops_all


def test_a_block_is_the_networks_opt_out_where_the_firms_number_is_toll_free() -> None:
    for number, fault in (("+18005550100", Fault.OPTED_OUT), (FIRM, Fault.CARRIER_FILTERING)):
        with pytest.raises(Refused) as refused:
            carrier(Twilio(400, {**CLASSIC, "code": 30004}), from_number=number).send(TEXT)
        assert refused.value.fault is fault


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    """It would hand the credentials and the text to whoever it names, and send it again."""
    elsewhere = Twilio(status, {}, Location="https://elsewhere.example/")
    with pytest.raises(OutcomeUnknown):
        carrier(elsewhere).send(TEXT)
    assert elsewhere.asked.url.host == "api.twilio.com"
    asked = Twilio(status, {}, Location="https://elsewhere.example/")
    door = carrier(asked)
    questions: list[Callable[[], object]] = [
        lambda: door.fetch("SM9"),
        lambda: door.list_messages(MessageFilter()),
        lambda: door.lookup(SARAH),
        lambda: door.media_types("SM9"),
        door.check_sender,
    ]
    for question in questions:
        with pytest.raises(CarrierError):
            question()
    hosts = {request.url.host for request in asked.requests}
    assert hosts == {"api.twilio.com", "lookups.twilio.com"}


GATEWAYS = [
    {"message": "Forbidden", "status": 403},
    {"message": "Forbidden"},
    {"error": "access_denied", "status": 403, "title": "Blocked by policy"},
    {"code": 403, "message": "Forbidden", "status": 403},
    {"code": 16, "message": "denied"},
    {"code": 99999, "message": "a code that nobody knows", "status": 403},
    {"code": "21610 ", "message": "x"},
    {"code": True},
    {"code": -21610},
    {"code": [21610]},
    {"error": {"code": 21610}},
    {},
    [],
    [CLASSIC],
    b"",
    b"null",
    b"21610",
    b"<html><title>21610</title>",
]


@pytest.mark.parametrize("status", [400, 402, 403, 404, 405, 408, 409, 410, 413, 421, 451, 499])
@pytest.mark.parametrize("body", GATEWAYS, ids=str)
def test_a_no_that_is_not_the_carriers_own_is_no_refusal(status: int, body: object) -> None:
    """A gateway's 403 may stand for an answer that it withheld: then the text has left."""
    door = carrier(Twilio(status, body))
    with pytest.raises(OutcomeUnknown) as unknown:
        door.send(TEXT)
    assert "whether it took the text is not known" in str(unknown.value)
    with pytest.raises(CarrierError) as failure:
        door.fetch("SM9")
    assert type(failure.value) is CarrierError
    assert str(status) in str(failure.value)


def test_a_number_of_somebody_elses_is_never_told_as_the_carriers_code() -> None:
    for status in (401, 429):
        failure = failure_of(lambda: carrier(Twilio(status, {"code": 16})).send(TEXT))  # noqa: B023
        assert "(16)" not in str(failure)


@pytest.mark.parametrize("body", [{"code": 20003, "message": "Authenticate"}, b"<html>", []])
def test_wrong_credentials(body: object) -> None:
    with pytest.raises(Refused) as refused:
        carrier(Twilio(401, body)).send(TEXT)
    assert refused.value.code == 20003


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        (" 7 ", 7.0),
        ("Fri, 14 Mar 2025 12:00:30 GMT", 30.0),
        ("Fri, 14 Mar 2025 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-7", None),
        ("1e9", None),
        ("", None),
    ],
)
def test_a_throttled_request_was_not_processed(header: str, seconds: float | None) -> None:
    twilio = Twilio(429, {"code": 20429}, Retry_After=header)
    with pytest.raises(NotProcessed) as failure:
        carrier(twilio).send(TEXT)
    assert (failure.value.throttled, failure.value.retry_after) == (True, seconds)


def test_a_retry_date_is_read_on_the_carriers_own_clock() -> None:
    twilio = Twilio(
        429,
        b"slow down",
        Retry_After="Fri, 14 Mar 2025 18:00:09 GMT",
        Date="Fri, 14 Mar 2025 18:00:00 GMT",
    )
    with pytest.raises(NotProcessed) as failure:
        carrier(twilio).send(TEXT)
    assert failure.value.retry_after == 9.0


def test_a_proxy_that_wants_credentials_let_nothing_through() -> None:
    with pytest.raises(NotProcessed) as failure:
        carrier(Twilio(407, b"<html>")).send(TEXT)
    assert not failure.value.throttled


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", [{"code": 20500, "message": "x", "status": 500}, b"<html>Bad"])
def test_a_failure_on_the_carriers_side_leaves_a_text_in_doubt(status: int, body: object) -> None:
    door = carrier(Twilio(status, body))
    with pytest.raises(OutcomeUnknown):
        door.send(TEXT)
    with pytest.raises(CarrierError) as failure:
        door.list_messages(MessageFilter())
    assert type(failure.value) is CarrierError
    assert str(failure.value) == f"The carrier answered with an error of its own (HTTP {status})."


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, b""),
        (201, b"<html>"),
        (201, json.dumps(message()).encode()[:40]),
        (201, b"[" * 100_000),
        (201, b'{"sid": ' + b"9" * 5000 + b"}"),
        (201, b"\xff\xfe"),
        (201, []),
        (201, {}),
        (201, message(sid=None)),
        (204, b""),
        (302, b""),
        (307, message()),
        (400, b"<html>Blocked by policy"),
        (403, b"<html>Blocked by policy"),
        (404, {"error": "no such page"}),
        (408, b""),
    ],
)
def test_an_answer_that_cannot_be_believed_leaves_a_text_in_doubt(
    status: int, body: object
) -> None:
    twilio = Twilio(status, body)
    with pytest.raises(OutcomeUnknown):
        carrier(twilio).send(TEXT)
    assert len(twilio.requests) == 1


def test_a_message_is_the_carriers_even_where_its_answer_leaves_things_out() -> None:
    sent = carrier(Twilio(201, {"sid": "SM9", "date_created": "soon"})).send(TEXT)
    assert (sent.sid, sent.created_at) == ("SM9", None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"messages": None},
        {**page(), "next_page_uri": 7},
        b"{",
    ],
)
def test_a_page_that_is_none_is_said_to_be_none(body: object) -> None:
    with pytest.raises(CarrierError) as failure:
        carrier(Twilio(200, body)).list_messages(MessageFilter())
    assert type(failure.value) is CarrierError


ANSWERS = (
    st.binary(max_size=60)
    | st.text(max_size=60).map(str.encode)
    | st.fixed_dictionaries(
        {},
        optional={
            key: st.none() | st.integers() | st.text(max_size=20) | st.lists(st.integers())
            for key in ("sid", "status", "code", "message", "messages", "valid", "next_page_uri")
        },
    ).map(lambda answer: json.dumps(answer).encode())
)


@given(
    st.integers(min_value=200, max_value=599),
    ANSWERS,
    st.sampled_from(["application/json", "text/html; charset=hex", "text/plain; charset=x"]),
)
def test_no_answer_brings_an_unexpected_exception(
    status: int, body: bytes, content_type: str
) -> None:
    door = carrier(Twilio(status, body, Content_Type=content_type))
    sent = failure_of(lambda: door.send(TEXT))
    if status in {407, 429}:
        assert type(sent) is NotProcessed
    elif status == 401:
        assert type(sent) is Refused
    elif 200 <= status < 300:
        assert sent is None or type(sent) is OutcomeUnknown
    elif 400 <= status < 500:
        assert type(sent) in {Refused, OutcomeUnknown}
    else:
        assert type(sent) is OutcomeUnknown
    for ask in (
        lambda: door.fetch("SM9"),
        lambda: door.list_messages(MessageFilter()),
        lambda: door.media_types("SM9"),
        lambda: door.lookup(SARAH),
        door.check_sender,
    ):
        assert type(failure_of(ask)) in {type(None), CarrierError, NotProcessed, Refused}


def failure_of(ask: Callable[[], object]) -> CarrierError | None:
    """Ask, and let nothing but the carrier's own failures pass."""
    try:
        ask()
    except CarrierError as failure:
        return failure
    return None


@pytest.mark.parametrize(
    "network",
    [
        Twilio(201, message(body=BODY)),
        Twilio(400, CLASSIC),
        Twilio(400, PROBLEM),
        Twilio(429, {"code": 20429, "message": BODY}),
        Twilio(500, {"code": 20500, "message": BODY}),
        Twilio(201, {"body": BODY}),
        Twilio(201, BODY.encode()),
        raising(httpx.ReadTimeout("timed out")),
        raising(httpx.ConnectError("refused")),
    ],
)
def test_no_secret_number_or_body_reaches_an_exception_or_a_log(
    network: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, logger="httpx")
    door = carrier(network)
    told: list[str] = []
    for ask in (
        lambda: door.send(TEXT),
        lambda: door.list_messages(MessageFilter(to=SARAH, sender=FIRM)),
        lambda: door.lookup(SARAH),
    ):
        failure = failure_of(ask)
        if failure is not None:
            told += [str(failure), repr(failure), repr(failure.__cause__)]
    assert all(line.isprintable() for line in told)
    written = "\n".join([*told, caplog.text])
    for secret in (TOKEN, SARAH, FIRM, SARAH[1:], FIRM[1:], BODY):
        assert secret not in written


def test_the_requests_of_others_are_still_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="httpx")
    carrier(Twilio())
    with httpx.Client(transport=httpx.MockTransport(Twilio())) as client:
        client.get("https://example.org/page")
    assert "https://example.org/page" in caplog.text
