"""Who is called for new texts, when, and with what."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from textual.events import AppBlur, AppFocus, Key

from smsdesk.config.sections import NotifyConfig
from smsdesk.core.read_models.alerts import News, Texted
from smsdesk.core.read_models.events import Changed
from smsdesk.errors import DeskError
from smsdesk.tui.attention import IDLE, Attention
from smsdesk.tui.calling import BURST, Calling, HowToCall, run_command, summary
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.screen_messages import CommandAsked, DeskEvent
from tests.tui.hosting import line_of, red_lines, running, settle
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

YES = Texted(SARAH, "Sarah Berg", "Yes please!")
NO = Texted(TOM, "", "No\nthanks")


@dataclass
class Agent:
    """An agent's terminal, and what it has heard."""

    settings: NotifyConfig = field(default_factory=lambda: NotifyConfig(desktop="osc9"))
    now: float = 1000.0
    heard: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.attention = Attention(lambda: self.now)
        self.calling = Calling(
            self.settings,
            self.attention,
            bell=lambda: self.heard.append("bell"),
            write=self.heard.append,
            run=self.started.append,
            monotonic=lambda: self.now,
            environ={},
        )


# -- when ---------------------------------------------------------------------------------


def test_who_looks_at_the_desk_hears_the_bell_alone() -> None:
    agent = Agent()
    agent.attention.came_to_front()
    agent.now += IDLE * 10
    agent.calling.texted([YES])
    assert agent.heard == ["bell"]


def test_who_looks_elsewhere_is_notified() -> None:
    agent = Agent()
    agent.attention.left_front()
    agent.calling.texted([YES])
    assert agent.heard == ["bell", "\x1b]9;smsdesk: A new text\x1b\\"]


def test_where_the_terminal_tells_no_focus_who_does_nothing_is_notified() -> None:
    agent = Agent()
    agent.calling.texted([YES])
    agent.now += IDLE
    agent.calling.texted([YES])
    assert [len(each) > 4 for each in agent.heard] == [False, False, True]
    agent.attention.acted()
    agent.now += BURST
    agent.calling.texted([YES])
    assert agent.heard[3:] == ["bell"]


def test_a_burst_calls_once() -> None:
    agent = Agent()
    for _ in range(5):
        agent.calling.texted([YES, NO])
        agent.now += BURST / 5
    assert agent.heard == ["bell"]
    agent.calling.texted([NO])
    assert agent.heard == ["bell", "bell"]


def test_who_does_not_want_to_be_disturbed_is_not() -> None:
    agent = Agent()
    agent.attention.left_front()
    agent.calling.do_not_disturb = True
    agent.calling.texted([YES])
    assert agent.heard == []


def test_nothing_that_came_calls_nobody() -> None:
    agent = Agent()
    agent.calling.texted([])
    assert agent.heard == []


# -- how ----------------------------------------------------------------------------------


def test_bell_and_notification_can_be_turned_off() -> None:
    agent = Agent(NotifyConfig(bell=False, desktop="off"))
    agent.attention.left_front()
    agent.calling.texted([YES])
    assert agent.heard == []


def test_a_program_notifies_in_the_terminals_place() -> None:
    agent = Agent(NotifyConfig(desktop="osc9", command="notify-send", content=True))
    agent.attention.left_front()
    agent.calling.texted([YES])
    assert (agent.heard, agent.started) == (["bell"], ["Sarah Berg: Yes please!"])


@pytest.mark.parametrize(
    ("texts", "content", "said"),
    [
        ([YES], False, "A new text"),
        ([YES, NO], False, "2 new texts"),
        ([YES], True, "Sarah Berg: Yes please!"),
        ([YES, NO], True, f"{TOM}: No thanks (and 1 more)"),
        ([replace(YES, text="\x1b]52;c;eA==\x07hi")], True, "Sarah Berg: hi"),
    ],
)
def test_what_is_said_names_nobody_unless_it_may(
    texts: list[Texted], content: bool, said: str
) -> None:
    assert summary(texts, content=content) == said


def test_the_program_is_told_what_to_say_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "top secret")
    monkeypatch.setenv("SMSDESK_TWILIO__AUTH_TOKEN", "top secret")
    write = f"import os; open({str(heard)!r}, 'w').write(repr(dict(os.environ)))"
    run_command([sys.executable, "-c", write], "--2 new texts")
    said = heard.read_text()
    assert "--2 new texts" in said
    assert "top secret" not in said


def test_a_program_that_is_not_there_harms_nobody() -> None:
    run_command([os.devnull + "/nothing"], "2 new texts")


# -- on the screen ------------------------------------------------------------------------


async def test_a_text_that_comes_while_another_window_is_in_front() -> None:
    desk = firm()
    ran: list[str] = []

    def program() -> list[str]:
        ran.append("asked")
        return ["/nonexistent/mine"]

    async with running(desk.opened) as (app, pilot):
        app._calling._settings = NotifyConfig(command="mine", bell=False)
        app._how_to_call = HowToCall(program=program)
        app.post_message(AppBlur())
        await settle(pilot)
        desk.happened = News(5, texted=(YES,))
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
        assert ran == ["asked"]

        app.post_message(AppFocus())
        await settle(pilot)
        assert not app.attention.away


async def test_a_program_that_others_can_write_is_a_red_line() -> None:
    desk = firm()

    def refused() -> list[str]:
        raise DeskError("notify.command is not run: others can write config.toml")

    async with running(desk.opened) as (app, pilot):
        app._how_to_call = HowToCall(program=refused)
        app._notify("A new text")
        await settle(pilot)
        assert red_lines(app) == ["notify.command is not run: others can write config.toml"]


async def test_do_not_disturb_stands_in_the_title_until_it_is_over() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        rung: list[int] = []
        app._calling._bell = lambda: rung.append(1)
        app.desk_screen.post_message(CommandAsked("do_not_disturb"))
        await settle(pilot)
        assert "do not disturb" in line_of(app, TitleLine)
        desk.happened = News(5, texted=(YES,))
        app.desk_screen.post_message(DeskEvent(Changed()))
        await settle(pilot)
        assert rung == []
        app.desk_screen.post_message(CommandAsked("do_not_disturb"))
        await settle(pilot)
        assert "do not disturb" not in line_of(app, TitleLine)


async def test_a_key_is_a_sign_of_the_agent() -> None:
    desk = firm()
    async with running(desk.opened) as (app, pilot):
        app.attention._acted_at = float("-inf")
        assert app.attention.away
        app.post_message(Key("down", None))
        await settle(pilot)
        assert not app.attention.away
