"""Toll-free numbers, whose opt-outs the networks keep."""

import pytest

from smsdesk.carrier.toll_free import is_toll_free


@pytest.mark.parametrize(
    ("number", "toll_free"),
    [
        ("+18003569377", True),
        ("+18333569377", True),
        ("+18883569377", True),
        ("+16502530000", False),
        ("+18013569377", False),
        ("+448003569377", False),
        ("80035", False),
    ],
)
def test_is_toll_free(number: str, toll_free: bool) -> None:
    assert is_toll_free(number) is toll_free
