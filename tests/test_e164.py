"""Numbers by their shape."""

from __future__ import annotations

import pytest

from smsdesk.e164 import is_e164, one_contact, written_forms


@pytest.mark.parametrize(("text", "is_one"), [
    ("+14155550111", True),
    ("+1234567", True),
    ("+123456789012345", True),
    ("+123456", False),
    ("+1234567890123456", False),
    ("14155550111", False),
    ("+04155550111", False),
    ("+1415555\u0660111", False),
    ("+14155550111\n", False),
    ("", False),
])  # fmt: skip
def test_the_shape_of_a_number(text: str, is_one: bool) -> None:
    assert is_e164(text) == is_one


@pytest.mark.parametrize(("address", "number"), [
    ("+5215512345678", "+525512345678"),
    ("+525512345678", "+525512345678"),
    ("+521551234567", "+521551234567"),  # ten digits of their own, the first of which is a 1
    ("+14155550111", "+14155550111"),
    ("40404", "40404"),
])  # fmt: skip
def test_both_forms_of_a_mexican_number_are_one_contact(address: str, number: str) -> None:
    assert one_contact(address) == number
    assert address in written_forms(number)
    assert written_forms(number)[0] == number
