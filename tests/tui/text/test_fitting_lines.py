"""Words that fit are painted as Textual would paint them, and can be dragged over as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widget import Widget

from smsdesk.tui.text.fitting_lines import FittingLines, _fitting
from tests.tui.hosting import open_thread, press, running
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, STOPPED

if TYPE_CHECKING:
    from textual.strip import Strip


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("number", [SARAH, STOPPED])
async def test_they_look_as_textual_would_paint_them(size: tuple[int, int], number: str) -> None:
    async with running(firm().opened, size=size) as (app, pilot):
        await open_thread(app, pilot, number)
        app.desk_screen.conversation.reply.box.insert("Hello 🎉")
        await press(pilot)
        checked = []
        for widget in app.desk_screen.walk_children(Widget):
            if isinstance(widget, FittingLines) and widget.size and widget.is_on_screen:
                widget._render_content()
                ours = list(widget._render_cache.lines)
                Widget._render_content(widget)
                textuals = list(widget._render_cache.lines)
                assert [one.text.rstrip() for one in ours] == [
                    one.text.rstrip() for one in textuals
                ]
                assert [without_places(one) for one in ours] == [
                    without_places(one) for one in textuals
                ]
                checked.append(type(widget).__name__)
        assert {"TitleLine", "FooterLine"} <= set(checked)


def without_places(strip: Strip) -> list[tuple[str, object]]:
    """Return the pieces of a line; where its text stands is only there for the mouse."""
    found: list[tuple[str, object]] = []
    for text, style, _ in strip:
        assert style is not None
        meta = {key: value for key, value in style.meta.items() if key != "offset"}
        found.append((text, (style.without_color, style.color, style.bgcolor, str(meta))))
    return found


async def test_the_mouse_can_ask_where_the_text_stands() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        title = app.desk_screen.title_line
        (widget, offset) = app.screen.get_widget_and_offset_at(title.region.x + 3, title.region.y)
        assert widget is title
        assert offset is not None
        assert offset.x == 2
        assert _fitting(title, title.render()) is not None  # type: ignore[arg-type]
