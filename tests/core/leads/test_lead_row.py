"""One row of a lead file: what it says of a lead, and why it may not be one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.leads.lead_row import FOOTER, TOTAL, Doubts, LeadRow, row_reader
from smsdesk.core.spreadsheets.columns import judge_columns
from smsdesk.core.spreadsheets.rows import Row
from smsdesk.core.spreadsheets.time_columns import no_time
from smsdesk.terms import PhoneProblem
from tests.world.examples import examples
from tests.world.people import SARAH, TOM

HEADER = "Name|Email|Phone"
UNREADABLE = {
    f"Sarah|s@x.example|{SARAH}|too|many": "5 cells where the header has 3; "
    "a cell with a comma in it needs quotes",
    "Sarah": "1 cell where the header has 3",
    "Sarah|": "2 cells where the header has 3",
    HEADER: "the header once more",
    "Total|12": TOTAL,
    "Total: 12||": TOTAL,
    "Generated on 2026-11-01||": FOOTER,
    '{"ImportId": 1}|{"ImportId": 2}|': "names for a program, and no lead",
}


def read(
    header: str,
    *lines: str,
    skip: tuple[tuple[int, str], ...] = (),
    event: str = "",
    doubts: Doubts | None = None,
) -> list[LeadRow | None]:
    """Read lines as rows of a table with the header; cells are separated by bars."""
    titles = header.split("|")
    cells = [line.split("|") for line in lines]
    wide = [[*row, *[""] * len(titles)][: len(titles)] for row in cells]
    columns = judge_columns(titles, wide, region="US", mapped={}, where="leads.csv")
    reader = row_reader(
        titles, columns, no_time, region="US", event=event, skip=skip, doubts=doubts or Doubts()
    )
    return [reader(Row(at, at, row)) for at, row in enumerate(cells, 2)]


def one(header: str, line: str, **more: object) -> LeadRow:
    (row,) = read(header, line, **more)  # type: ignore[arg-type]
    assert row is not None
    return row


def test_a_row_is_taken_apart_and_its_cells_stay_as_they_came() -> None:
    row = one(
        "Order #|Attendee #|First Name|Last Name|Email|Phone|State|Zip|Country",
        " 1 |7|Sarah | Berg|s@x.example|(415) 555-0111|CA|94941|Canada",
    )
    assert (row.line, row.name, row.first_name, row.email) == (
        2, "Sarah Berg", "Sarah", "s@x.example",
    )  # fmt: skip
    assert (row.phone, row.read.number, row.source_id) == ("(415) 555-0111", SARAH, "1/7")
    assert (row.state, row.zip, row.country, row.problem) == ("CA", "94941", "CA", "")
    assert row.cells[:3] == (" 1 ", "7", "Sarah ")


@pytest.mark.parametrize(("header", "cells", "name"), [
    ("First Name|Last Name", "Sarah|Berg", "Sarah Berg"),
    ("First Name|Last Name", "|Berg", "Berg"),
    ("First Name|Last Name", "Sarah|", "Sarah"),
    ("Full Name|First Name|Last Name", "Sarah Berg||", "Sarah Berg"),
    ("Voornaam|Tussenvoegsel|Achternaam", "Anna|van der|Berg", "Anna van der Berg"),
    ("Voornaam|Tussenvoegsel|Achternaam", "Anna||Berg", "Anna Berg"),
    ("\u59d3|\u540d", "\u5c71\u7530|\u592a\u90ce", "\u5c71\u7530 \u592a\u90ce"),
])  # fmt: skip
def test_a_name_is_put_together_as_its_language_does(header: str, cells: str, name: str) -> None:
    assert one(f"{header}|Phone", f"{cells}|{SARAH}").name == name


@pytest.mark.parametrize(("line", "problem"), UNREADABLE.items())
def test_why_a_row_is_no_lead(line: str, problem: str) -> None:
    _, row = read(HEADER, f"Tom|t@x.example|{TOM}", line)
    assert row is not None
    assert row.problem == problem


def test_a_row_that_names_nobody_is_no_lead_whatever_else_it_says() -> None:
    assert one("Name|Phone|Shoe size", "||38").problem == "no name, e-mail or phone in it"


@pytest.mark.parametrize(("line", "reason"), [
    ("Sarah|s@x.example|", PhoneProblem.NONE_ON_FILE),
    ("Sarah|s@x.example", PhoneProblem.NONE_ON_FILE),
    ("Sarah||12", PhoneProblem.WRONG_LENGTH),
    ("Total||12", PhoneProblem.WRONG_LENGTH),
    ("Total Fitness|t@x.example|", PhoneProblem.NONE_ON_FILE),
    ("Sarah||", PhoneProblem.NONE_ON_FILE),
])  # fmt: skip
def test_a_lead_without_a_number_is_a_lead_with_a_reason(line: str, reason: PhoneProblem) -> None:
    _, row = read(HEADER, f"Tom|t@x.example|{TOM}", line)
    assert row is not None
    assert (row.problem, row.read.problem, row.read.number) == ("", reason, "")


@pytest.mark.parametrize("line", ["", "||", " |\t|", "||||"])
def test_only_a_row_with_nothing_in_it_is_passed_over(line: str) -> None:
    assert read(HEADER, f"Tom|t@x.example|{TOM}", line)[1] is None


@settings(max_examples=examples(30))
@given(st.lists(st.sampled_from(["", "x", " ", SARAH, "s@x.example", "12", "Total"]), max_size=5))
def test_a_row_with_anything_in_it_is_a_lead_or_says_why_not(cells: list[str]) -> None:
    _, row = read(HEADER, f"Tom|t@x.example|{TOM}", "|".join(cells))
    if row is None:
        assert not any(map(str.strip, cells[:3]))
    else:
        reached = row.read.number or row.read.problem
        assert row.problem or (reached and (row.phone or row.email or row.name))


@pytest.mark.parametrize(("header", "line", "said", "numbers"), [
    ("Phone|SMS opt-out", f"{SARAH}|yes", '"SMS opt-out" is "yes"', (SARAH,)),
    ("Phone|OK to text?", f"{SARAH}|no", '"OK to text?" is "no"', (SARAH,)),
    ("Mobile|Home phone|OK to text?", f"{SARAH}|{TOM}|no", '"OK to text?" is "no"', (SARAH, TOM)),
    ("Phone|OK to text?", "415-555-0111 (do not text)|yes",
     'the phone reads "415-555-0111 (do not text)"', (SARAH,)),
    ("Phone|OK to text?", f"{SARAH}|", "", ()),
    ("Phone|OK to text?", f"{SARAH}|maybe later", "", ()),
    ("Email|Phone|Email opt-out", f"s@x.example|{SARAH}|yes", "", ()),
])  # fmt: skip
def test_who_wants_no_texts_and_what_says_so(
    header: str, line: str, said: str, numbers: tuple[str, ...]
) -> None:
    row = one(header, line)
    assert (row.opt_out, row.opt_out_numbers) == (said, numbers)


def test_what_is_no_clear_word_about_texts_is_counted_and_opts_nobody_out() -> None:
    doubts = Doubts()
    rows = read(
        "Email|Phone|Subscribed|Approval Status",
        f"s@x.example|{SARAH}|no|denied", f"t@x.example|{TOM}|No|approved", "a@x.example||no|",
        doubts=doubts,
    )  # fmt: skip
    assert not any(row.opt_out for row in rows if row)
    assert doubts.counts == {
        ("Subscribed", "no"): 2, ("Subscribed", "No"): 1, ("Approval Status", "denied"): 1,
    }  # fmt: skip


def test_a_column_of_free_text_does_not_fill_the_memory_with_doubts() -> None:
    doubts = Doubts()
    lines = [f"{SARAH}|denied, case {number}" for number in range(300)]
    read("Phone|Approval Status", *lines, doubts=doubts)
    assert len(doubts.counts) == 200


def test_rows_that_the_user_leaves_out_say_so() -> None:
    skip = ((1, "denied"),)
    kept, left_out = read("Phone|Approval Status", f"{SARAH}|approved", f"{TOM}|DENIED", skip=skip)
    assert kept is not None
    assert not kept.skipped
    assert left_out is not None
    assert (left_out.skipped, left_out.problem) == (True, 'skipped: "Approval Status" is "DENIED"')


def test_the_event_of_the_file_is_that_of_rows_that_name_none() -> None:
    named, unnamed = read("Phone|Event", f"{SARAH}|Fair", f"{TOM}|", event="Open day")
    assert named is not None
    assert unnamed is not None
    assert (named.event, unnamed.event) == ("Fair", "Open day")
