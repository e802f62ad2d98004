"""What is likely to be opened next is at hand, and never shown as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsdesk.tui.desk_screen.reading_ahead import ReadingAhead
from smsdesk.tui.lead_card import column
from smsdesk.tui.lead_card.column import LeadCardColumn
from smsdesk.tui.screen_messages import DeskRead
from smsdesk.tui.thread.layout import Layout, LayoutOptions, lay_out
from tests.tui.hosting import open_thread, press, running, settle
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import NOW, SARAH, inbound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.tui.app import SmsdeskApp

NEXT = "alt+down"


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whenever an opened thread had to be laid out: of how many messages."""
    found: list[int] = []

    def noted(bubbles: Sequence[Bubble], options: LayoutOptions) -> Layout:
        found.append(len(bubbles))
        return lay_out(bubbles, options)

    monkeypatch.setattr("smsdesk.tui.thread.prepared_layouts.lay_out", noted)
    return found


def ahead(app: SmsdeskApp, desk: FakeDesk) -> ReadingAhead:
    return app.desk_screen.reading_ahead(desk)


def lines(app: SmsdeskApp) -> list[str]:
    pane = app.desk_screen.conversation.thread_pane
    return [pane.render_line(y).text for y in range(pane.size.height)]


async def test_the_next_conversation_has_been_laid_out_when_it_is_opened(
    laid_out: list[int],
) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await ahead(app, desk).read()
        laid_out.clear()
        await press(pilot, NEXT)
        assert app.desk_screen.conversation.wanted != SARAH
        assert laid_out == []


async def test_what_has_come_since_it_was_laid_out_is_shown(laid_out: list[int]) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        number = app.desk_screen.conversation_list.next_step
        assert number is not None
        await ahead(app, desk).read()
        held = desk.held[number]
        newest = held.bubbles[-1]
        held.bubbles[-1] = replace(newest, text="Written over since")
        laid_out.clear()
        await press(pilot, NEXT)
        assert laid_out == [len(held.bubbles)]
        assert any("Written over since" in line for line in lines(app))


async def test_who_goes_up_the_list_finds_the_one_above_at_hand(laid_out: list[int]) -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, NEXT, NEXT, "alt+up")
        await ahead(app, desk).read()
        laid_out.clear()
        await press(pilot, "alt+up")
        assert app.desk_screen.conversation.wanted == SARAH
        assert laid_out == []


async def test_it_looks_the_same_as_without(laid_out: list[int]) -> None:
    seen = []
    for reads in (False, True):
        desk = firm()
        desk.add(desk.held[SARAH], inbound(5, "One more thing", NOW, unread=True))
        async with running(desk.opened) as (app, pilot):
            app.desk_screen.conversation_list.select(SARAH)
            await press(pilot, NEXT)
            if reads:
                app.desk_screen.conversation_list._direction = -1
                await ahead(app, desk).read()
            await press(pilot, "alt+up")
            assert app.desk_screen.conversation.wanted == SARAH
            seen.append(lines(app))
    assert seen[0] == seen[1]


async def test_the_desk_that_is_used_reads_ahead_when_one_has_been_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str | None] = []
    monkeypatch.setattr(
        ReadingAhead, "opened", lambda self: opened.append(self._conversation.wanted)
    )
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        app.desk_screen._ahead = ahead(app, desk)
        await open_thread(app, pilot, SARAH)
        assert opened == [SARAH]


@pytest.mark.parametrize("changed", [False, True])
async def test_the_card_comes_with_the_thread_where_nothing_has_changed(
    monkeypatch: pytest.MonkeyPatch, *, changed: bool
) -> None:
    monkeypatch.setattr(column, "CALM", 10.0)
    desk = firm()
    async with running(desk.opened, size=(160, 40)) as (app, pilot):
        app.desk_screen._ahead = ahead(app, desk)
        app.desk_screen._ahead.opened = lambda: None  # type: ignore[method-assign]
        app.desk_screen.open(SARAH)
        card = await mounted_card(app, pilot)
        number = app.desk_screen.conversation_list.next_step
        assert number is not None
        await app.desk_screen._ahead.read()
        if changed:
            held = desk.held[number]
            held.bubbles[-1] = replace(held.bubbles[-1], text="Written over since")
        app.desk_screen.open(number)
        while app.desk_screen.conversation.thread_pane.bubbles != tuple(desk.held[number].bubbles):
            await pilot.pause(0)
        profile = card.profile
        assert (profile is not None and profile.number == number) is not changed


async def mounted_card(app: SmsdeskApp, pilot: Pilot[None]) -> LeadCardColumn:
    while not app.desk_screen.query(LeadCardColumn):
        await pilot.pause(0)
    return app.desk_screen.query_one(LeadCardColumn)


@pytest.mark.parametrize("read_late", [False, True])
async def test_a_card_read_ahead_never_takes_the_place_of_a_newer_one(*, read_late: bool) -> None:
    """Enter on the row of the one that is open: no reading follows that would mend it."""
    desk = firm()
    async with running(desk.opened, size=(160, 40)) as (app, pilot):
        app.desk_screen._ahead = reading = ahead(app, desk)
        reading.opened = lambda: None  # type: ignore[method-assign]
        await open_thread(app, pilot, SARAH)
        card = await mounted_card(app, pilot)
        number = app.desk_screen.conversation_list.next_step
        assert number is not None
        await reading.read()
        old = reading._card
        await open_thread(app, pilot, number)
        desk.notes.add(number, "has twins")
        app.desk_screen.post_message(DeskRead())
        await settle(pilot)
        assert notes_on(card) == ["has twins"]
        if read_late:
            reading._card = old
        await open_thread(app, pilot, number)
        assert notes_on(card) == ["has twins"]


async def test_a_card_read_ahead_is_shown_once() -> None:
    desk = firm()
    async with running(desk.opened, size=(160, 40)) as (app, pilot):
        reading = ahead(app, desk)
        await open_thread(app, pilot, SARAH)
        number = app.desk_screen.conversation_list.next_step
        assert number is not None
        await reading.read()
        thread = desk.threads.get(number)
        assert reading.take_card(thread) is not None
        assert reading.take_card(thread) is None


def notes_on(card: LeadCardColumn) -> list[str]:
    assert card.profile is not None
    return [note.text for note in card.profile.notes]
