"""The end from outside comes, also where the program does not end by itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from smsdesk.tui.terminal.ending import EndAsked

STUCK = """
import threading
from smsdesk.tui.terminal.ending import EndAsked, LastResort

last = LastResort(lambda: print("restored", flush=True), patience={patience})
assert last.begin(EndAsked(15))
assert not last.begin(EndAsked(15))  # a closed window says so several times
{more}
threading.Event().wait()
"""


@pytest.mark.parametrize(
    ("patience", "more"),
    [
        pytest.param(0.1, "", id="after a while"),
        pytest.param(600, "last._begun -= 10; last.begin(EndAsked(15))", id="asked again"),
    ],
)
def test_a_program_that_is_stuck_is_ended(patience: float, more: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK.format(patience=patience, more=more)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (143, "restored\n")


def test_it_is_ended_also_where_the_terminal_cannot_be_put_back() -> None:
    stuck = STUCK.replace('print("restored", flush=True)', "1 / 0").format(patience=0.1, more="")
    done = subprocess.run([sys.executable, "-c", stuck], timeout=30, check=False)
    assert done.returncode == 143


def test_exit_codes_are_the_shells() -> None:
    assert [EndAsked(number).exit_code for number in (1, 2, 15)] == [129, 130, 143]
