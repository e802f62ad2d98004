"""What the desk looks like, state by state. Look at the picture before accepting a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from smsdesk.core.read_models.events import Colleagues, Present
from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.core.read_models.threads import Question
from smsdesk.core.rules.lead_place import LeadPlace
from smsdesk.core.rules.quiet_hours import LeadHours, own_hours
from smsdesk.display import DisplayText
from smsdesk.terms import Code, ConversationView, Direction, Status
from smsdesk.tui.compose import writing
from smsdesk.tui.screen_messages import DeskChanged, DeskEvent, Trouble
from tests.tui.hosting import make_app, open_thread, settle, type_text
from tests.world.fake_desk import FakeDesk, firm
from tests.world.sample_threads import NOW, SampleThread, ago, inbound, lead, out

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from smsdesk.tui.app import SmsdeskApp

    Compare = Callable[..., bool]
    Steps = Callable[[Pilot[None]], Awaitable[None]]

SARAH = "+14155550111"
TOM = "+13125550123"
STOPPED = "+13125550188"
GRACE = "+12125550170"

NARROW = (80, 24)
USUAL = (120, 30)
WIDE = (200, 50)


@pytest.fixture(autouse=True)
def drafts_are_saved_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of half a text must not depend on how long the machine took for it."""
    monkeypatch.setattr(writing, "SAVE_AFTER", 3600.0)


def shown(desk: FakeDesk, *, theme: str = "smsdesk-dark") -> SmsdeskApp:
    return make_app(desk.opened, theme=theme)


def opened(number: str, *, text: str = "") -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await open_thread(pilot.app, pilot, number)  # type: ignore[arg-type]
        if text:
            await type_text(pilot, text)
        await settle(pilot)

    return steps


async def settled(pilot: Pilot[None]) -> None:
    await settle(pilot)


def every_mark() -> FakeDesk:
    """A thread with a day separator and every state in which a message can be."""
    talk = SampleThread(SARAH, "Sarah Berg", "(415) 555-0111", unread_from=14)
    talk.bubbles = [
        inbound(1, "Hi, is the Tuesday session full?", ago(days=2)),
        out(2, "Two seats are left.", Status.DELIVERED, ago(days=1, minutes=50)),
        out(3, "Shall I hold one for you?", Status.SENT, ago(days=1, minutes=40), no_report=True),
        out(4, "Sent", Status.SENT, ago(minutes=56), unchecked=True),
        out(5, "Sending", Status.SENDING, ago(minutes=50)),
        out(6, "Queued", Status.QUEUED, ago(minutes=44), retry_at=NOW + timedelta(seconds=12)),
        out(7, "Held", Status.HELD, ago(minutes=38), reason="it has waited for 15 minutes"),
        out(8, "Unconfirmed", Status.UNCONFIRMED, ago(minutes=32)),
        out(
            9,
            "Failed",
            Status.FAILED,
            ago(minutes=26),
            reason="not in service (30005)",
            error_code=30005,
        ),
        out(
            10,
            "Undelivered",
            Status.UNDELIVERED,
            ago(minutes=20),
            reason="filtered (30007)",
            error_code=30007,
        ),
        out(11, "Not sent", Status.NOT_SENT, ago(minutes=14), reason="opted out before it left"),
        out(12, "Canceled", Status.CANCELED, ago(minutes=8)),
        inbound(14, "[photo]\nsee https://example.org/flyer", ago(minutes=2), unread=True),
    ]
    talk.bubbles = [
        bubble
        if bubble.direction is Direction.INBOUND or bubble.status is not Status.FAILED
        else out(
            9,
            "Failed",
            Status.FAILED,
            bubble.happened_at,
            reason=bubble.reason,
            error_code=bubble.error_code,
            can_retry=True,
        )
        for bubble in talk.bubbles
    ]
    return FakeDesk(talk)


def with_leads() -> FakeDesk:
    desk = firm()
    desk.known_leads = [
        lead("Sarah Berg", SARAH, signups=3),
        lead("Sara Bloch", "+14155550112"),
        lead("José Sarabia Núñez", "+13055550142"),
        lead("Sarah Landau", GRACE, Code.LANDLINE, "landline"),
        lead("Sarah Nobody", "", Code.NO_PHONE, "no phone"),
        lead("Sarah Null", "", Code.INVALID_PHONE, "not a number: all zeros"),
        lead("Sarah Stopp", STOPPED, Code.OPTED_OUT, "opted out 20 Nov"),
    ]
    return desk


