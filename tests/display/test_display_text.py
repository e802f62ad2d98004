"""The border: what goes to a screen steers nothing, hides nothing and covers nothing."""

from __future__ import annotations

import copy
import pickle
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.display import DisplayText, escaped, fit_again, joined, many_lines, one_line, phrase
from smsdesk.display.characters import MARKS_KEPT, kinds
from smsdesk.display.isolation import ISOLATE, POP
from tests.display.naughty import ANY_CHARACTER, HOSTILE, NAUGHTY

SEEN_FORMATS = set(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
IN_EMOJI = {"\u200d", "\ufe0e", "\ufe0f"}

anything = HOSTILE | st.sampled_from(sorted(NAUGHTY.values())) | st.text(ANY_CHARACTER)


def assert_fit(text: str) -> None:
    """Assert what ``DisplayText`` promises."""
    for character in text:
        category = unicodedata.category(character)
        assert category not in {"Cs", "Zl", "Zp"}
        assert category != "Cc" or character == "\n"
        assert category != "Cf" or character in SEEN_FORMATS | {"\u200d"}
        assert category != "Cn" or 0x1F000 <= ord(character) <= 0x1FAFF
    assert "d" not in kinds(text)
    assert not re.search(f"[mc]{{{MARKS_KEPT + 1}}}", kinds(text))
    assert not re.search("(?:^|n)[mcjvs]", kinds(text))
    assert not re.search("(?<![pvs])j|j(?!p)|(?<![p])s|v(?!c)(?<!pv)", kinds(text))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines   and a tab"),
        ("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\x1b[31mred\x1b]0;title\x07", "red"),
        ("nul\x00 bell\x07 del\x7f st\x9c", "nul bell del st"),
        ("\u202eevil\u202c \u2066x\u2069 \u200fy\u200e \u061cz", "evil x y z"),
        ("lone \ud83d and \ude00", "lone \ufffd and \ufffd"),
        ("no character \u0378\uffff", "no character \ufffd\ufffd"),
        ("co\u00adop \u200b\u200c\u2060\ufeff\u034f\u115f\u1160\u3164\uffa0", "coop "),
        (
            "\u17b4\u17b5\u180b\u180e\u2065\ufff9\ufffb\U00013430\U0001bca0\U0001d173\U0001d17ax",
            "x",
        ),
        ("hi\U000e0068\U000e0069", "hi"),
        ("x\u200dy a\ufe0f", "xy a"),
        (
            "\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3",
            "\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3",
        ),
        ("\U0001f44d\U0001f3fd\U0001f3fd", "\U0001f44d\U0001f3fd"),
        ("e" + "\u0301" * 99, "e\u0301\u0301\u0301\u0301"),
        ("\u0301a\n\u0301b", "a\nb"),
        ("e\u0301 \u65e5\u672c", "e\u0301 \u65e5\u672c"),
        ("\u092a\u094d\u0930\u093f\u092f\u093e", "\u092a\u094d\u0930\u093f\u092f\u093e"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
        ("", ""),
    ],
)
def test_what_a_screen_shows(written: str, shown: str) -> None:
    assert many_lines(written) == shown
    assert DisplayText(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  Sarah\r\n\tB.\u00a0 Berg\u2028", "Sarah B. Berg"),
        ("\u0301 \u0302 a", "a"),
        ("a \u200d b", "a b"),
        ("\x1b]0;title\x07\n", ""),
    ],
)
def test_one_line(written: str, shown: str) -> None:
    assert one_line(written) == shown


@given(anything)
def test_display_text_keeps_its_promise(text: str) -> None:
    shown = many_lines(text)
    assert_fit(shown)
    assert many_lines(str(shown)) == shown
    assert many_lines(shown) == shown


@given(anything)
def test_a_line_is_one_trimmed_line(text: str) -> None:
    line = one_line(text)
    assert_fit(line)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert one_line(str(line)) == line
    assert one_line(line) == line
    assert one_line(many_lines(text)) == line or len(text) > 100


@given(anything, st.integers(1, 30))
def test_a_text_is_never_longer_than_was_asked_for(text: str, longest: int) -> None:
    for shown in (
        one_line(text, longest=longest),
        many_lines(text, longest=longest),
        many_lines(many_lines(text), longest=longest),
        escaped(text, longest=longest),
    ):
        assert len(shown) <= longest
        assert_fit(shown)


