"""Raw bytes in, keys out: what inserts a new line can never send."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from smsdesk.tui.newline_keys import (
    NEWLINE_KEYS,
    key_label,
    proves_shift_enter,
    teach_parser,
    tells_shift_enter,
)


def parsed(text: str) -> list[Key]:
    teach_parser()
    return [event for event in XTermParser().feed(text) if isinstance(event, Key)]


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param("\n", id="ctrl+j"),
        pytest.param("\x1b[13;2u", id="shift+enter, kitty"),
        pytest.param("\x1b[27;2;13~", id="shift+enter, modifyOtherKeys"),
        pytest.param("\x1b[27;3;13~", id="alt+enter, modifyOtherKeys"),
        pytest.param("\x1b[27;5;13~", id="ctrl+enter, modifyOtherKeys"),
        pytest.param("\x1b[13;3u", id="alt+enter, kitty"),
        pytest.param("\x1b[106;5u", id="ctrl+j, kitty"),
        pytest.param("\x1b\r", id="alt+enter, legacy"),
        pytest.param("\x1b\n", id="alt+ctrl+j, legacy"),
    ],
)
def test_every_form_of_new_line_is_one(sequence: str) -> None:
    (key,) = parsed(sequence)
    assert key.key in NEWLINE_KEYS


@pytest.mark.parametrize("sequence", ["\r", "\x1b[13u", "\x1b[13;1u", "\x1bOM"])
def test_enter_sends(sequence: str) -> None:
    (key,) = parsed(sequence)
    assert key.key == "enter"


def test_a_new_line_and_the_letters_behind_it_are_told_apart() -> None:
    assert [key.key for key in parsed("a\x1b\rb")] == ["a", "ctrl+j", "b"]


@pytest.mark.parametrize(
    ("sequence", "proves"),
    [
        ("\x1b[57441u", True),  # left shift by itself
        ("\x1b[13;2u", True),
        ("\x1b[27;2;13~", True),
        ("\x1b[110;5u", True),  # ctrl+n
        ("\x0e", False),  # ctrl+n, legacy
        ("\r", False),
        ("a", False),
        ("\x1b[1;5B", False),  # ctrl+down
    ],
)
def test_what_proves_that_shift_enter_can_be_told(sequence: str, *, proves: bool) -> None:
    (key,) = parsed(sequence)
    assert proves_shift_enter(key) is proves


@pytest.mark.parametrize(
    ("environ", "tells"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "foot"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "socket,1,0"}, False),
        ({}, False),
    ],
)
def test_known_terminals(environ: dict[str, str], *, tells: bool) -> None:
    assert tells_shift_enter(environ) is tells


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("ctrl+n", "^N"),
        ("enter", "⏎"),
        ("shift+enter", "⇧⏎"),
        ("alt+down", "Alt+↓"),
        ("ctrl+pagedown", "^PgDn"),
        ("f5", "F5"),
        ("escape", "Esc"),
    ],
)
def test_labels(key: str, label: str) -> None:
    assert key_label(key) == label
