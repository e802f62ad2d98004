"""The main job, end to end: leads in, a text out, an answer back, STOP, and START.

The real desk, the real Twilio client and the simulated carrier behind it; only time stands
still until the test moves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Button

from smsdesk.carrier.simulator import Behaviour
from smsdesk.terms import LineType, Status
from smsdesk.tui.chrome.title_line import TitleLine
from tests.tui.hosting import box_text, notice_text, press, red_lines, running, settle, type_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from smsdesk.desk import Desk
    from smsdesk.tui.app import SmsdeskApp
    from tests.world.firm import Firm

SARAH = "+14155550111"

LEADS = """\
First Name,Last Name,Email Address,Mobile Phone,Event,Registration Time
Tom,Reyes,tom@example.org,(415) 555-0122,Estate planning,2026-11-02 09:00
Sarah,Berg,sarah.berg@example.org,(415) 555-0111,Retirement webinar,2026-11-12 18:20
Nobody,Phone,nobody@example.org,,Retirement webinar,2026-11-12 18:30
Zero,Null,zero@example.org,000-000-0000,Retirement webinar,2026-11-12 18:40
"""


async def synced(app: SmsdeskApp, pilot: Pilot[None], desk: Desk) -> None:
    """Do by hand what the background does by itself."""
    desk.background.sync()
    app.refresh_from_desk()
    await settle(pilot)


def standing(app: SmsdeskApp) -> list[str]:
    """Return how the messages of the thread on screen stand, oldest first."""
    return [bubble.status.value for bubble in app.desk_screen.conversation.bubbles]


async def test_from_the_csv_to_start(firm: Firm, tmp_path: Path) -> None:
    firm.is_behind(SARAH, Behaviour.SILENT)
    desk = firm.desk()
    source = tmp_path / "registrants.csv"
    source.write_text(LEADS, encoding="utf-8")
    report = desk.leads.import_file(source)
    assert (report.imported, report.without_phone, dict(report.invalid)) == (2, 1, {"all_zeros": 1})

    async with running(lambda: desk) as (app, pilot):
        screen = app.desk_screen

        # the lead is found by a few letters, and her thread opens empty
        await pilot.press("ctrl+n")
        await settle(pilot)
        await type_text(pilot, "sarah b")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert screen.conversation.thread is not None
        assert screen.conversation.thread.head.name == "Sarah Berg"
        assert standing(app) == []

        # a text leaves and is delivered
        await type_text(pilot, "Hi Sarah, shall I hold a seat for you?")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == ""
        assert str(screen.query_one("#send", Button).label) == "Send"
        assert firm.at_carrier(SARAH) == ["Hi Sarah, shall I hold a seat for you?"]
        assert screen.conversation_list.selected == SARAH
        firm.clock.move(30)
        await synced(app, pilot, desk)
        assert standing(app) == ["delivered"]

        # the answer comes, and is read with the next key
        firm.arrive(SARAH, "Yes please!")
        firm.clock.move(5)
        await synced(app, pilot, desk)
        assert screen.conversation.bubbles[-1].text == "Yes please!"
        await press(pilot, "left")
        assert "unread" not in str(screen.query_one(TitleLine).render())

        # STOP takes the box away at once, with what was being written in it
        await type_text(pilot, "Great, see you")
        firm.arrive(SARAH, "STOP")
        firm.clock.move(5)
        await synced(app, pilot, desk)
        assert notice_text(app) == (
            "This lead has opted out of SMS. You can't send messages until they text START"
            " to opt back in."
        )
        assert not screen.conversation.has_box

        # START brings it back, draft and all, and it can be sent
        firm.arrive(SARAH, "START")
        firm.clock.move(5)
        await synced(app, pilot, desk)
        assert notice_text(app) == ""
        assert box_text(app) == "Great, see you"
        screen.conversation.reply.box.focus()
        firm.clock.move(2)  # it has been on the screen for long enough to be read
        await press(pilot, "enter")
        assert firm.at_carrier(SARAH)[-1] == "Great, see you"
        assert red_lines(app) == []


async def test_a_stop_of_seconds_ago_stops_the_text_that_is_leaving(firm: Firm) -> None:
    """Nobody has synced since: the look before the text leaves finds it."""
    firm.is_behind(SARAH, Behaviour.SILENT)
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    async with running(lambda: desk) as (app, pilot):
        app.desk_screen.open(SARAH)
        await settle(pilot)
        firm.arrive(SARAH, "STOP")
        firm.clock.move(2)
        await type_text(pilot, "One more thing")
        await pilot.press("enter")
        await settle(pilot)
        assert firm.at_carrier(SARAH) == []
        assert notice_text(app).startswith("This lead has opted out of SMS.")
        bubble = next(b for b in app.desk_screen.conversation.bubbles if b.text == "One more thing")
        assert bubble.status is Status.NOT_SENT


async def test_a_landline_is_found_on_the_first_open(firm: Firm) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    async with running(lambda: desk) as (app, pilot):
        app.desk_screen.open(SARAH)
        await settle(pilot)
        assert notice_text(app) == "This number is a landline and can't receive SMS messages"


async def test_the_eleventh_text_of_a_minute_comes_back_with_a_countdown(firm: Firm) -> None:
    firm.is_behind(SARAH, Behaviour.SILENT)
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    async with running(lambda: desk) as (app, pilot):
        app.desk_screen.open(SARAH)
        await settle(pilot)
        for count in range(11):
            firm.clock.move(2)
            await type_text(pilot, f"text {count}")
            await pilot.press("enter")
            await settle(pilot)
        assert red_lines(app) == ["Rate limit: 10 messages per minute. Try again shortly."]
        assert box_text(app) == "text 10"
        assert len(firm.at_carrier(SARAH)) == 10


async def test_offline_a_text_waits_visibly_and_can_be_taken_back(firm: Firm) -> None:
    firm.is_behind(SARAH, Behaviour.SILENT)
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    async with running(lambda: desk) as (app, pilot):
        app.desk_screen.open(SARAH)
        await settle(pilot)
        firm.offline()
        await type_text(pilot, "Running late")
        await pilot.press("enter")
        await settle(pilot)
        assert standing(app) == ["queued"]
        await pilot.press("f9")
        await settle(pilot)
        assert standing(app) == ["canceled"]
        firm.online()
        desk.background.sync()
        assert firm.at_carrier(SARAH) == []