def searching(query: str, *, left_out: bool = False) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("ctrl+n")
        await settle(pilot)
        await type_text(pilot, query)
        if left_out:
            await pilot.press("ctrl+l")
        await settle(pilot)

    return steps


def troubled(*troubles: Trouble) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await opened(TOM)(pilot)
        for trouble in troubles:
            pilot.app.screen.post_message(trouble)
        await settle(pilot)

    return steps


def test_no_leads_yet(snap_compare: Compare) -> None:
    assert snap_compare(shown(FakeDesk(leads=0)), terminal_size=USUAL, run_before=settled)


def test_no_conversations_yet(snap_compare: Compare) -> None:
    assert snap_compare(shown(FakeDesk(leads=312)), terminal_size=USUAL, run_before=settled)


@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE], ids="{0[0]}x{0[1]}".format)
def test_list(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(shown(firm()), terminal_size=size, run_before=settled)


@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE], ids="{0[0]}x{0[1]}".format)
def test_thread(snap_compare: Compare, size: tuple[int, int]) -> None:
    steps = opened(SARAH, text="Great, see you on Tuesday at six")
    assert snap_compare(shown(firm()), terminal_size=size, run_before=steps)


def test_light(snap_compare: Compare) -> None:
    app = shown(firm(), theme="smsdesk-light")
    assert snap_compare(app, terminal_size=USUAL, run_before=opened(SARAH, text="Great"))


def test_day_separators_and_every_mark(snap_compare: Compare) -> None:
    assert snap_compare(shown(every_mark()), terminal_size=(120, 60), run_before=opened(SARAH))


@pytest.mark.parametrize("theme", ["smsdesk-dark", "smsdesk-light"])
def test_opted_out(snap_compare: Compare, theme: str) -> None:
    app = shown(firm(), theme=theme)
    assert snap_compare(app, terminal_size=USUAL, run_before=opened(STOPPED))


def test_opted_out_narrow(snap_compare: Compare) -> None:
    assert snap_compare(shown(firm()), terminal_size=NARROW, run_before=opened(STOPPED))


def test_landline(snap_compare: Compare) -> None:
    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=opened(GRACE))


def test_auto_blocked(snap_compare: Compare) -> None:
    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=opened("+17735550101"))


def test_question(snap_compare: Compare) -> None:
    desk = firm()
    desk.held[SARAH].question = Question(4, "please stop texting me")
    assert snap_compare(shown(desk), terminal_size=USUAL, run_before=opened(SARAH))


NOT_IN_SERVICE = "Not sent to Tom Reyes: his carrier says the number is not in service (30005)."


def test_red_line(snap_compare: Compare) -> None:
    steps = troubled(
        Trouble(
            DisplayText(
                "Not sent to Tom Reyes: his carrier says the number is not in service (30005)."
            )
        ),
        Trouble(DisplayText("Lookups wait: the account has no money left (20003).")),
    )
    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=steps)


def test_rate_limit(snap_compare: Compare) -> None:
    text = "Rate limit: 10 messages per minute. Try again shortly."
    steps = troubled(Trouble(DisplayText(text), "rate_limit", 23))
    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=steps)


def test_search(snap_compare: Compare) -> None:
    steps = searching("sar")
    assert snap_compare(shown(with_leads()), terminal_size=USUAL, run_before=steps)


def test_search_in_the_smallest_terminal(snap_compare: Compare) -> None:
    app = shown(with_leads())
    assert snap_compare(app, terminal_size=(60, 16), run_before=searching("sar"))


def test_commands(snap_compare: Compare) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await opened(SARAH)(pilot)
        await pilot.press("ctrl+p")
        await settle(pilot)

    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=steps)


def test_search_finds_nothing(snap_compare: Compare) -> None:
    steps = searching("sarah stopp")
    assert snap_compare(shown(with_leads()), terminal_size=USUAL, run_before=steps)


@pytest.mark.parametrize("size", [NARROW, USUAL], ids="{0[0]}x{0[1]}".format)
def test_search_with_those_left_out(snap_compare: Compare, size: tuple[int, int]) -> None:
    steps = searching("sar", left_out=True)
    assert snap_compare(shown(with_leads()), terminal_size=size, run_before=steps)


