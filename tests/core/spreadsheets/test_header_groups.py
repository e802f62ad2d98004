"""Headers of two rows: titles of groups above, or parts below."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.header_groups import whole_header
from smsdesk.core.spreadsheets.rows import Row


def whole(place: int, *lines: str) -> tuple[int, str]:
    rows = [Row(at, at, line.split("|")) for at, line in enumerate(lines, 1)]
    header = whole_header(rows, place, "US")
    return header.line, "|".join(header.cells)


@pytest.mark.parametrize(
    ("place", "lines", "joined"),
    [
        (1, ["Agent||Customer|", "Name|Phone|Name|Phone"],
         (2, "Agent Name|Agent Phone|Customer Name|Customer Phone")),
        (0, ["Name|Phone||Email", "|Home|Cell|"], (2, "Name|Phone Home|Phone Cell|Email")),
        (1, ["Person||When|", "Name|Phone||Date"], (2, "Person Name|Person Phone|When|When Date")),
    ],
)  # fmt: skip
def test_a_title_goes_before_what_stands_below_it(
    place: int, lines: list[str], joined: tuple[int, str]
) -> None:
    assert whole(place, *lines) == joined


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        (0, ["Name|Phone", "Ann|4155550111"]),
        (0, ["Name|Phone||Email", "|4155550111|4155550122|"]),
        (1, ["Our leads|", "Name|Phone"]),
        (1, ["Event:||Fair:|", "Name|Phone|Name|Phone"]),
        (1, ["ana@x.example||Tom|", "Name|Phone|Name|Phone"]),
        (1, ["Agent|Customer", "Name|Phone"]),
        (0, ["Name|Phone"]),
    ],
)
def test_another_row_beside_it_is_no_part_of_a_header(place: int, lines: list[str]) -> None:
    assert whole(place, *lines) == (place + 1, lines[place])


cells = st.lists(
    st.sampled_from(["", "Name", "Phone", "Agent", "Zork", "7"]), min_size=4, max_size=4
)


@given(cells, cells)
def test_a_joined_header_keeps_every_cell_of_the_lower_row_in_its_place(
    upper: list[str], lower: list[str]
) -> None:
    header = whole_header([Row(1, 1, upper), Row(2, 2, lower)], 1, "US")
    assert all(said.endswith(cell) for said, cell in zip(header.cells, lower, strict=True))
