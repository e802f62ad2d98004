"""Numbers as people and scripts give them: E.164, or one line that says what is wrong."""

from __future__ import annotations

import pytest

from smsdesk.core.rules.numbers import NotANumber, checked_number, parse_number
from tests.world.people import SARAH


@pytest.mark.parametrize(("written", "number"), [
    ("(415) 555-0111", SARAH), ("+1 415 555 0111", SARAH), ("415.555.0111", SARAH),
    ("+44 20 7183 8750", "+442071838750"),
])  # fmt: skip
def test_numbers_as_people_write_them(written: str, number: str) -> None:
    assert parse_number(written, "US") == number


def test_without_a_country_code_the_region_counts() -> None:
    assert parse_number("020 7183 8750", "GB") == "+442071838750"


@pytest.mark.parametrize("written", ["", "Sarah", "12", "0000000000", "1234567890"])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(NotANumber) as caught:
        parse_number(written, "US")
    assert caught.value.exit_code == 2
    assert "+14155550111" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("written", [
    "415-555-0111, 415-555-0122", "+14155550111 / +14155550122", "4155550111 or 4155550122",
    "4155550111\n4155550122", "+14155550111;+14155550122",
])  # fmt: skip
def test_two_numbers_where_one_is_asked_for(written: str) -> None:
    with pytest.raises(NotANumber, match="several phone numbers: give one") as caught:
        parse_number(written, "US")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", [SARAH, "+442071838750", "40404", "HARBORLAW"])
def test_a_number_or_an_address_that_is_none_is_taken(number: str) -> None:
    assert checked_number(number) == number


@pytest.mark.parametrize("number", ["4155550111", "+1 415 555 0111", "+0415550111", "+1415", ""])
def test_what_would_be_another_contact_is_refused(number: str) -> None:
    with pytest.raises(NotANumber, match=r"E\.164"):
        checked_number(number)
