"""Times and foreign words in a sentence: on the agent's clock, in English, in one line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smsdesk.core.rules.wording import quoted, say_count, say_day, say_when
from tests.world.people import ZONE


@pytest.mark.parametrize(("count", "said"), [
    (0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1204, "1,204 rows"),
])  # fmt: skip
def test_one_is_one(count: int, said: str) -> None:
    assert say_count(count, "row") == said
    assert say_count(count, "row", width=9) == f"{said.split(maxsplit=1)[0]:>9} {said.split()[1]}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.mark.parametrize(("number", "month"), enumerate(MONTHS, start=1))
def test_every_month_has_its_name(number: int, month: str) -> None:
    assert say_day(datetime(2026, number, 20, 12, tzinfo=UTC), ZONE) == f"20 {month} 2026"


def test_the_day_is_the_agents() -> None:
    new_year = datetime(2027, 1, 1, 3, 4, tzinfo=UTC)
    assert say_day(new_year, ZONE) == "31 Dec 2026"
    assert say_when(new_year, ZONE) == "31 Dec 2026 at 21:04"
    assert say_when(new_year, UTC) == "1 Jan 2027 at 03:04"


@pytest.mark.parametrize(("body", "shown"), [
    ("Stop", '"Stop"'),
    ("two\nlines", '"two lines"'),
    ("x" * 80, f'"{"x" * 80}"'),
    ("x" * 81, f'"{"x" * 79}…"'),
    ("a\x1b]0;b\x07c\u202e", '"ac"'),
])  # fmt: skip
def test_what_they_wrote_is_one_quoted_line(body: str, shown: str) -> None:
    assert quoted(body) == shown
