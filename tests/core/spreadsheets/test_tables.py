"""The table in a file: its header, what stands above it, and what the user says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError
from smsdesk.core.spreadsheets.tables import TARGETS, Table, open_tables, parse_mapping
from tests.world.examples import examples
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Open = Callable[..., Table]


@pytest.fixture
def table(tmp_path: Path) -> Open:
    def write(*lines: str, **mapping: str) -> Table:
        path = tmp_path / "leads.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (only,) = open_tables(path, "US", mapping)
        return only

    return write


def test_what_stands_above_the_header_and_below_it(table: Open) -> None:
    found = table("Our leads", "", "Name,Phone", f" Ann ,{SARAH}", "only one", f"x,{SARAH},more")
    assert (found.header.line, [row.cells for row in found.above]) == (3, [["Our leads"]])
    assert found.tidy_rows == [["Ann", SARAH]]
    assert found.where.endswith("leads.csv, line 3")


def test_a_header_of_two_rows_is_one(table: Open) -> None:
    found = table("Agent,,Customer,", "Name,Phone,Name,Phone", f"Ana,{SARAH},Tom,{SARAH}")
    assert found.header.cells == ["Agent Name", "Agent Phone", "Customer Name", "Customer Phone"]


@pytest.mark.parametrize(
    ("text", "place"), [("phone", 1), (" PHONE ", 1), ("#1", 0), ("#3", 2), ("#7 note", 2)]
)
def test_a_column_is_named_by_its_header_or_by_its_place(
    table: Open, text: str, place: int
) -> None:
    assert table("Name,Phone,#7 Note", f"Ann,{SARAH},x").place_of(text) == place


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cell", r'no column "Cell"\. The columns are: "Name", "Phone", "name"\.'),
        ("#4", 'no column "#4"'),
        ("#0", 'no column "#0"'),
        ("Name", 'columns 1 and 3 are all called "Name"; name one by its place, as #1'),
    ],
)
def test_a_column_that_cannot_be_told_is_an_error(table: Open, text: str, words: str) -> None:
    with pytest.raises(LeadFileError, match=words):
        table("Name,Phone,name", f"Ann,{SARAH},x").place_of(text)


def test_a_file_without_a_header_is_asked_about_with_a_guess(table: Open) -> None:
    headless = table(f"Ann,Lee,a@x.example,{SARAH}", f"Tom,Ray,t@x.example,{SARAH}")
    assert headless.header.line == 0
    with pytest.raises(UnsureError) as asked:
        _ = headless.columns
    assert asked.value.options == ((f"column 4 ({SARAH})", "phone=#4"),)
    guess = '--map phone="#4" --map first_name="#1" --map last_name="#2" --map email="#3"'
    assert guess in str(asked.value)


def test_its_columns_can_be_named_by_their_places(table: Open) -> None:
    named = table(f"Ann,{SARAH}", f"Tom,{SARAH}", phone="#2", name="#1")
    assert (named.columns.places["phone"], named.columns.places["name"]) == ((1,), (0,))


def test_a_table_on_its_side_is_refused_with_what_to_do(table: Open) -> None:
    with pytest.raises(LeadFileError, match="stand in columns, not in rows; turn it"):
        table("Name,Ann,Tom", f"Phone,{SARAH},{SARAH}")


def test_a_target_that_does_not_exist(table: Open) -> None:
    with pytest.raises(LeadFileError, match="--map fone: no such target; there are name, "):
        table("Name,Phone", fone="Phone")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["phone"], 'cannot be read; write it as --map phone="Cell"'),
        (["phone="], "cannot be read"),
        (["=Cell"], "cannot be read"),
        (["fone=Cell"], "no such target"),
        (["phone=A", "phone=B"], "names phone twice"),
    ],
)
def test_a_mapping_that_says_nothing(options: list[str], words: str) -> None:
    with pytest.raises(LeadFileError, match=words):
        parse_mapping(options)


headers = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=9)


@settings(max_examples=examples(30))
@given(st.dictionaries(st.sampled_from(TARGETS), headers))
def test_any_header_can_be_named(mapping: dict[str, str]) -> None:
    options = [f" {target} = {header} " for target, header in mapping.items()]
    assert parse_mapping(options) == mapping
