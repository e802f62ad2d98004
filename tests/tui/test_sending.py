"""From Enter to the end of the attempt, and drafts: over a desk in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.desk import DeskError
from smsdesk.terms import Code, Status
from smsdesk.tui.chrome.footer import FooterLine
from tests.tui.hosting import (
    box_text,
    line_of,
    open_thread,
    red_lines,
    running,
    send_label,
    settle,
    type_text,
)
from tests.world.fake_desk import firm
from tests.world.sample_threads import JOSE, SARAH

if TYPE_CHECKING:
    from tests.world.fake_desk import FakeDesk


async def test_enter_empties_the_box_and_the_text_leaves_in_the_thread() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "See you")
        await pilot.press("enter")
        assert box_text(app) == ""
        await settle(pilot)
        assert desk.submitted() == ["See you"]
        assert app.desk_screen.conversation.bubbles[-1].text == "See you"
        assert app.desk_screen.conversation.bubbles[-1].status is Status.SENT


async def test_the_button_says_sending_until_the_attempt_ends() -> None:
    desk = firm()
    desk.transmit_gate.clear()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert send_label(app) == "Send"
        await type_text(pilot, "See you")
        await pilot.press("enter")
        assert send_label(app) == "Sending..."
        while app.desk_screen.conversation.bubbles[-1].text != "See you":
            await pilot.pause()
        assert app.desk_screen.conversation.bubbles[-1].status is Status.SENDING
        await type_text(pilot, "typing on")
        assert box_text(app) == "typing on"
        desk.transmit_gate.set()
        await settle(pilot)
        assert send_label(app) == "Send"


async def test_texts_leave_in_the_order_in_which_they_were_sent() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for text in ("one", "two", "three"):
            await type_text(pilot, text)
            await pilot.press("enter")
        await settle(pilot)
        assert desk.submitted() == ["one", "two", "three"]
        assert [b.text for b in app.desk_screen.conversation.bubbles[-3:]] == [
            "one",
            "two",
            "three",
        ]


async def test_the_send_button_sends() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "By mouse")
        await pilot.click("#send")
        await settle(pilot)
        assert desk.submitted() == ["By mouse"]


async def test_rate_limit_gives_the_text_back_and_counts_down() -> None:
    desk = firm()
    desk.refuse = SendResult(
        SendStatus.BLOCKED,
        Code.RATE_LIMITED,
        "Rate limit: 10 messages per minute. Try again shortly.",
        None,
        None,
        "",
        1,
        retry_in=22.6,
    )
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Eleventh")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == "Eleventh"
        assert red_lines(app) == ["Rate limit: 10 messages per minute. Try again shortly."]
        assert "(23 s)" in str(app.desk_screen.red_line.content)
        desk.clock.move(23)
        app.desk_screen.red_line.tick()
        assert red_lines(app) == []


async def test_a_text_that_comes_back_stands_before_what_was_typed_since() -> None:
    desk = firm()
    desk.submit_error = DeskError("The database is locked.")
    desk.submit_gate.clear()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "first")
        await pilot.press("enter", *"since")
        desk.submit_gate.set()
        await settle(pilot)
        assert box_text(app) == "first\nsince"
        assert red_lines(app) == ["The database is locked."]


async def test_a_duplicate_is_no_error_and_does_not_come_back() -> None:
    desk = firm()
    desk.refuse = SendResult(SendStatus.DUPLICATE, "duplicate", "", 4, None, SARAH, 1)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "again")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == ""
        assert red_lines(app) == []


# -- the box and its button after whatever came of it -------------------------------------------


async def sent_off(desk: FakeDesk, text: str) -> tuple[str, str]:
    """Send a text, and another one behind it; return what the button and the box say then."""
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, text)
        await pilot.press("enter")
        await settle(pilot)
        return send_label(app), box_text(app)


@pytest.mark.parametrize("outcome", [
    SendStatus.SENT, SendStatus.REFUSED, SendStatus.QUEUED, SendStatus.HELD,
    SendStatus.UNCONFIRMED, SendStatus.BLOCKED,
])  # fmt: skip
async def test_the_button_says_send_again_whatever_came_of_the_attempt(
    outcome: SendStatus,
) -> None:
    desk = firm()
    desk.transmitted = outcome
    assert await sent_off(desk, "Hello") == ("Send", "")


@pytest.mark.parametrize("code", [code for code in Code if code not in {Code.OK, Code.DUPLICATE}])
async def test_what_the_gate_stopped_comes_back_and_the_button_says_send(code: Code) -> None:
    desk = firm()
    desk.refuse = SendResult(SendStatus.BLOCKED, code, "No.", None, None, SARAH, 0)
    assert await sent_off(desk, "Hello") == ("Send", "Hello")


async def test_what_could_not_be_recorded_comes_back_and_the_button_says_send() -> None:
    desk = firm()
    desk.submit_error = DeskError("The database is locked.")
    assert await sent_off(desk, "Hello") == ("Send", "Hello")


async def test_an_error_after_it_was_recorded_gives_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is in the thread and in the outbox: in the box it would be sent a second time."""
    desk = firm()

    def lost(message_id: int) -> SendResult:
        raise DeskError("The disk is full.")

    monkeypatch.setattr(desk.sending, "transmit", lost)
    assert await sent_off(desk, "Hello") == ("Send", "")


