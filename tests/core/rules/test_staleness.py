"""When a text answers a thread that its writer has not seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsdesk.core.rules.staleness import (
    LATE,
    AnothersText,
    Seen,
    meanwhile,
    unseen,
    why_held,
    why_stale,
)
from tests.world.clocks import START

SEEN = Seen(ours=10, theirs=12, newest_at=START)


def text(message_id: int, *, by: str | None = None, ago: timedelta = timedelta(0)) -> AnothersText:
    """Return a text; of the lead's where nobody of the firm has written it."""
    return AnothersText(message_id, by is None, by or "", START - ago)


@pytest.mark.parametrize(("what", "stale"), [
    (text(10, by="tom"), False),  # painted before the first key
    (text(11, by="tom"), True),  # a colleague's after it: always
    (text(11, by=""), True),  # so is what another tool sent
    (text(12), False),  # the lead's, painted for a second
    (text(13), True),
    (text(13, ago=LATE), True),
    (text(13, ago=LATE + timedelta(seconds=1)), False),  # history that came late
    (text(11, by="tom", ago=LATE + timedelta(seconds=1)), False),
])  # fmt: skip
def test_each_kind_of_text(what: AnothersText, stale: bool) -> None:
    assert bool(unseen(SEEN, [what])) is stale


@pytest.mark.parametrize(("texts", "words"), [
    ([text(1, by="tom")], "tom answered meanwhile"),
    ([text(1, by="tom"), text(2, by="tom"), text(3, by="ana")], "tom and ana answered meanwhile"),
    ([text(1)], "They wrote meanwhile"),
    ([text(1), text(2, by="tom")], "tom and they wrote meanwhile"),
    ([text(1, by="")], "Somebody with another tool answered meanwhile"),
])  # fmt: skip
def test_it_is_said_who_has_written(texts: list[AnothersText], words: str) -> None:
    assert meanwhile(texts) == words
    assert why_stale(texts) == f"{words}: read, then Enter sends."
    assert why_held(texts) == f"{words}. Is it still right? Send it, or take it back."
