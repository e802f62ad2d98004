"""What an answer of Twilio's holds, as far as it can be told without a request."""

from __future__ import annotations

import pytest

from smsdesk.carrier.twilio.answers import whole_number


@pytest.mark.parametrize(("written", "number"), [
    (0, 0), (21610, 21610), (999_999_999, 999_999_999),
    ("0", 0), ("21610", 21610), ("999999999", 999_999_999),
    (1_000_000_000, None), ("1000000000", None), (-1, None), ("-1", None),
    (True, None), (1.0, None), ("1.0", None), ("", None), (" 1", None), ("\u0661", None),
    (None, None), ([], None), ({}, None),
])  # fmt: skip
def test_a_count_or_a_code_is_written_as_a_number_or_as_digits(
    written: object, number: int | None
) -> None:
    """What is longer than any of Twilio's, or of another kind, says nothing."""
    assert whole_number(written) == number
