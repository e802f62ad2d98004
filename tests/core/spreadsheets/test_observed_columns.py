"""What each column is, by itself: what its header says, where its cells do not contradict it."""

from __future__ import annotations

import pytest

from smsdesk.core.spreadsheets.observed_columns import (
    Column,
    columns_of,
    observe_columns,
    says_opted_out,
)
from tests.world.people import SARAH


def observed(header: str, *cells: str) -> Column:
    (column,) = observe_columns([header], [[cell] for cell in cells], "US")
    return column


@pytest.mark.parametrize(
    ("header", "cells", "target"),
    [
        ("Phone", [SARAH], "phone"),
        ("Phone", ["yes", "no"], "phone"),
        ("Home", [SARAH], "phone"),
        ("Home", ["12 Elm Street"], "known"),
        ("Text", ["yes", "no"], "consent"),
        ("Number", ["7"], "known"),
        ("Guest", ["Ann Lee"], "name"),
        ("Guest", [SARAH], "phone"),
        ("Guest", ["a@x.example"], "email"),
        ("Guest", ["yes"], "known"),
        ("Registered", ["2026-03-01"], "signed_up_at"),
        ("Registered", ["yes", "no"], "status"),
        ("Event", ["Fair"], "event"),
        ("Event", ["2026-03-01"], "known"),
        ("Event", ["12345"], "known"),
        ("Ticket type", ["General admission"], "known"),
        ("Country", ["Germany"], "country"),
        ("Country", ["+49"], "country"),
        ("Country", ["Zork"], "known"),
        ("Country code", ["Zork"], "known"),
        ("Phone type", ["Mobile"], "phone_label"),
        ("Phone type", [SARAH], "known"),
        ("Email", ["a@x.example"], "email"),
        ("Email", ["yes", "no"], "consent"),
        ("OK to text?", [SARAH], "phone"),
        ("Status", ["active"], "status"),
        ("Status", ["Opted out"], "consent"),
        ("Zork", ["x"], ""),
        ("Phone", [], "phone"),
    ],
)
def test_cells_correct_what_a_header_says(header: str, cells: list[str], target: str) -> None:
    assert observed(header, *cells).meaning.target == target


def test_a_bare_word_over_phones_becomes_sure() -> None:
    assert observed("Home", SARAH).meaning.sure
    assert not observed("Number", SARAH).meaning.sure


def test_the_channel_of_an_answer_is_that_of_its_header() -> None:
    assert observed("Text", "yes").meaning.channel == "sms"
    assert observed("Email", "yes").meaning.channel == "email"


def test_only_a_texting_program_says_opted_out() -> None:
    assert says_opted_out(observed("Status", "active", "Opted-out (SMS)"))
    assert not says_opted_out(observed("Status", "unsubscribed"))


def test_columns_of_a_target_come_best_first_and_in_their_order() -> None:
    header = ["Phone", "Name", "Mobile", "Phone"]
    columns = observe_columns(header, [[SARAH, "Ann", SARAH, SARAH]], "US")
    assert [column.place for column in columns_of(columns, "phone")] == [2, 0, 3]
