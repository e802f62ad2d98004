"""What is asked of the message search."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.message_query import MessageQuery, plain_words, read_query
from smsdesk.core.rules.moments import UnreadableMomentError, day_past
from tests.world.people import ZONE

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)  # a Friday, 15:04 in Chicago


def asked(text: str) -> MessageQuery:
    return read_query(text, NOW, ZONE)


def day(month: int, of_month: int, year: int = 2026) -> datetime:
    return datetime(year, month, of_month, tzinfo=ZONE)


def test_words_and_prefixes_in_any_order() -> None:
    query = asked("since:monday Sarah from:Maria checklist here:")
    assert query == MessageQuery(
        terms=("Sarah", "checklist"),
        senders=("maria",),
        writer="Maria",
        since=day(11, 16),
        here=True,
    )
    assert asked("here:parking from:O'Brien") == MessageQuery(
        terms=("parking",), senders=("o", "brien"), writer="O'Brien", here=True
    )


@pytest.mark.parametrize("text", ["", "  ", "from:", "since: before:", ":-)"])
def test_what_asks_for_nothing_yet(text: str) -> None:
    assert asked(text).is_empty


@pytest.mark.parametrize("text", ["at 10:30", "https://example.org", "note: call"])
def test_another_colon_is_in_words(text: str) -> None:
    assert plain_words(text) == text
    assert asked(text).terms


def test_what_is_marked_in_the_texts() -> None:
    assert plain_words("from:sarah check since:monday here:list") == "check list"


@pytest.mark.parametrize(
    ("said", "began"),
    [
        ("today", day(11, 20)),
        ("yesterday", day(11, 19)),
        ("friday", day(11, 20)),
        ("mon", day(11, 16)),
        ("SAT", day(11, 14)),
        ("3d", day(11, 17)),
        ("2w", day(11, 6)),
        ("2026-11-01", day(11, 1)),
        ("2026-3", day(3, 1)),
        ("2025", day(1, 1, 2025)),
        ("3nov", day(11, 3)),
        ("nov20", day(11, 20)),
        ("21nov", day(11, 21, 2025)),
        ("oct", day(10, 1)),
        ("29feb", day(2, 29, 2024)),
    ],
)
def test_a_past_day(said: str, began: datetime) -> None:
    assert day_past(said, NOW, ZONE) == began
    assert asked(f"since:{said}").since == began
    assert asked(f"before:{said}").before == began


@pytest.mark.parametrize(
    ("said", "began"),
    [
        ("3 Nov", day(11, 3)),
        ("November 3, 2025", day(11, 3, 2025)),
        ("3. nov 2025", day(11, 3, 2025)),
        ("nov 2025", day(11, 1, 2025)),
        (" 10  days ", day(11, 10)),
    ],
)
def test_a_past_day_in_several_words(said: str, began: datetime) -> None:
    assert day_past(said, NOW, ZONE) == began


@pytest.mark.parametrize(
    "said",
    ["noon", "2026-13", "2026-02-30", "mo", "5m", "3hours", "31feb", "ju", "3nov4", "31jun2025"],
)
def test_what_is_no_day_says_how_to_write_one(said: str) -> None:
    with pytest.raises(UnreadableMomentError):
        asked(f"since:{said}")


@given(st.text(max_size=60))
def test_anything_may_be_typed(text: str) -> None:
    try:
        query = asked(text)
    except UnreadableMomentError:
        return
    assert query.is_empty or query.terms or query.senders or query.since or query.before