def test_a_cut_is_marked() -> None:
    assert one_line("x" * 2_000, longest=10) == "x" * 9 + "…"
    assert many_lines("ab \n cd", longest=5) == "ab…"
    assert many_lines("\x1b[m" * 50 + "seen", longest=10) == "…"
    assert many_lines("a\U0001f468\u200d\U0001f469", longest=4) == "a\U0001f468\u200d\U0001f469"
    assert many_lines("ab\U0001f468\u200d\U0001f469", longest=4) == "ab\U0001f468…"


@given(anything, anything, st.integers(-9, 9), st.integers(-9, 9))
def test_parts_and_sums_stay_display_text(one: str, other: str, start: int, end: int) -> None:
    first, second = one_line(one), many_lines(other)
    for text in (first[start:end], first + second, joined(" · ", [first, second])):
        assert type(text) is DisplayText
        assert not {unicodedata.category(char) for char in text if char != "\n"} & {"Cc", "Cs"}
    assert type(first + one) is str


def test_a_copy_is_display_text() -> None:
    text = phrase("{name}", name="\u05d0")
    for copied in (copy.copy(text), copy.deepcopy(text), pickle.loads(pickle.dumps(text))):  # noqa: S301
        assert copied == text
        assert type(copied) is DisplayText


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sarah\nBerg", "Not sent to Sarah Berg: no. {x}"),
        ("\x1b]0;title", "Not sent to title: no. {x}"),
        ("{reason}", "Not sent to {reason}: no. {x}"),
        ("{reason.__class__}", "Not sent to {reason.__class__}: no. {x}"),
        ("\u05e9\u05e8\u05d4", "Not sent to \u2068\u05e9\u05e8\u05d4\u2069: no. {x}"),
    ],
)
def test_a_phrase_holds_each_foreign_word_by_itself(name: str, said: str) -> None:
    assert phrase("Not sent to {name}: {reason}", name=name, reason="no. {x}") == said


def test_a_phrase_misses_no_word() -> None:
    with pytest.raises(KeyError):
        phrase("Not sent to {name}")


@given(anything, st.integers(0, 40))
def test_a_cut_phrase_leaves_no_isolate_open(name: str, longest: int) -> None:
    said = one_line(phrase("To \u05d0 {name}.", name=f"\u05d0{name}"), longest=longest + 1)
    assert said.count(ISOLATE) == said.count(POP)


@given(anything)
def test_what_a_widget_put_together_is_fit_again_with_its_isolates(text: str) -> None:
    made = phrase("to {name}: 5", name=text)
    assert fit_again(str(made)) == made
    for part in re.split(f"[{ISOLATE}{POP}]", fit_again(text)):
        assert_fit(part)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain é \u738b \u2764", "plain é \u738b \u2764"),
        ("\x1b[2J\x9b\x07", "\\x1b[2J\\x9b\\x07"),
        ("a\nb\tc\rd\\", "a\\n\nb\\tc\\rd\\\\"),
        (
            "\u202e\U000e0041\u200d\ufe0f\ud83d\u0378\u00a0",
            "\\u202e\\U000e0041\\u200d\\ufe0f\\ud83d\\u0378\\xa0",
        ),
        ("e" + "\u0301" * 6, "e\u0301\u0301\u0301\u0301\\u0301\\u0301"),
        ("\u0301\n\u0301", "\\u0301\\n\n\\u0301"),
    ],
)
def test_the_raw_text_is_shown_escaped(raw: str, shown: str) -> None:
    assert escaped(raw) == shown


def unescaped(text: str) -> str:
    """Read an escaped text back."""
    codes = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return re.sub(
        r"\\(?:x(..)|u(....)|U(.{8})|(.))",
        lambda m: codes[m[4]] if m[4] else chr(int(m[1] or m[2] or m[3], 16)),
        text.replace("\n", ""),
    )


@given(HOSTILE)
def test_an_escaped_text_says_everything(raw: str) -> None:
    shown = escaped(raw)
    assert_fit(shown)
    assert many_lines(str(shown)) == shown
    assert unescaped(shown) == raw


def test_memory_is_bounded() -> None:
    """However many characters the world writes in."""
    from smsdesk.display import characters

    kinds("".join(map(chr, range(0x3000, 0x9000))))
    assert len(characters._KINDS) <= characters._LONGEST_TABLE
