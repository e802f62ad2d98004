"""A link opens only after a question that names where it really leads."""

from __future__ import annotations

from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.confirm import Confirm
from smsdesk.tui.windows.links import question_about
from smsdesk.tui.windows.raw_text import RawTextScreen
from smsdesk.web_links import link
from tests.tui.hosting import open_thread, running, settle
from tests.world.fake_desk import firm
from tests.world.sample_threads import NOW, SARAH, inbound

DISGUISED = "https://www.paypal.com@xn--pypal-4ve.com/login"


async def test_a_link_is_opened_only_after_yes() -> None:
    desk = firm()
    desk.add(desk.held[SARAH], inbound(5, f"Please pay at {DISGUISED} today", NOW))
    async with running(desk.opened) as (app, pilot):
        opened: list[str] = []
        app.open_url = opened.append  # type: ignore[assignment, method-assign]
        await open_thread(app, pilot, SARAH)
        await pilot.press("f8")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        question = app.screen.query_one("#confirm-question", Words).content.plain
        assert question == "Open a page of xn--pypal-4ve.com?"
        detail = app.screen.query_one("#confirm-detail", Words).content.plain
        assert detail.startswith("https://xn--pypal-4ve.com/login\nThe browser may show it as p")
        await pilot.press("enter")
        await settle(pilot)
        assert opened == [], "Enter alone opens nothing"
        await pilot.press("f8")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert opened == ["https://xn--pypal-4ve.com/login"]


async def test_an_address_that_leads_nowhere_certain_is_not_opened() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        app.desk_screen._windows.open_link(link("https://a b.example"))
        await settle(pilot)
        assert app.screen is app.desk_screen
        assert "not certain" in str(app.desk_screen.footer_line.render())


def test_a_long_address_leaves_room_for_the_answers() -> None:
    found = link("https://a.example/" + "x" * 1_500)
    assert found is not None
    question, detail = question_about(found)
    assert question == "Open a page of a.example?"
    assert len(detail) <= 300


async def test_a_key_shows_what_a_text_really_holds() -> None:
    desk = firm()
    desk.add(desk.held[SARAH], inbound(5, "safe\u202egnp.exe \x1b]0;owned\x07", NOW))
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("f12")
        await settle(pilot)
        assert isinstance(app.screen, RawTextScreen)
        page = app.screen.query_one("#page-text", Words).content.plain
        assert page.startswith("safe\\u202egnp.exe \\x1b]0;owned\\x07\n")
