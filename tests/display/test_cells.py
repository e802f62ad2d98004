"""Display text in cells: measured by signs, cut and wrapped between them, isolated in its place."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.display import (
    DisplayText,
    cell_width,
    clip,
    clusters,
    fit,
    has_sure_width,
    isolated,
    many_lines,
    one_line,
    pad,
    wrap,
)
from smsdesk.display.cells import _wrapped, _wrapped_words
from smsdesk.display.characters import PICTURE, kinds
from smsdesk.display.isolation import ISOLATE, POP
from tests.display.naughty import HOSTILE, NAUGHTY

FLAG_LETTERS = set(map(chr, range(0x1F1E6, 0x1F200)))

texts = HOSTILE | st.sampled_from(sorted(NAUGHTY.values())).map(lambda text: text[:300])


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Sarah", 5),
        ("José", 4),
        ("e\u0301", 1),
        ("王小明", 6),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 2),
        ("\U0001f44d\U0001f3fd", 2),
        ("\u2764\ufe0f", 2),
        ("\U0001f1fa\U0001f1f8", 2),
        ("\u092a\u094d\u0930\u093f\u092f\u093e \u0936\u0930\u094d\u092e\u093e", 10),
        ("\u3248", 2),
    ],
)
def test_the_width_of_a_text(text: str, cells: int) -> None:
    assert cell_width(DisplayText(text)) == cells


@given(texts)
def test_the_width_is_the_sum_of_the_signs(text: str) -> None:
    line = one_line(text)
    signs = list(clusters(line))
    assert "".join(sign for sign, _ in signs) == line
    assert sum(cells for _, cells in signs) == cell_width(line)
    assert all(0 <= cells <= 4 for _, cells in signs)


@given(
    texts
    | st.text(st.characters(max_codepoint=0x2FF))
    | st.text("王한か\u0410é\u2013\u201c│", max_size=30)
)
def test_a_text_of_sure_width_takes_as_many_cells_in_a_terminal(text: str) -> None:
    line = one_line(text)[:60]
    screen = pyte.Screen(200, 2)
    pyte.Stream(screen).feed(str(line))
    if has_sure_width(line):
        assert screen.cursor.x == cell_width(line)
    if not set(kinds(line)) & {PICTURE} and not set(line) & FLAG_LETTERS:
        assert screen.cursor.x <= cell_width(line)


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_naughty_text_leaves_the_border_where_it_is(name: str) -> None:
    """Where the painter places the cursor before the border, as the docstring asks of it."""
    screen = pyte.Screen(60, 3)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[1;1H│above\x1b[3;1H│below\x1b[2;1H│")
    modes = set(screen.mode)
    stream.feed(str(fit(one_line(NAUGHTY[name]), 20)))
    stream.feed("\x1b[2;40H│")
    assert screen.display[0].rstrip() == "│above"
    assert screen.display[2].rstrip() == "│below"
    assert screen.buffer[1][0].data == screen.buffer[1][39].data == "│"
    assert (screen.title, screen.icon_name, screen.mode) == ("", "", modes)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Sarah Berg", 10, "Sarah Berg"),
        ("Sarah Berg", 9, "Sarah Be…"),
        ("Sarah Berg", 7, "Sarah…"),
        ("王小明", 5, "王小…"),
        ("王小明", 4, "王…"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467ab",
            3,
            "\U0001f468\u200d\U0001f469\u200d\U0001f467…",
        ),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467ab", 2, "…"),
        ("abc", 0, ""),
        ("abc", -1, ""),
    ],
)
def test_a_text_is_cut_between_two_signs(text: str, width: int, shown: str) -> None:
    assert clip(one_line(text), width) == shown


@given(texts, st.integers(0, 40))
def test_a_fitted_text_has_the_width(text: str, width: int) -> None:
    fitted = fit(one_line(text), width)
    assert type(fitted) is DisplayText
    assert cell_width(fitted) == width
    assert fitted.count(ISOLATE) == fitted.count(POP)


def test_a_text_that_is_too_wide_is_not_padded() -> None:
    assert pad(DisplayText("abc"), 2) == "abc"
    assert pad(DisplayText("abc"), 4) == "abc "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sarah", "Sarah"),
        ("שרה", "\u2068שרה\u2069"),
        ("Sarah (שרה)", "\u2068Sarah (שרה)\u2069"),
        ("מ\nb\nم", "\u2068מ\u2069\nb\n\u2068م\u2069"),
    ],
)
def test_what_is_written_from_right_to_left_is_isolated(text: str, shown: str) -> None:
    assert isolated(many_lines(text)) == shown
    assert isolated(isolated(many_lines(text))) == shown


def lines_of(text: DisplayText, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 5, ["one", "two"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("see https://x.example/abc", 10, ["see", "https://x.", "example/ab", "c"]),
        ("你好我想知道", 5, ["你好", "我想", "知道"]),
        ("ab 你好", 5, ["ab 你", "好"]),
        ("aaae\u0301bb", 4, ["aaae\u0301", "bb"]),
        ("  indented text", 10, ["  indented", "text"]),
        ("abcd\U0001f468\u200d\U0001f469ef", 5, ["abcd", "\U0001f468\u200d\U0001f469ef"]),
        ("abc      ", 5, ["abc"]),
    ],
)
def test_a_text_is_wrapped_by_words(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(many_lines(text), width) == lines


@given(texts, st.integers(4, 40))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    shown = many_lines(text)
    lines = [shown[start:end] for start, end in wrap(shown, width)]
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown.split())


@given(st.text("ab   c-", max_size=60), st.integers(4, 20))
def test_words_of_narrow_letters_are_wrapped_as_all_others_are(text: str, width: int) -> None:
    line = DisplayText(text)
    if cell_width(line) > width:
        assert list(_wrapped_words(line, width)) == list(_wrapped(line, width))
