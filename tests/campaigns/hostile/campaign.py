"""One round: every place of the screen that shows a stranger's text, and what then is written."""

from __future__ import annotations

import random
import re
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText
from tests.campaigns.hostile.hostile_desk import CONVERSATIONS, TEXTS
from tests.campaigns.hostile.texts import FOREIGN_COLOUR, hostile_text
from tests.terminal.on_a_pty import COLUMNS, LINES, NotShownError, Terminal, started

if TYPE_CHECKING:
    from collections.abc import Iterator

BORDER: Final = 34
"""The column, from 0, of the border between list and conversation in a terminal of 120."""

NEXT: Final = "\x1b[1;3B"  # Alt+down
ESCAPE: Final = "\x1b"
QUIT: Final = "\x11"
WINDOWS: Final = ("\x1b[24~", "\x1bOQ", "\x14\r\r")
"""What a text really holds, why, the menu of a message."""

SEARCHES: Final = ("\x0b", "\x06", "\x0e", "\x0c")
"""Jump, messages, leads, the filter."""

PASTES: Final = 3
"""Texts that are pasted into each of them."""

PATIENCE: Final = 5.0
"""Seconds until a border that is not there counts as moved."""

_SEQUENCE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[ -/]*[0-~]|\x1b"
)
_OWN_COLOURS = re.compile("\x1b\\[(?:0|(?:[1-9];)*(?:(?:[34]8;2(?:;[0-9]{1,3}){3};?){1,2}|[1-9]))m")
_COPIED = re.compile("\x1b\\]52;c;(?!ZXZpbA==)[A-Za-z0-9+/=]*\x07")
_PLACE = re.compile("\x1b\\[(?:([0-9]+);)?([0-9]+)[HG]")
_BRACKET = re.compile("(?:\x1b\\[|\x9b)20[01]~")
_ISOLATES = re.compile("[\u2068\u2069]")


@dataclass
class Findings:
    """What was wrong.

    Attributes:
        texts: how many texts were shown or pasted.
        sequences: how many escape sequences came to the terminal.
        foreign: those that the app does not make.
        unfit: what was written between them and is not fit to be shown.
        moved: rows whose border stood elsewhere.
    """

    texts: int = 0
    written: int = 0
    sequences: int = 0
    foreign: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was."""
        return not (self.foreign or self.unfit or self.moved)


def run(texts: int, seed: int, *, pause: float = 0.12) -> Findings:
    """Show at least so many texts, round by round; return what was found."""
    own = set(_SEQUENCE.findall(_modes()))
    found = Findings()
    while found.texts < texts:
        seed += 1
        _judge(_round(seed, found, pause), own, found)
        found.texts += TEXTS + len(SEARCHES) * PASTES
    return found


def _modes() -> str:
    """Return what the app writes at its start and its end, with nobody's text on the screen."""
    with _app("0", "plain") as terminal:
        terminal.press(QUIT)
        terminal.until_ended()
        return terminal.written


def _round(seed: int, found: Findings, pause: float) -> str:
    """Go through the screen once; return what was written."""
    chance = random.Random(-seed)  # noqa: S311 - the same texts for a seed
    with _app(str(seed)) as terminal:
        for keys in _moves():
            terminal.type_with_gaps(pause, *keys)
            found.moved += _moved(terminal, seed)
        for key in SEARCHES:
            for _ in range(PASTES):
                terminal.type_with_gaps(pause, key, _paste(hostile_text(chance)), ESCAPE)
                found.moved += _moved(terminal, seed)
        terminal.type_with_gaps(pause, NEXT, _paste(hostile_text(chance)))
        terminal.press(QUIT)
        terminal.until_ended()
        return terminal.written


@contextmanager
def _app(*how: str) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "tests.campaigns.hostile.hostile_desk", *how]
    with started(command, {"COLORTERM": "truecolor", "LANG": "C.UTF-8"}) as terminal:
        terminal.until_shown("Choose a conversation")
        yield terminal


def _moves() -> Iterator[list[str]]:
    """Yield keys: each conversation, and in each the windows about a message and a number."""
    for place in range(CONVERSATIONS):
        yield [NEXT]
        yield [WINDOWS[place % len(WINDOWS)], ESCAPE]


def _paste(text: str) -> str:
    """Return a paste as a terminal brackets it; it cannot hold the closing bracket."""
    text = text.encode("utf-8", "replace").decode()
    return f"\x1b[200~{_BRACKET.sub('', text)}\x1b[201~"


def _moved(terminal: Terminal, seed: int) -> list[str]:
    """Return the rows of the desk whose border does not stand in its column."""

    def astray() -> list[int]:
        return [row for row in range(3, LINES - 1) if terminal.cell(row, BORDER) != "▕"]

    # A window that was closed may be there still, or a frame under way.
    with suppress(NotShownError):
        terminal.until(lambda: not astray(), "the border", seconds=PATIENCE)
    rows = terminal.screen.split("\n")
    return [f"seed {seed}: {rows[row]!r}" for row in astray()]


def _judge(written: str, own: set[str], found: Findings) -> None:
    """Look at every sequence and at everything between them."""
    found.written += len(written)
    for match in _SEQUENCE.finditer(written):
        found.sequences += 1
        if match[0] not in own and not _is_own(match[0]):
            found.foreign.append(ascii(written[max(0, match.start() - 30) : match.end() + 30]))
    for text in _SEQUENCE.split(written):
        bare = _ISOLATES.sub("", text.strip("\r\n\x07"))
        if DisplayText(bare) != bare:
            found.unfit.append(ascii(bare))


def _is_own(sequence: str) -> bool:
    place = _PLACE.fullmatch(sequence)
    if place is not None:
        return int(place[1] or 1) <= LINES and int(place[2]) <= COLUMNS + 1
    if _COPIED.fullmatch(sequence):
        return True  # what the menu's "copy" hands to the clipboard
    return bool(_OWN_COLOURS.fullmatch(sequence)) and FOREIGN_COLOUR not in sequence
