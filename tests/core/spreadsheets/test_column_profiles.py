"""What the cells of a column look like: the evidence that a header cannot give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.column_profiles import (
    LOOKED_AT,
    Profile,
    holds_person,
    is_email,
    profile,
)
from tests.world.examples import examples


def seen(*cells: str) -> dict[str, int]:
    found = profile(cells, "US")
    return {name: getattr(found, name) for name in Profile.__slots__ if getattr(found, name)}


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["s@x.example"], {"filled": 1, "emails": 1, "distinct": 1}),
        (["(415) 555-0111"], {"filled": 1, "phones": 1, "marked": 1, "distinct": 1}),
        (["4155550111"], {"filled": 1, "phones": 1, "distinct": 1}),
        (["2026-03-01"], {"filled": 1, "dates": 1, "distinct": 1}),
        (["2026-03-01 10:00"], {"filled": 1, "dates": 1, "times": 1, "distinct": 1}),
        (["10:30"], {"filled": 1, "clocks": 1, "distinct": 1}),
        (["Sarah Berg", "Sarah Berg"], {"filled": 2, "names": 2, "distinct": 1}),
        (["", "-", "--", "..."], {}),
    ],
)
def test_a_cell_is_what_it_looks_like(cells: list[str], what: dict[str, int]) -> None:
    assert seen(*cells) == what


def test_a_yes_is_an_answer_and_could_be_a_name() -> None:
    assert seen("yes") == {"filled": 1, "answers": 1, "names": 1, "distinct": 1}


def test_only_the_first_filled_cells_are_looked_at() -> None:
    cells = ["", *["Ann"] * LOOKED_AT, *["s@x.example"] * 9]
    assert seen(*cells) == {"filled": LOOKED_AT, "names": LOOKED_AT, "distinct": 1}


@pytest.mark.parametrize(
    ("cells", "sure"),
    [
        (["(415) 555-0111"], True),
        (["4155550111"], False),
        (["4155550111", "4155550122", "4155550133"], True),
        (["(415) 555-0111", "Ann", "Tom"], False),
        (["Ann"], False),
        ([], False),
    ],
)
def test_one_written_phone_is_proof_and_bare_digits_only_together(
    cells: list[str], *, sure: bool
) -> None:
    assert (profile(cells, "US").phone_evidence >= 1) is sure


@pytest.mark.parametrize(
    ("filled", "count", "mostly"), [(4, 2, True), (5, 2, False), (0, 0, False), (1, 1, True)]
)
def test_mostly_is_half_at_least(filled: int, count: int, *, mostly: bool) -> None:
    assert Profile(filled=filled).mostly(count) is mostly


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("s@x.example", True),
        ("zoë@exämple.example", True),
        ("s@x", False),
        ("s@x.example, t@x.example", False),
        ("<s@x.example>", False),
        ("@handle", False),
        ("1@2.34", False),
    ],
)
def test_an_email(text: str, *, email: bool) -> None:
    assert is_email(text) is email


@pytest.mark.parametrize(
    ("cells", "person"),
    [
        (["Name", "Phone"], False),
        (["Ann", "(415) 555-0111"], True),
        (["Ann", "4155550111"], True),
        (["Ann", "s@x.example"], True),
        (["Ann <s@x.example>"], True),
        (["Your e-mail (you@company.example)", "Phone"], False),
        (["Phone 1", "2026-03-01"], False),
        (["12345"], False),
    ],
)
def test_a_row_with_somebodys_phone_or_address_is_no_header(
    cells: list[str], *, person: bool
) -> None:
    assert holds_person(cells, "US") is person


@settings(max_examples=examples(30))
@given(st.lists(st.sampled_from(["", "-", "Ann", "yes", "4155550111", "s@x.example", "10:30"])))
def test_no_count_is_larger_than_what_is_filled(cells: list[str]) -> None:
    assert all(count <= seen(*cells).get("filled", 0) for count in seen(*cells).values())
