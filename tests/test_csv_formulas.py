"""Cells that go to a spreadsheet do not run there, whatever it takes for a separator."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.csv_formulas import guarded, without_guards

cells = st.text(alphabet="'=+-@ \t\r\n,;|\"1a\uff1d\u2028\x00", max_size=12) | st.text()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\uff1d1", "'\uff1d1"),
        (' "=1', "' \"=1"),
        ("'=1", "''=1"),
        ("\tabc", "'\tabc"),
        ("\rabc", "'\rabc"),
        ("\t=1+1", "'\t'=1+1"),
        ("a;=1", "a;'=1"),
        ("a,b|@x", "a,b|'@x"),
        ("Hello\n=1", "Hello\n'=1"),
        ("Hello\r\n- @x", "Hello\r\n'- @x"),
        ("a\u2028=1", "a\u2028'=1"),
        ("\x00=1", "'\x00=1"),
    ],
)
def test_formulas_are_guarded(cell: str, written: str) -> None:
    assert guarded(cell) == written


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "+14155550132",
        "+1 415 555 0132",
        "-1",
        "Ann",
        "1=1",
        "'tis",
        "(415) 555-0132",
        "a,+1415;-3",
        "a@b.example",
    ],
)
def test_numbers_and_texts_are_not(cell: str) -> None:
    assert guarded(cell) == cell


@given(cells)
def test_a_guarded_cell_comes_back_unchanged(cell: str) -> None:
    assert without_guards(guarded(cell)) == cell


@given(cells, st.sampled_from([",", ";", "|", "\t", ",;|\t"]))
def test_no_reader_finds_a_formula(cell: str, separators: str) -> None:
    """Written with commas, read with other separators, line by line, quotes not honoured."""
    written = io.StringIO()
    csv.writer(written).writerow(["x", guarded(cell)])
    for line in written.getvalue().splitlines():
        for piece in re.split(f"[{separators}]", line.replace('"', "")):
            begun = piece.strip("\x00 \u00a0")
            assert not begun.startswith(("=", "@", "\uff1d"))
            if begun.startswith(("+", "-")):
                assert re.match(r"[+-][0-9 ]*(?:[,;|\s]|$)", begun)
