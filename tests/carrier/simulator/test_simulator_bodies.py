"""How the simulated carrier bills a body, and what it does to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.simulator.bodies import segments, smart_encoded, utf16_units


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # 152 septets, then an escape pair that does not fit into the 153rd alone
        ("a" * 152 + "€" + "a" * 10, 2),
        ("a" * 152 + "€" * 77, 3),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
        # 66 units, then a surrogate pair that does not fit into the 67th alone
        ("ж" * 66 + "👍" + "ж" * 66, 3),
        ("`", 1),
        ("ç" + "a" * 70, 2),
    ],
)
def test_segments(body: str, expected: int) -> None:
    assert segments(body) == expected


@given(st.text(max_size=400))
def test_segments_stay_within_what_their_length_allows(body: str) -> None:
    units = utf16_units(body)
    assert (
        max(1, -(-units // 153)) <= segments(body) <= max(1, -(-2 * units // 152), -(-units // 66))
    )


def test_smart_encoding_maps_typographic_signs() -> None:
    assert (
        smart_encoded("“It\N{RIGHT SINGLE QUOTATION MARK}s here…” \N{EN DASH} now")
        == '"It\'s here..." - now'
    )
