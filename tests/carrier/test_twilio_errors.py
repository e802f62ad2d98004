"""Every code that Twilio gives has a fault and a sentence (spec, sections 6 and 8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.faults import FIRMS_OWN, Fault
from smsdesk.carrier.twilio.errors import (
    TWILIO_CODES,
    describe,
    error_table,
    explain,
    fault_of,
)

FAULTS: dict[Fault, set[int]] = {
    Fault.INVALID_NUMBER: {21211, 21217, 21265, 21266, 21268},
    Fault.NOT_IN_SERVICE: {30005},
    Fault.LANDLINE: {21635},
    Fault.LANDLINE_CLAIMED: {21614, 30006},
    Fault.OPTED_OUT: {21610},
    Fault.DO_NOT_CONTACT: {30640},
    Fault.CARRIER_FILTERING: {30004, 30007},
    Fault.HANDSET: {30003},
    Fault.CONTENT: {30038, 30039},
    Fault.UNROUTABLE: {21214, 21612},
    Fault.QUIET_HOURS: {30610},
    Fault.FRAUD_GUARD: {30450},
    Fault.LOOKUP: {60008, 60600, 60607, 60610, 60612},
    Fault.NOT_FOUND: {20404},
    Fault.THROTTLE: {
        20429, 21611, 30001, 30022, 30023, 30027, 60611, 60616, 63038,
    },
    Fault.TRANSIENT: {20500, 20503, 30009, 30017, 30020, 30021, 30036, 30410, 60608, 60613},
    Fault.ACCOUNT: {
        11200, 20003, 20005, 20008, 21421, 21608, 21609, 30002, 30010, 30037, 30044, 60606, 60622,
    },
    Fault.SENDER: {
        21212, 21401, 21407, 21601, 21606, 21659, 21660, 21661, 21663, 21701, 21702, 21703, 21704,
        21705, 30024, 30032, 30033, 30034, 30035, 30042,
    },
    Fault.REGION: {21408, 21662, 30018, 30040, 30041, 60601, 60614, 60619},
    Fault.OUR_BUG: {
        20001, 21602, 21603, 21604, 21605, 21617, 21618, 21619, 21620, 21623, 21624, 21654, 21655,
        30011, 30019, 30045, 30646, 60617, 60618,
    },
    Fault.CHANNEL: {63003, 63007, 63014, 63016, 63018, 63024, 63036},
    Fault.UNKNOWN: {21640, 30008, 30046},
}  # fmt: skip


def test_the_table_holds_these_codes_and_no_others() -> None:
    table: dict[Fault, set[int]] = {fault: set() for fault in Fault}
    for code, entry in error_table().items():
        table[entry.fault].add(code)
        assert entry.code == code
    assert table == FAULTS


@pytest.mark.parametrize("code", sorted(error_table()))
def test_every_code_has_one_plain_sentence(code: int) -> None:
    entry = describe(code)
    for text in filter(None, (entry.sentence, entry.advice)):
        assert text.isprintable()
        assert text[0].isupper() or text.startswith("smsdesk")
        assert text.endswith(".")
    assert entry.sentence
    assert ". " not in entry.sentence
    assert str(code) not in entry.sentence


@pytest.mark.parametrize("code", [20003, 20005, 21606, 21660, 30002, 30033, 30037])
def test_what_stops_the_firm_altogether(code: int) -> None:
    assert describe(code).stops_all


@pytest.mark.parametrize("code", [21211, 21408, 21608, 21610, 30004, 30007, 30034, 30038, 20429])
def test_what_stops_one_text_or_one_country_only(code: int) -> None:
    assert not describe(code).stops_all


def test_only_a_lookup_decides_on_the_codes_that_landlines_share() -> None:
    confirm = {
        code for code, entry in error_table().items() if entry.fault is Fault.LANDLINE_CLAIMED
    }
    assert confirm == {30006, 21614}


def test_one_code_alone_depends_on_the_sender() -> None:
    assert {code for code, entry in error_table().items() if entry.from_toll_free} == {30004}


def test_what_stops_the_firm_is_never_a_contacts_fault() -> None:
    faults = {entry.fault for entry in error_table().values() if entry.stops_all}
    assert faults == {Fault.ACCOUNT, Fault.SENDER, Fault.THROTTLE}
    assert faults - {Fault.THROTTLE} <= FIRMS_OWN


@pytest.mark.parametrize(
    ("code", "toll_free", "fault"),
    [
        (30004, True, Fault.OPTED_OUT),
        (30004, False, Fault.CARRIER_FILTERING),
        (30007, True, Fault.CARRIER_FILTERING),
        (30007, False, Fault.CARRIER_FILTERING),
        (30640, False, Fault.DO_NOT_CONTACT),
        (21610, False, Fault.OPTED_OUT),
        (30038, False, Fault.CONTENT),
        (99999, True, Fault.UNKNOWN),
    ],
)
def test_the_fault_depends_on_the_sender_for_one_code(
    code: int, toll_free: bool, fault: Fault
) -> None:
    assert fault_of(code, sender_is_toll_free=toll_free) is fault


def test_the_code_stands_in_brackets_before_the_full_stop() -> None:
    assert explain(30005) == "The carrier says this number is not in service (30005)."


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, Fault.UNKNOWN),
        (401, Fault.ACCOUNT),
        (403, Fault.ACCOUNT),
        (404, Fault.NOT_FOUND),
        (429, Fault.THROTTLE),
        (503, Fault.TRANSIENT),
        (None, Fault.UNKNOWN),
    ],
)
def test_an_unknown_code_is_judged_by_its_http_status(status: int | None, fault: Fault) -> None:
    assert describe(99999, http_status=status).fault is fault
    assert describe(None, http_status=status).fault is fault


def test_the_code_book_says_the_same_of_a_code_that_was_kept() -> None:
    assert TWILIO_CODES.explain(30005) == explain(30005)
    assert TWILIO_CODES.explain(None) == "The text was not delivered."


def test_without_a_code_there_are_no_brackets() -> None:
    assert explain(None, http_status=403) == (
        "The carrier does not allow this to the firm's account."
    )


@given(st.none() | st.integers(), st.none() | st.integers(min_value=100, max_value=999))
def test_any_code_is_explained_in_one_line(code: int | None, status: int | None) -> None:
    text = explain(code, http_status=status)
    assert text.endswith(".")
    assert text.isprintable()
