"""What comes in is kept as it came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.storable_text import restored, storable


@pytest.mark.parametrize(
    ("raw", "text", "original"),
    [
        ("plain \x1b[31m \u202e", "plain \x1b[31m \u202e", ""),
        ("a\\u0000", "a\\u0000", ""),
        ("a\x00b", "a\ufffdb", "a\\u0000b"),
        ("half \ud83d, \\x", "half \ufffd, \\x", "half \\ud83d, \\\\x"),
        ("", "", ""),
    ],
)
def test_what_a_database_keeps(raw: str, text: str, original: str) -> None:
    assert storable(raw) == (text, original)


@given(
    st.text(st.characters(codec=None, exclude_categories=())) | st.text("\\u0dn\x00\ud83d\ude00")
)
def test_nothing_is_lost(raw: str) -> None:
    kept = storable(raw)
    assert restored(kept) == raw
    for part in kept:
        assert part.encode().decode() == part
        assert "\x00" not in part
    assert len(kept.text) == len(raw)
