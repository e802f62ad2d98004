"""What comes from a terminal, cut into keys, sequences and pastes.

Textual's parser looks for a key in every escape sequence, also inside a paste, and gives up on a
sequence after a tenth of a second wherever it stands: an ESC in a pasted text then ends the paste
early and its returns are pressed, and an end marker that comes in two parts is never found. Here
a paste is text until its end marker, whatever stands in it and however slowly it comes, and only
outside of one a sequence is looked for.

Nothing here reads a clock. Whoever reads the terminal says when nothing has come for as long as
``Splitter.patience``: only the operating system knows whether bytes lie ready that a busy process
has not fetched yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ESC: Final = "\x1b"
PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"

ALT_WITHIN: Final = 0.025
"""Seconds between ESC and a return in which they are one key. A terminal writes both at once; who
presses Escape and then Enter takes longer."""

ESCAPE_WITHIN: Final = 0.1
"""Seconds after which an ESC by itself was the Escape key: what Textual, too, waits by default."""

SEQUENCE_WITHIN: Final = 1.0
"""Seconds for the rest of a sequence that has begun: no key but Escape is pressed in parts."""

PASTE_PAUSE: Final = 0.3
"""Seconds of silence inside a paste after which what has come of it is shown."""

PASTE_WITHIN: Final = 2.0
"""Seconds of silence after which the next single key ends a paste whose end was lost."""

BURST_WITHIN: Final = 0.03
"""Seconds within which a paste without markers goes on in another read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Characters outside of any sequence, in the order in which they came."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text, or a part of one, that was pasted; exactly as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A whole escape sequence."""

    text: str


@dataclass(frozen=True, slots=True)
class AltKey:
    """A key that came at once with an ESC before it."""

    character: str


@dataclass(frozen=True, slots=True)
class EscapeKey:
    """The Escape key by itself."""


Piece = Typed | Pasted | Sequence | AltKey | EscapeKey

_CSI: Final = r"\x1b\[(?:M[\s\S]{3}|\[[A-E]|[0-?]*[ -/]*[@-LN-Z\\-~]|[0-?]+[ -/]*M)"
# The finals are those of the cursor, editing and keypad keys: an Escape and a word that begins
# with O are told from them wherever that can be done.
_SS3: Final = r"\x1bO[0-9;]*[A-DF-HMP-SXa-dj-y]"
# Only what answers a question of ours: Escape and "Please" must not begin a device control string.
_STRING: Final = r"\x1b(?:\][0-9]+;|P[0-9;]*[$+>!|])[^\x00-\x1f\x7f]{0,4096}"

_SEQUENCE: Final = re.compile(rf"{_CSI}|{_SS3}|{_STRING}(?:\x07|\x1b\\)")
_ALT_SEQUENCE: Final = re.compile(r"\x1b(\x1b[\[O][A-DFH])")
_UNFINISHED: Final = re.compile(
    rf"(?:\x1b|\x1b\x1b[\[O]?|\x1b\[(?:M[\s\S]{{0,2}}|\[|[0-?]*[ -/]*)|\x1bO[0-9;]*"
    rf"|\x1b(?:\][0-9]*|P[0-9;]*)|{_STRING}\x1b?)\Z"
)
_BROKEN: Final = re.compile(r"\x1b\[[0-?]+[ -/]*")
_TEXT: Final = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_RETURN_IN_TEXT: Final = re.compile(r"[^\r\t][\r\t]*\r[\r\t]*[^\r\t]")
# A read that begins with a return is more likely Enter and what was typed right after it, sent on
# together by a slow line, than a paste whose first line is empty.

_ALT_KEYS: Final = frozenset("\r\n\x7f\x08bdf")
"""With Alt, new line, and readline's words (Alt+B, D, F and Backspace). No other character means
anything with Alt here, so an ESC before it was Escape, and a fast line brought both at once."""


