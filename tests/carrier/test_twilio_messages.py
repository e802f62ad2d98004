"""Twilio's JSON in the protocol's words, whatever else it holds."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.faults import Fault
from smsdesk.carrier.protocol import CarrierMessage, LookupAnswer
from smsdesk.carrier.twilio.dates import parse_date
from smsdesk.carrier.twilio.lookups import lookup_of
from smsdesk.carrier.twilio.messages import media_types_of, message_of, page_of, status_of
from smsdesk.terms import Direction, LineType, Status
from tests.world.people import FIRM, SARAH
from tests.world.twilio_answers import message, page

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def some_of(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with any of these keys, holding anything."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, JSON))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("accepted", Status.SENT),
        ("scheduled", Status.PLANNED),
        ("queued", Status.SENT),
        ("sending", Status.SENT),
        ("sent", Status.SENT),
        ("delivered", Status.DELIVERED),
        ("read", Status.DELIVERED),
        ("undelivered", Status.UNDELIVERED),
        ("failed", Status.FAILED),
        ("canceled", Status.CANCELED),
        ("partially_delivered", Status.SENT),
        ("a word of tomorrow", Status.SENT),
        ("received", Status.SENT),
        ("", Status.SENT),
    ],
)
def test_the_status_of_an_outbound_text(word: str, status: Status) -> None:
    assert status_of(word, Direction.OUTBOUND) is status


@pytest.mark.parametrize("word", ["receiving", "received", "a word of tomorrow", "failed", ""])
def test_an_inbound_text_is_received(word: str) -> None:
    assert status_of(word, Direction.INBOUND) is Status.RECEIVED


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Thu, 24 Aug 2023 05:01:45 +0000", datetime(2023, 8, 24, 5, 1, 45, tzinfo=UTC)),
        ("Thu, 24 Aug 2023 05:01:45 GMT", datetime(2023, 8, 24, 5, 1, 45, tzinfo=UTC)),
        ("Thu, 24 Aug 2023 05:01:45 -0700", datetime(2023, 8, 24, 12, 1, 45, tzinfo=UTC)),
        ("Thu, 24 Aug 2023 05:01:45 -0000", datetime(2023, 8, 24, 5, 1, 45, tzinfo=UTC)),
        ("2023-08-24T05:01:45Z", datetime(2023, 8, 24, 5, 1, 45, tzinfo=UTC)),
        ("2023-08-24T05:01:45+02:00", datetime(2023, 8, 24, 3, 1, 45, tzinfo=UTC)),
        ("2023-08-24 05:01:45", datetime(2023, 8, 24, 5, 1, 45, tzinfo=UTC)),
        ("Thu, 99 Aug 2023 05:01:45 +0000", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1692853305, None),
    ],
)
def test_dates(written: object, date: datetime | None) -> None:
    assert parse_date(written) == date


@given(st.text(max_size=80))
def test_no_date_is_too_odd(written: str) -> None:
    date = parse_date(written)
    assert date is None or date.tzinfo is UTC


def test_an_outbound_text() -> None:
    assert message_of(message(status="delivered", date_sent="Fri, 14 Mar 2025 12:00:02 +0000")) == (
        CarrierMessage(
            sid="SM" + "a" * 32,
            direction=Direction.OUTBOUND,
            sender=FIRM,
            to=SARAH,
            body="See you at seven",
            status=Status.DELIVERED,
            segments=1,
            created_at=datetime(2025, 3, 14, 12, 0, 1, tzinfo=UTC),
            sent_at=datetime(2025, 3, 14, 12, 0, 2, tzinfo=UTC),
        )
    )


@pytest.mark.parametrize(
    ("code", "sender", "fault"),
    [
        (None, FIRM, None),
        (0, FIRM, None),
        ("30006", FIRM, Fault.LANDLINE_CLAIMED),
        (30007, FIRM, Fault.CARRIER_FILTERING),
        (30004, FIRM, Fault.CARRIER_FILTERING),
        (30004, "+18885550100", Fault.OPTED_OUT),
        (30007, "+18885550100", Fault.CARRIER_FILTERING),
        (99999, FIRM, Fault.UNKNOWN),
    ],
)
def test_a_failed_text_says_whose_fault_it_is(
    code: object, sender: str, fault: Fault | None
) -> None:
    read = message_of(message(**{"status": "undelivered", "error_code": code, "from": sender}))
    assert read.fault is fault
    assert (read.error_code is None) is (fault is None)


def test_an_inbound_text_with_pictures() -> None:
    read = message_of(message(direction="inbound", status="received", num_media="2", body=""))
    assert (read.direction, read.status, read.media) == (Direction.INBOUND, Status.RECEIVED, 2)


@pytest.mark.parametrize("word", ["outbound-api", "outbound-call", "outbound-reply"])
def test_every_way_out_is_outbound(word: str) -> None:
    assert message_of(message(direction=word)).direction is Direction.OUTBOUND


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("num_segments", "0", "segments", None),
        ("num_segments", None, "segments", None),
        ("num_segments", 3, "segments", 3),
        ("num_segments", "many", "segments", None),
        ("num_media", None, "media", 0),
        ("num_media", "-1", "media", 0),
        ("error_code", 30005, "error_code", 30005),
        ("error_code", "30005", "error_code", 30005),
        ("error_code", True, "error_code", None),
        ("error_code", "9" * 5000, "error_code", None),
        ("error_code", 0, "error_code", None),
        ("error_code", 10**9 - 1, "error_code", 10**9 - 1),
        ("error_code", 10**9, "error_code", None),
        ("date_created", "garbage", "created_at", None),
        ("from", None, "sender", ""),
        ("body", None, "body", ""),
    ],
)
def test_an_odd_field_leaves_the_rest_readable(
    field: str, value: object, attribute: str, expected: object
) -> None:
    read = message_of(message(**{field: value}))
    assert getattr(read, attribute) == expected
    assert read.sid == "SM" + "a" * 32


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "SM",
        message(sid=None),
        message(sid=""),
        message(sid="SM\ud800"),
        message(sid="S M"),
        message(sid="SM" * 33),
        message(direction="sideways"),
    ],
)
def test_without_a_sid_or_a_direction_it_is_no_message(payload: object) -> None:
    with pytest.raises(ValueError, match="message"):
        message_of(payload)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (message(sid=None), "a message without a SID"),
        (message(sid="SM\udfff"), "a message with an impossible SID"),
        (message(direction="sideways", **{"from": "+1", "to": "+2"}), "without a direction"),
        (None, "a message that is no object"),
        ([1], "a message that is no object"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside_and_stops_no_other(
    row: object, reason: str
) -> None:
    read = page_of({**page(message()), "messages": [row, message()]}, our_number=FIRM)
    assert [one.sid for one in read.messages] == [message()["sid"]]
    [aside] = read.unreadable
    assert reason in aside.reason


def test_a_row_that_was_set_aside_has_the_same_name_at_every_look() -> None:
    looks = [
        page_of(page(message(sid=None, status=status))).unreadable[0]
        for status in ("queued", "sent", "delivered")
    ]
    other = page_of(page(message(sid=None, body="Another text"))).unreadable[0]
    assert len({one.key for one in looks}) == 1
    assert other.key != looks[0].key
    assert (other.sender, other.body) == (FIRM, "Another text")


@pytest.mark.parametrize(
    ("sender", "to", "direction"),
    [(FIRM, SARAH, Direction.OUTBOUND), (SARAH, FIRM, Direction.INBOUND)],
)
def test_the_firms_number_tells_a_direction_that_no_word_does(
    sender: str, to: str, direction: Direction
) -> None:
    row = message(direction="sideways", **{"from": sender, "to": to})
    assert message_of(row, our_number=FIRM).direction is direction


def test_a_text_that_the_carrier_is_still_receiving_is_partial() -> None:
    assert message_of(message(direction="inbound", status="receiving", body="")).partial
    assert not message_of(message(direction="inbound", status="received")).partial


@given(
    some_of("sid", "status", "direction", "from", "to", "body", "num_media", "num_segments")
    | some_of("messages", "next_page_uri", "media_list", "valid", "line_type_intelligence")
)
def test_nothing_worse_than_a_value_error_comes_of_anything_else(payload: dict[str, Any]) -> None:
    for read in (message_of, page_of, media_types_of, lambda found: lookup_of(SARAH, found)):
        with contextlib.suppress(ValueError):
            assert read(payload) is not None


def test_media_types() -> None:
    media = [{"content_type": "image/jpeg"}, {"content_type": None}]
    assert media_types_of({"media_list": media}) == ("image/jpeg", "")


def lookup(**package: object) -> dict[str, object]:
    return {
        "phone_number": SARAH,
        "valid": True,
        "validation_errors": None,
        "line_type_intelligence": {"type": "mobile", "carrier_name": "T-Mobile USA, Inc."}
        | package,
    }


@pytest.mark.parametrize("line_type", LineType)
def test_every_line_type_is_known(line_type: LineType) -> None:
    assert lookup_of(SARAH, lookup(type=line_type.value)).line_type is line_type


def test_a_lookup() -> None:
    assert lookup_of(SARAH, lookup()) == LookupAnswer(
        number=SARAH, valid=True, line_type=LineType.MOBILE, carrier_name="T-Mobile USA, Inc."
    )


@pytest.mark.parametrize("code", [60600, "60608"])
def test_a_failed_package_is_unknown_and_never_a_landline(code: object) -> None:
    answer = lookup_of(SARAH, lookup(type="landline", error_code=code))
    assert answer.line_type is LineType.UNKNOWN
    assert answer.error_code == int(str(code))


@pytest.mark.parametrize("package", [None, [], "landline", {"type": None}, {"type": ["x"]}])
def test_a_package_that_says_nothing_is_unknown(package: object) -> None:
    answer = lookup_of(SARAH, {"valid": True, "line_type_intelligence": package})
    assert answer.line_type is LineType.UNKNOWN


def test_an_invalid_number_says_why() -> None:
    answer = lookup_of(SARAH, {"valid": False, "validation_errors": ["TOO_SHORT"]})
    assert (answer.valid, answer.validation_errors) == (False, ("TOO_SHORT",))
