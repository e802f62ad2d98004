"""The page of F2: sentences, one colour for each kind of no, and why texts failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.consent import Evidence
from smsdesk.terms import Code, Status, Verdict
from smsdesk.tui.windows.why import WhyScreen, why_text
from tests.tui.hosting import open_thread, running, settle
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, STOPPED, ago, out

if TYPE_CHECKING:
    from textual.content import Content


def styles_of(text: Content, words: str) -> set[str]:
    place = text.plain.index(words)
    return {str(span.style) for span in text.spans if span.start <= place < span.end}


def test_what_people_read_is_a_sentence() -> None:
    why = firm().contacts.why(SARAH)
    line = Evidence(Code.LANDLINE, False, "Lookup says mobile.", "", "mobile, looked up 22 Nov")
    shown = why_text(type(why)(SARAH, "", Verdict(Code.OK), (line,), ()), 80).plain
    assert "is no landline" in shown
    assert "mobile, looked up 22 Nov" in shown
    assert "Lookup says" not in shown


def test_quiet_hours_that_only_warn_are_told_in_amber() -> None:
    why = firm().contacts.why(SARAH)
    warned = Evidence(Code.QUIET_HOURS, False, "It is 06:04 for them.", "", careful=True)
    page = why_text(type(why)(SARAH, "", Verdict(Code.OK), (warned,), ()), 90)
    assert "! quiet hours now" in page.plain
    assert "may be texted now" not in page.plain
    assert styles_of(page, "quiet hours now") == {"$warning"}


def test_opted_out_is_amber_and_a_block_is_red() -> None:
    why = firm().contacts.why(STOPPED)
    assert styles_of(why_text(why, 90), "has opted out") == {"bold $warning"}
    assert styles_of(why_text(why, 90), why.verdict.message[:20]) == {"bold $warning"}
    blocked = Evidence(Code.AUTO_BLOCKED, True, "3 in a row", "smsdesk unblock")
    why = type(why)(SARAH, "", Verdict(Code.AUTO_BLOCKED, "Blocked."), (blocked,), ())
    assert styles_of(why_text(why, 90), "is blocked") == {"bold $error"}


async def test_the_sentence_of_a_failure_stands_there() -> None:
    desk = firm()
    reason = "The phone could not be reached (30008)"
    desk.held[SARAH].bubbles.append(
        out(90, "Hello?", Status.UNDELIVERED, ago(minutes=1), reason=reason, error_code=30008)
    )
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("f2")
        await settle(pilot)
        assert isinstance(app.screen, WhyScreen)
        page = app.screen._page_text.content.plain
        assert "Texts that failed" in page
        assert "The phone could not be reached (30008)" in " ".join(page.split())
