"""Lines measured in cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from smsdesk.tui.text.content_lines import clickable, clicked_command, hanging, spread

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=60)


@given(TEXTS, TEXTS, st.integers(1, 80))
def test_a_spread_line_has_exactly_its_width(left: str, right: str, width: int) -> None:
    assert spread(Content(left), Content(right), width).cell_length == width


def test_the_right_part_is_kept_and_the_left_one_cut() -> None:
    line = spread(Content("Sarah Bergström-Lindqvist"), Content("15:02"), 20)
    assert line.plain == "Sarah Bergstr… 15:02"


def test_wrapped_lines_begin_at_the_same_column() -> None:
    lines = hanging(Content("✗ opted out"), "They texted STOP on 15 Nov", 14, 30)
    assert [line.plain for line in lines] == [
        "✗ opted out   They texted STOP",
        "              on 15 Nov",
    ]


def test_a_word_stands_for_a_command() -> None:
    (span,) = clickable(Content("F2 why"), "why").spans
    assert not isinstance(span.style, str)
    assert clicked_command(span.style.rich_style) == "why"
