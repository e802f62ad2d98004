"""Lines measured in cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.text.content_lines import hanging, spread
from smsdesk.tui.text.shown import Piece, clicked_command, shown

TEXTS = st.text(max_size=60)


def piece(text: str) -> Piece:
    return Piece(one_line(text))


@given(TEXTS, TEXTS, st.integers(1, 80))
def test_a_spread_line_has_exactly_its_width(left: str, right: str, width: int) -> None:
    assert spread([piece(left)], [piece(right)], width).cell_length == width


def test_the_right_part_is_kept_and_the_left_one_cut() -> None:
    line = spread([piece("Sarah Bergström-Lindqvist")], [piece("15:02")], 20)
    assert line.plain == "Sarah Bergstr… 15:02"


def test_what_is_cut_in_one_piece_does_not_go_on_in_the_next() -> None:
    assert spread([piece("Sarah Berg"), piece("also Sally")], [], 8).plain == "Sarah B…"


def test_a_family_is_kept_whole_or_not_at_all() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert spread([piece(f"Ann {family}{family}")], [], 7).plain == f"Ann {family}…"


def test_wrapped_lines_begin_at_the_same_column() -> None:
    lines = hanging([piece("✗ opted out")], DisplayText("They texted STOP on 15 Nov"), 14, 30)
    assert [line.plain for line in lines] == [
        "✗ opted out   They texted STOP",
        "              on 15 Nov",
    ]


def test_a_word_stands_for_a_command() -> None:
    (span,) = shown(Piece(DisplayText("F2 why"), command="why")).spans
    assert not isinstance(span.style, str)
    assert clicked_command(span.style.rich_style) == "why"


def test_nothing_is_parsed_as_markup() -> None:
    assert shown(DisplayText("[red]Bob[/] [/x]")).plain == "[red]Bob[/] [/x]"
