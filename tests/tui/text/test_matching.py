"""The matched part of a result, by table and by property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.text.matching import MARK, marked, marked_number

if TYPE_CHECKING:
    from smsdesk.tui.text.shown import Piece


def marks(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.style == MARK]


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


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
    assert marks(marked(DisplayText(text), query)) == expected


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
    assert marks(marked_number(DisplayText(text), query)) == expected


@given(st.text(max_size=40), st.text(max_size=10))
def test_marking_never_changes_the_text(text: str, query: str) -> None:
    shown = one_line(text)
    assert text_of(marked(shown, query)) == shown
    assert text_of(marked_number(shown, query)) == shown
