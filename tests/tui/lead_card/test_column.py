"""The card beside the thread: there from 140 columns on, read behind it, and only while seen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from smsdesk.tui.lead_card import column as column_module
from smsdesk.tui.lead_card.column import LeadCardColumn
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.lead_card import LeadCardScreen
from smsdesk.tui.windows.note import NoteScreen
from tests.tui.hosting import box_text, open_thread, running, settle, type_text
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import SARAH, TOM, sarah

if TYPE_CHECKING:
    import pytest

    from smsdesk.core.read_models.lead_profile import LeadProfile
    from smsdesk.tui.app import SmsdeskApp

WIDE = (140, 36)


def read(desk: FakeDesk) -> list[str]:
    return [str(call[1]) for call in desk.calls if call[0] == "profile"]


def column(app: SmsdeskApp) -> LeadCardColumn:
    return app.desk_screen.query_one(LeadCardColumn)


def card_words(app: SmsdeskApp) -> str:
    return column(app)._words.content.plain


async def test_it_stands_beside_the_thread_from_140_columns_on() -> None:
    desk = firm()
    async with running(desk.opened, size=WIDE) as (app, pilot):
        assert not app.desk_screen.query(LeadCardColumn), "nobody's card"
        await open_thread(app, pilot, SARAH)
        assert column(app).display
        assert "(415) 555-0111" in card_words(app)
        await open_thread(app, pilot, TOM)
        assert "(415) 555-0111" not in card_words(app)
        assert read(desk) == [SARAH, TOM]


async def test_in_a_smaller_terminal_it_is_neither_made_nor_read() -> None:
    desk = firm()
    async with running(desk.opened, size=(139, 36)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert not app.desk_screen.query(LeadCardColumn)
        assert read(desk) == []
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert read(desk) == [SARAH]
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        await open_thread(app, pilot, TOM)
        assert not column(app).display
        assert read(desk) == [SARAH], "what is not seen is not read"


async def test_who_goes_on_quickly_reads_only_the_last_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(column_module, "CALM", 0.5)
    desk = firm()
    async with running(desk.opened, size=WIDE) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        desk.calls.clear()
        for _ in range(3):
            await pilot.press("alt+down")
        await settle(pilot)
        shown = app.desk_screen.conversation_list.selected
        assert read(desk) == [shown]


async def test_it_is_read_when_the_thread_has_been_shown() -> None:
    desk = firm()
    async with running(desk.opened, size=WIDE) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        asked = [call[0] for call in desk.calls if call[0] in {"thread", "profile"}]
        assert asked[-1] == "profile"
        assert asked.index("thread") < asked.index("profile")


async def test_a_colleagues_note_appears_by_itself() -> None:
    desk = firm()
    async with running(desk.opened, size=WIDE) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        desk.notes.add(SARAH, "has twins")
        desk.happened = desk.happened.__class__(desk.happened.revision + 1)
        app.refresh_from_desk()
        await settle(pilot)
        assert "has twins" in card_words(app)


async def test_a_note_is_kept_and_is_no_text() -> None:
    desk = firm()
    async with running(desk.opened, size=WIDE) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half a text")
        await app.desk_screen.action_command("note")
        await settle(pilot)
        assert isinstance(app.screen, NoteScreen)
        await type_text(pilot, "prefers mornings")
        await pilot.press("enter")
        await settle(pilot)
        assert ("note", SARAH, "prefers mornings") in desk.calls
        assert desk.submitted() == []
        assert box_text(app) == "half a text"
        assert "prefers mornings" in card_words(app)


async def test_the_window_shows_the_card_and_leads_to_a_note() -> None:
    desk = firm()
    async with running(desk.opened, size=(80, 24)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await app.desk_screen.action_command("lead")
        await settle(pilot)
        assert isinstance(app.screen, LeadCardScreen)
        text = app.screen._page_text.content.plain
        assert "Signups" in text
        assert "Notes" in text
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, LeadCardScreen)


async def test_the_window_of_one_without_a_name_says_the_number_once() -> None:
    desk = FakeDesk(sarah(name="", also="", event=""))
    async with running(desk.opened, size=(80, 24)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await app.desk_screen.action_command("lead")
        await settle(pilot)
        said = [str(words.content) for words in app.screen.query(Words)]
        assert said[0] == "No name is known"
        assert "\n".join(said).count("(415) 555-0111") == 1


async def test_an_answer_about_the_lead_before_does_not_replace_a_card_shown_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(column_module, "CALM", 0.0)
    desk = firm()
    async with running(desk.opened, size=WIDE) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        ahead = desk.contacts.profile(TOM)
        card, profile = column(app), desk.contacts.profile
        asked, answers = threading.Event(), threading.Event()

        def slow(number: str) -> LeadProfile:
            asked.set()
            assert answers.wait(10)
            return profile(number)

        monkeypatch.setattr(desk.contacts, "profile", slow)
        desk.notes.add(SARAH, "has twins")
        card.show(SARAH)
        while not asked.is_set():
            await pilot.pause(0)
        card.show_ahead(ahead)
        answers.set()
        await settle(pilot)
        assert card.profile == ahead
