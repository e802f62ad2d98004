"""Whose a bare phone or e-mail is, told by the person whose column stands before it."""

from __future__ import annotations

import pytest

from smsdesk.core.spreadsheets.neighbours import give_to_neighbours
from smsdesk.core.spreadsheets.observed_columns import observe_columns
from tests.world.people import ANA, SARAH, TOM


def others(header: str, *lines: str) -> list[str]:
    columns = observe_columns(header.split("|"), [line.split("|") for line in lines], "US")
    before = [column.header for column in columns if column.meaning.target == "other"]
    give_to_neighbours(columns)
    after = [column.header for column in columns if column.meaning.target == "other"]
    return [header for header in after if header not in before]


@pytest.mark.parametrize(
    ("header", "lines", "given"),
    [
        ("Name|Cell|Emergency contact|Relationship|Phone",
         [f"Ann|{SARAH}|Rob Lee|father|{TOM}"], ["Phone"]),
        ("Name|Cell|Agent|Phone", [f"Ann|{SARAH}|Rob Lee|{TOM}"], ["Phone"]),
        ("Agent|Phone", [f"Rob Lee|{TOM}"] * 3, ["Phone"]),
        ("Agent|Phone", [f"Rob Lee|{TOM}"], []),
        ("Name|Cell|Agent|Phone",
         [f"Ann|{SARAH}|Rob Lee|{TOM}", f"Tim|{SARAH}|Rob Lee|{ANA}"], []),
        ("Name|Cell|Agent|Agent phone|Phone", [f"Ann|{SARAH}|Rob Lee|{ANA}|{TOM}"], []),
        ("Cell|Agent|Name|Phone", [f"{SARAH}|Rob Lee|Ann|{TOM}"], []),
        ("Name|Cell|Agent|Phone", [f"Ann|{SARAH}|7|{TOM}"], []),
        ("Name|Phone", [f"Ann|{SARAH}"], []),
    ],
)  # fmt: skip
def test_a_phone_beside_somebody_else_is_theirs(
    header: str, lines: list[str], given: list[str]
) -> None:
    assert others(header, *lines) == given
