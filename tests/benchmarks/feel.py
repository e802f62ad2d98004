"""From a key to the last painted byte: what is opened, beside a bare app that shows as much.

The bare app swaps the lines of one widget, opens a window with an input and a list, and fills that
list anew at every letter. It asks nobody for any of it.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from .figures import Figure, p95
from .terminal import started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .terminal import Terminal

TIMES = 40
BEGUN = 2.0
"""Seconds after which a desk's background work has begun and imported what it needs."""
NEXT, WHO_NOW, JUMP, ESCAPE = "\x1b[1;3B", "\x1b[21~", "\x0b", "\x1b"
LETTERS = "abcdefghijklmnopqrst"
BARE_TEXT = "bare threads"
BARE = f"""
from textual.app import App
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

def lines(kind, many):
    return "\\n".join(f"{{kind}} {{row}} " + "lorem ipsum dolor " * 4 for row in range(many))

class Window(ModalScreen):
    BINDINGS = [("escape", "dismiss", "")]
    CSS = "Window {{ align: center middle; }} Window > * {{ width: 90; max-height: 20; }}"
    def compose(self):
        yield Input()
        yield OptionList(*lines("row", 20).splitlines())
    def on_input_changed(self, event):
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(lines(event.value, 20).splitlines())

class Bare(App):
    BINDINGS = [("alt+down", "swap", ""), ("ctrl+k", "window", "")]
    CSS = "#list {{ width: 36; }}"
    shown = 0
    def compose(self):
        with Horizontal():
            yield Static(lines("{BARE_TEXT}", 40), id="list")
            yield Static(lines("thread 0", 40), id="thread")
    def action_swap(self):
        self.shown += 1
        self.query_one("#thread", Static).update(lines(f"thread {{self.shown}}", 40))
    def action_window(self):
        self.push_screen(Window())

Bare().run()
"""


def let_some_wait(database: Path) -> None:
    """Let the newest conversations of a firm wait for an answer, as on any morning."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE conversation SET state = 'to_answer', to_answer_since = last_activity_at"
            " WHERE id IN (SELECT id FROM conversation ORDER BY last_activity_at DESC LIMIT 60)"
        )


def figures(desk: Callable[[], AbstractContextManager[Terminal]], size: str) -> Iterator[Figure]:
    """Yield how long it takes until something is there, against the bare app, and Who now?

    Args:
        desk: starts the program on a terminal, its conversations in sight; some wait for an answer.
        size: of the firm.
    """
    with started([sys.executable, "-c", BARE], os.environ) as terminal:
        terminal.until(BARE_TEXT)
        terminal.until_quiet()
        floor = _felt(terminal)
    with desk() as terminal:
        time.sleep(BEGUN)
        terminal.until_quiet()
        ours = _felt(terminal)
        answers = p95([_until_still(terminal, WHO_NOW) for _ in range(TIMES)])
    for what, mine in ours.items():
        yield Figure(f"{what}, p95", size, mine, floor[what], "ms", 2.0)
    following = ours["to the next conversation"]
    yield Figure("who now? against next conversation, p95", size, answers, following, "ms", 1.2)


def _felt(terminal: Terminal) -> dict[str, float]:
    switches = [_until_still(terminal, NEXT) for _ in range(TIMES)]
    opened, rows = [], []
    for place in range(TIMES):
        opened.append(_until_still(terminal, JUMP))
        rows.append(_until_still(terminal, LETTERS[place % len(LETTERS)]))
        _until_still(terminal, ESCAPE)
    return {
        "to the next conversation": p95(switches),
        "to a window": p95(opened),
        "to the rows of a search": p95(rows),
    }


def _until_still(terminal: Terminal, key: str) -> float:
    """Press a key; return the milliseconds until the last byte of what it has changed."""
    pressed = terminal.write(key)
    return (terminal.until_painted() - pressed) * 1000
