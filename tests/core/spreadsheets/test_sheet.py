"""Somebody's file of rows as it is: its separator, its lines, and quotes that never end."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.errors import LeadFileError
from smsdesk.core.spreadsheets.header_rows import header_worth
from smsdesk.core.spreadsheets.rows import Row
from smsdesk.core.spreadsheets.sheet import SAMPLE_BYTES, Sheet, open_sheets, quote_runs_on
from tests.world.examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Open = Callable[[str | bytes], Sheet]


@pytest.fixture
def sheet(tmp_path: Path) -> Open:
    def write(content: str | bytes) -> Sheet:
        path = tmp_path / "leads.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (only,) = open_sheets(path, "US", lambda cells: header_worth(cells, (), "US"))
        return only

    return write


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Name,Phone\nAnn,1\n", ","),
        ("Name;Phone\nBerg, Ann;1\n", ";"),
        ("Name\tPhone\nAnn\t1\n", "\t"),
        ("Name|Phone\nAnn|1\n", "|"),
        ("sep=;\nName,Phone;Note\nAnn;1\n", ";"),
        ("SEP=\t\nName\tPhone\n", "\t"),
        ("Phone\n4155550111\n", ","),
        ("x;y\nreport, of, many, commas\nName;Phone\nAnn;1\n", ";"),
    ],
)
def test_the_separator_is_that_which_gives_the_best_header(
    sheet: Open, text: str, separator: str
) -> None:
    assert sheet(text).separator == separator


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_shows_them(sheet: Open, end: str) -> None:
    text = end.join(["Name,Phone", "", '"Ann', 'Lee",1', ",", "Tom,2"])
    assert list(sheet(text).rows()) == [
        Row(1, 1, ["Name", "Phone"]),
        Row(3, 4, [f"Ann{end}Lee", "1"]),
        Row(6, 6, ["Tom", "2"]),
    ]


def test_a_quote_that_is_never_closed_names_the_line_in_which_it_opens(sheet: Open) -> None:
    broken = sheet('Name,Phone\nAnn,1\n"Tom\nB",x,"2\nEve,3\n')
    rows = broken.rows()
    assert [next(rows).cells[0] for _ in range(2)] == ["Name", "Ann"]
    with pytest.raises(LeadFileError, match="line 4: a quote opens here and is never closed"):
        next(rows)


@pytest.mark.parametrize(
    ("row", "runs_on"),
    [
        (Row(2, 3, ['Ann,1\nTom "', "x"]), True),
        (Row(2, 3, ["Ann\nLee", "x"]), False),
        (Row(2, 3, ['Ann "Annie"\nLee', "x"]), False),
        (Row(2, 2, ['5" screen', "x"]), False),
        (Row(2, 3, ['5" screen', "a\nb"]), False),
    ],
)
def test_a_quote_closed_by_that_of_another_row(row: Row, *, runs_on: bool) -> None:
    assert quote_runs_on(row) is runs_on


def test_every_reading_starts_anew_and_tells_how_far_it_is(sheet: Open) -> None:
    lines = "Name,Phone\n" + "Ann,4155550111\n" * 9000
    long = sheet(lines)
    assert not long.whole
    assert len(long.sample) < 9001
    for _ in range(2):
        assert sum(1 for _ in long.rows()) == 9001
        assert long.progress.bytes_read == long.size_bytes == len(lines)


def test_a_sample_ends_with_a_whole_line(sheet: Open) -> None:
    long = sheet("Name,Phone\n" + "Ann Lee,4155550111\n" * (SAMPLE_BYTES // 18))
    assert {tuple(row.cells) for row in long.sample[1:]} == {("Ann Lee", "4155550111")}


def test_the_first_letter_beyond_ascii_settles_the_page_however_late_it_comes(sheet: Open) -> None:
    late = "Name,Phone\n" + "Ann Lee,4155550111\n" * 9000 + "José Núñez,4155550122\n"
    *_, last = sheet(late.encode("cp1252")).rows()
    assert last.cells[0] == "José Núñez"


def test_a_pipe_is_refused_for_it_can_be_read_only_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LeadFileError, match="is a pipe or a device; save it to a file first"):
        open_sheets(tmp_path / "pipe", "US", len)


cells = st.text(st.sampled_from("ab ,;\"'\n\té"), max_size=6).map(str.strip)


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=4))
def test_what_a_program_wrote_is_read_back_cell_by_cell(sheet: Open, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["Name", "Phone", "Note"], *rows])
    read = [row.cells for row in sheet(out.getvalue()).rows()]
    assert read[1:] == [row for row in rows if any(row)]
