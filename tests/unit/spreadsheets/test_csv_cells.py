"""Cells that go to a spreadsheet do not run there, and come back as they went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.csv_cells import (
    cell_taker,
    guard_cell,
    plain_cell,
    tidy_cell,
    tidy_row,
)


@pytest.mark.parametrize(
    "cell",
    ['=HYPERLINK("https://example.com")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1"],
)
def test_formulas_are_guarded(cell: str) -> None:
    assert guard_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "+14155550132", "-1", "Ann", "1=1", "'tis", "(415) 555-0132"])
def test_numbers_and_texts_are_not(cell: str) -> None:
    assert guard_cell(cell) == cell


@given(st.text(alphabet="'=+-@ \t\"1a\uff1d", max_size=8) | st.text())
def test_a_guarded_cell_comes_back_unchanged(cell: str) -> None:
    assert plain_cell(guard_cell(cell)) == cell


@given(st.text(alphabet="'=+-@ \t\"1a\uff1d", max_size=8) | st.text())
def test_no_guarded_cell_begins_like_a_formula(cell: str) -> None:
    guarded = guard_cell(cell)
    assert not guarded.lstrip().startswith(("=", "@"))


@pytest.mark.parametrize(
    ("cell", "tidy"),
    [
        ("  Ann \u00a0 Lee ", "Ann Lee"),
        ("Ann\nLee", "Ann Lee"),
        ("'+1-415-555-0132", "+1-415-555-0132"),
        ('="4155550132"', "4155550132"),
        ('\'="4155550132"', "4155550132"),
        ("\u202a+14155550132\u202c", "+14155550132"),
        ("O'Neil", "O'Neil"),
    ],
)
def test_a_tidy_cell(cell: str, tidy: str) -> None:
    assert tidy_cell(cell) == tidy


@given(st.lists(st.text(max_size=6), max_size=4))
def test_a_row_is_tidied_as_its_cells_are(cells: list[str]) -> None:
    assert tidy_row(cells, 3) == [*map(tidy_cell, cells), *[""] * (3 - len(cells))]


def test_the_first_filled_cell_is_taken() -> None:
    assert cell_taker([2, 0])(["a", "b", ""]) == "a"
    assert cell_taker([1])(["a", "b", ""]) == "b"
    assert cell_taker([])(["a", "b", ""]) == ""
