"""However the terminal cuts it, a paste is a text and a key is a key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.tui.terminal.splitting import (
    ALT_WITHIN,
    ESCAPE_WITHIN,
    PASTE_END,
    PASTE_START,
    AltKey,
    EscapeKey,
    Pasted,
    Piece,
    Sequence,
    Splitter,
    Typed,
)

WITH_ESC = "one\rtwo \x1b[31mred\x1b[0m \x1b\x1b[A \x1b[20 three\r"


def joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with what was cut put together again."""
    whole: list[Piece] = []
    for piece in pieces:
        match (whole[-1] if whole else None, piece):
            case (Typed(before), Typed(text)):
                whole[-1] = Typed(before + text)
            case (Pasted(before), Pasted(text)):
                whole[-1] = Pasted(before + text)
            case _:
                whole.append(piece)
    return whole


def split(*reads: str, bracketed: bool = True) -> list[Piece]:
    """Return what comes of reads without a pause between them; an empty one is a pause."""
    splitter = Splitter()
    splitter.pastes_are_bracketed = bracketed
    pieces: list[Piece] = []
    for read in reads:
        if read:
            pieces += splitter.feed(read)
        elif splitter.patience is not None:
            pieces += splitter.silence()
    return joined(pieces)


# -- pastes -----------------------------------------------------------------------------


def test_a_paste_is_a_text_whatever_bytes_it_holds() -> None:
    assert split(f"a{PASTE_START}{WITH_ESC}{PASTE_END}b") == [
        Typed("a"),
        Pasted(WITH_ESC),
        Typed("b"),
    ]


@pytest.mark.parametrize("at", range(len(PASTE_END) + 1))
@pytest.mark.parametrize("pauses", [0, 1, 2], ids=["at once", "late", "very late"])
def test_an_end_marker_that_is_cut_ends_the_paste(at: int, pauses: int) -> None:
    pieces = split(
        f"{PASTE_START}hello\r{PASTE_END[:at]}", *[""] * pauses, f"{PASTE_END[at:]}x", "\r"
    )
    assert pieces == [Pasted("hello\r"), Typed("x\r")]


@pytest.mark.parametrize("at", range(1, len(PASTE_START)))
@pytest.mark.parametrize("pauses", [0, 1], ids=["at once", "late"])
def test_a_start_marker_that_is_cut_begins_the_paste(at: int, pauses: int) -> None:
    pieces = split(PASTE_START[:at], *[""] * 2 * pauses, f"{PASTE_START[at:]}a\rb\r{PASTE_END}")
    assert pieces[-1] == Pasted("a\rb\r")
    assert all(piece in (EscapeKey(), Typed("[")) for piece in pieces[:-1])


@pytest.mark.parametrize("key", ["\x1b[A", "\x0e", "\x7f", "\x1b[13u"])
def test_a_paste_whose_end_never_comes_is_over_with_the_next_key(key: str) -> None:
    pieces = split(f"{PASTE_START}hello", "", key)
    assert pieces == [Pasted("hello"), Sequence(key) if len(key) > 1 else Typed(key)]


def test_a_return_after_a_lost_end_is_a_key_only_after_a_long_pause() -> None:
    assert split(f"{PASTE_START}hello", "", "\r", "") == [Pasted("hello\r")]
    assert split(f"{PASTE_START}hello", "", "", "\r") == [Pasted("hello"), Typed("\r")]


def test_what_comes_late_in_one_piece_is_still_the_paste() -> None:
    assert split(f"{PASTE_START}one\r", "", "", "two\rthree\r", PASTE_END, "\r") == [
        Pasted("one\rtwo\rthree\r"),
        Typed("\r"),
    ]


def test_a_paste_that_stalls_is_shown_as_far_as_it_has_come() -> None:
    splitter = Splitter()
    assert splitter.feed(f"{PASTE_START}hello") == []
    assert splitter.patience is not None
    assert splitter.silence() == [Pasted("hello")]


# -- pastes without markers -------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["one\rtwo", "one\rtwo\r", "one\r\r\ttwo", "one\r\ntwo\r\n", "\rone\rtwo", "one\r two"]
)
def test_a_return_between_texts_of_one_read_is_part_of_a_paste(text: str) -> None:
    assert split(text, bracketed=False) == [Pasted(text)]


@pytest.mark.parametrize(
    "text", ["one", "one\r", "\r", "\r\r", "one\r\t", "a\tb", "a\nb", "\rone", "\r\rone"]
)
def test_any_other_return_is_a_key(text: str) -> None:
    assert split(text, bracketed=False) == [Typed(text)]