def test_sending(snap_compare: Compare) -> None:
    desk = firm()
    desk.transmit_gate.clear()

    async def steps(pilot: Pilot[None]) -> None:
        await opened(SARAH, text="See you on Tuesday")(pilot)
        await pilot.press("enter")
        app: SmsdeskApp = pilot.app  # type: ignore[assignment]
        while app.desk_screen.conversation.bubbles[-1].text != "See you on Tuesday":
            await pilot.pause()
        await pilot.pause()

    app = shown(desk)
    leave = app.exit

    def let_it_end(*args: object, **more: object) -> None:
        desk.transmit_gate.set()
        leave(*args, **more)  # type: ignore[arg-type]

    app.exit = let_it_end  # type: ignore[method-assign]
    assert snap_compare(app, terminal_size=USUAL, run_before=steps)


@pytest.mark.parametrize("key", ["f1", "f2", "f4", "ctrl+k"])
def test_windows(snap_compare: Compare, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await opened(SARAH)(pilot)
        await pilot.press(key)
        await settle(pilot)

    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=steps)


BY_KEYS = {
    "conversation_menu": ("ctrl+x",),
    "views": ("ctrl+x", "v"),
    "snooze": ("ctrl+x", "s"),
    "hand_over": ("ctrl+x", "h"),
    "day": ("ctrl+x", "j", "slash", "n", "o", "v"),
    "templates": ("ctrl+x", "t"),
    "template": ("ctrl+x", "t", "g", "r", "e", "f4"),
    "raw_text": ("f12",),
    "who_now": ("f10",),
    "done": ("ctrl+d",),
}
"""What stands over the desk, or has happened to it, after these keys."""


@pytest.mark.parametrize("size", [USUAL, (60, 16)], ids=str)
@pytest.mark.parametrize("state", BY_KEYS)
def test_after_keys(snap_compare: Compare, state: str, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await opened(SARAH)(pilot)
        for key in BY_KEYS[state]:
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(shown(firm()), terminal_size=size, run_before=steps)


@pytest.mark.parametrize("view", ["mine", "to answer", "snoozed"])
def test_views(snap_compare: Compare, view: str) -> None:
    """The list narrowed to a view: with rows, and with none."""

    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        app = cast("SmsdeskApp", pilot.app)
        app.desk_screen.list_pane.show_view(ConversationView(view.replace(" ", "_")))
        await settle(pilot)

    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=steps)


def in_their_night() -> FakeDesk:
    """Tom is where it is 06:04, and a text to him is planned."""
    desk = firm()
    held = desk.held[TOM]
    held.hours = LeadHours(LeadPlace("", ("Asia/Tokyo",), "the number"), own_hours().default)
    held.zone, held.quiet_mode = "Asia/Tokyo", "ask"
    held.bubbles = [one for one in held.bubbles if one.direction is Direction.OUTBOUND]
    said = "Planned for Sat 09:00 their time"
    planned = out(70, "Good morning!", Status.PLANNED, NOW, reason=said, can_cancel=True)
    desk.add(held, planned)
    desk.asks = SendResult(SendStatus.BLOCKED, "quiet_hours", "Quiet.", None, None, TOM, 0)
    return desk


def test_quiet_hours_asked_about(snap_compare: Compare) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await opened(TOM, text="Are you up?")(pilot)
        await pilot.press("enter")
        await settle(pilot)

    assert snap_compare(shown(in_their_night()), terminal_size=USUAL, run_before=steps)


def test_later(snap_compare: Compare) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await opened(TOM, text="Good morning")(pilot)
        await pilot.press("ctrl+x", "l")
        await settle(pilot)

    assert snap_compare(shown(in_their_night()), terminal_size=USUAL, run_before=steps)


def test_too_small(snap_compare: Compare) -> None:
    assert snap_compare(shown(firm()), terminal_size=(59, 15), run_before=settled)


async def a_colleague_answers(pilot: Pilot[None]) -> None:
    """Write, while a colleague answers and writes on, and press Enter."""
    await opened(SARAH)(pilot)
    await type_text(pilot, "I keep one for you")
    app = cast("SmsdeskApp", pilot.app)
    desk = cast("FakeDesk", app.desk)
    desk.next_id += 1
    answer = out(desk.next_id, "One is yours!", Status.SENT, NOW, sent_by="tom")
    desk.add(desk.held[SARAH], answer)
    app.desk_screen.post_message(DeskChanged())
    app.desk_screen.post_message(DeskEvent(Colleagues((Present("tom", SARAH, typing=True),))))
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)


def test_a_colleague_has_answered(snap_compare: Compare) -> None:
    assert snap_compare(shown(firm()), terminal_size=USUAL, run_before=a_colleague_answers)
