"""The desk of the terminal trials on a terminal of the tests: it still notes what is sent."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from tests.terminal.on_a_pty import started

if TYPE_CHECKING:
    from pathlib import Path

NEXT_UNREAD = "\x1b[1;5B"
QUIT = "\x11"


def test_what_is_opened_and_sent_is_noted_and_the_shell_reads_on(tmp_path: Path) -> None:
    record = tmp_path / "record"

    def noted(what: str) -> list[list[Any]]:
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return [value for kind, *value in map(json.loads, lines) if kind == what]

    places = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    program = [sys.executable, "-m", "tests.campaigns.terminals.observed_desk", str(record)]
    with started(program, {**places, "LANG": "C.UTF-8"}) as terminal:
        terminal.until(lambda: bool(noted("ready")), "the demo")
        terminal.press(NEXT_UNREAD)
        terminal.until(lambda: bool(noted("open")), "a thread")
        terminal.press("hello", "\r")
        terminal.until(lambda: noted("sent") == [["hello"]], "the text")
        terminal.press(QUIT)
        terminal.until(lambda: bool(noted("ended")), "the end")
        terminal.press("done\r")
        terminal.until(lambda: noted("line") == [["done"]], "the line")
        assert noted("ended") == [[0]]
