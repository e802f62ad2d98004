"""The desk on a terminal with sixteen colours: what failed is red, and all of it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.color import ColorType
from rich.console import Console

from tests.tui.hosting import open_thread, settle, shown_segments
from tests.tui.test_snapshots import SARAH, STOPPED, every_mark, opened, shown
from tests.world.fake_desk import firm

if TYPE_CHECKING:
    from rich.segment import Segment

    from smsdesk.tui.app import SmsdeskApp
    from tests.tui.test_snapshots import Compare

# The sixteen of xterm, which are among the harshest.
PALETTE = (
    *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205)),
    *((0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0)),
    *((255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)),
)
GREEN, RED, BRIGHT_RED = 2, 1, 9

THEMES = pytest.mark.parametrize("theme", ["smsdesk-dark", "smsdesk-light"])


def of_sixteen(app: SmsdeskApp) -> SmsdeskApp:
    app.console = Console(color_system="standard", legacy_windows=False)
    return app


def contrast(one: int, other: int) -> float:
    """Return the contrast ratio of WCAG 2 between two of the sixteen."""

    def luminance(number: int) -> float:
        parts = (part / 255 for part in PALETTE[number])
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def colours(segment: Segment) -> tuple[int, int]:
    """Return the two numbers a segment is shown in: both of the sixteen, and bold is bright."""
    assert segment.style is not None
    text, ground = segment.style.color, segment.style.bgcolor
    assert text is not None
    assert ground is not None
    assert text.type is ground.type is ColorType.STANDARD
    assert text.number is not None
    assert ground.number is not None
    bright = 8 if segment.style.bold and text.number < 8 else 0
    return text.number + bright, ground.number


@THEMES
@pytest.mark.parametrize("number", [SARAH, STOPPED])
async def test_everything_on_it_can_be_read(theme: str, number: str) -> None:
    app = of_sixteen(shown(every_mark() if number == SARAH else firm(), theme=theme))
    async with app.run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        await open_thread(app, pilot, number)
        await settle(pilot)
        letters = [one for one in shown_segments(app) if any(map(str.isalnum, one.text))]
        assert len(letters) > 40
        for segment in letters:
            text, ground = colours(segment)
            least = 2.0 if text == GREEN else 3.0
            assert contrast(text, ground) >= least, (segment.text, text, ground)


@THEMES
async def test_what_failed_is_red(theme: str) -> None:
    app = of_sixteen(shown(every_mark(), theme=theme))
    async with app.run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        await open_thread(app, pilot, SARAH)
        await settle(pilot)
        failed = [one for one in shown_segments(app) if "✗" in one.text]
        assert failed
        assert {colours(one)[0] for one in failed} <= {RED, BRIGHT_RED}


@THEMES
def test_the_opted_out_one(snap_compare: Compare, theme: str) -> None:
    app = of_sixteen(shown(firm(), theme=theme))
    assert snap_compare(app, terminal_size=(120, 30), run_before=opened(STOPPED))


@THEMES
def test_every_mark(snap_compare: Compare, theme: str) -> None:
    app = of_sixteen(shown(every_mark(), theme=theme))
    assert snap_compare(app, terminal_size=(120, 60), run_before=opened(SARAH))