class Splitter:
    """Cuts what comes, in reads of any size, into pieces.

    Attributes:
        pastes_are_bracketed: whether the terminal is known to mark where a paste begins and ends.
            Before that, a return between texts that begin a read is part of a paste.
    """

    def __init__(self) -> None:
        """Begin with nothing read, and a terminal of which nothing is known."""
        self.pastes_are_bracketed = False
        self._rest = ""  # a sequence of which the end has not come
        self._waited = False  # the rest is an ESC, and a return would be another key by now
        self._late = ""  # what was given up as a sequence, should the rest come after all
        self._burst = False  # a paste without markers may go on
        self._paste: _Paste | None = None

    @property
    def patience(self) -> float | None:
        """Seconds of silence after which ``silence`` wants to be called; ``None`` for never."""
        if self._paste is not None:
            return self._paste.patience
        if self._rest == ESC:
            return ESCAPE_WITHIN - ALT_WITHIN if self._waited else ALT_WITHIN
        if self._rest:
            return ESCAPE_WITHIN if self._rest.startswith(ESC * 2) else SEQUENCE_WITHIN
        return BURST_WITHIN if self._burst else None

    def feed(self, text: str) -> list[Piece]:
        """Return the pieces that are complete with ``text``, the characters of one read."""
        pieces: list[Piece] = []
        if self._paste is not None and self._paste.ended_by(text):
            pieces += self._paste.shown()
            self._paste = None
        data, self._rest, self._late = self._taken_up(text), "", ""
        if self._waited and data[1:2] in _ALT_KEYS:
            pieces.append(EscapeKey())
            data = data[1:]
        self._waited = False
        at = 0
        while at < len(data):
            if self._paste is not None:
                at = self._paste.feed(data, at)
                if self._paste.complete:
                    pieces += self._paste.shown()
                    self._paste = None
            else:
                at = self._next(data, at, pieces)
        return pieces

    def silence(self) -> list[Piece]:
        """Return what is certain now that nothing has come for ``patience`` seconds."""
        self._burst = False
        if self._paste is not None:
            return self._paste.silence()
        if self._rest == ESC and not self._waited:
            self._waited = True
            return []
        if self._rest.startswith(ESC * 2):
            self._rest = self._rest[1:]
            return [EscapeKey()]
        self._late, self._rest, self._waited = self._rest, "", False
        match self._late:
            case "\x1b":
                return [EscapeKey()]
            case "\x1b[" | "\x1bO" | "\x1b]" | "\x1bP":
                return [EscapeKey(), Typed(self._late[1])]
        return []

    def _taken_up(self, text: str) -> str:
        """Return ``text`` behind what it goes on with."""
        if self._rest or not self._late:
            return self._rest + text
        joined = self._late + text
        late_marker = joined.startswith((PASTE_START, PASTE_END))
        # More than one character in one read, and a sequence together with what was given up: no
        # one types that.
        late_sequence = joined.startswith("\x1b[") and len(text) > 1 and _SEQUENCE.match(joined)
        return joined if late_marker or late_sequence else text

    def _next(self, data: str, at: int, pieces: list[Piece]) -> int:
        """Add the piece that begins at ``at``; return where it ends."""
        if data[at] != ESC:
            return self._next_text(data, at, pieces)
        if found := _SEQUENCE.match(data, at):
            self._next_sequence(found[0], pieces)
        elif found := _ALT_SEQUENCE.match(data, at):
            pieces.append(AltKey(found[1]))
        elif found := _UNFINISHED.match(data, at):
            self._rest = found[0]
        elif (found := _BROKEN.match(data, at)) is None:
            return self._next_escape(data, at, pieces)
        return found.end()

    def _next_sequence(self, sequence: str, pieces: list[Piece]) -> None:
        self._burst = False
        if sequence == PASTE_START:
            self.pastes_are_bracketed = True
            self._paste = _Paste()
        else:
            pieces.append(Sequence(sequence))

    def _next_escape(self, data: str, at: int, pieces: list[Piece]) -> int:
        if data[at + 1] in _ALT_KEYS:
            pieces.append(AltKey(data[at + 1]))
            return at + 2
        pieces.append(EscapeKey())
        return at + 1

    def _next_text(self, data: str, at: int, pieces: list[Piece]) -> int:
        found = _TEXT.match(data, at)
        if found is None:
            pieces.append(Typed(data[at]))
            return at + 1
        text = found[0]
        if self.pastes_are_bracketed:
            self._burst = False
        elif not pieces:  # what a key comes before in the same read was typed ahead
            self._burst = self._burst or bool(_RETURN_IN_TEXT.search(text))
        pieces.append(Pasted(text) if self._burst else Typed(text))
        return found.end()


class _Paste:
    """A paste between its markers.

    Attributes:
        complete: whether its end marker has come.
    """

    def __init__(self) -> None:
        self.complete = False
        self._parts: list[str] = []
        self._held = ""  # the beginning, perhaps, of the end marker
        self._pauses = 0

    @property
    def patience(self) -> float | None:
        return (PASTE_PAUSE, PASTE_WITHIN - PASTE_PAUSE, None)[self._pauses]

    def feed(self, data: str, at: int) -> int:
        """Take ``data`` from ``at`` up to the end marker; return where it stops."""
        self._pauses = 0
        held = len(self._held)
        text = self._held + data[at:]
        end = text.find(PASTE_END)
        if end >= 0:
            self.complete = True
            self._held = ""
            self._parts.append(text[:end])
            return at + end + len(PASTE_END) - held
        keep = next(n for n in range(len(PASTE_END) - 1, -1, -1) if text.endswith(PASTE_END[:n]))
        self._held = text[len(text) - keep :]
        self._parts.append(text[: len(text) - keep])
        return len(data)

    def silence(self) -> list[Piece]:
        self._pauses += 1
        return self.shown()

    def shown(self) -> list[Piece]:
        """Return what has come and was not returned yet."""
        text = "".join(self._parts)
        self._parts.clear()
        return [Pasted(text)] if text else []

    def ended_by(self, text: str) -> bool:
        """Return whether a read after a pause is a key, so that the end marker was lost.

        A paste comes in large pieces. So a single control character or a single sequence after a
        pause is a key; after a long pause any single character is, also a return.
        """
        whole = self._held + text
        if self._pauses == 0 or whole.startswith(PASTE_END) or PASTE_END.startswith(whole):
            return False
        if len(text) == 1:
            return self._pauses > 1 or not _TEXT.match(text)
        return not self._held and _SEQUENCE.fullmatch(text) is not None
