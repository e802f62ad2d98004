"""Signups made ready to be kept: what makes two rows one signup, and under which words it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.leads.lead_row import LeadRow
from smsdesk.core.leads.preparing import fingerprint, read_lead
from smsdesk.core.rules.phone import Phone
from smsdesk.terms import PhoneProblem
from tests.world.people import SARAH, TOM

AT = datetime(2026, 3, 1, 14, 22, 31, 250, tzinfo=UTC)
ROW = LeadRow(
    7, "Zo\u00eb O'Brien", "zoe@x.example", "(415) 555-0111", Phone(SARAH, None), "Fair", AT, "51",
    "Zo\u00eb", "CA", "94941", "US",
)  # fmt: skip


def mark(row: LeadRow) -> str:
    return read_lead(row, 0).lead.fingerprint


@pytest.mark.parametrize("change", [
    {"name": "ZOE O'BRIEN"},
    {"email": "Zoe@X.example"},
    {"event": "FAIR"},
    {"phone": "+1 415 555 0111"},
    {"line": 70},
    {"first_name": ""},
    {"state": "NY", "zip": "10001", "country": ""},
    {"opt_out": "says so", "opt_out_numbers": (SARAH,)},
    {"cells": ("other", "columns")},
], ids=str)  # fmt: skip
def test_a_signup_written_otherwise_is_the_same_one(change: dict[str, object]) -> None:
    assert mark(ROW._replace(**change)) == mark(ROW)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [
    {"name": "Zo\u00eb"},
    {"email": ""},
    {"event": "Open day"},
    {"read": Phone(TOM, None)},
    {"signed_up_at": None},
    {"signed_up_at": AT.replace(microsecond=251)},
    {"source_id": "52"},
    {"name": "Zo\u00eb O'Brien zoe@x.example", "email": ""},
], ids=str)  # fmt: skip
def test_one_that_says_something_else_is_another(change: dict[str, object]) -> None:
    assert mark(ROW._replace(**change)) != mark(ROW)  # type: ignore[arg-type]


def test_without_a_number_the_phone_as_written_tells_two_signups_apart() -> None:
    bad = Phone("", PhoneProblem.WRONG_LENGTH)
    assert mark(ROW._replace(read=bad, phone="12")) != mark(ROW._replace(read=bad, phone="13"))


@given(st.tuples(*[st.text("ab", max_size=2)] * 4), st.tuples(*[st.text("ab", max_size=2)] * 4))
def test_no_cell_runs_into_the_next_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    first, second = (
        fingerprint(ROW._replace(source_id=a, name=b, email=c, event=d), ROW.read, 0)
        for a, b, c, d in (one, other)
    )
    assert (first == second) == (one == other)


def test_what_is_kept_of_a_row_is_what_it_says_with_its_times_in_microseconds() -> None:
    read = read_lead(
        ROW._replace(opt_out="says so", opt_out_numbers=(SARAH, TOM)), imported_at=5, import_id=3
    )
    lead = read.lead
    assert (lead.name, lead.phone, lead.number, lead.problem) == (
        ROW.name, "(415) 555-0111", SARAH, "",
    )  # fmt: skip
    assert (lead.signed_up_at, lead.imported_at, lead.import_id) == (1772374951000250, 5, 3)
    assert (lead.first_name, lead.state, lead.zip, lead.country) == (
        "Zo\u00eb",
        "CA",
        "94941",
        "US",
    )
    assert (read.opt_out, read.opt_out_numbers, read.line) == ("says so", (SARAH, TOM), 7)


def test_a_phone_that_is_none_is_kept_with_its_reason_and_no_number() -> None:
    lead = read_lead(ROW._replace(read=Phone("", PhoneProblem.ALL_ZEROS), phone="000"), 0).lead
    assert (lead.number, lead.problem, lead.phone) == (None, "all_zeros", "000")


def test_a_signup_is_found_by_its_name_its_email_and_its_digits() -> None:
    read = read_lead(ROW, 0)
    assert read.names == ("zoe", "o", "brien", "obrien", "x", "example")
    assert set(read.search_words.split()) >= {*read.names, "4155550111", "5550111", "0111"}
