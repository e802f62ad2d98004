"""Which row is the header: judged by its words, and by what stands below them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.header_rows import (
    find_header,
    header_worth,
    lies_on_its_side,
    looks_like_header,
    meanings_of,
)
from smsdesk.core.spreadsheets.rows import Row


def rows(*lines: str) -> list[Row]:
    return [Row(at, at, line.split("|")) for at, line in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["Name|Phone", "Ann|4155550111"], 0),
        (["Our leads", "Name|Phone", "Ann|4155550111"], 1),
        (["Event|Date", "Fair|2026-03-01", "Name|Phone", "Ann|4155550111"], 2),
        (["Host|Email", "Ana|ana@x.example", "Name|Phone", "Ann|4155550111"], 2),
        (["Who|Zork", "Ann|(415) 555-0111"], 0),
        (["Zork", "(415) 555-0111"], 0),
        (["Ann|4155550111", "Tom|4155550122"], None),
        (["Ann|4155550111", "Name|Email", "Tom|t@x.example"], None),
        (["Ann|4155550111", "Name|Phone", "Tom|4155550122"], 1),
        ([], None),
    ],
)
def test_the_row_whose_words_and_cells_say_most(lines: list[str], place: int | None) -> None:
    assert find_header(rows(*lines), (), "US") == place


def test_a_row_that_holds_what_the_user_named_is_the_one() -> None:
    table = rows("Name|Phone", "a|b", "Zork|Gnarl", "Ann|4155550111")
    assert find_header(table, ["ZORK", "gnarl"], "US") == 2
    assert find_header(table, ["Zork", "absent"], "US") == 0


def test_people_are_worth_nothing_as_a_header_also_where_a_wrong_separator_hides_them() -> None:
    assert header_worth(["Mobile", "(415) 555-0111"], (), "US") == 0
    assert header_worth(["Name;Phone;+1 415 555 0111"], (), "US") == 0
    assert header_worth(["Phone"], (), "US") > header_worth(["Name", "E-mail"], (), "US") > 0


def test_a_start_that_all_headers_share_is_taken_off() -> None:
    shared = ["traits.email", "traits.phone", "traits.name"]
    assert [one.target for one in meanings_of(shared)] == ["email", "phone", "name"]
    assert all(one.sure for one in meanings_of(shared))
    assert not meanings_of(["traits.email", "phone"])[0].sure


@pytest.mark.parametrize(
    ("lines", "aside"),
    [
        (["Name|Ann|Tom", "Phone|4155550111|4155550122"], True),
        (["Name|Phone", "Ann|4155550111"], False),
        (["Zork|Ann|Tom", "Phone|4155550111|4155550122"], False),
        (["Name|Ann|Tom", "Phone||"], False),
    ],
)
def test_a_table_of_one_lead_a_column(lines: list[str], *, aside: bool) -> None:
    table = rows(*lines)
    assert lies_on_its_side(table, table[0], "US") is aside


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        (["Name", "Email", "Country"], True),
        (["Name", "", "Phone"], True),
        (["Name"], False),
        (["Ann Lee", "Email"], False),
        (["Name", "4155550111"], False),
        ([], False),
    ],
)
def test_the_header_of_another_table(cells: list[str], *, header: bool) -> None:
    assert looks_like_header(cells) is header


@given(st.lists(st.sampled_from(["Name", "Phone", "Zork", "4155550111", "", "1"]), max_size=4))
def test_more_words_never_make_a_header_worth_less(cells: list[str]) -> None:
    worth = header_worth(cells, (), "US")
    assert worth >= 0
    if worth:
        assert header_worth([*cells, "Email"], (), "US") >= worth
