"""Every key in one terminal: press it between two words, and see what was sent."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .display import Keyboard, display

if TYPE_CHECKING:
    from collections.abc import Callable

    from .terminals import TriedTerminal

ROOT: Final = Path(__file__).parents[3]
PATIENCE: Final = 40.0
"""Seconds for the demo to open on a busy machine."""
KEY_PATIENCE: Final = 20.0
"""Seconds for a text to go; only a terminal that swallows keys waits for so long."""

KEYS: Final = {
    "Enter": ("Return",),
    "Shift+Enter": ("shift+Return",),
    "Alt+Enter": ("alt+Return",),
    "Ctrl+Enter": ("ctrl+Return",),
    "Ctrl+J": ("ctrl+j",),
    "Keypad Enter": ("KP_Enter",),
    "Shift+Keypad": ("shift+KP_Enter",),
    "Esc, Enter": ("Escape", "Return"),
}
PASTE: Final = "Paste of 2 lines"
SIGTERM: Final = "SIGTERM"
TELLS: Final = "Tells"
COLUMNS: Final = (*KEYS, PASTE, SIGTERM, TELLS)


@dataclass
class Trial:
    """What one terminal has done.

    Attributes:
        cells: by column, what the table says.
    """

    cells: dict[str, str] = field(default_factory=dict)


class _Record:
    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, what: str) -> list[list[Any]]:
        if not self._path.exists():
            return []
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [value for kind, *value in map(json.loads, lines) if kind == what]

    def sent(self, before: int) -> list[str]:
        """Return the texts that were sent after the first so many."""
        return [text for (text,) in self.of("sent")[before:]]

    def wait(self, come: Callable[[], bool], patience: float) -> bool:
        deadline = time.monotonic() + patience
        while not come():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def tried(terminal: TriedTerminal) -> Trial:
    """Run the demo in a terminal, press everything, and return what it did."""
    trial = Trial()
    with tempfile.TemporaryDirectory() as place, display() as environment:
        folder = Path(place)
        record = _Record(folder / "record")
        variables = {
            **environment,
            **terminal.variables,
            "HOME": place,
            "XDG_DATA_HOME": place,
            "XDG_STATE_HOME": place,
            "XDG_CONFIG_HOME": place,
            "XDG_RUNTIME_DIR": place,
            "PYTHONPATH": str(ROOT),
            "SHELL": "/bin/sh",
        }
        module = "tests.campaigns.terminals.observed_desk"
        program = [sys.executable, "-m", module, str(folder / "record")]
        window = subprocess.Popen(
            terminal.running(program, folder),
            env=variables,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _press_everything(Keyboard(variables), record, trial)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(window.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                window.wait(5)
            for (process,) in record.of("process"):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
    return trial


def _press_everything(keyboard: Keyboard, record: _Record, trial: Trial) -> None:
    started = record.wait(lambda: bool(record.of("process")), PATIENCE)
    if not started or not keyboard.focus(time.monotonic() + PATIENCE):
        trial.cells = dict.fromkeys(COLUMNS, "did not start")
        return
    record.wait(lambda: bool(record.of("ready")), PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while not record.of("open") and time.monotonic() < deadline:
        keyboard.press("F3")  # the next unread conversation
        record.wait(lambda: bool(record.of("open")), 2.0)
    for number, (name, keys) in enumerate(KEYS.items()):
        trial.cells[name] = _what_happened(keyboard, record, number, keys)
    trial.cells[PASTE] = _pasted(keyboard, record)
    trial.cells[TELLS] = _told(record)
    trial.cells[SIGTERM] = _ended(keyboard, record)


def _what_happened(keyboard: Keyboard, record: _Record, number: int, keys: tuple[str, ...]) -> str:
    before = len(record.of("sent"))
    first, second = f"a{number}", f"b{number}"
    keyboard.type(first)
    keyboard.press(*keys)
    if record.wait(lambda: bool(record.of("sent")[before:]), 2.5):
        time.sleep(0.5)  # the box is emptied
    keyboard.type(second)
    keyboard.press("Return")
    record.wait(lambda: any(text.endswith(second) for text in record.sent(before)), KEY_PATIENCE)
    outcomes = {
        (first, second): "sends",
        (f"{first}\n{second}",): "new line",
        (f"{first}{second}",): "nothing",
    }
    return outcomes.get(tuple(record.sent(before)), f"`{record.sent(before)!r}`")


def _pasted(keyboard: Keyboard, record: _Record) -> str:
    before = len(record.of("sent"))
    keyboard.hold_for_pasting("one\ntwo\n")
    keyboard.press("shift+Insert")
    time.sleep(1.0)  # a text that is sent by itself has to have the time for it
    sent_early = len(record.of("sent")) > before
    keyboard.type("x")
    keyboard.press("Return")
    record.wait(lambda: len(record.of("sent")) > before, KEY_PATIENCE)
    sent = record.sent(before)
    if sent_early:
        return f"sends `{sent!r}`"
    return {"one\ntwo\nx": "text", "x": "nothing"}.get("".join(sent), f"`{sent!r}`")


def _told(record: _Record) -> str:
    known = record.of("facts")[-1:] or [[False, False, None]]
    bracketed, shift_enter, dark = known[0]
    words = ["pastes"] * bracketed + ["Shift+Enter"] * shift_enter
    if dark is not None:
        words.append("dark" if dark else "light")
    return ", ".join(words) or "nothing"


def _ended(keyboard: Keyboard, record: _Record) -> str:
    if record.of("ended"):
        return f"ended before, with {record.of('ended')[-1][0]}"
    os.kill(record.of("process")[-1][0], signal.SIGTERM)
    if not record.wait(lambda: bool(record.of("ended")), 10.0):
        return "goes on"
    keyboard.type("done")
    keyboard.press("Return")
    record.wait(lambda: bool(record.of("line")), KEY_PATIENCE)
    code, line = record.of("ended")[-1][0], (record.of("line") or [["nothing"]])[-1][0]
    return f"{code}, whole" if line == "done" else f"{code}, then {shlex.quote(line)}"
