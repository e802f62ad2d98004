"""A desk's screen while the synchronous standby is away: it says so, and takes what is typed."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from smsdesk.desk import Desk
from tests.terminal.on_a_pty import Terminal, started
from tests.world import postgres
from tests.world.people import SARAH
from tests.world.shared_firm import SharedFirm, firm_that_shares
from tests.world.standby import Pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAITS = "synchronous standby does not answer"


@pytest.fixture
def pair() -> Iterator[Pair]:
    if postgres.programs() is None:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    pair = Pair()
    yield pair
    pair.close()


@pytest.fixture
def firm(pair: Pair) -> Iterator[SharedFirm]:
    with firm_that_shares(pair.first.url.render_as_string()) as firm:
        yield firm


@contextmanager
def at_a_terminal(firm: SharedFirm, folder: Path) -> Iterator[Terminal]:
    command = (sys.executable, "-m", "tests.terminal.agents_desk")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with started((*command, firm.database, firm.carrier, "maria"), environment) as terminal:
        yield terminal


def send_while_the_standby_is_away(pair: Pair, maria: Terminal) -> None:
    maria.until_shown("1 unread")
    maria.press("\r")
    maria.until_shown("⏎ send")
    maria.press("With one of them")
    maria.until_gone("1 unread")  # who types has read it, and that is written down, too
    pair.wait_for_standby("*")
    maria.press("\r")
    maria.until_shown(WAITS)


def test_a_screen_that_waits_at_its_start_says_for_what(
    pair: Pair, firm: SharedFirm, tmp_path: Path
) -> None:
    """The first of all desks makes the tables, and that waits."""
    pair.wait_for_standby("*")
    with at_a_terminal(firm, tmp_path) as maria:
        maria.until_shown(WAITS)
        maria.press("/", "4155550111")
        pair.wait_for_standby("")
        maria.until_gone(WAITS)
        maria.until_shown("Are you there?")
        maria.until_shown(" 4155550111 ")  # what was typed meanwhile is in the filter


def test_a_text_that_waits_during_the_day_is_told_kept_and_sent_once(
    pair: Pair, firm: SharedFirm, tmp_path: Path
) -> None:
    with Desk.open(firm.config("ana")) as desk:
        desk.background.sync()
    with at_a_terminal(firm, tmp_path) as maria:
        send_while_the_standby_is_away(pair, maria)
        assert firm.at_carrier() == []
        maria.press("Typed meanwhile")
        began = time.monotonic()
        maria.until_shown("Typed meanwhile")
        assert time.monotonic() - began < 2, "keys wait for nobody"
        assert WAITS in maria.screen
        pair.wait_for_standby("")
        maria.until_gone(WAITS)
        maria.until(lambda: firm.at_carrier() == ["With one of them"], "the text, once")
        assert "Typed meanwhile" in maria.screen
        maria.press("\r")
        maria.until(lambda: len(firm.at_carrier()) == 2, "the next one")
    assert firm.at_carrier() == ["With one of them", "Typed meanwhile"]


def test_who_leaves_meanwhile_is_told_and_a_second_time_gone(
    pair: Pair, firm: SharedFirm, tmp_path: Path
) -> None:
    with Desk.open(firm.config("ana")) as desk:
        desk.background.sync()
    with at_a_terminal(firm, tmp_path) as maria:
        send_while_the_standby_is_away(pair, maria)
        maria.press("\x11")
        maria.until_shown("^Q again leaves without them")
        assert maria.process.poll() is None
        maria.type_with_gaps(0.6, "", "\x11")
        assert maria.until_ended() == 0
        assert maria.cooked()
        assert "look in the conversation before you send it again" in maria.written
        pair.wait_for_standby("")
    with Desk.open(firm.config("ana")) as desk:
        texts = [bubble.text for bubble in desk.threads.get(SARAH).bubbles]
    assert texts == ["Are you there?", "With one of them"], "once"
