"""Whose number a cell holds, whatever stands round it; never one that it does not hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.phone_cells import read_cell
from smsdesk.terms import PhoneProblem


def numbers(text: str, region: str = "US") -> list[str]:
    return [one.phone.number for one in read_cell(text, region).phones if one.own]


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("0160 1234561 (2. Handy)", "DE", ["+491601234561"]),
        ("0176 04069 012 (nach 18 Uhr)", "DE", ["+4917604069012"]),
        ("030/23125 101", "DE", ["+493023125101"]),
        ("(415) 555-0123 best 9-5", "US", ["+14155550123"]),
        ("best 9-5 4155550123", "US", ["+14155550123"]),
        ("best 9-5 (415) 555-0123", "US", ["+14155550123"]),
        ("9am-5pm: 415 555 0123", "US", ["+14155550123"]),
        ("415 555 0123 9am - 5pm", "US", ["+14155550123"]),
        ("4155550123 24/7 ok", "US", ["+14155550123"]),
        ("4155550123 2nd", "US", ["+14155550123"]),
        ("mob 06-12 34 56 78", "FR", ["+33612345678"]),
        ("030 12345 20 am Abend", "DE", ["+49301234520"]),
        ("030 12345 67O", "DE", [""]),
        ("call after 5: 415 555 0123", "US", ["+14155550123"]),
        ("415-555-0125 x12", "US", ["+14155550125"]),
        ("415-555-0101 ::: 415-555-0123", "US", ["+14155550101", "+14155550123"]),
        ("4155550123 / 4155550124", "US", ["+14155550123", "+14155550124"]),
        ("415-555-0126 (Rob) / 415-555-0127 (Di)", "US", ["+14155550126"]),
        ("fax 415-555-0199", "US", []),
        ("415 555 0123 (husband)", "US", []),
        ("p:+14155550123", "US", ["+14155550123"]),
        ("4.155550123E9", "US", ["+14155550123"]),
        ("4155550129.00", "US", ["+14155550129"]),
        ("4,155,550,123", "US", ["+14155550123"]),
        ("447400123456", "US", ["+447400123456"]),
        ("+44 (0)7400 123456", "US", ["+447400123456"]),
        ("1-800-FLOWERS", "US", ["+18003569377"]),
    ],
)
def test_the_numbers_of_a_cell(text: str, region: str, found: list[str]) -> None:
    assert numbers(text, region) == found


@pytest.mark.parametrize(
    ("text", "region", "problem"),
    [
        ("4.15556E+09", "US", PhoneProblem.ROUNDED),
        ("415-555-O123", "US", PhoneProblem.NOT_A_NUMBER),
        ("0160 Handy 1234561", "DE", PhoneProblem.NOT_A_NUMBER),
        ("555-0101", "US", PhoneProblem.WRONG_LENGTH),
        ("n/a", "US", PhoneProblem.NONE_ON_FILE),
        ("--", "US", PhoneProblem.NONE_ON_FILE),
        ("call me", "US", PhoneProblem.NOT_A_NUMBER),
    ],
)
def test_why_a_cell_has_none(text: str, region: str, problem: PhoneProblem) -> None:
    assert [one.phone.problem for one in read_cell(text, region).phones] == [problem]


@pytest.mark.parametrize(
    "text",
    ["415-555-0123 DNC", "do not text 415-555-0123", "STOP 415-555-0123", "415-555-0123 (unsub)"],
)
def test_a_remark_may_forbid(text: str) -> None:
    assert read_cell(text, "US").forbids
    assert not read_cell("415-555-0123 (truck stop)", "US").forbids


@given(st.text(alphabet="0123456789 +-()./;,:xXeEabcdN\u00e9", max_size=40))
def test_no_number_comes_of_digits_that_are_not_there(text: str) -> None:
    digits = re.sub(r"[^0-9]", "", text)
    for one in read_cell(text, "US").phones:
        if one.phone.number:
            national = one.phone.number.lstrip("+").removeprefix("1")
            assert national in digits or national.rstrip("0") in digits
