"""Quiet hours on the screen: the lead's time in amber, and what Enter does then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.core.rules.lead_place import LeadPlace
from smsdesk.core.rules.quiet_hours import LeadHours, own_hours
from smsdesk.terms import Code, Status
from smsdesk.tui.chrome.red_line import RedLine
from smsdesk.tui.compose.quiet_bar import QuietBar, is_answer, quiet_now
from smsdesk.tui.thread.head import ThreadHeadLines
from tests.tui.hosting import box_text, open_thread, press, running, settle, type_text
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import NOW, TOM, inbound, out

STOPPED = SendResult(
    SendStatus.BLOCKED, "quiet_hours", "It is Sat 06:04 for them.", None, None, TOM, 0
)


def by_night(mode: str, zone: str = "Asia/Tokyo") -> FakeDesk:
    """Tom is where it is 06:04; he has not written for long."""
    desk = firm()
    held = desk.held[TOM]
    held.bubbles = [one for one in held.bubbles if NOW - one.happened_at > timedelta(hours=2)]
    held.hours = LeadHours(LeadPlace("", (zone,), "the number"), own_hours().default)
    held.zone = zone
    held.quiet_mode = mode
    return desk


def bar(app: object) -> str:
    reply = app.desk_screen.conversation.reply  # type: ignore[attr-defined]
    return str(reply.quiet.content) if reply.says_quiet else ""


async def test_their_time_stands_over_the_box_in_their_night() -> None:
    desk = by_night("warn")
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert bar(app).startswith("It is Sat 06:04 for them (Tokyo, by the number)")
        assert app.desk_screen.query_one(QuietBar).display
        head = app.desk_screen.query_one(ThreadHeadLines).render()
        assert "Tokyo 06:04" in str(head)


@pytest.mark.parametrize(("mode", "zone"), [("off", "Asia/Tokyo"), ("ask", "America/Chicago")])
async def test_by_day_or_where_nothing_is_judged_there_is_no_line(mode: str, zone: str) -> None:
    desk = by_night(mode, zone)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert bar(app) == ""


async def test_an_answer_is_free() -> None:
    desk = by_night("ask")
    desk.add(desk.held[TOM], inbound(900, "Hello?", NOW - timedelta(minutes=119)))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert bar(app) == ""
        assert is_answer(app.desk_screen.conversation.bubbles, NOW)
        assert not is_answer(app.desk_screen.conversation.bubbles, NOW + timedelta(minutes=2))


async def test_under_ask_a_second_enter_sends() -> None:
    desk = by_night("ask")
    desk.asks = STOPPED
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await type_text(pilot, "Are you up?")
        await press(pilot, "enter")
        await settle(pilot)
        assert box_text(app) == "Are you up?"
        assert bar(app).startswith("Enter again sends it now.")
        assert not app.desk_screen.query_one(RedLine).display
        await press(pilot, "enter")  # which a key that is held down does, too
        await settle(pilot)
        assert desk.leaving.confirmed == frozenset()
        assert box_text(app) == "Are you up?"
        desk.clock.move(0.7)
        await press(pilot, "enter")
        await settle(pilot)
        assert desk.leaving.confirmed == {Code.QUIET_HOURS}
        assert box_text(app) == ""
        assert not bar(app).startswith("Enter again")


async def test_a_yes_is_for_one_text() -> None:
    desk = by_night("ask")
    desk.asks = STOPPED
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        for text in ("One", "Two"):
            await type_text(pilot, text)
            await press(pilot, "enter")
            await settle(pilot)
            assert box_text(app) == text
            desk.clock.move(0.7)
            await press(pilot, "enter")
            await settle(pilot)
            assert box_text(app) == ""


def with_a_failed_text(mode: str) -> FakeDesk:
    desk = by_night(mode)
    before = NOW - timedelta(hours=3)
    desk.add(desk.held[TOM], out(901, "Are you up?", Status.FAILED, before, can_retry=True))
    return desk


async def test_under_ask_a_failed_text_leaves_at_the_second_key() -> None:
    desk = with_a_failed_text("ask")
    desk.asks = STOPPED
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "f5")
        await settle(pilot)
        assert bar(app).startswith("F5 again sends it now.")
        await press(pilot, "f5")  # which a key that is held down does, too
        await settle(pilot)
        assert desk.leaving.confirmed == frozenset()
        desk.clock.move(0.7)
        await press(pilot, "f5")
        await settle(pilot)
        assert desk.leaving.confirmed == {Code.QUIET_HOURS}
        assert not bar(app).startswith("F5 again")


async def test_what_was_asked_about_a_failed_text_is_no_yes_to_one_in_the_box() -> None:
    desk = with_a_failed_text("ask")
    desk.asks = STOPPED
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "f5")
        await settle(pilot)
        desk.clock.move(0.7)
        await type_text(pilot, "Another one")
        await press(pilot, "enter")
        await settle(pilot)
        assert desk.leaving.confirmed == frozenset()
        assert box_text(app) == "Another one"


async def test_under_hold_a_failed_text_waits_for_the_next_allowed_hour() -> None:
    desk = with_a_failed_text("hold")
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await press(pilot, "f5")
        await settle(pilot)
        assert desk.leaving.holds


async def test_under_hold_enter_plans_it() -> None:
    desk = by_night("hold")
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, TOM)
        assert bar(app).startswith("Enter plans it for Sat 08:00.")
        await type_text(pilot, "Good morning")
        await press(pilot, "enter")
        await settle(pilot)
        assert desk.leaving.holds


def test_it_follows_the_clock() -> None:
    desk = by_night("warn")
    head = desk.threads.get(TOM).head
    assert quiet_now(head, NOW)
    assert not quiet_now(head, NOW + timedelta(hours=2))
