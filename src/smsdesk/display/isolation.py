"""Runs written from right to left, kept from turning round what stands beside them.

A terminal that knows the bidirectional algorithm (VTE, konsole, mlterm) orders a whole row at
once, so that a Hebrew name takes the phone number after it along. Inside FIRST STRONG ISOLATE
and POP DIRECTIONAL ISOLATE a run orders itself alone (Unicode Annex 9, section 2.4). Other
terminals give the two no cell.
"""

from __future__ import annotations

import re

ISOLATE, POP = "\u2068", "\u2069"

# Hebrew to Arabic Extended-B, their presentation forms, and the right-to-left blocks of plane 1:
# what DerivedBidiClass.txt gives R and AL by default.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolate(text: str) -> str:
    """Return ``text`` with each line that holds a letter from right to left isolated.

    Do it last, when a text is cut to its place; idempotent.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(_isolated_line(line) for line in text.split("\n"))


def close(text: str) -> str:
    """Return ``text``, a part of an isolated one, with every isolate closed and none too often."""
    if ISOLATE not in text and POP not in text:
        return text
    pieces: list[str] = []
    depth = 0
    for piece in re.split(f"([{ISOLATE}{POP}\n])", text):
        if piece == "\n":
            pieces.append(POP * depth)
            depth = 0
        if piece == POP and not depth:
            continue
        depth += (piece == ISOLATE) - (piece == POP)
        pieces.append(piece)
    return "".join([*pieces, POP * depth])


def _isolated_line(line: str) -> str:
    inner = line[1:-1]
    is_isolated = (
        line[:1] == ISOLATE and line[-1:] == POP and ISOLATE not in inner and POP not in inner
    )
    if is_isolated or not _RIGHT_TO_LEFT.search(line):
        return line
    return f"{ISOLATE}{close(line)}{POP}"
