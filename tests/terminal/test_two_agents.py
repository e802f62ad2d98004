"""Two agents at two terminals, on one database: who sees whom, and whose answer leaves."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from smsdesk.desk import Desk
from tests.terminal.on_a_pty import Terminal, started
from tests.world.shared_firm import SharedFirm, shared_firm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TwoDesks:
    """Maria's and Tom's, with one thread open on both."""

    firm: SharedFirm
    maria: Terminal
    tom: Terminal

    def at_carrier(self) -> list[str]:
        return self.firm.at_carrier()


@pytest.fixture
def desks(tmp_path: Path, template: Path) -> Iterator[TwoDesks]:
    with shared_firm(tmp_path, template) as firm:
        with Desk.open(firm.config("ana")) as desk:
            desk.background.sync()

        @contextmanager
        def at_a_terminal(agent: str) -> Iterator[Terminal]:
            command = (sys.executable, "-m", "tests.terminal.agents_desk")
            environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
            with started((*command, firm.database, firm.carrier, agent), environment) as terminal:
                terminal.until_shown("Are you there?")
                terminal.press("\r")
                terminal.until_shown("⏎ send")
                yield terminal

        with at_a_terminal("maria") as maria, at_a_terminal("tom") as tom:
            yield TwoDesks(firm, maria, tom)


def test_of_two_answers_within_three_seconds_one_leaves_without_a_question(
    desks: TwoDesks,
) -> None:
    maria, tom = desks.maria, desks.tom
    maria.until_shown("tom is here")
    tom.until_shown("maria is here")
    maria.press("Yes, maria is")
    tom.until_shown("maria types")
    tom.press("Yes, tom is")
    tom.until_shown("Yes, tom is")
    maria.press("\r")
    tom.press("\r")
    both = {"Yes, maria is": (tom, "maria"), "Yes, tom is": (maria, "tom")}
    maria.until(lambda: len(desks.at_carrier()) == 1, "one of them at the carrier")
    [first] = desks.at_carrier()
    second, who = both[first]
    second.until_shown(f"{who} answered meanwhile.")
    assert desks.at_carrier() == [first]
    second.until_shown(first)
    second.type_with_gaps(0.8, "", "\r")
    second.until(lambda: len(desks.at_carrier()) == 2, "the other one, after its second Enter")
    assert set(desks.at_carrier()) == set(both)


def test_who_closes_or_is_killed_is_gone_from_the_head(desks: TwoDesks) -> None:
    desks.maria.until_shown("tom is here")
    desks.tom.process.kill()
    desks.tom.process.wait()
    desks.maria.until_gone("tom is here")
