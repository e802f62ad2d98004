"""A contact's consent is what its events add up to, in whatever order they came to us."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.consent_state import EventKind, EventSource, consent_state
from smsdesk.store.tables.contact_events import EventRecord
from tests.world.people import SARAH

if TYPE_CHECKING:
    import random

CONSENT = (EventKind.OPT_OUT, EventKind.OPT_IN)


def event(
    kind: EventKind, at: int, *, source: EventSource = EventSource.KEYWORD, number: int = 1
) -> EventRecord:
    return EventRecord(SARAH, kind.value, source.value, at, at, id=number)


any_history = st.lists(
    st.builds(
        event,
        st.sampled_from([*CONSENT, EventKind.QUESTION, EventKind.QUESTION_DISMISSED]),
        st.integers(0, 5),
        source=st.sampled_from(EventSource),
    ),
    max_size=8,
).map(lambda told: [replace(one, id=at) for at, one in enumerate(told, start=1)])


def test_nothing_said_is_no_opt_out() -> None:
    assert not consent_state([]).opted_out
    assert consent_state([]).question is None


def test_an_opt_out_wins_a_tie() -> None:
    out, back = event(EventKind.OPT_OUT, 5, number=1), event(EventKind.OPT_IN, 5, number=2)
    assert consent_state([out, back]).opted_out
    assert consent_state([back, out]).opted_out


@given(any_history, st.randoms())
def test_the_order_in_which_events_come_to_us_changes_nothing(
    told: list[EventRecord], chance: random.Random
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert consent_state(shuffled) == consent_state(told)


@given(any_history)
def test_the_newest_event_by_the_time_at_which_it_happened_decides(
    told: list[EventRecord],
) -> None:
    deciding = [one for one in told if one.kind in CONSENT]
    newest = max((one.happened_at for one in deciding), default=None)
    out_at_last = any(
        one.happened_at == newest and one.kind == EventKind.OPT_OUT for one in deciding
    )
    assert consent_state(told).opted_out == out_at_last


@pytest.mark.parametrize(("kind", "source", "answered"), [
    (EventKind.OPT_OUT, EventSource.QUESTION, True),
    (EventKind.QUESTION_DISMISSED, EventSource.QUESTION, True),
    (EventKind.OPT_OUT, EventSource.SPOKEN, True),
    (EventKind.OPT_OUT, EventSource.KEYWORD, True),
    (EventKind.OPT_IN, EventSource.KEYWORD, True),
    (EventKind.OPT_OUT, EventSource.LIST, False),
    (EventKind.OPT_OUT, EventSource.CARRIER, False),
    (EventKind.AUTO_BLOCK, EventSource.CARRIER, False),
])  # fmt: skip
def test_what_answers_the_question(kind: EventKind, source: EventSource, answered: bool) -> None:
    asked = event(EventKind.QUESTION, 5, number=1)
    told = [asked, event(kind, 6, source=source, number=2)]
    assert consent_state(told).question == (None if answered else asked)


def test_a_keyword_before_the_wish_does_not_answer_it() -> None:
    told = [event(EventKind.OPT_IN, 4, number=2), event(EventKind.QUESTION, 5, number=1)]
    assert consent_state(told).question is not None


@pytest.mark.parametrize("first", [EventKind.QUESTION, EventKind.OPT_IN])
def test_a_start_in_the_second_of_the_wish_does_not_answer_it(first: EventKind) -> None:
    """Which of them came first nobody can say: asking costs a key, a text that is not wanted more.

    Whichever comes to us first.
    """
    second = EventKind.OPT_IN if first is EventKind.QUESTION else EventKind.QUESTION
    told = [event(first, 5, number=1), event(second, 5, number=2)]
    found = consent_state(told)
    assert found.question is not None
    assert not found.opted_out


def test_an_opt_out_in_the_second_of_the_wish_answers_it() -> None:
    told = [event(EventKind.QUESTION, 5, number=1), event(EventKind.OPT_OUT, 5, number=2)]
    found = consent_state(told)
    assert (found.question, found.opted_out) == (None, True)
