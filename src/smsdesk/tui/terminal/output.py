"""Writing to a terminal that may be gone, or may not know UTF-8."""

from __future__ import annotations

# ruff: noqa: RUF001 - characters that look alike are the subject
import codecs
import unicodedata
from typing import TYPE_CHECKING, Final

from smsdesk.tui.terminal.columns import kept_columns

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

_LOOK_ALIKE: Final[dict[int, str]] = {
    ord(character): plain
    for plain, characters in {
        "-": "‐‑‒–—―─━╌╍┄┅┈┉╴╶╸╺═▔▁▂",
        "|": "│┃┆┇┊┋╎╏╵╷╹╻║▌▐▎▏▕▍▋▊▉",
        "+": "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╭╮╰╯╔╗╚╝╠╣╦╩╬✓✔⇧",
        "#": "█▓▒░▀▄■▇▆▅▃",
        "*": "●•◆★∙·▪",
        "o": "○◦◇☆□▫",
        "x": "✗✘×✕✖",
        ">": "›→▶▸»❯⟩►",
        "<": "‹←◀◂«❮⟨◄⏎↵",
        "^": "↑▲▴",
        "v": "↓▼▾",
        "'": "‘’‚‛′",
        '"': "“”„‟″",
        ".": "…",
        "!": "⚠",
        " ": "\u00a0\u2002\u2003\u2007\u2009\u202f",
    }.items()
    for character in characters
}


def _stand_in(character: str) -> str:
    """Return what stands for a character that the terminal does not know, in as many cells."""
    if character.isascii():
        return character
    if (plain := _LOOK_ALIKE.get(ord(character))) is not None:
        return plain
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    bare = unicodedata.normalize("NFKD", character)[:1]
    if bare.isascii():
        return bare
    return "??" if unicodedata.east_asian_width(character) in "WF" else "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unknown = error.object[error.start : error.end]
    return "".join(map(_stand_in, unknown)), error.end


codecs.register_error("smsdesk.look_alike", _replace)


class TerminalOutput:
    """The file that Textual's writer is given.

    A window that was closed ends the writer's thread at the next write, and the program then
    waits for ever for room in its queue; here what cannot be written is dropped.
    """

    def __init__(self, stream: TextIO) -> None:
        """``stream`` is the terminal, whose encoding Python has found in the locale."""
        self._stream = stream  # which would close the file below it, were nobody to keep it
        self._bytes: BinaryIO = stream.buffer
        self._encoding = stream.encoding
        self._gone = False

    def write(self, text: str) -> None:
        """Write ``text``, its columns kept, with look-alikes for what its encoding lacks."""
        if self._gone:
            return
        try:
            self._bytes.write(kept_columns(text).encode(self._encoding, "smsdesk.look_alike"))
        except OSError:
            self._gone = True

    def flush(self) -> None:
        """Hand on to the terminal what has been written."""
        if self._gone:
            return
        try:
            self._bytes.flush()
        except OSError:
            self._gone = True

    def fileno(self) -> int:
        """Return the number of the terminal's file."""
        return self._bytes.fileno()


def input_encoding(output_encoding: str) -> str:
    """Return in which encoding keys come from a terminal that is written to in another.

    The same, but UTF-8 where that knows only ASCII: such a locale says nothing of the terminal.
    """
    name = codecs.lookup(output_encoding).name
    return "utf-8" if name == "ascii" else name
