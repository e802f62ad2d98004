"""Escape sequences go whole; what only began takes nothing with it."""

from __future__ import annotations

import pytest
from hypothesis import given

from smsdesk.display.escape_sequences import STRING_TEXT, without_escape_sequences
from tests.display.naughty import HOSTILE

INTRODUCERS = ("\x1b", "\x90", "\x98", "\x9b", "\x9d", "\x9e", "\x9f")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b[?1049hx\x1b[>4;1mx\x1b[ qx", "xxx"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("\x9d0;title\x9cx", "x"),
        ("\x1b]8;;https://a.example\x1b\\b\x1b]8;;\x1b\\", "b"),
        ("\x1bP1$r0m\x1b\\x", "x"),
        ("\x1bPtmux;\x1b\x1b]52;c;AA\x07\x1b\\x", "x"),
        ("\x1bP\x1b]52;c;AA\x07\x1b\\x", "x"),
        ("\x1b_app\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\x", "x"),
        ("\x90dcs\x9c\x9fapc\x9c\x9epm\x9c\x98sos\x9cx", "x"),
        ("\x1bktitle\x1b\\x", "x"),
        ("\x1b]0;two\nlines\x07x", "x"),
        ("\x1b]0;cancelled\x18x\x1b]0;cancelled\x1ax", "xx"),
        ("\x1b]P0ff0000x", "x"),
        ("\x1bNax\x1bOPx\x8eax\x8fPx", "xxxx"),
        ("\x1b(Bx\x1b#8x\x1bcx\x1b%Gx", "xxxx"),
    ],
)
def test_a_sequence_goes_whole(written: str, left: str) -> None:
    assert without_escape_sequences(written) == left


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("\x1b", ""),
        ("see you\x1b", "see you"),
        ("see\x1b\nyou", "see\nyou"),
        ("\x1b\x1b\x1b[mx", "x"),
        ("\x1béa", "éa"),
        ("\x1b]0;title and more", "title and more"),
        ("\x9d0;title", "title"),
        ("\x1bPlease call", "lease call"),
        ("\x1b]\x1b]\x1b]x", "x"),
        ("\x1b]0;a\x1b]0;b\x07c", "ac"),
        ("\x1b[31", ""),
        ("\x1b[3\n1m", "\n1m"),
        ("\x9b", ""),
        ("\x9cx", "\x9cx"),
    ],
)
def test_what_never_ends_takes_no_message_with_it(written: str, left: str) -> None:
    assert without_escape_sequences(written) == left


@given(HOSTILE)
def test_no_introducer_is_left(text: str) -> None:
    left = without_escape_sequences(text)
    assert not set(left) & {*INTRODUCERS, "\x8e", "\x8f"}
    assert without_escape_sequences(left) == left


@pytest.mark.parametrize("introducer", INTRODUCERS)
def test_the_search_for_an_end_stops_at_the_next_beginning(introducer: str) -> None:
    """So however many strings never end, a character is looked at twice."""
    match = STRING_TEXT.match(f"text{introducer}text")
    assert match is not None
    assert match[0] == "text"
