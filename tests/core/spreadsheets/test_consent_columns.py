"""Which columns say who wants texts, and whose *no* is clearly about texts."""

from __future__ import annotations

import pytest

from smsdesk.core.spreadsheets.columns import judge_columns
from tests.world.people import SARAH


def consents(
    header: str, line: str, *, forced: tuple[int, ...] = ()
) -> list[tuple[str, bool, bool]]:
    found = judge_columns(
        header.split("|"), [line.split("|")], region="US", mapped={}, opt_out=forced, where="x"
    )
    return [(one.header, one.acts, one.denies) for one in found.consents]


@pytest.mark.parametrize(
    ("header", "cell", "acts", "denies"),
    [
        ("SMS opt-in", "no", True, False),
        ("OK to text?", "no", True, False),
        ("SMS opt-out", "yes", True, True),
        ("Do not contact", "yes", True, True),
        ("Opted out", "yes", True, True),
        ("SMS opt-out date", "2026-03-01", True, True),
        ("Email opt-out", "yes", False, True),
        ("Do not call", "yes", False, True),
        ("Subscribed", "no", False, False),
        ("Consent", "no", False, False),
        ("Consent", "opted out", True, False),
    ],
)
def test_beside_an_email_only_a_word_about_texts_acts(
    header: str, cell: str, *, acts: bool, denies: bool
) -> None:
    found = consents(f"Email|Phone|{header}", f"a@x.example|{SARAH}|{cell}")
    assert found == [(header, acts, denies)]


@pytest.mark.parametrize(
    ("header", "cell", "acts"),
    [("Consent", "no", True), ("Subscribed", "no", True), ("Consent", "Ann said so", False)],
)
def test_without_any_email_an_answer_is_about_texts(header: str, cell: str, *, acts: bool) -> None:
    assert consents(f"Phone|{header}", f"{SARAH}|{cell}") == [(header, acts, False)]


@pytest.mark.parametrize(
    ("header", "denies"),
    [("Zork", True), ("Email opt-out", True), ("Do not call", True), ("Subscribed", False)],
)
def test_a_column_that_the_user_names_acts_whatever_it_is(header: str, *, denies: bool) -> None:
    found = consents(f"Email|Phone|{header}", f"a@x.example|{SARAH}|yes", forced=(2,))
    assert found == [(header, True, denies)]


def test_other_columns_say_nothing_about_consent() -> None:
    assert consents("Name|Phone|Status|Zork", f"Ann|{SARAH}|active|no") == []
