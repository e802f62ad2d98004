"""The phones of one row: which is the lead's, read as its country writes numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.columns import judge_columns
from smsdesk.core.spreadsheets.row_phones import RowPhones, phones_reader, region_said
from smsdesk.terms import PhoneProblem
from tests.world.people import ANA, SARAH, TOM


def read(header: str, line: str, region: str = "US", *, like: str = "") -> RowPhones:
    """Read the phones of a row; ``like``: a row that shows what its columns hold."""
    titles, cells = header.split("|"), line.split("|")
    rows = [like.split("|") if like else cells]
    columns = judge_columns(titles, rows, region=region, mapped={}, where="leads.csv")
    return phones_reader(columns, region)(cells)


@pytest.mark.parametrize(
    ("header", "line", "written", "number", "own"),
    [
        ("Phone", "(415) 555-0111", "(415) 555-0111", SARAH, (SARAH,)),
        ("Phone", "4155550111.0", "4155550111", SARAH, (SARAH,)),
        ("Home phone|Mobile", f"{TOM}|{SARAH}", SARAH, SARAH, (SARAH, TOM)),
        ("Home phone|Mobile", f"{TOM}|", TOM, TOM, (TOM,)),
        ("Home phone|Mobile", f"{TOM}|n/a", TOM, TOM, (TOM,)),
        ("Home phone|Mobile", f"{TOM}|000", TOM, TOM, (TOM,)),
        ("Mobile|Phone", f"{SARAH}|(415) 555-0111", SARAH, SARAH, (SARAH,)),
        ("Phone", f"home {TOM}, cell {SARAH}", f"home {TOM}, cell {SARAH}", SARAH, (SARAH, TOM)),
        ("Phone", f"{SARAH} / fax {TOM}", f"{SARAH} / fax {TOM}", SARAH, (SARAH,)),
        ("Phone|Phone type", f"{SARAH}|Fax", SARAH, "", ()),
        ("Phone 1|Phone 1 - Type|Phone 2|Phone 2 - Type", f"{TOM}|Home|{SARAH}|Mobile",
         SARAH, SARAH, (SARAH, TOM)),
        ("Area code|Phone", "415|555-0111", "555-0111", SARAH, (SARAH,)),
        ("Country code|Phone", "+49|0160 1234561", "0160 1234561", "+491601234561",
         ("+491601234561",)),
    ],
)  # fmt: skip
def test_the_number_that_counts(
    header: str, line: str, written: str, number: str, own: tuple[str, ...]
) -> None:
    found = read(header, line)
    assert (found.written, found.phone.number, found.own) == (written, number, own)


@pytest.mark.parametrize(
    ("line", "number", "problem"),
    [
        ("0160 1234561|Germany", "+491601234561", None),
        ("0160 1234561|DE", "+491601234561", None),
        ("(415) 555-0111|", SARAH, None),
        ("(415) 555-0111|United States", SARAH, None),
        ("0160 1234561|Atlantis", "", PhoneProblem.COUNTRY_UNKNOWN),
        ("+49 160 1234561|Atlantis", "+491601234561", None),
    ],
)
def test_the_country_of_the_row_goes_before_that_of_the_desk(
    line: str, number: str, problem: PhoneProblem | None
) -> None:
    phone = read("Phone|Country", line, like="0160 1234561|Germany").phone
    assert (phone.number, phone.problem) == (number, problem)


@pytest.mark.parametrize(
    ("line", "written", "problem"),
    [
        ("|", "", PhoneProblem.NONE_ON_FILE),
        ("n/a|", "n/a", PhoneProblem.NONE_ON_FILE),
        ("n/a|12", "12", PhoneProblem.WRONG_LENGTH),
        ("0000000000|12", "0000000000", PhoneProblem.ALL_ZEROS),
    ],
)
def test_why_there_is_no_number_and_a_mere_dash_hides_no_other_reason(
    line: str, written: str, problem: PhoneProblem
) -> None:
    found = read("Mobile|Home phone", line)
    assert (found.written, found.phone.number, found.own) == (written, "", ())
    assert found.phone.problem is problem


@pytest.mark.parametrize("cell", ["415-555-0111 (do not text)", "no texts! 415-555-0111"])
def test_a_remark_beside_the_number_forbids_texts(cell: str) -> None:
    found = read("Phone", cell)
    assert (found.own, found.forbids) == ((SARAH,), True)
    assert not read("Phone", "415-555-0111 (mornings)").forbids


def test_a_country_that_nobody_knows_is_no_missing_one() -> None:
    assert region_said(["", "France"], (0, 1)) == "FR"
    assert region_said(["", ""], (0, 1)) == ""
    assert region_said(["Atlantis"], (0,)) is None


numbers = st.sampled_from(["", "n/a", "12", SARAH, TOM, ANA, f"{SARAH}, {TOM}"])


@given(numbers, numbers)
def test_the_number_that_counts_is_the_leads_own_and_each_own_counts_once(
    mobile: str, home: str
) -> None:
    found = read("Mobile|Home phone", f"{mobile}|{home}", like=f"{SARAH}|{TOM}")
    assert len(set(found.own)) == len(found.own)
    assert set(found.own) == {n for n in (SARAH, TOM, ANA) if n in mobile or n in home}
    assert (found.phone.number or None) == next(iter(found.own), None)
