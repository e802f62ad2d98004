"""What is in view at every size of a terminal."""

from __future__ import annotations

import pytest
from textual.geometry import Size
from textual.widget import Widget

from smsdesk.tui.desk_screen.layout import HEIGHTS, WIDTHS, DeskLayout


def layout_at(size: Size) -> DeskLayout:
    screen = Widget()
    for value, steps in ((size.width, WIDTHS), (size.height, HEIGHTS)):
        screen.add_class([name for least, name in steps if value >= least][-1])
    return DeskLayout(screen)


@pytest.mark.parametrize(
    ("size", "narrow", "too_small"),
    [
        (Size(59, 30), False, True),
        (Size(120, 15), False, True),
        (Size(60, 16), True, False),
        (Size(99, 30), True, False),
        (Size(100, 30), False, False),
        (Size(150, 50), False, False),
    ],
)
def test_a_size_has_its_layout(size: Size, narrow: bool, too_small: bool) -> None:
    layout = layout_at(size)
    assert (layout.narrow, layout.too_small) == (narrow, too_small)


def test_in_a_narrow_terminal_list_and_conversation_take_turns() -> None:
    layout = layout_at(Size(80, 24))
    seen = []
    for in_front in (False, True, False):
        layout.conversation_in_front = in_front
        seen.append(layout.conversation_in_view)
    assert seen == [False, True, False]


def test_side_by_side_the_conversation_is_in_view_and_too_small_it_is_not() -> None:
    assert layout_at(Size(100, 30)).conversation_in_view
    hidden = layout_at(Size(40, 10))
    hidden.conversation_in_front = True
    assert not hidden.conversation_in_view
