"""``smsdesk search`` shows a long text by the part in which the search found something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.cli.excerpt import WIDTH, excerpt


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("See you\nat  six", "six", "See you at six"),
        ("one two three four", "zzz", "one two t\u2026"),
        (f"{'a ' * 90}Seats left {'b ' * 90}", "SEAT", "a a Seats left b b"),
    ],
)
def test_around_the_first_match(text: str, query: str, shown: str) -> None:
    assert shown in excerpt(text, query, width=10 if len(shown) <= 10 else WIDTH)


@given(st.text(), st.text(alphabet="abc ", min_size=1), st.text(max_size=400))
def test_one_line_no_longer_than_asked_for(before: str, query: str, after: str) -> None:
    shown = excerpt(f"{before} {query} {after}", query)
    assert len(shown) <= WIDTH
    assert shown.splitlines() in ([], [shown])
