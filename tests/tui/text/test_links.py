"""Web addresses in the text of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.tui.text.links import link_spans, links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no address", ()),
        ("see https://example.com/a?b=c.", ("https://example.com/a?b=c",)),
        ("(www.example.com)", ("https://www.example.com",)),
        ("https://en.example/wiki/A_(b)", ("https://en.example/wiki/A_(b)",)),
        ("HTTP://EXAMPLE.COM, http://b.example!", ("HTTP://EXAMPLE.COM", "http://b.example")),
        ("http://", ()),
        ("www.", ()),
        ("https://....", ()),
    ],
)
def test_addresses_are_found_without_the_sentence_around_them(
    text: str, found: tuple[str, ...]
) -> None:
    assert links(text) == found


@given(st.text(max_size=120))
def test_addresses_stand_in_order_within_the_text(text: str) -> None:
    edges = [edge for span in link_spans(f"{text} www.a.example {text}") for edge in span]
    assert edges == sorted(edges)
    assert len(edges) >= 2
