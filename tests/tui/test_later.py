"""A text with a time of its own, by two keys: asked for, shown, changed, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.core.rules.lead_place import LeadPlace
from smsdesk.core.rules.quiet_hours import LeadHours, own_hours
from smsdesk.terms import Code, Status
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.ask_moment import AskMoment
from tests.tui.hosting import box_text, open_thread, press, red_lines, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import NOW, TOM, out

if TYPE_CHECKING:
    from tests.world.fake_desk import FakeDesk

TOMORROW_AT_NINE_IN_DENVER = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


def in_denver() -> FakeDesk:
    desk = firm()
    desk.held[TOM].hours = LeadHours(
        LeadPlace("CO", ("America/Denver",), "their state CO"), own_hours().default
    )
    return desk


async def test_the_text_in_the_box_is_planned_by_their_clock() -> None:
    desk = in_denver()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "Good morning")
        await press(pilot, "ctrl+x", "l")
        assert isinstance(app.screen, AskMoment)
        assert "Fri 14:04 in Denver" in str(app.screen.query_one("#moment-title").content)  # type: ignore[attr-defined]
        await press(pilot, "t")
        await settle(pilot)
        assert desk.leaving.at == TOMORROW_AT_NINE_IN_DENVER
        assert box_text(app) == ""
        assert desk.held[TOM].bubbles[-1].status is Status.PLANNED


async def test_each_letter_says_once_when_that_is() -> None:
    async with running(in_denver().opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "Good morning")
        await press(pilot, "ctrl+x", "l")
        lines = [str(line.content) for line in app.screen.query(Words)][1:4]
        assert lines == ["h  in 2 hours  16:04", "t  tomorrow 09:00", "m  monday  Mon 09:00"]


async def test_a_time_can_be_written_and_escape_leaves_the_text() -> None:
    desk = in_denver()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "Good morning")
        await press(pilot, "ctrl+x", "l", "escape")
        assert box_text(app) == "Good morning"
        await press(pilot, "ctrl+x", "l", "9", "a", "m", "enter")
        await settle(pilot)
        assert desk.leaving.at == TOMORROW_AT_NINE_IN_DENVER


async def test_what_is_no_time_is_told_whole() -> None:
    async with running(in_denver().opened, size=(60, 24)) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "Good morning")
        await press(pilot, "ctrl+x", "l", "slash", *"someday", "enter")
        await settle(pilot)
        means = app.screen.query_one("#moment-means", Words)
        assert str(means.content).startswith("'someday' is no time")
        assert means.size.height == means.content_size.height == 2
        await press(pilot, "ctrl+u", *"today", "space", "9", "enter")
        await settle(pilot)
        assert str(means.content) == "Today 9 has passed already"


async def test_without_a_text_the_planned_one_gets_another_time() -> None:
    desk = in_denver()
    planned = out(70, "See you", Status.PLANNED, NOW, can_cancel=True, can_edit=True)
    desk.add(desk.held[TOM], replace(planned, leaves_at=NOW))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "ctrl+x", "l", "t")
        await settle(pilot)
        assert ("edit", 70, None, TOMORROW_AT_NINE_IN_DENVER) in desk.calls


async def test_f9_takes_a_planned_text_back_above_what_is_written() -> None:
    desk = in_denver()
    desk.add(desk.held[TOM], out(70, "See you", Status.PLANNED, NOW, can_cancel=True))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "and more")
        await press(pilot, "f9")
        await settle(pilot)
        assert ("cancel", 70) in desk.calls
        assert box_text(app) == "See you\nand more"


async def test_a_quiet_time_is_asked_about_and_planned_at_the_second_time() -> None:
    desk = in_denver()
    desk.asks = SendResult(SendStatus.BLOCKED, "quiet_hours", "Quiet.", None, None, TOM, 0)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "Good night")
        await press(pilot, "ctrl+x", "l", "t")
        await settle(pilot)
        assert box_text(app) == "Good night"
        reply = app.desk_screen.conversation.reply
        assert "Plan it again to plan it so." in str(reply.quiet.content)
        desk.clock.move(0.7)
        await press(pilot, "ctrl+x", "l", "t")
        await settle(pilot)
        assert desk.leaving.confirmed == {Code.QUIET_HOURS}
        assert box_text(app) == ""


async def test_another_time_in_quiet_hours_is_refused_aloud() -> None:
    desk = in_denver()
    desk.asks = SendResult(SendStatus.BLOCKED, "quiet_hours", "Quiet there.", None, None, TOM, 0)
    desk.add(desk.held[TOM], out(70, "See you", Status.PLANNED, NOW, can_edit=True))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "ctrl+x", "l", "t")
        await settle(pilot)
        assert any("Quiet there." in line for line in red_lines(app))
