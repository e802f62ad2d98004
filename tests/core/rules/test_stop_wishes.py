"""The hint that spares most texts the patterns: it must never hide what they would find."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.core.rules import stop_wishes
from tests.world.examples import examples

_WORDS = st.from_regex(stop_wishes._WISH, alphabet="abcdefghijklmnopqrstuvwxyz ") | st.from_regex(
    stop_wishes._WHOLE_CLAUSE, fullmatch=True, alphabet="abcdefghijklmnopqrstuvwxyz "
)


@settings(
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(_WORDS)
def test_whatever_the_patterns_find_has_a_hint(text: str) -> None:
    assert stop_wishes._HINT.search(text)


@settings(max_examples=examples(40))
@given(st.from_regex(stop_wishes._NO_CALLS, alphabet="abcdefghijklmnopqrstuvwxyz "))
def test_so_has_a_wish_not_to_be_called(text: str) -> None:
    assert stop_wishes._HINT.search(text)
