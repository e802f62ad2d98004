"""The two lines of a conversation in the list."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.views.conversations import ConversationRow
from smsdesk.terms import Direction, Status
from smsdesk.tui.conversations.row_lines import Place, placeholder_lines, row_lines
from smsdesk.tui.conversations.row_pages import KEPT, PAGE, RowPages, split_pages, stretches
from smsdesk.tui.text.styled_line import line_text, line_width
from tests.tui.fake_desk import NOW, row

CHICAGO = ZoneInfo("America/Chicago")
OUT = Direction.OUTBOUND
PLAIN = Place()


def drawn(each: ConversationRow, width: int = 30, place: Place = PLAIN) -> list[str]:
    return [line_text(line) for line in row_lines(each, width, NOW, CHICAGO, place)]


@pytest.mark.parametrize(
    ("changes", "place", "lines"),
    [
        (
            {"name": "Sarah Berg", "last_text": "Sounds good, thank you", "unread": 2},
            Place(is_open=True),
            ["▌Sarah Berg            15:04 ", "▌← Sounds good, thank you ●2 "],
        ),
        (
            {
                "name": "Tom Reyes",
                "last_text": "Are you still looking for a seat?",
                "last_direction": OUT,
                "last_status": Status.FAILED,
            },
            Place(),
            [" Tom Reyes             15:04 ", " ✗ Are you still looking fo… "],
        ),
        (
            {"name": "", "mark": "opted out · STOP", "last_activity_at": NOW - timedelta(days=4)},
            Place(has_cursor=True),
            ["›(415) 555-0000    Mon 15:04 ", " opted out · STOP            "],  # noqa: RUF001
        ),
        (
            {"name": "José Núñez", "draft": "Hola José,\nsobre la sesión"},
            Place(),
            [" José Núñez            15:04 ", " draft: Hola José, sobre la… "],
        ),
        (
            {"last_text": "See you", "last_direction": OUT, "last_status": Status.DELIVERED},
            Place(is_open=True, has_cursor=True),
            ["▌Lead 0                15:04 ", "▌→ See you                   "],
        ),
        (
            {"name": "王小明", "last_text": "你好", "unread": 500},
            Place(),
            [" 王小明                15:04 ", " ← 你好                 ●99+ "],
        ),
    ],
)
def test_a_row_reads(changes: dict[str, object], place: Place, lines: list[str]) -> None:
    assert drawn(row(0, **changes), 29, place) == lines


@pytest.mark.parametrize(
    ("status", "glyph"),
    [
        (Status.QUEUED, "…"),
        (Status.SENDING, "…"),
        (Status.HELD, "!"),
        (Status.UNCONFIRMED, "!"),
        (Status.SENT, "→"),
        (Status.DELIVERED, "→"),
        (Status.UNDELIVERED, "✗"),
        (Status.NOT_SENT, "✗"),
        (Status.CANCELED, "–"),  # noqa: RUF001 - the dash is meant
    ],
)
def test_an_outbound_text_shows_its_state_in_place_of_the_arrow(status: Status, glyph: str) -> None:
    line = drawn(row(0, last_direction=OUT, last_status=status))[1]
    assert line.startswith(f" {glyph} Text 0")


@given(
    name=st.text(max_size=60),
    text=st.text(max_size=60),
    draft=st.text(max_size=20),
    mark=st.text(max_size=20),
    unread=st.integers(0, 2000),
    width=st.integers(1, 60),
)
def test_a_row_has_exactly_the_width(
    name: str, text: str, draft: str, mark: str, unread: int, width: int
) -> None:
    made = row(0, name=name, last_text=text, draft=draft, mark=mark, unread=unread)
    for place in (Place(), Place(is_open=True), Place(has_cursor=True)):
        assert [line_width(line) for line in row_lines(made, width, NOW, CHICAGO, place)] == [
            width,
            width,
        ]
        assert {line_width(line) for line in placeholder_lines(width, place)} == {width}


def test_markup_in_a_name_stays_text() -> None:
    assert "[red]x[/x]" in drawn(row(0, name="[red]x[/x]"))[0]


def page_of(first: int) -> tuple[ConversationRow, ...]:
    return tuple(row(index) for index in range(first, first + PAGE))


def test_pages_are_kept_up_to_a_bound() -> None:
    pages = RowPages()
    pages.count = 1_000 * PAGE
    one = page_of(0)
    for page in range(KEPT + 5):
        pages.put(page, one)
    assert pages.row(0) is None
    assert pages.row(6 * PAGE) == one[0]
    assert pages.missing(0, 6 * PAGE) == [0, 1, 2, 3, 4]


def test_rows_are_found_by_place_and_by_number() -> None:
    pages = RowPages()
    pages.replace(2 * PAGE, {1: page_of(PAGE)})
    assert pages.row(PAGE + 3) == row(PAGE + 3)
    assert pages.row(3) is None
    assert pages.index_of(row(PAGE + 3).number) == PAGE + 3
    assert pages.index_of(row(3).number) is None
    assert pages.index_of(None) is None
    assert pages.missing(-100, 10_000) == [0]


def test_the_keyset_for_a_page_is_the_row_before_it() -> None:
    pages = RowPages()
    pages.replace(3 * PAGE, {0: page_of(0), 1: page_of(PAGE)[:-1]})
    assert pages.key_before(1) == row(PAGE - 1).key
    assert pages.key_before(2) is None, "a page that is not full may have gained rows"
    assert pages.key_before(0) is None


def test_neighbouring_pages_are_read_at_once() -> None:
    assert stretches({5, 0, 1, 6, 9}) == [range(2), range(5, 7), range(9, 10)]
    rows = (*page_of(0), *page_of(PAGE)[:3])
    assert split_pages(4, rows) == {4: rows[:PAGE], 5: rows[PAGE:]}


def test_a_changed_row_is_another_row() -> None:
    assert replace(row(0), revision=2) != row(0)
