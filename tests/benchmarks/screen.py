"""The desk on a real terminal: start, keys, lists, memory, each against a bare Textual app."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.world.people import FIRM

from . import feel
from .figures import Figure, middle, p95
from .firms import NOBODY, desk_of
from .importing import copied, importing
from .inbound import texting
from .messages import AGENTS
from .terminal import NotShownError, Terminal, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

STARTS = 7
KEYS = 200
LINE = 20
SWITCHES = 20
PAGES = 10  # as many as 200 conversations have
ROUNDS = 3
BEGUN = 2.0
"""Seconds after which the desk's background work has begun and imported what it needs."""
LETTERS = "bcdfghjklmnpqrstvwxz"

NEXT = "\x1b[1;3B"
PAGE_DOWN = "\x1b[6~"
NEW_LINE = "\n"

PAINTED = "New conversation"
_BARE_TEXT = "bare text area"
_BARE = f"""
from textual.app import App
from textual.widgets import TextArea

class Bare(App):
    def compose(self):
        yield TextArea("{_BARE_TEXT}\\n")

Bare().run()
"""


def figures(database: Path, tiny: Path, size: str) -> Iterator[Figure]:
    """Yield what the agent feels on one database; ``tiny`` is one with next to nothing in it."""
    yield from _starts(database, size)
    yield from _keys(database, size)
    yield from _moves(database, tiny, size)
    with copied(database) as other:
        feel.let_some_wait(other)
        yield from feel.figures(lambda: _desk_in_sight(other), size)


@contextmanager
def _desk(database: Path) -> Iterator[Terminal]:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(
            f'[twilio]\naccount_sid = "AC{"0" * 32}"\nauth_token = "none"\n'
            f'from_number = "{FIRM}"\nbase_url = "{NOBODY}"\n'
            f'[desk]\nuser = "{AGENTS[0]}"\n[database]\nurl = "sqlite:///{database.resolve()}"\n'
        )
        command = [sys.executable, "-m", "smsdesk", "--config", str(config)]
        with started(command, os.environ) as terminal:
            yield terminal


@contextmanager
def _desk_in_sight(database: Path) -> Iterator[Terminal]:
    with _desk(database) as terminal:
        terminal.until(_newest_name(database))
        yield terminal


@contextmanager
def _bare() -> Iterator[Terminal]:
    with started([sys.executable, "-c", _BARE], os.environ) as terminal:
        yield terminal


def _newest_name(database: Path) -> str:
    with desk_of(database) as desk:
        (row,) = desk.conversations.page(limit=1)
    return (row.name or row.display_number)[:10]


def _starts(database: Path, size: str) -> Iterator[Figure]:
    name = _newest_name(database)
    bare, first_paint, with_list = [], [], []
    for _ in range(STARTS):
        with _bare() as terminal:
            bare.append(terminal.until(_BARE_TEXT) - terminal.began)
        with _desk(database) as terminal:
            first_paint.append(terminal.until(PAINTED) - terminal.began)
            with_list.append(terminal.until(name) - terminal.began)
    floor = middle(bare) * 1000
    yield Figure("spawn to first paint", size, middle(first_paint) * 1000, floor, "ms", 1.3)
    yield Figure("spawn to the conversations", size, middle(with_list) * 1000, floor, "ms", 2.2)


def _keys(database: Path, size: str) -> Iterator[Figure]:
    yield _echo("100 texts a second", database, size, texting(database, 100))
    with copied(database) as other:
        yield _echo("beside an import", other, size, importing(other, database.parent))


def _echo(beside: str, database: Path, size: str, load: AbstractContextManager[None]) -> Figure:
    """The bare app types beside the same other process as the desk: it needs a core, too."""
    with _bare() as bare, _desk(database) as desk:
        bare.until(_BARE_TEXT)
        bare.until_quiet()
        desk.until(_newest_name(database))
        desk.until_quiet()
        _open_one_that_can_be_answered(desk)
        with load:
            time.sleep(2.0)
            floor, ours = [], []
            for _ in range(KEYS // LINE):
                floor += _echoes(bare)
                ours += _echoes(desk)
    return Figure(
        f"key to echo, {beside}, p95", size, p95(ours) * 1000, p95(floor) * 1000, "ms", 1.5
    )


def _echoes(terminal: Terminal) -> list[float]:
    """Type a line, and return the seconds until each key is on the screen."""
    terminal.write(NEW_LINE)
    time.sleep(0.1)
    found = []
    for place in range(LINE):
        pressed = terminal.write(LETTERS[place])
        found.append(terminal.until(LETTERS[max(place - 2, 0) : place + 1], timeout=5.0) - pressed)
        time.sleep(0.03)
    return found


def _open_one_that_can_be_answered(terminal: Terminal) -> None:
    for _ in range(20):
        terminal.write(NEXT)
        terminal.until_quiet()
        # A new word each time: the list shows what an earlier run has left in a box.
        word = "".join(random.choices(LETTERS, k=8))
        terminal.write(word)
        try:
            terminal.until(word, timeout=2.0)
        except NotShownError:
            continue
        return
    raise NotShownError("a compose box")


def _moves(database: Path, tiny: Path, size: str) -> Iterator[Figure]:
    both: list[list[tuple[list[float], list[float], float]]] = [[], []]
    for _ in range(ROUNDS):
        for found, one in zip(both, (database, tiny), strict=True):
            found.append(_round(one))
    (pages, switches, memory), (few, short, small) = map(_together, both)
    yield Figure("next conversation, p95", size, p95(switches), p95(short), "ms", 1.3)
    yield Figure("conversation list, a page, p95", size, p95(pages), p95(few), "ms", 1.2)
    yield Figure("memory of the desk", size, memory, small, "MiB", 1.3)


def _round(database: Path) -> tuple[list[float], list[float], float]:
    """Page through the list and change conversations; return ms of each, and memory in MiB."""
    with _desk(database) as terminal:
        terminal.until(_newest_name(database))
        time.sleep(BEGUN)
        terminal.until_quiet()
        pages = [_settled(terminal, PAGE_DOWN) for _ in range(PAGES)]
        switches = [_settled(terminal, NEXT) for _ in range(SWITCHES)]
        return pages, switches, terminal.memory()


def _together(
    rounds: list[tuple[list[float], list[float], float]],
) -> tuple[list[float], list[float], float]:
    pages = [value for one in rounds for value in one[0]]
    switches = [value for one in rounds for value in one[1]]
    return pages, switches, max(one[2] for one in rounds)


def _settled(terminal: Terminal, key: str) -> float:
    """Press a key; return the milliseconds until the screen is still."""
    pressed = terminal.write(key)
    return (terminal.until_quiet() - pressed) * 1000
