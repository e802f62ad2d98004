"""The desk screen driven by keys and mouse, over a desk in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fake_app_desk import (
    LANDLINE,
    NOW,
    OPTED_OUT,
    FakeDesk,
    Talked,
    firm,
    inbound,
    lead,
    out,
    sarah,
)
from hosting import box_text, make_app, open_thread, red_lines, running, settle, type_text
from textual.widgets import Button, Input, Static

from smsdesk.core.views import Alert, AlertKind, Question, SendResult, SendStatus, SyncReport
from smsdesk.desk import CarrierState, DeskError
from smsdesk.terms import Code, Status, Verdict
from smsdesk.tui.app import SmsdeskApp
from smsdesk.tui.messages import DeskNews
from smsdesk.tui.screens.confirm import Confirm
from smsdesk.tui.screens.help import HelpScreen
from smsdesk.tui.screens.lead_search import LeadSearch
from smsdesk.tui.screens.message_menu import MessageMenu
from smsdesk.tui.screens.why import WhyScreen
from smsdesk.tui.widgets.footer import FooterLine
from smsdesk.tui.widgets.notice import Notice
from smsdesk.tui.widgets.title_line import TitleLine

SARAH = "+14155550111"
TOM = "+13125550123"
STOPPED = "+13125550188"
JOSE = "+13055550142"


def submitted(desk: FakeDesk) -> list[str]:
    return [str(call[2]) for call in desk.calls if call[0] == "submit"]


def send_label(app: SmsdeskApp) -> str:
    return str(app.desk_screen.query_one("#send", Button).label)


def notice_text(app: SmsdeskApp) -> str:
    notice = app.desk_screen.query_one(Notice)
    return str(notice.query_one("#notice-title", Static).content) if notice.display else ""


def line_of(app: SmsdeskApp, widget: type[TitleLine] | type[FooterLine]) -> str:
    return str(app.desk_screen.query_one(widget).render())


# -- sending


async def test_enter_empties_the_box_and_the_text_leaves_in_the_thread() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "See you")
        await pilot.press("enter")
        assert box_text(app) == ""
        await settle(pilot)
        assert submitted(desk) == ["See you"]
        assert app.desk_screen.talk.bubbles[-1].text == "See you"
        assert app.desk_screen.talk.bubbles[-1].status is Status.SENT


async def test_the_button_says_sending_until_the_attempt_ends() -> None:
    desk = firm()
    desk.transmit_gate.clear()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert send_label(app) == "Send"
        await type_text(pilot, "See you")
        await pilot.press("enter")
        assert send_label(app) == "Sending..."
        while app.desk_screen.talk.bubbles[-1].text != "See you":
            await pilot.pause()
        assert app.desk_screen.talk.bubbles[-1].status is Status.SENDING
        await type_text(pilot, "typing on")
        assert box_text(app) == "typing on"
        desk.transmit_gate.set()
        await settle(pilot)
        assert send_label(app) == "Send"


async def test_texts_leave_in_the_order_in_which_they_were_sent() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for text in ("one", "two", "three"):
            await type_text(pilot, text)
            await pilot.press("enter")
        await settle(pilot)
        assert submitted(desk) == ["one", "two", "three"]
        assert [b.text for b in app.desk_screen.talk.bubbles[-3:]] == ["one", "two", "three"]


async def test_the_send_button_sends() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "By mouse")
        await pilot.click("#send")
        await settle(pilot)
        assert submitted(desk) == ["By mouse"]


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
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Eleventh")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == "Eleventh"
        assert red_lines(app) == ["Rate limit: 10 messages per minute. Try again shortly."]
        assert "(23 s)" in str(app.desk_screen.errors.content)
        desk.clock.steady += 23
        app.desk_screen.errors.tick()
        assert red_lines(app) == []


async def test_a_text_that_comes_back_stands_before_what_was_typed_since() -> None:
    desk = firm()
    desk.submit_error = DeskError("The database is locked.")
    desk.submit_gate.clear()
    async with running(desk.desk) as (app, pilot):
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
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "again")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == ""
        assert red_lines(app) == []


async def test_a_refused_text_is_told_and_one_key_retries_it() -> None:
    desk = firm()
    desk.transmitted = SendStatus.REFUSED
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hello")
        await pilot.press("enter")
        await settle(pilot)
        assert red_lines(app)[0].startswith("Not sent to Sarah Berg: ")
        desk.transmitted = SendStatus.SENT
        await pilot.press("f5")
        await settle(pilot)
        assert submitted(desk) == ["Hello", "Hello"]


async def test_a_problem_of_the_program_is_a_red_line_without_the_text() -> None:
    desk = firm()

    def broken(number: str, text: str) -> SendResult:
        raise KeyError(text)

    desk.submit = broken  # type: ignore[method-assign]
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "secret")
        await pilot.press("enter")
        await settle(pilot)
        assert box_text(app) == "secret"
        assert "KeyError" in red_lines(app)[0]
        assert "secret" not in red_lines(app)[0]


# -- drafts


async def test_drafts_survive_switching_and_quitting() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
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
    assert desk.talks[SARAH].draft == "half a th"
    assert desk.talks[JOSE].draft == "Hola José, sobre el seminario"


async def test_a_draft_is_never_written_behind_the_send_that_emptied_it() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Gone")
        await pilot.press("enter")
        await settle(pilot)
        await app.desk_screen.put_away()
    assert desk.talks[SARAH].draft == ""


# -- what the rules say


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (
            OPTED_OUT,
            "This lead has opted out of SMS. You can't send messages until they text START"
            " to opt back in.",
        ),
        (LANDLINE, "This number is a landline and can't receive SMS messages"),
    ],
)
async def test_a_notice_takes_the_box_away(verdict: Verdict, text: str) -> None:
    desk = firm()
    desk.talks[SARAH].verdict = verdict
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert notice_text(app) == text
        assert not app.desk_screen.talk.reply.box.is_on_screen
        assert "send" not in line_of(app, FooterLine)


async def test_start_brings_the_box_back_with_its_draft() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "half")
        desk.talks[SARAH].verdict = OPTED_OUT
        app.refresh_from_desk()
        await settle(pilot)
        assert notice_text(app).startswith("This lead has opted out of SMS.")
        desk.talks[SARAH].verdict = Verdict(Code.OK)
        app.refresh_from_desk()
        await settle(pilot)
        assert notice_text(app) == ""
        assert box_text(app) == "half"


async def test_the_question_has_two_keys() -> None:
    for key, opted_out in (("ctrl+o", True), ("ctrl+g", False)):
        desk = firm()
        desk.talks[SARAH].question = Question(4, "please stop texting me", NOW)
        desk.talks[SARAH].verdict = Verdict(Code.OPT_OUT_QUESTION, "Is it an opt-out?")
        async with running(desk.desk) as (app, pilot):
            await open_thread(app, pilot, SARAH)
            assert app.desk_screen.talk.writing
            await pilot.press(key)
            await settle(pilot)
            assert ("answer_question", SARAH, opted_out) in desk.calls
            assert not app.desk_screen.talk.reply.has_class("-asking")


async def test_the_question_is_answered_by_mouse() -> None:
    desk = firm()
    desk.talks[SARAH].question = Question(4, "please stop texting me", NOW)
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.click("#answer_keep")
        await settle(pilot)
        assert ("answer_question", SARAH, False) in desk.calls


async def test_a_spoken_opt_out_is_recorded_after_a_confirmation() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("f4")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await settle(pilot)
        assert ("record_opt_out", SARAH) not in desk.calls
        await pilot.press("f4")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert ("record_opt_out", SARAH) in desk.calls
        assert notice_text(app).startswith("This lead has opted out")


async def test_the_first_open_looks_the_number_up() -> None:
    desk = firm()
    desk.talks[SARAH].lookup_due = True
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await settle(pilot)
        assert desk.calls.count(("lookup_now", SARAH)) == 1
        assert notice_text(app) == "This number is a landline and can't receive SMS messages"


async def test_threads_of_short_codes_are_read_only() -> None:
    desk = FakeDesk(Talked("72345", "", "72345", [inbound(1, "Code 123", NOW)], read_only=True))
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, "72345")
        assert notice_text(app) == "Texts from this sender can be read, but not answered."


# -- reading


async def test_opening_a_thread_marks_it_read() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        assert "2 unread" in line_of(app, TitleLine)
        await open_thread(app, pilot, SARAH)
        assert ("mark_read", SARAH) in desk.calls
        assert "unread" not in line_of(app, TitleLine)


async def test_texts_that_come_while_nobody_looks_stay_unread() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.app_focus = False
        desk.add(desk.talks[SARAH], inbound(5, "One more thing", NOW, unread=True))
        desk.talks[SARAH].unread_from = 5
        app.refresh_from_desk()
        await settle(pilot)
        assert "1 unread" in line_of(app, TitleLine)
        assert app.desk_screen.talk.bubbles[-1].text == "One more thing"


async def test_next_unread_and_the_neighbours() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await pilot.press("f3")
        await settle(pilot)
        assert app.desk_screen.list.selected == SARAH
        await pilot.press("alt+down")
        await settle(pilot)
        assert app.desk_screen.list.selected == TOM
        await pilot.press("ctrl+pageup")
        await settle(pilot)
        assert app.desk_screen.list.selected == SARAH


async def test_the_filter_narrows_the_list_and_escape_clears_it() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await pilot.press("ctrl+l", *"tom")
        await settle(pilot)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert app.desk_screen.list.selected == TOM
        await pilot.press("ctrl+l", "escape")
        assert app.desk_screen.side.filter_box.value == ""


# -- windows


async def test_a_lead_is_found_and_opened() -> None:
    desk = firm()
    desk.leads = [lead("Maya Lind", "+14155550177")]
    async with running(desk.desk) as (app, pilot):
        await pilot.click("#new")
        await settle(pilot)
        assert isinstance(app.screen, LeadSearch)
        await type_text(pilot, "m")
        await settle(pilot)
        assert app.screen.options.option_count == 0
        await type_text(pilot, "aya")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        thread = app.desk_screen.talk.thread
        assert thread is not None
        assert thread.head.number == "+14155550177"
        assert app.desk_screen.focused is app.desk_screen.talk.reply.box


async def test_those_left_out_are_listed_with_their_reason_and_cannot_be_chosen_without_a_number() -> None:
    desk = firm()
    desk.leads = [
        lead("Sarah Berg", SARAH),
        lead("Sarah Nobody", "", Code.NO_PHONE, "no phone"),
        lead("Sarah Landau", "+12125550170", Code.LANDLINE, "landline"),
    ]
    async with running(desk.desk) as (app, pilot):
        await pilot.press("ctrl+n", *"sarah")
        await settle(pilot)
        assert isinstance(app.screen, LeadSearch)
        assert app.screen.options.option_count == 1
        await pilot.press("ctrl+l")
        await settle(pilot)
        prompts = [str(option.prompt) for option in app.screen.options.options]
        assert "no phone" in prompts[1]
        assert "landline" in prompts[2]
        assert app.screen.options.options[1].disabled
        await pilot.press("down")
        await pilot.pause()
        assert "no text can be sent: landline" in str(
            app.screen.query_one("#finder-next", Static).content
        )


async def test_nothing_found_says_what_was_searched_and_who_was_left_out() -> None:
    desk = firm()
    desk.leads = [lead("Sarah Nobody", "", Code.NO_PHONE, "no phone")]
    async with running(desk.desk) as (app, pilot):
        await pilot.press("ctrl+n", *"sarah")
        await settle(pilot)
        said = str(app.screen.query_one("#finder-nothing", Static).content)
        assert said == (
            "No lead matches “sarah” by name, e-mail or phone."
            " 1 who can't be texted do: ^L shows them with their reasons."
        )


async def test_jump_and_search_open_threads() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await pilot.press("ctrl+k", *"jos")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.desk_screen.list.selected == JOSE
        await pilot.press("ctrl+f", *"lawyer")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.desk_screen.list.selected == TOM


async def test_why_and_help_are_read_and_closed() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, STOPPED)
        await pilot.press("f2")
        await settle(pilot)
        assert isinstance(app.screen, WhyScreen)
        page = str(app.screen.query_one("#page-text", Static).content)
        assert 'texted "STOP" on 20 Nov at 15:02 (SM9f)' in page
        assert "They text START." in page
        await pilot.press("escape", "f1")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)


async def test_a_message_has_a_menu() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, TOM)
        await pilot.press("ctrl+t", "end", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MessageMenu)
        await pilot.press("enter")
        await settle(pilot)
        assert submitted(desk) == ["Are you still looking for a lawyer?"]


async def test_a_waiting_text_is_cancelled_and_a_held_one_released() -> None:
    desk = firm()
    talk = desk.talks[SARAH]
    desk.add(talk, out(70, "Waiting", Status.HELD, NOW, can_cancel=True))
    async with running(desk.desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await pilot.press("f9")
        await settle(pilot)
        assert ("cancel", 70) in desk.calls
        await pilot.press("f5")
        await settle(pilot)
        assert ("release", 70) in desk.calls


async def test_escape_closes_one_thing_at_a_time() -> None:
    desk = firm()
    async with running(desk.desk, size=(80, 24)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        app.desk_screen.errors.add("one")
        app.desk_screen.errors.add("two")
        await pilot.press("f1")
        await settle(pilot)
        await pilot.press("escape")
        assert app.screen is app.desk_screen
        assert red_lines(app) == ["one", "two"]
        await pilot.press("escape")
        assert red_lines(app) == ["two"]
        await pilot.press("escape")
        assert red_lines(app) == []
        assert app.desk_screen.talk.display
        await pilot.press("escape")
        assert not app.desk_screen.talk.display
        assert app.desk_screen.side.display


async def test_the_footer_works_by_mouse() -> None:
    desk = firm()
    async with running(desk.desk) as (app, pilot):
        await pilot.click(FooterLine, offset=(2, 0))
        await settle(pilot)
        assert isinstance(app.screen, LeadSearch)


# -- news from the background


async def test_alerts_and_the_bell() -> None:
    desk = firm()
    rung = []
    async with running(desk.desk) as (app, pilot):
        app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        alert = Alert(AlertKind.SEND_FAILED, "Not sent to Tom Reyes: not in service (30005).", TOM, 11)
        app.desk_screen.post_message(
            DeskNews(SyncReport(received=1, numbers=(SARAH,), alerts=(alert, alert)))
        )
        await settle(pilot)
        assert rung == [1]
        assert red_lines(app) == ["Not sent to Tom Reyes: not in service (30005)."]


async def test_offline_is_told_once_and_passes() -> None:
    desk = firm()
    offline = CarrierState("live", online=False, reason="no network", since=NOW, waiting=2)
    async with running(desk.desk) as (app, pilot):
        for _ in range(2):
            app.desk_screen.post_message(DeskNews(offline))
            await settle(pilot)
        assert "offline since 15:04 · 2 waiting" in line_of(app, TitleLine)
        assert red_lines(app) == ["Offline since 15:04: no network"]
        online = replace(offline, online=True, reason="", waiting=0)
        app.desk_screen.post_message(DeskNews(online))
        await settle(pilot)
        assert red_lines(app) == []
        assert "● live" in line_of(app, TitleLine)


# -- opening


async def test_a_desk_that_cannot_be_opened_leaves_the_screen_up() -> None:
    def refuse() -> None:
        raise DeskError("smsdesk.db is not a database: move it away or set database.url.")

    app = make_app(refuse)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        assert red_lines(app) == ["smsdesk.db is not a database: move it away or set database.url."]
        await pilot.press("ctrl+n", "f2", "ctrl+q")
        await pilot.pause()
    assert app.return_code == 1


async def test_the_frame_is_painted_before_the_desk_opens() -> None:
    desk = firm()
    painted = []

    def slow() -> object:
        painted.append(app.desk_screen.query_one("#new", Button).size.width > 0)
        return desk

    app = make_app(slow)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
    assert painted == [True]


async def test_a_terminal_that_is_too_small_is_told_so() -> None:
    async with running(firm().desk, size=(59, 15)) as (app, _):
        small = app.desk_screen.query_one("#too-small", Static)
        assert str(small.content) == "terminal too small (59x15): 60x16 needed"
        assert small.display


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (99, 30), (100, 30), (200, 50)])
async def test_everything_is_reachable_at_every_size(size: tuple[int, int]) -> None:
    desk = firm()
    async with running(desk.desk, size=size) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Hi")
        region = app.desk_screen.query_one("#send").region
        assert region.bottom <= size[1]
        assert region.right <= size[0]
        await pilot.click("#send")
        await settle(pilot)
        assert submitted(desk) == ["Hi"]
        await pilot.press("ctrl+n")
        await settle(pilot)
        last = app.screen.query_one("#finder-next").region
        assert last.bottom <= size[1]
        assert app.screen.query_one(Input).has_focus


async def test_hostile_text_is_shown_as_it_is() -> None:
    hostile = sarah(name="[bold]Bob[/x]", event="[red]$x[/]")
    hostile.bubbles.append(inbound(9, "[/x] {y} \\[", NOW + timedelta(seconds=1)))
    async with running(FakeDesk(hostile).desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert "[bold]Bob[/x]" in str(app.desk_screen.talk.head.render())
        await pilot.press("ctrl+k", "escape", "ctrl+f", *"[/x]")
        await settle(pilot)
        assert app.screen is not app.desk_screen
