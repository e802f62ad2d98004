"""The cells of a list, each read as one tidy line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.cells import (
    cell_taker,
    tidy_cell,
    tidy_row,
)


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