def test_a_return_before_a_sequence_is_a_key() -> None:
    assert split("bye\r\x1b[1;5B", bracketed=False) == [Typed("bye\r"), Sequence("\x1b[1;5B")]


def test_what_follows_a_key_in_one_read_was_typed_ahead() -> None:
    assert split("\x0bpriya\rfirst words", bracketed=False) == [Typed("\x0bpriya\rfirst words")]


def test_such_a_paste_goes_on_in_the_next_read_but_not_after_a_pause() -> None:
    assert split("one\rtw", "o\r", bracketed=False) == [Pasted("one\rtwo\r")]
    assert split("one\rtw", "", "o\r", bracketed=False) == [Pasted("one\rtw"), Typed("o\r")]


def test_after_the_first_marked_paste_every_return_is_a_key() -> None:
    pieces = split(f"{PASTE_START}x{PASTE_END}", "one\rtwo\r", bracketed=False)
    assert pieces == [Pasted("x"), Typed("one\rtwo\r")]


# -- Escape, Alt and sequences ----------------------------------------------------------


def test_escape_by_itself_is_known_after_a_while() -> None:
    splitter = Splitter()
    assert splitter.feed("\x1b") == []
    assert splitter.patience == ALT_WITHIN
    assert splitter.silence() == []
    assert splitter.patience == ESCAPE_WITHIN - ALT_WITHIN
    assert splitter.silence() == [EscapeKey()]
    assert splitter.patience is None


@pytest.mark.parametrize("newline", ["\r", "\n"])
def test_alt_and_return_come_at_once(newline: str) -> None:
    assert split(f"\x1b{newline}") == [AltKey(newline)]
    assert split("\x1b", newline) == [AltKey(newline)]
    assert split("\x1b", "", newline) == [EscapeKey(), Typed(newline)]


def test_an_escape_before_words_is_escape() -> None:
    assert split("tom\x1bPlease call\r") == [Typed("tom"), EscapeKey(), Typed("Please call\r")]
    assert split("\x1bOh no") == [EscapeKey(), Typed("Oh no")]
    assert split("\x1b\x1b", "", "", "") == [EscapeKey(), EscapeKey()]


@pytest.mark.parametrize("key", ["P", "O", "]", "["])
def test_an_escape_and_a_letter_that_nothing_follows_are_two_keys(key: str) -> None:
    assert split(f"\x1b{key}", "", "x") == [EscapeKey(), Typed(f"{key}x")]


def test_a_broken_sequence_is_not_typed() -> None:
    assert split("\x1b[1;\x1b[A") == [Sequence("\x1b[A")]
    assert split("\x1b[1;", "", "x") == [Typed("x")]


def test_a_sequence_whose_rest_comes_late_is_not_typed() -> None:
    assert split("\x1b[<35;1", "", "0;7M") == [Sequence("\x1b[<35;10;7M")]


def test_an_answer_of_the_terminal_is_one_sequence() -> None:
    answer = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"
    assert split(answer + "\x1bP>|st(0.9)\x1b\\" + "a") == [
        Sequence(answer),
        Sequence("\x1bP>|st(0.9)\x1b\\"),
        Typed("a"),
    ]


FRAGMENTS = st.sampled_from(
    [
        "a",
        "\r",
        "\x0b",
        "é",
        "\x1b",
        "\x1b\r",
        "\x1b[A",
        "\x1bOM",
        "\x1bO2M",
        "\x1b[27;2;13~",
        "\x1b[<0;10;7M",
        "\x1b[M !!",
        "\x1b]11;rgb:0/0/0\x07",
        "\x1b\x1b[A",
        PASTE_START,
        PASTE_END,
        "[",
        "O",
        "1;2",
    ]
)


@given(st.lists(FRAGMENTS, max_size=12), st.data())
def test_where_reads_are_cut_makes_no_difference(fragments: list[str], data: st.DataObject) -> None:
    stream = "".join(fragments)
    cuts = data.draw(st.sets(st.integers(0, len(stream))))
    edges = [0, *sorted(cuts), len(stream)]
    reads = [stream[begin:end] for begin, end in pairwise(edges) if end > begin]
    assert split(*reads) == split(*[stream][: len(stream)])


@given(
    reads=st.lists(st.text(max_size=8) | FRAGMENTS | st.just(""), max_size=20),
    bracketed=st.booleans(),
)
def test_nothing_that_comes_makes_it_fail_or_deaf(reads: list[str], *, bracketed: bool) -> None:
    splitter = Splitter()
    splitter.pastes_are_bracketed = bracketed
    for read in reads:
        if read:
            splitter.feed(read)
        elif splitter.patience is not None:
            splitter.silence()
    while splitter.patience is not None:
        splitter.silence()
    assert Typed("\r") in splitter.feed("\r")
