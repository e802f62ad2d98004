"""The matched part of a result, by table and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from smsdesk.tui.text.matching import MARK, marked, marked_number


def marks(content: Content) -> list[str]:
    return [content.plain[s.start : s.end] for s in content.spans if s.style == MARK]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Sarah Berg", "sar", ["Sar"]),
        ("Sarah Berg", "BERG", ["Berg"]),
        ("Sarah Berg", "sarah b", ["Sarah", "B"]),
        ("Sarah Berg", "arah", []),
        ("José Núñez", "nunez", ["Núñez"]),
        ("José Núñez", "jose", ["José"]),
        ("Straße", "strasse", ["Straße"]),
        ("sarah.berg@example.org", "berg", ["berg"]),
        ("sarah@example.org", "exam", ["exam"]),
        ("Sarah Berg", "", []),
        ("[/x] Bob", "bob", ["Bob"]),
    ],
)
def test_names_and_mails(text: str, query: str, expected: list[str]) -> None:
    assert marks(marked(text, query)) == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("(415) 555-0111", "4155", ["415) 5"]),
        ("(415) 555-0111", "(415) 555", ["415) 555"]),
        ("(415) 555-0111", "0111", ["0111"]),
        ("(415) 555-0111", "555-01", ["555-01"]),
        ("(415) 555-0111", "+1 415", ["415"]),
        ("+44 20 7946 0018", "4420", ["44 20"]),
        ("(415) 555-0111", "sarah 0111", ["0111"]),
        ("(415) 555-0111", "9999", []),
        ("(415) 555-0111", "sarah", []),
        ("", "415", []),
    ],
)
def test_numbers(text: str, query: str, expected: list[str]) -> None:
    assert marks(marked_number(text, query)) == expected


@given(st.text(max_size=40), st.text(max_size=10))
def test_marking_never_changes_the_text(text: str, query: str) -> None:
    assert marked(text, query).plain == Content(text).plain
    assert marked_number(text, query).plain == Content(text).plain
