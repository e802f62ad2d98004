"""Bytes in, keys out: what sends, what begins a new line, and what the terminal has told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.messages import TerminalSupportsSynchronizedOutput

from smsdesk.tui.newline_keys import NEWLINE_KEYS
from smsdesk.tui.terminal.background import is_dark
from smsdesk.tui.terminal.known import NOTHING_KNOWN, TerminalFacts, TerminalLearnt
from smsdesk.tui.terminal.reading import TerminalReader

if TYPE_CHECKING:
    from textual.message import Message


def read(text: str) -> list[Message]:
    reader = TerminalReader()
    messages = list(reader.feed(text))
    while reader.patience is not None:
        messages += reader.silence()
    return messages


def keys(text: str) -> list[str]:
    return [message.key for message in read(text) if isinstance(message, events.Key)]


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param("\r", id="legacy"),
        pytest.param("\x1b[13u", id="kitty"),
        pytest.param("\x1b[13;1u", id="kitty, no modifier"),
        pytest.param("\x1b[13;129u", id="kitty, num lock"),
        pytest.param("\x1b[57414u", id="kitty, keypad"),
        pytest.param("\x1b[57414;129u", id="kitty, keypad, num lock"),
        pytest.param("\x1bOM", id="keypad in application mode"),
    ],
)
def test_enter_sends(sequence: str) -> None:
    assert keys(sequence) == ["enter"]


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param("\n", id="ctrl+j"),
        pytest.param("\x1b\r", id="alt+enter, legacy"),
        pytest.param("\x1b\n", id="alt+ctrl+j, legacy"),
        pytest.param("\x1b[13;2u", id="shift+enter, kitty and tmux"),
        pytest.param("\x1b[13;130u", id="shift+enter, kitty, num lock"),
        pytest.param("\x1b[13;3u", id="alt+enter, kitty"),
        pytest.param("\x1b[13;4u", id="alt+shift+enter, kitty"),
        pytest.param("\x1b[13;5u", id="ctrl+enter, kitty"),
        pytest.param("\x1b[13;6u", id="ctrl+shift+enter, kitty"),
        pytest.param("\x1b[106;5u", id="ctrl+j, kitty"),
        pytest.param("\x1b[27;2;13~", id="shift+enter, modifyOtherKeys"),
        pytest.param("\x1b[27;3;13~", id="alt+enter, modifyOtherKeys"),
        pytest.param("\x1b[27;5;13~", id="ctrl+enter, modifyOtherKeys"),
        pytest.param("\x1b[27;6;13~", id="ctrl+shift+enter, modifyOtherKeys"),
        pytest.param("\x1bO2M", id="shift+keypad enter"),
        pytest.param("\x1bO5M", id="ctrl+keypad enter"),
        pytest.param("\x1bO1;2M", id="shift+keypad enter, newer"),
        pytest.param("\x1b[57414;2u", id="shift+keypad enter, kitty"),
        pytest.param("\x1b[57414;130u", id="shift+keypad enter, kitty, num lock"),
    ],
)
def test_every_form_of_new_line_is_one(sequence: str) -> None:
    (key,) = keys(sequence)
    assert key in NEWLINE_KEYS


@pytest.mark.parametrize(
    ("sequence", "character"),
    [
        ("\x1b[32;2u", " "),  # Shift+Space in tmux with extended keys
        ("\x1b[27;2;32~", " "),  # in xterm
        ("\x1b[97;2u", "A"),
        ("\x1b[27;2;65~", "A"),
        ("\x1b[97;;97u", "a"),
        ("\x1b[57400;;49u", "1"),
        ("\x1bOj", "*"),
        ("\x1bO2j", "*"),
        ("ß", "ß"),
    ],
)
def test_what_types_a_character_types_it(sequence: str, character: str) -> None:
    (key,) = [message for message in read(sequence) if isinstance(message, events.Key)]
    assert key.character == character
    assert key.is_printable


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[1;5B", "ctrl+down"),
        ("\x1b[1;3A", "alt+up"),
        ("\x1b\x1b[A", "alt+up"),
        ("\x1bO3A", "alt+up"),
        ("\x1b[27u", "escape"),
        ("\x1b", "escape"),
        ("\x1b\x7f", "alt+backspace"),
        ("\x1bb", "alt+b"),
        ("\x1b[27;5;9~", "ctrl+tab"),
        ("\x1b[127;2u", "backspace"),
        ("\x1b[110;5u", "ctrl+n"),
        ("\x0e", "ctrl+n"),
        ("\x1bOP", "f1"),
    ],
)
def test_other_keys(sequence: str, key: str) -> None:
    assert keys(sequence) == [key]


@pytest.mark.parametrize(
    "sequence", ["\x1b[>1;2c", "\x1b[?62;c", "\x1b[99~", "\x1b]52;c;aGk=\x07", "\x1bP1$r0m\x1b\\"]
)
def test_what_is_no_key_is_never_typed(sequence: str) -> None:
    assert read(sequence) == []


def test_a_paste_is_cleaned_before_anybody_shows_it() -> None:
    (learnt, paste) = read("\x1b[200~a\x1b]52;c;aGk=\x07b\r\nc\x1b[201~")
    assert isinstance(learnt, TerminalLearnt)
    assert isinstance(paste, events.Paste)
    assert paste.text == "a]52;c;aGk=b\nc"


# -- what the terminal tells ------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        ("\x1b[?2004;1$y", TerminalFacts(pastes_are_bracketed=True)),
        ("\x1b[?2004;3$y", TerminalFacts(pastes_are_bracketed=True)),
        ("\x1b[?2004;2$y", NOTHING_KNOWN),
        ("\x1b[?2004;0$y", NOTHING_KNOWN),
        ("\x1b[200~\x1b[201~", TerminalFacts(pastes_are_bracketed=True)),
        ("\x1b[?25u", TerminalFacts(tells_shift_enter=True)),
        ("\x1b[?0u", NOTHING_KNOWN),
        ("\x1b[>4;1m", TerminalFacts(tells_shift_enter=True)),
        ("\x1b[>4;0m", NOTHING_KNOWN),
        ("\x1b[13;2u", TerminalFacts(tells_shift_enter=True)),
        ("\x1b[27;2;13~", TerminalFacts(tells_shift_enter=True)),
        ("\x1b[97;;97u", TerminalFacts(tells_shift_enter=True)),
        ("\x1b[57441u", TerminalFacts(tells_shift_enter=True)),  # Shift by itself
        ("\x1b[13;5u", NOTHING_KNOWN),
        ("\r", NOTHING_KNOWN),
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", TerminalFacts(dark=False)),
        ("\x1b]11;rgb:00/00/00\x07", TerminalFacts(dark=True)),
    ],
)
def test_what_is_learnt(answer: str, facts: TerminalFacts) -> None:
    reader = TerminalReader()
    told = [message for message in reader.feed(answer) if isinstance(message, TerminalLearnt)]
    assert reader.facts == facts
    assert [message.facts for message in told] == ([facts] if facts != NOTHING_KNOWN else [])


def test_what_is_learnt_comes_before_the_key_that_taught_it() -> None:
    assert [type(message) for message in read("\x1b[13;2u")] == [TerminalLearnt, events.Key]


def test_from_then_on_a_return_is_a_key() -> None:
    reader = TerminalReader()
    assert [type(message) for message in reader.feed("a\rb")] == [events.Paste]
    list(reader.feed("\x1b[?2004;1$y"))
    assert [type(message) for message in reader.feed("a\rb")] == [events.Key] * 3


@pytest.mark.parametrize(
    ("answer", "dark"),
    [
        ("\x1b]11;rgb:f/f/f\x07", False),
        ("\x1b]11;rgba:0000/0000/0000/ffff\x07", True),
        ("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\", False),  # Solarized light
        ("\x1b]11;rgb:0000/2b2b/3636\x1b\\", True),  # Solarized dark
        ("\x1b]11;?\x07", None),
        ("\x1b]10;rgb:0/0/0\x07", None),
        ("\x1b]11;rgb:12345/0/0\x07", None),
    ],
)
def test_backgrounds(answer: str, *, dark: bool | None) -> None:
    assert is_dark(answer) is dark


def test_what_textual_asks_for_reaches_it() -> None:
    kinds = [type(m) for m in read("\x1b[I\x1b[O\x1b[?2026;2$y\x1b[5;7R\x1b[48;30;120;600;1200t")]
    assert kinds == [
        events.AppFocus,
        events.AppBlur,
        TerminalSupportsSynchronizedOutput,
        events.CursorPosition,
        events.Resize,
    ]


def test_the_mouse_is_read() -> None:
    (down, up) = read("\x1b[<0;10;7M\x1b[<0;10;7m")
    assert isinstance(down, events.MouseDown)
    assert isinstance(up, events.MouseUp)
    assert (down.x, down.y) == (9, 6)
    assert read("\x1b[M !!\x1b[32;10;7M") == []  # encodings that nobody asked for


@given(st.text(alphabet=st.sampled_from("\x1b[]OP0123456789;:<>?$ uymMtRr~\x07\r\x80\ud800a")))
def test_no_bytes_make_it_fail(text: str) -> None:
    read(text)
