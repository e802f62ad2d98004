"""Which message stands on which line of a thread."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.read_models.threads import Bubble
from smsdesk.terms import Direction, Status
from smsdesk.tui.text.styled_line import line_text, line_width
from smsdesk.tui.thread.layout import Layout, LayoutOptions, Spot, lay_out
from tests.world.fake_pages import bubble, outbound
from tests.world.sample_threads import NOW

CHICAGO = ZoneInfo("America/Chicago")


def laid_out(*bubbles: Bubble, width: int = 60, first_unread_id: int | None = None) -> Layout:
    return lay_out(bubbles, LayoutOptions(width, NOW, CHICAGO, first_unread_id))


def read(layout: Layout) -> list[str]:
    found = [layout.at(y) for y in range(layout.height)]
    return [line_text(block.line(index)).strip() for block, index in filter(None, found)]


@given(st.text(max_size=200), st.integers(8, 130))
def test_every_line_has_exactly_the_width_of_the_pane(text: str, width: int) -> None:
    before = bubble(2, text, happened_at=NOW - timedelta(days=400))
    layout = laid_out(before, outbound(1, text), width=width, first_unread_id=1)
    assert {
        line_width(block.line(index)) for block in layout.blocks for index in range(block.height)
    } == {width}


def test_days_are_separated_and_the_new_line_stands_above_the_first_unread() -> None:
    layout = laid_out(
        bubble(1, "Hi", happened_at=NOW - timedelta(days=7)),
        outbound(2, "Hello", happened_at=NOW - timedelta(days=1)),
        bubble(3, "Yes", happened_at=NOW),
        first_unread_id=3,
    )
    assert read(layout) == [
        "── Friday 13 November ──", "┃ Hi", "15:04",
        "", "── Yesterday ──", "Hello ┃", "maria 15:04 ✓✓ delivered",
        "", "── Today ──", "── new ──", "┃ Yes", "15:04",
    ]  # fmt: skip


def test_texts_of_one_side_within_a_minute_share_one_signature() -> None:
    second = timedelta(seconds=1)
    layout = laid_out(
        outbound(1, "one", happened_at=NOW),
        outbound(2, "two", happened_at=NOW + 59 * second),
        outbound(3, "three", happened_at=NOW + 119 * second),
    )
    assert read(layout)[1:] == [
        "one ╹", "two ┃", "maria 15:04 ✓✓ delivered",
        "", "three ┃", "maria 15:05 ✓✓ delivered",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.SENT},
        {"sent_by": "tom"},
        {"reason": "filtered"},
        {"can_retry": True},
        {"unchecked": True},
        {"direction": Direction.INBOUND},
    ],
)
def test_what_must_be_told_apart_is_signed_apart(changes: dict[str, object]) -> None:
    first = outbound(1, "one", happened_at=NOW)
    second = outbound(2, "two", **({"happened_at": NOW} | changes))
    assert "maria 15:04 ✓✓ delivered" in read(laid_out(first, second))[2]


def test_a_place_in_the_thread_survives_another_width() -> None:
    long = " ".join(["word"] * 60)
    bubbles = [bubble(1, long), bubble(2, long), bubble(3, long)]
    wide, narrow = laid_out(*bubbles, width=100), laid_out(*bubbles, width=30)
    found = wide.at(wide.tops[1] + 2)
    assert found is not None
    spot = Spot(found[0].bubble.message_id, found[1])
    assert narrow.y_of(spot) == narrow.tops[1] + 2
    assert wide.y_of(Spot(2, 500)) == wide.tops[2] - 1
    assert wide.y_of(Spot(99, 0)) is None
    assert wide.at(-1) is wide.at(wide.height) is None
