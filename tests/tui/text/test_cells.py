"""Text in terminal cells: steadied, cut, wrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from smsdesk.tui.text.cells import clip, fit, one_line, steady, wrap

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("  \n\tab[王。한❤\ufe0f\u200d👩🏽🇺🇸\u0301\u00ad\ud83d"),
    ),
    max_size=120,
)


def lines_of(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("👨‍👩‍👧", "👨👩👧"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("🇺🇸", "US"),
        ("a\tb", "a   b"),
        ("co\u00adop\u200b", "coop"),
        ("e\u0301", "e\u0301"),
        ("half \ud83d", "half \ufffd"),
        ("bell\x07", "bell"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_steady_text_measures_alike_everywhere(text: str, shown: str) -> None:
    assert steady(text) == shown


@given(TEXTS)
def test_the_width_of_steady_text_is_the_sum_of_its_characters(text: str) -> None:
    shown = steady(text)
    assert cell_len(shown) == sum(map(get_character_cell_size, shown))
    assert steady(shown) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Sarah Berg", 10, "Sarah Berg"),
        ("Sarah Berg", 9, "Sarah Be…"),
        ("Sarah Berg", 7, "Sarah…"),
        ("王小明", 5, "王小…"),
        ("王小明", 4, "王…"),
        ("abc", 0, ""),
    ],
)
def test_text_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert clip(text, width) == shown


@given(TEXTS, st.integers(0, 40))
def test_fitted_text_has_the_width(text: str, width: int) -> None:
    assert cell_len(fit(one_line(text), width)) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 5, ["one", "two"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("see https://x.example/abc", 10, ["see", "https://x.", "example/ab", "c"]),
        ("你好我想知道", 5, ["你好", "我想", "知道"]),
        ("ab 你好", 5, ["ab 你", "好"]),
        ("aaae\u0301bb", 4, ["aaae\u0301", "bb"]),
        ("  indented text", 10, ["  indented", "text"]),
    ],
)
def test_text_is_wrapped_by_words(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    shown = steady(text)
    lines = lines_of(shown, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown.split())
