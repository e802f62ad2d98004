"""What a terminal without UTF-8 is shown, and one that is gone."""

from __future__ import annotations

# ruff: noqa: RUF001 - characters that look alike are the subject
import io
import os

import pytest

from smsdesk.tui.terminal.output import TerminalOutput, input_encoding


def shown(text: str, encoding: str) -> str:
    raw = io.BytesIO()
    output = TerminalOutput(io.TextIOWrapper(raw, encoding=encoding))
    output.write(text)
    output.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "seen"),
    [
        ("› José ⏎ … “hi” │─", "utf-8", "› José ⏎ … “hi” │─"),
        ("› José ⏎ … “hi” │─", "latin-1", '> José < . "hi" |-'),
        ("› José ⏎ … “hi” │─", "ascii", '> Jose < . "hi" |-'),
        ("日本", "latin-1", "????"),  # two cells each
        ("e\u0301", "latin-1", "e"),
        ("Łódź Straße Øster", "ascii", "Lodz Strase Oster"),
        ("Ж", "ascii", "?"),
        ("\x1b[1m", "ascii", "\x1b[1m"),
        ("\ud800", "utf-8", "?"),
    ],
)
def test_look_alikes_take_as_many_cells(text: str, encoding: str, seen: str) -> None:
    assert shown(text, encoding) == seen


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    stream = io.TextIOWrapper(io.BufferedWriter(io.FileIO(writing, "w")), encoding="utf-8")
    output = TerminalOutput(stream)
    for _ in range(3):
        output.write("x")
        output.flush()
    with pytest.raises(BrokenPipeError):
        stream.close()


def test_keys_come_in_the_encoding_of_the_screen() -> None:
    assert input_encoding("ISO-8859-1") == "iso8859-1"
    assert input_encoding("utf-8") == "utf-8"
    assert input_encoding("ANSI_X3.4-1968") == "utf-8"
