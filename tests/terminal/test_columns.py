"""Whatever a terminal takes for the width of a text: what stands behind it keeps its column."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from smsdesk.display import DisplayText, cell_width, fit, one_line, phrase
from smsdesk.display.isolation import ISOLATE, POP
from smsdesk.tui.terminal.columns import kept_columns
from smsdesk.tui.text.content_lines import as_measured, spread
from smsdesk.tui.text.shown import Piece
from tests.display.naughty import HOSTILE, NAUGHTY

if TYPE_CHECKING:
    from collections.abc import Callable

    Table = Callable[[str], int]

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

NAMES = [
    "\u092a\u094d\u0930\u093f\u092f\u093e \u0936\u0930\u094d\u092e\u093e",
    "\u0639\u0628\u062f \u0627\u0644\u0644\u0647",
    f"Ann {FAMILY}",
    FAMILY * 6,
    "\u3248\u3249\u324f" * 5,
    "\U0001f44d\U0001f3fd\U0001f469\U0001f3fe\u200d\U0001f4bb",
    "\U0001fae9\U0001f9d1\u200d\U0001f9d1\u200d\U0001f9d2",
    "\u0378\U000e0999\U0003fffd",
    "\u0e01\u0e33\u0e19\u0e31\u0e19",
    "\u2764\ufe0f\u260e\ufe0f1\ufe0f\u20e3",
    "\U0001f1fa\U0001f1f8\U0001f1e9\U0001f1ea",
    "a" + "\u0301" * 40,
    "\u1100\u1161\u11a8\u1112",
]


def by_tables(character: str) -> int:
    return max(0, wcwidth(character))


def marks_stand_apart(character: str) -> int:
    """Spacing marks take a cell, numbers in circles two."""
    if unicodedata.category(character) == "Mc":
        return 1
    if "\u3248" <= character <= "\u324f":
        return 2
    return max(0, wcwidth(character))


def knows_no_emoji(character: str) -> int:
    return min(1, max(0, wcwidth(character))) if ord(character) > 0x1EFFF else by_tables(character)


def draws_every_letter_wide(character: str) -> int:
    return 2 if ord(character) > 0x1EFFF else by_tables(character)


TABLES = [by_tables, marks_stand_apart, knows_no_emoji, draws_every_letter_wide]


class Grid:
    """A terminal of one row that gives every character the cells that its table says."""

    def __init__(self, table: Table, width: int = 120) -> None:
        self.cells = [" "] * width
        self._table = table
        self._x = 0

    def feed(self, frame: str) -> None:
        for move, text in re.findall("\x1b\\[([0-9;]*[GHm])|([^\x1b])", frame):
            if text:
                self._draw(text)
            elif move[-1] in "GH":
                self._x = int(move[:-1].rpartition(";")[2]) - 1

    def _draw(self, character: str) -> None:
        for _ in range(self._table(character)):
            if self._x < len(self.cells):
                self.cells[self._x] = character
            self._x += 1


def row_with(text: str, width: int) -> str:
    """Return a frame: a border, a cell of ``width`` cells with a text, a border, a time."""
    cell = fit(one_line(text), width)
    gap = cell[len(cell.rstrip(" ")) :]
    drawn = as_measured(cell[: len(cell) - len(gap)])
    return f"\x1b[1;3H\x1b[1m│\x1b[0m{drawn}\x1b[2m{gap}\x1b[0m│15:04"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_borders_stand_in_the_same_column(name: str, table: Table) -> None:
    grid = Grid(table)
    grid.feed("\x1b[1;1H" + "x" * 60)
    grid.feed(kept_columns(row_with(name, 20)))
    row = "".join(grid.cells)
    assert row[2] == "│"
    assert row[23:29] == "│15:04"
    assert row[29:60] == "x" * 31, "nothing beyond what was painted is touched"


@given(HOSTILE | st.sampled_from(sorted(NAUGHTY.values())), st.sampled_from(TABLES))
def test_no_text_moves_a_border(text: str, table: Table) -> None:
    grid = Grid(table)
    grid.feed(kept_columns(row_with(text[:200], 24)))
    assert "".join(grid.cells[27:33]) == "│15:04"


@given(st.sampled_from(TABLES), HOSTILE | st.sampled_from(NAMES))
def test_a_text_at_the_end_of_what_is_painted_stays_in_it(table: Table, text: str) -> None:
    """Part of a row is painted alone; what stands behind it was painted before."""
    shown = as_measured(one_line(text)[:12])
    grid = Grid(table)
    grid.feed("\x1b[1;1H" + "x" * 80)
    grid.feed(kept_columns(f"\x1b[1;1H{shown}"))
    assert set(grid.cells[cell_len(shown) : 80]) <= {"x"}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_borders_in_a_real_emulator(name: str) -> None:
    screen = pyte.Screen(60, 3)
    pyte.Stream(screen).feed(kept_columns(row_with(name, 20)))
    assert screen.buffer[0][2].data == "│"
    assert screen.buffer[0][23].data == "│"
    assert "".join(screen.buffer[0][x].data for x in range(24, 29)) == "15:04"


def test_what_is_written_from_right_to_left_turns_nothing_round() -> None:
    frame = kept_columns("\x1b[1;1H\u05e9\u05dc\u05d5\u05dd\x1b[2m  (415) 555-0204")
    assert f"{ISOLATE}\u05e9\u05dc\u05d5\u05dd{POP}" in frame
    assert frame.endswith("\x1b[2m  (415) 555-0204")


def test_ordinary_letters_beside_others_are_drawn_to_the_last() -> None:
    text = as_measured(one_line("\u092a\u094d\u0930\u093f\u092f\u093e Jos\u00e9"))
    grid = Grid(marks_stand_apart)
    grid.feed(kept_columns(f"\x1b[1;1H{text}"))
    assert "".join(grid.cells).rstrip().endswith("Jos\u00e9")


def test_no_vowel_sign_is_drawn_over() -> None:
    name = "\u092a\u094d\u0930\u093f\u092f\u093e"
    frame = kept_columns(row_with(name, 20))
    assert name in frame, "in one run: a terminal that joins its letters can"


def test_a_name_within_a_sentence_stays_isolated_within_it() -> None:
    line = phrase("Not sent to {name}: 30005", name="\u05e9\u05dc\u05d5\u05dd")
    frame = kept_columns(f"\x1b[1;1H{line}")
    assert f"{ISOLATE}\u05e9\u05dc\u05d5\u05dd{POP}: 30005" in frame


def test_what_joins_the_letter_before_is_not_put_elsewhere() -> None:
    name = "\u1100\u1161\u11a8" * 3
    frame = kept_columns(row_with(name, 20))
    assert not re.search("\x1b\\[[0-9]+G[\u1161\u11a8]", frame)


def test_a_spread_line_keeps_a_family_and_its_number() -> None:
    left, right = [Piece(one_line(f"{FAMILY} Berg"))], [Piece(DisplayText("(415) 555-0111"))]
    line = spread(left, right, 40).plain
    assert cell_width(DisplayText(line)) == 40
    for table in TABLES:
        grid = Grid(table)
        grid.feed(kept_columns(f"\x1b[1;1H{line}"))
        assert "(415) 555-0111" in "".join(grid.cells)


@pytest.mark.parametrize("typed", ["ab\u202ecd", "a\u200bb", "x\U000e0041y", "\ufff9z", "\u2066q"])
def test_what_an_input_holds_is_shown_as_display_text(typed: str) -> None:
    """An input keeps what was typed; what turns or hides letters never reaches the terminal."""
    frame = kept_columns(f"\x1b[1;1H{typed}")
    assert not set(frame) & set("\u202e\u200b\U000e0041\ufff9\u2066")


@pytest.mark.parametrize(
    "frame",
    [
        "\x1b[1;1H\x1b[1m│ Sarah Berg │ ● ✓✓ → ▌█\x1b[0m",
        "\x1b[3;1Hこんにちは│\n",
        "\x1b]52;c;aGk=\x07",
        "\x1b[?2026h",
    ],
)
def test_ordinary_frames_are_left_as_they_are(frame: str) -> None:
    assert kept_columns(frame) == frame