async def test_a_refused_text_is_told_and_one_key_retries_it() -> None:
    desk = firm()
    desk.transmitted = SendStatus.REFUSED
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hello")
        await pilot.press("enter")
        await settle(pilot)
        assert red_lines(app)[0].startswith("Not sent to Sarah Berg: ")
        desk.transmitted = SendStatus.SENT
        await pilot.press("f5")
        await settle(pilot)
        assert desk.submitted() == ["Hello", "Hello"]


async def test_the_retry_key_pressed_twice_sends_no_older_text_after_the_newest() -> None:
    desk = firm()
    desk.transmitted = SendStatus.REFUSED
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for text in ("First", "Second"):
            await type_text(pilot, text)
            await pilot.press("enter")
            await settle(pilot)
        desk.transmitted = SendStatus.SENT
        await pilot.press("f5")
        await settle(pilot)
        assert "send again" not in line_of(app, FooterLine)
        await pilot.press("f5")
        await settle(pilot)
        assert desk.submitted() == ["First", "Second", "Second"]


async def test_a_retry_that_could_not_be_recorded_is_told_and_the_button_says_send(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its text stays in its bubble: into the box it does not belong."""
    desk = firm()
    desk.transmitted = SendStatus.REFUSED

    def locked(message_id: int, **_more: object) -> SendResult:
        raise DeskError("The database is locked.")

    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hello")
        await pilot.press("enter")
        await settle(pilot)
        monkeypatch.setattr(desk.sending, "retry", locked)
        await pilot.press("f5")
        await settle(pilot)
        assert "The database is locked." in red_lines(app)
        assert (send_label(app), box_text(app)) == ("Send", "")
        assert desk.submitted() == ["Hello"]


async def test_a_problem_of_the_program_is_a_red_line_without_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = firm()

    def broken(number: str, text: str, **_more: object) -> SendResult:
        raise KeyError(text)

    monkeypatch.setattr(desk.sending, "submit", broken)
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "secret")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == "secret"
        assert "KeyError" in red_lines(app)[0]
        assert "secret" not in red_lines(app)[0]


async def test_drafts_survive_switching_and_quitting() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, JOSE)
        assert box_text(app) == "Hola José, sobre el seminario"
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half a th")
        await open_thread(app, pilot, JOSE)
        assert box_text(app) == "Hola José, sobre el seminario"
        await open_thread(app, pilot, SARAH)
        assert box_text(app) == "half a th"
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert desk.held[SARAH].draft == "half a th"
    assert desk.held[JOSE].draft == "Hola José, sobre el seminario"


async def test_a_draft_is_never_written_behind_the_send_that_emptied_it() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Gone")
        await pilot.press("enter")
        await settle(pilot)
        await app.desk_screen.put_away()
    assert desk.held[SARAH].draft == ""
