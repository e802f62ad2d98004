"""A question that takes long: the screen says so, and the next key or Escape ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.tui import desk_calls
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.finder import Choice, Finder
from tests.tui.hosting import running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import lead

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp
    from tests.world.fake_desk import FakeDesk

FINDERS = {"ctrl+n": "sarah", "ctrl+f": "seats", "ctrl+k": "sarah"}
"""A query that finds something, by the key that opens its window."""


@pytest.fixture(autouse=True)
def _slow_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_calls, "SLOW_AFTER", 0.001)


def slow_firm() -> FakeDesk:
    desk = firm()
    desk.known_leads = [lead("Sarah Berg", "+14155550111")]
    return desk


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let the app go on until something holds; what is under way need not end."""
    for _ in range(5000):
        if holds():
            return
        await pilot.pause(0.002)
    pytest.fail("it never came")


def finder_of(app: SmsdeskApp) -> Finder[Choice]:
    assert isinstance(app.screen, Finder)
    return app.screen


def says_it_searches(finder: Finder[Choice]) -> bool:
    waiting = finder.query_one("#finder-waiting", Words)
    return waiting.display and str(waiting.content) == "Searching…"


def searches(desk: FakeDesk, app: SmsdeskApp) -> bool:
    return desk.at_work.is_set() and says_it_searches(finder_of(app))


@pytest.mark.parametrize(("key", "query"), FINDERS.items())
async def test_a_window_says_that_it_searches_and_stops_when_one_types_on(
    key: str, query: str
) -> None:
    desk = slow_firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press(key)
        await settle(pilot)
        desk.slow = True
        await type_text(pilot, query[:-1])
        await until(pilot, lambda: searches(desk, app))
        desk.slow = False
        await type_text(pilot, query[-1])
        await settle(pilot)
        await until(pilot, lambda: desk.stopped.acquire(blocking=False))
        assert not says_it_searches(finder_of(app))
        assert finder_of(app).options.option_count > 0


@pytest.mark.parametrize(("key", "query"), FINDERS.items())
async def test_escape_stops_it(key: str, query: str) -> None:
    desk = slow_firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press(key)
        await settle(pilot)
        desk.slow = True
        await type_text(pilot, query)
        await until(pilot, lambda: searches(desk, app))
        await pilot.press("escape")
        await until(pilot, lambda: desk.stopped.acquire(blocking=False))
        assert app.screen is app.desk_screen
        assert not app.desk_screen.red_line.troubles


async def test_too_short_a_query_stops_it_too() -> None:
    desk = slow_firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+n")
        await settle(pilot)
        desk.slow = True
        await type_text(pilot, "sa")
        await until(pilot, lambda: searches(desk, app))
        await pilot.press("backspace")
        await until(pilot, lambda: desk.stopped.acquire(blocking=False))
        await settle(pilot)
        assert not says_it_searches(finder_of(app))
        summary = finder_of(app).query_one("#finder-summary", Words)
        assert str(summary.content) == "Type at least 2 characters."


def filter_says(app: SmsdeskApp) -> str:
    waiting = app.desk_screen.list_pane.query_one("#filter-waiting", Words)
    return str(waiting.content) if waiting.display else ""


async def filter_slowly(app: SmsdeskApp, pilot: Pilot[None], desk: FakeDesk, text: str) -> None:
    """Type into the filter, and return while it searches and says so."""
    await pilot.press("ctrl+l")
    desk.slow = True
    await type_text(pilot, text)
    await until(pilot, lambda: desk.at_work.is_set() and filter_says(app) == "searching…")


async def test_the_filter_says_that_it_searches_and_stops_when_one_types_on() -> None:
    desk = slow_firm()
    async with running(desk.opened) as (app, pilot):
        await filter_slowly(app, pilot, desk, "sara")
        height = app.desk_screen.conversation_list.region
        desk.slow = False
        await type_text(pilot, "h")
        await settle(pilot)
        await until(pilot, lambda: desk.stopped.acquire(blocking=False))
        assert filter_says(app) == ""
        assert app.desk_screen.conversation_list.region == height
        assert app.desk_screen.conversation_list.cursor_number == "+14155550111"


async def test_escape_gives_a_slow_filter_up() -> None:
    desk = slow_firm()
    async with running(desk.opened) as (app, pilot):
        await filter_slowly(app, pilot, desk, "nobody")
        desk.slow = False
        await pilot.press("escape")
        await settle(pilot)
        await until(pilot, lambda: desk.stopped.acquire(blocking=False))
        assert filter_says(app) == ""
        assert app.desk_screen.conversation_list.cursor_number is not None


async def test_leaving_stops_what_runs() -> None:
    desk = slow_firm()
    async with running(desk.opened) as (app, pilot):
        await pilot.press("ctrl+f")
        await settle(pilot)
        desk.slow = True
        await type_text(pilot, "seats")
        await until(pilot, lambda: searches(desk, app))
    assert desk.stopped.acquire(timeout=10)
