"""The short way to a number of the United States says what libphonenumber says."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.phone import _american, read_phone

national_numbers = st.from_regex(r"[2-9][0-9]{9}", fullmatch=True)


@given(national_numbers)
def test_a_number_is_american_exactly_where_the_library_says_so(national: str) -> None:
    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(national))
    valid = phonenumbers.is_valid_number_for_region(number, "US")
    assert bool(_american().fullmatch(national)) == valid


@given(national_numbers)
@pytest.mark.parametrize(
    "written",
    ["{0}{1}{2}", "({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "1 {0} {1} {2}", "+1{0}{1}{2}"],
)
def test_the_usual_ways_of_writing_mean_the_same(written: str, national: str) -> None:
    usual = read_phone(written.format(national[:3], national[3:6], national[6:]), "US")
    # Words round the number take it off the short way.
    assert usual == read_phone(f"cell {national}", "US")
