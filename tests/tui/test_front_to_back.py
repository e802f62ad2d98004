"""Our compositor paints what Textual's would, and asks no widget for what nobody sees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.widget import Widget

from smsdesk.tui.front_to_back import FrontToBack
from tests.tui.hosting import open_thread, press, running
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, STOPPED

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.strip import Strip

SIZES = [(60, 16), (80, 24), (120, 36), (200, 50)]
DIRTY = [
    {Region(0, 0, 60, 1)},
    {Region(3, 2, 20, 7), Region(30, 4, 9, 1)},
    {Region(0, 5, 34, 2), Region(36, 5, 20, 8), Region(0, 15, 60, 1)},
    {Region(1, 1, 58, 14), Region(10, 3, 5, 13)},
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("window", ["", "f1", "ctrl+k", "f2"])
async def test_the_terminal_gets_what_textual_would_send(
    size: tuple[int, int], window: str
) -> None:
    """Whole, and whatever has changed; also with a window, or a passing word, over the desk."""
    async with running(firm().opened, size=size) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.notify("said in passing")
        await press(pilot, *([window] if window else []))
        for screen in app.screen_stack:
            ours, textuals = screen._compositor, Compositor()
            assert isinstance(ours, FrontToBack)
            textuals.reflow(screen, screen.size)
            assert ours.render_strips() == textuals.render_strips()
            for regions in DIRTY:
                assert painted(ours, regions) == painted(textuals, regions)


def painted(compositor: Compositor, regions: set[Region]) -> list[tuple[int, int, Strip]]:
    """Return the pieces that go to the terminal when ``regions`` have changed."""
    compositor._dirty_regions = set(regions)
    update = compositor.render_partial_update()
    assert update is not None
    return [
        (x, y, strip)
        for y, left, right in update.spans
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True)
        if x < right and end > left and strip is not None
    ]


async def test_only_what_is_seen_of_a_line_that_changes_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: Counter[str] = Counter()
    render = Widget.render_lines

    def noted(self: Widget, crop: Region) -> list[Strip]:
        asked[type(self).__name__] += crop.height
        return render(self, crop)

    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        monkeypatch.setattr(Widget, "render_lines", noted)
        of_footer(app.screen)
        assert asked == {"FooterLine": 1}


def of_footer(screen: Screen[object]) -> None:
    """Paint the last line."""
    compositor = screen._compositor
    compositor._dirty_regions = {Region(0, screen.size.height - 1, screen.size.width, 1)}
    compositor.render_update()
