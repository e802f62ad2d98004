"""What a cell of a consent column says: a *no* is never read as a yes, nor a doubt as either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.consent_cells import Says, is_answer, read_consent

IN, OUT, NOTHING = Says.TEXTS, Says.NO_TEXTS, Says.NOTHING


@pytest.mark.parametrize(
    ("text", "asked", "denying"),
    [
        ("yes", IN, OUT),
        ("Y", IN, OUT),
        ("TRUE", IN, OUT),
        ("1", IN, OUT),
        ("x", IN, OUT),
        ("✓", IN, OUT),
        ("☑", IN, OUT),
        ("Sí", IN, OUT),
        ("ja", IN, OUT),
        ("no", OUT, IN),
        ("N", OUT, IN),
        ("false", OUT, IN),
        ("0", OUT, IN),
        ("✗", OUT, IN),
        ("☐", OUT, IN),
        ("nein", OUT, IN),
        ("No, thanks!", OUT, IN),
        ("Yes - mornings only", IN, OUT),
        ("No - please call", OUT, IN),
        ("I agree to receive texts", IN, OUT),
        ("I do not agree", OUT, IN),
    ],
)
def test_a_yes_means_what_its_column_asks(text: str, asked: Says, denying: Says) -> None:
    assert read_consent(text, denies=False) is asked
    assert read_consent(text, denies=True) is denying


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("opted out", OUT),
        ("Opt-Out", OUT),
        ("unsubscribed", OUT),
        ("STOP", OUT),
        ("do not text", OUT),
        ("DNC", OUT),
        ("yes, but do not text", OUT),
        ("OK to call, no texts", OUT),
        ("opted in", IN),
        ("subscribed", IN),
    ],
)
def test_what_names_the_thing_itself_means_the_same_in_every_column(text: str, says: Says) -> None:
    assert read_consent(text, denies=False) is says
    assert read_consent(text, denies=True) is says


@pytest.mark.parametrize(
    "text",
    ["", "  ", "n/a", "unknown", "maybe", "pending", "-", "?", "call Ann", "3", "Newsletter"],
)
def test_what_is_no_clear_word_is_no_answer(text: str) -> None:
    assert read_consent(text, denies=False) is NOTHING
    assert read_consent(text, denies=True) is NOTHING


def test_a_day_in_a_column_of_opt_outs_is_that_of_the_opt_out() -> None:
    assert read_consent("2026-03-01 10:00", denies=True) is OUT
    assert read_consent("2026-03-01 10:00", denies=False) is NOTHING


@pytest.mark.parametrize(
    ("text", "answer"),
    [("yes", True), ("N", True), ("✓", True), ("1", False), ("x", False), ("Ann", False)],
)
def test_a_mere_sign_may_be_anything(text: str, *, answer: bool) -> None:
    assert is_answer(text) is answer


@given(st.sampled_from(["do not text", "no texts", "opted out", "dnc"]), st.text("ab ,.-\n"))
def test_a_word_against_texts_is_heard_whatever_stands_before_it(no: str, before: str) -> None:
    assert read_consent(f"{before} {no}", denies=False) is OUT
    assert read_consent(f"{before} {no}", denies=True) is OUT
