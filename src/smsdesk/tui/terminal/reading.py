"""From the characters of one read to Textual's messages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import constants, events
from textual._xterm_parser import IS_ITERM
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from smsdesk.text import clean
from smsdesk.tui.terminal.background import is_dark
from smsdesk.tui.terminal.key_names import alt_key, keys_of, proves_shift_enter
from smsdesk.tui.terminal.known import NOTHING_KNOWN, TerminalFacts, TerminalLearnt
from smsdesk.tui.terminal.mouse import Mouse
from smsdesk.tui.terminal.splitting import AltKey, EscapeKey, Pasted, Piece, Splitter, Typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.message import Message

_MODE: Final = re.compile(r"\x1b\[\?(\d+);(\d)\$y")
_KEYS_ARE: Final = re.compile(r"\x1b\[(?:\?(\d+)u|>4;(\d+)m)")
"""Flags of the Kitty protocol, or the level of modifyOtherKeys; 0 where it is off."""
_RESIZED: Final = re.compile(r"\x1b\[48;(\d+)[:\d]*;(\d+)[:\d]*;(\d+)[:\d]*;(\d+)[:\d]*t")
_CURSOR: Final = re.compile(r"\x1b\[(\d+);(\d+)R")

_RECOGNISED: Final = frozenset({1, 2, 3, 4})
"""In an answer to DECRQM, the settings of a mode that the terminal knows; 0 is that it does not."""
_ON: Final = frozenset({1, 3})


class TerminalReader:
    """Turns what the terminal sends into messages, and learns from it what the terminal can.

    Attributes:
        facts: what is known by now.
    """

    def __init__(self) -> None:
        """Begin with a terminal of which nothing is known."""
        self.facts: TerminalFacts = NOTHING_KNOWN
        self._splitter = Splitter()
        self._mouse = Mouse()

    @property
    def patience(self) -> float | None:
        """Seconds of silence after which ``silence`` wants to be called; ``None`` for never."""
        return self._splitter.patience

    def feed(self, text: str) -> Iterator[Message]:
        """Yield the messages that are complete with ``text``, the characters of one read."""
        yield from self._messages(self._splitter.feed(text))

    def silence(self) -> Iterator[Message]:
        """Yield what is certain now that nothing has come for ``patience`` seconds."""
        yield from self._messages(self._splitter.silence())

    def _messages(self, pieces: Iterable[Piece]) -> Iterator[Message]:
        if self._splitter.pastes_are_bracketed:
            yield from self._learn(pastes_are_bracketed=True)
        for piece in pieces:
            match piece:
                case Typed(text):
                    for character in text:
                        yield from keys_of(character)
                case Pasted(text):
                    yield events.Paste(clean(text))
                case EscapeKey():
                    yield events.Key("escape", "\x1b")
                case AltKey(character):
                    yield alt_key(character)
                case _:
                    yield from self._of_sequence(piece.text)

    def _of_sequence(self, sequence: str) -> Iterator[Message]:
        """Yield what a sequence means; nothing where nobody knows: it is never typed as text."""
        if sequence == "\x1b[I":
            yield events.AppFocus()
        elif sequence == "\x1b[O":
            yield events.AppBlur()
        elif self._mouse.is_report(sequence):
            yield from self._mouse.events_of(sequence)
        elif found := _RESIZED.fullmatch(sequence):
            yield self._resized(*map(int, found.groups()))
        elif found := _CURSOR.fullmatch(sequence):
            yield events.CursorPosition(int(found[2]) - 1, int(found[1]) - 1)
        elif found := _MODE.fullmatch(sequence):
            yield from self._mode_is(int(found[1]), int(found[2]))
        elif found := _KEYS_ARE.fullmatch(sequence):
            yield from self._learn(tells_shift_enter=int(found[1] or found[2]) > 0)
        elif (dark := is_dark(sequence)) is not None:
            yield from self._learn(dark=dark)
        else:
            yield from self._keys(sequence)

    def _keys(self, sequence: str) -> Iterator[Message]:
        if not self.facts.tells_shift_enter and proves_shift_enter(sequence):
            yield from self._learn(tells_shift_enter=True)
        yield from keys_of(sequence)

    def _resized(self, rows: int, columns: int, height: int, width: int) -> events.Resize:
        resize = events.Resize.from_dimensions((columns, rows), (width, height))
        self._mouse.resized(resize)
        return resize

    def _mode_is(self, mode: int, setting: int) -> Iterator[Message]:
        if mode == 2004 and setting in _ON:
            self._splitter.pastes_are_bracketed = True
            yield from self._learn(pastes_are_bracketed=True)
        elif mode == 2026 and setting in _RECOGNISED:
            yield TerminalSupportsSynchronizedOutput()
        elif mode == 2048 and constants.SMOOTH_SCROLL and not IS_ITERM:  # as Textual has it
            yield InBandWindowResize.from_setting_parameter(setting)

    def _learn(
        self,
        *,
        pastes_are_bracketed: bool = False,
        tells_shift_enter: bool = False,
        dark: bool | None = None,
    ) -> Iterator[Message]:
        """Add to the facts; one that is known stays."""
        facts = replace(
            self.facts,
            pastes_are_bracketed=self.facts.pastes_are_bracketed or pastes_are_bracketed,
            tells_shift_enter=self.facts.tells_shift_enter or tells_shift_enter,
            dark=self.facts.dark if dark is None else dark,
        )
        if facts != self.facts:
            self.facts = facts
            yield TerminalLearnt(facts)
