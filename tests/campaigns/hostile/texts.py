"""Texts that try to steer a terminal, to hide, to cover, to mislead; the same ones for a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.display.naughty import NAUGHTY

if TYPE_CHECKING:
    import random

FOREIGN_COLOUR: Final = "1;2;3"
"""A colour of no theme of ours: seen at the terminal, it came from a text."""

_SEQUENCES: Final = (
    "\x1b[2J", "\x1b[99;199H", "\x1b[31m", f"\x1b[38;2;{FOREIGN_COLOUR}m", "\x1b[?1049l", "\x1b[6n",
    "\x1b[?2004l", "\x1b[>4;2m", "\x1bc", "\x1b#8", "\x1b(0", "\x1b7", "\x1bM", "\x1b[200~",
    "\x1b]0;owned\x07", "\x1b]2;owned\x1b\\", "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
    "\x1b]52;c;ZXZpbA==\x07", "\x1b]4;1;rgb:ff/00/00\x07", "\x1bP1$r0m\x1b\\", "\x1b_Gi=1;\x1b\\",
    "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\x1bktitle\x1b\\", "\x9b2J", "\x9d0;owned\x9c", "\x90q\x9c",
    "\x1b]0;never ended", "\x1bP never ended", "\x9b", "\x1b", "\x1b[", "\x0e", "\x0f", "\x05",
)  # fmt: skip
_MARKS: Final = (
    "\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200f", "\u061c", "\u200b",
    "\u00ad", "\u034f", "\u3164", "\ufff9", "\U000e0041", "\ufeff", "\u2028", "\x85", "\r", "\t",
    "\x00", "\ud83d", "\U0003fffd", "\u0378", "\u0301" * 60, "\u200d", "\ufe0f", "\u20e3",
)  # fmt: skip
_NAMES: Final = (
    "\u092a\u094d\u0930\u093f\u092f\u093e \u0936\u0930\u094d\u092e\u093e",
    "\u0639\u0628\u062f \u0627\u0644\u0644\u0647", "\u05e9\u05dc\u05d5\u05dd 415",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f44d\U0001f3fd",
    "\u3248\u3249", "\U0001fae9", "\u0e01\u0e33", "\U0001f1fa\U0001f1f8", "王小明", "[red]Bob[/x]",
    "@click=app.quit", "[@click=app.bell]x[/]", "https://www.paypal.com@xn--pypal-4ve.com/login",
    "{name} $name %s", "=HYPERLINK(1)", "Jos\u00e9 N\u00fa\u00f1ez", "a" * 70, "- -", "[image]",
)  # fmt: skip


def hostile_text(chance: random.Random) -> str:
    """Return one text, in most cases put together from several parts."""
    if chance.random() < 0.2:
        return NAUGHTY[chance.choice(sorted(NAUGHTY))][:4_000]
    parts = [
        chance.choice(chance.choice((_SEQUENCES, _MARKS, _NAMES, _NAMES)))
        for _ in range(chance.randint(1, 6))
    ]
    return chance.choice(("", " ", "\n")).join(parts)


def plain_text(chance: random.Random) -> str:
    """Return a text of ordinary words."""
    return " ".join(chance.choices(("hello", "www.example.org", "seat", "Tuesday"), k=4))
