"""Which sequence a terminal is notified by, and that nothing of a text gets out of it."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.display import one_line
from smsdesk.tui.terminal.notifications import LONGEST, notification, way_of

if TYPE_CHECKING:
    from collections.abc import Mapping

WAYS = ("osc9", "osc777", "osc99")


@pytest.mark.parametrize(
    ("environ", "way"),
    [
        ({"TERM": "xterm-kitty"}, "osc99"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "3"}, "osc99"),
        ({"TERM": "foot"}, "osc777"),
        ({"TERM": "foot-extra"}, "osc777"),
        ({"TERM": "rxvt-unicode-256color"}, "osc777"),
        ({"TERM": "xterm-256color", "WEZTERM_PANE": "0"}, "osc777"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, "osc777"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "osc9"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "osc9"),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "linux"}, ""),
        ({}, ""),
    ],
)
def test_auto_goes_by_what_the_terminal_says_of_itself(
    environ: Mapping[str, str], way: str
) -> None:
    assert way_of("auto", environ) == way
    assert way_of("off", environ) == ""
    assert way_of("osc9", environ) == "osc9"


def test_each_way_has_its_sequence() -> None:
    said = one_line("2 new texts; hurry")
    assert notification("osc9", said, {}) == "\x1b]9;smsdesk: 2 new texts, hurry\x1b\\"
    assert notification("osc777", said, {}) == "\x1b]777;notify;smsdesk;2 new texts, hurry\x1b\\"
    assert base64.b64encode(b"2 new texts; hurry").decode() in notification("osc99", said, {})
    assert notification("", said, {}) == ""


def test_tmux_hands_it_through() -> None:
    inside = notification("osc9", one_line("hi"), {"TMUX": "a socket"})
    assert inside == "\x1bPtmux;\x1b\x1b]9;smsdesk: hi\x1b\x1b\\\x1b\\"


@given(st.text(), st.sampled_from(WAYS))
def test_whatever_a_lead_writes_it_is_one_sequence(text: str, way: str) -> None:
    sequence = notification(way, one_line(text), {})
    parts = re.findall("\x1b\\][^\x00-\x1f\x7f-\x9f]*\x1b\\\\", sequence)
    assert "".join(parts) == sequence
    assert len(sequence) < 8 * LONGEST + 100
