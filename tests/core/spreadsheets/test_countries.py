"""Whose number: the country that a cell names."""

from __future__ import annotations

import pytest

from smsdesk.core.spreadsheets.countries import region_of, region_of_calling_code


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Canada (+1)", "CA"), ("CA +1", "CA"), ("US +1", "US"), ("+1 United States", "US"),
        ("+44 (UK)", "GB"), ("Isle of Man (+44)", "IM"), ("Kazakhstan (+7)", "KZ"),
        ("Germany (DE) +49", "DE"), ("Jamaica (+1-876)", "JM"), ("Jamaica +1 876", "JM"),
        ("+1 (US/Canada)", "US"), ("Deutschland (0049)", "DE"),
    ],
)  # fmt: skip
def test_a_name_and_its_calling_code_in_one_cell(text: str, region: str) -> None:
    assert region_of(text) == region
    assert region_of_calling_code(text) == region


@pytest.mark.parametrize(
    "text", ["Germany (+1)", "US/DE", "US, UK", "Atlantis (+1)", "Canada +1 +44"]
)
def test_what_does_not_agree_is_no_country(text: str) -> None:
    assert region_of(text) is None
