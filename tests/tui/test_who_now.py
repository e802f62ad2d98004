"""One key sends and goes on to the next who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.tui.chrome.footer import FooterLine
from tests.tui.hosting import box_text, line_of, open_thread, press, running, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import NOW, SARAH, TOM, inbound

if TYPE_CHECKING:
    from tests.world.fake_desk import FakeDesk


def two_wait() -> FakeDesk:
    """Sarah waits, and Tom."""
    desk = firm()
    held = desk.held[TOM]
    held.unread_from = 900
    held.bubbles.append(inbound(900, "And me?", NOW, unread=True))
    held.__post_init__()
    return desk


async def test_the_text_is_sent_and_the_next_is_open_with_an_empty_box() -> None:
    desk = two_wait()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Yes, six o'clock")
        await press(pilot, "f10")
        assert desk.submitted() == ["Yes, six o'clock"]
        assert app.desk_screen.conversation_list.selected == TOM
        assert box_text(app) == ""
        assert "The last to answer." in line_of(app, FooterLine)


async def test_an_empty_box_only_goes_on_and_changes_nothing() -> None:
    desk = two_wait()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "f10")
        assert app.desk_screen.conversation_list.selected == TOM
        await press(pilot, "f10")
        assert app.desk_screen.conversation_list.selected == SARAH
        assert desk.submitted() == []


async def test_a_text_that_the_gate_stops_stays_and_so_does_the_agent() -> None:
    desk = two_wait()
    stopped = SendResult(SendStatus.BLOCKED, "rate_limited", "Rate limit.", None, None, SARAH, 0)
    desk.refuse = stopped
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Yes")
        await press(pilot, "f10")
        assert app.desk_screen.conversation_list.selected == SARAH
        assert box_text(app) == "Yes"
        await press(pilot, "!")
        assert box_text(app) == "Yes!", "no key is held back any more"


async def test_what_is_typed_right_after_it_is_for_the_next_one() -> None:
    desk = two_wait()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Yes")
        await press(pilot, "f10", "H", "i")
        assert app.desk_screen.conversation_list.selected == TOM
        assert box_text(app) == "Hi"
        assert desk.submitted() == ["Yes"]


async def test_at_the_end_it_says_so() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await press(pilot, "f10")
        assert "Nobody else waits" in line_of(app, FooterLine)
        assert app.desk_screen.conversation_list.selected == SARAH
