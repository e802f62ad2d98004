"""Foreign text: what is taken out of it, and how it is folded for search."""

# ruff: noqa: RUF001 - letters that look alike are the subject of these tables

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.text import clean, clip, fold, names_words, one_line, words

any_text = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("soft\vbreak\fpage\x85next", "soft\nbreak\npage\nnext"),
        ("\x1b[31mred\x1b]0;title\x07", "[31mred]0;title"),
        ("nul\x00 bell\x07 del\x7f csi\x9b", "nul bell del csi"),
        ("\u202eevil\u202c \u2066x\u2069 \u200fy\u200e \u061cz", "evil x y z"),
        ("lone \ud83d surrogate \ude00", "lone  surrogate "),
        (
            "\U0001f469\u200d\U0001f4bb e\u0301 \u65e5\u672c",
            "\U0001f469\u200d\U0001f4bb e\u0301 \u65e5\u672c",
        ),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
        ("", ""),
    ],
)
def test_clean(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


@given(any_text)
def test_clean_leaves_nothing_that_steers_a_terminal(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    controls = {char for char in cleaned if unicodedata.category(char) in {"Cc", "Zl", "Zp"}}
    assert controls <= {"\n", "\t"}
    assert not {unicodedata.bidirectional(char) for char in cleaned} & {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_clean_returns_plain_text_itself(text: str) -> None:
    assert clean(text) is text


def test_one_line() -> None:
    assert one_line("  Sarah\r\n\tB.\u00a0 Berg\u2028") == "Sarah B. Berg"


@given(any_text)
def test_one_line_is_one_trimmed_line(text: str) -> None:
    line = one_line(text)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert "  " not in line


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("BERG", "berg"),
        ("Müller", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Łódź", "lodz"),
        ("Søren Ørsted", "soren orsted"),
        ("Đặng", "dang"),
        ("Straße STRASSE", "strasse strasse"),
        ("Æsop Œuvre Þór", "aesop oeuvre thor"),
        ("İzmir Iğdır", "izmir igdir"),
        ("Ａｎｎａ ﬁ", "anna fi"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("o'brien-smith", "o'brien-smith"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(any_text)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F)))
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


def test_words_are_distinct_and_in_order() -> None:
    assert words("Sarah B. Berg", "sarah.berg_1@example.com") == (
        "sarah",
        "b",
        "berg",
        "1",
        "example",
        "com",
    )
    assert words("José O’Brien-Núñez") == ("jose", "o", "brien", "nunez")
    assert words() == ()
    assert words(" - ", "...") == ()


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("hello", 5, ("hello", False)),
        ("hello", 4, ("hell", True)),
        ("", 0, ("", False)),
        ("x", 0, ("", True)),
    ],
)
def test_clip(text: str, limit: int, expected: tuple[str, bool]) -> None:
    assert clip(text, limit) == expected


def test_a_word_ends_where_it_ends_for_the_search_index() -> None:
    """SQLite's tables do not know these as letters, and half a word cannot be looked up."""
    for mark in ("\u19b0", "\u19c8", "\u1cf2"):
        assert words(f"la{mark}lo") == ("la", "lo")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Tom O'Brien", ("tom", "o", "brien", "obrien")),
        ("O\uff07Brien", ("o", "brien", "obrien")),
        (
            "Jean-Luc St.John-Smith",
            ("jean", "luc", "st", "john", "smith", "jeanluc", "stjohnsmith"),
        ),
        ("Berg", ("berg",)),
        ("- ' .", ()),
    ],
)
def test_a_name_is_found_with_and_without_its_marks(name: str, found: tuple[str, ...]) -> None:
    assert names_words(name) == found


@pytest.mark.parametrize("part", ["a", "a-", "-"])
def test_a_name_of_any_length_is_gone_through_once(part: str) -> None:
    """Where each letter began a try of its own, this would take hours."""
    assert len(names_words(part * 500_000)) <= 2
