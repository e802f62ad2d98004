"""What a lead file was taken for, said to the user before anything is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.leads.file_report import in_order, reading_of
from smsdesk.core.leads.lead_file import open_lead_file
from smsdesk.core.read_models.leads import Doubt, FirstLead
from tests.world.examples import examples
from tests.world.people import SARAH, TOM, ZONE

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.read_models.leads import FileReading


def reading(folder: Path, *lines: str) -> FileReading:
    path = folder / "leads.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return reading_of(open_lead_file(path, zone=ZONE))


def test_columns_are_named_by_what_is_taken_from_them(tmp_path: Path) -> None:
    said = reading(
        tmp_path,
        "Full name,Mobile,Home phone,Shoe size,OK to text?,Signed up at",
        f"Sarah Berg,{SARAH},{TOM},38,yes,2026-03-04 10:00",
    )
    assert said.columns == {
        "name": ("Full name",),
        "phone": ("Mobile", "Home phone"),
        "signed_up_at": ("Signed up at",),
    }
    assert said.unused == ("Shoe size",)
    assert said.consent == ("OK to text?",)
    assert (said.label, said.header_line, said.order) == ("UTF-8", 1, "")


def test_a_column_that_opts_nobody_out_is_not_named_as_one_that_does(tmp_path: Path) -> None:
    said = reading(tmp_path, "Email,Phone,Subscribed", f"s@x.example,{SARAH},no")
    assert said.consent == ()


def test_the_first_three_leads_are_shown_as_they_would_be_stored(tmp_path: Path) -> None:
    said = reading(
        tmp_path,
        "Name,Email,Phone,Event,Signed up at,SMS opt-out",
        "too,many,cells,in,this,row,here",
        "Sarah,s@x.example,(415) 555-0111,Fair,2026-01-02 10:00,yes",
        "Zero,z@x.example,0000000000,Open day,,",
        "Nobody,n@x.example,,,,",
        f"Tom,t@x.example,{TOM},,,",
    )
    at = datetime(2026, 1, 2, 16, tzinfo=UTC)
    zeros = "not a number: all zeros"
    none = "no phone on file"
    assert said.first == (
        FirstLead("Sarah", "s@x.example", "(415) 555-0111", SARAH, "", "Fair", at, opted_out=True),
        FirstLead(
            "Zero", "z@x.example", "0000000000", "", zeros, "Open day", None, opted_out=False
        ),
        FirstLead("Nobody", "n@x.example", "", "", none, "", None, opted_out=False),
    )


words = st.sampled_from(["no", "never", "denied"])


@settings(max_examples=examples(30))
@given(st.dictionaries(st.tuples(words, words), st.integers(1, 3)))
def test_the_doubt_of_most_rows_comes_first_and_the_order_never_wavers(
    counts: dict[tuple[str, str], int],
) -> None:
    doubts = in_order(counts)
    assert {(one.column, one.value): one.rows for one in doubts} == counts
    assert [one.rows for one in doubts] == sorted(counts.values(), reverse=True)
    assert in_order(dict(reversed(counts.items()))) == doubts


def test_doubts_of_as_many_rows_stand_by_column_and_value() -> None:
    assert in_order({("B", "no"): 2, ("A", "no"): 2, ("A", "never"): 2, ("Z", "x"): 9}) == (
        Doubt("Z", "x", 9), Doubt("A", "never", 2), Doubt("A", "no", 2), Doubt("B", "no", 2),
    )  # fmt: skip
