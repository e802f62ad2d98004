"""The two lines of a conversation in the list."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.read_models.conversations import ConversationRow
from smsdesk.terms import Direction, Status
from smsdesk.tui.conversations.row_lines import Place, placeholder_lines, row_lines
from smsdesk.tui.text.styled_line import line_text, line_width
from tests.world.fake_pages import row
from tests.world.sample_threads import NOW

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
            {"last_text": "", "unread": 1},
            Place(),
            [" Lead 0                15:04 ", " ← (empty text)           ●1 "],
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
