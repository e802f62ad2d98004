"""What stands for characters that an encoding does not have: for terminals without UTF-8."""

from __future__ import annotations

# ruff: noqa: RUF001 - characters that look alike are the subject
import codecs
import unicodedata
from typing import Final

LOOK_ALIKES: Final = "smsdesk.look_alike"
"""The name under which Python knows this way out, for ``errors=``."""

_LOOK_ALIKE: Final[dict[int, str]] = {
    ord(character): plain
    for plain, characters in {
        "-": "‐‑‒–—―─━╌╍┄┅┈┉╴╶╸╺═▔▁▂",
        "|": "│┃┆┇┊┋╎╏╵╷╹╻║▌▐▎▏▕▍▋▊▉",
        "+": "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╭╮╰╯╔╗╚╝╠╣╦╩╬✓✔⇧",
        "#": "█▓▒░▀▄■▇▆▅▃",
        "*": "●•◆★∙·▪",
        "o": "○◦◇☆□▫ø",
        "O": "Ø",
        "l": "ł",
        "L": "Ł",
        "d": "đð",
        "D": "ĐÐ",
        "h": "ħ",
        "H": "Ħ",
        "i": "ı",
        "s": "ß",
        "t": "ŧ",
        "T": "Ŧ",
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


codecs.register_error(LOOK_ALIKES, _replace)
