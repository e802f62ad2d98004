"""The one-cell glyphs of the screen, and the words that stand beside them.

Colour is never alone: every state has a glyph and a word. All glyphs are one cell wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsdesk.display import DisplayText, phrase
from smsdesk.terms import Code, Direction, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

INBOUND = DisplayText("←")
OUTBOUND = DisplayText("→")
UNREAD = DisplayText("●")
OPEN = DisplayText("▌")
CURSOR = DisplayText("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
BUBBLE = DisplayText("┃")
BUBBLE_END = DisplayText("╹")
BUBBLE_CURSOR = DisplayText("█")
RULE = DisplayText("─")
BELOW = DisplayText("↓")
RETRY = DisplayText("retry")
SEND = DisplayText("send")
TAKE_BACK = DisplayText("take back")
GIVE_UP = DisplayText("give up")
SHOW_ALL = DisplayText("show all")


class Tone(StrEnum):
    """How loudly a state speaks: the theme gives each tone its colour."""

    QUIET = "quiet"
    GOOD = "good"
    CAREFUL = "careful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Mark:
    """A delivery state: glyph, word and tone."""

    glyph: str
    word: str
    tone: Tone


MARKS: Mapping[Status, Mark] = MappingProxyType(
    {
        Status.QUEUED: Mark("…", "queued", Tone.QUIET),
        Status.PLANNED: Mark("…", "planned", Tone.QUIET),
        Status.HELD: Mark("!", "held", Tone.CAREFUL),
        Status.SENDING: Mark("…", "sending", Tone.QUIET),
        Status.UNCONFIRMED: Mark("!", "not confirmed", Tone.CAREFUL),
        Status.SENT: Mark("✓", "sent", Tone.QUIET),
        Status.DELIVERED: Mark("✓✓", "delivered", Tone.GOOD),
        Status.UNDELIVERED: Mark("✗", "not delivered", Tone.BAD),
        Status.FAILED: Mark("✗", "failed", Tone.BAD),
        Status.NOT_SENT: Mark("✗", "not sent", Tone.BAD),
        Status.CANCELED: Mark("\N{EN DASH}", "canceled", Tone.QUIET),
        Status.RECEIVED: Mark("", "", Tone.QUIET),
    }
)

_SAID_BY: Mapping[Status, tuple[str, ...]] = MappingProxyType(
    {Status.QUEUED: ("not sent yet", "waits")}
)
"""How a reason begins that tells the state in other words than the mark."""


@lru_cache(256)
def spoken(status: Status, reason: str) -> DisplayText:
    """Return glyph, word and ``reason`` of a state; the reason alone where it says the word."""
    mark = MARKS[status]
    if not reason:
        return phrase("{glyph} {word}", glyph=mark.glyph, word=mark.word)
    if reason.casefold().startswith((mark.word, *_SAID_BY.get(status, ()))):
        lowered = f"{reason[0].lower()}{reason[1:]}"
        return phrase("{glyph} {why}", glyph=mark.glyph, why=lowered)
    return phrase("{glyph} {word}: {why}", glyph=mark.glyph, word=mark.word, why=reason)


def brief(status: Status, error_code: int | None, reason: str) -> DisplayText:
    """Return glyph and word of a state, a failure with the carrier's code alone.

    The sentence stands on the page of F2, and in the red line while it is news.
    """
    mark = MARKS[status]
    if mark.tone is not Tone.BAD or error_code is None:
        return spoken(status, reason)
    return DisplayText(f"{mark.glyph} {mark.word} ({error_code})")


BLOCKS_IN_RED = frozenset({Code.AUTO_BLOCKED, Code.INVALID_PHONE, Code.NO_PHONE, Code.NO_SENDER})
"""Verdicts that are said in red; others that bar the box (opted out, landline) are amber."""

_SETTLED_WELL = frozenset({Status.SENT, Status.DELIVERED, Status.RECEIVED})


def row_mark(direction: Direction, status: Status) -> Mark:
    """Return what stands before the newest text of a conversation: its direction, or its state.

    The state of an outbound text takes the arrow's place while it is anything but fine.
    """
    if direction is Direction.INBOUND:
        return Mark(INBOUND, "received", Tone.QUIET)
    if status in _SETTLED_WELL:
        return Mark(OUTBOUND, "sent", Tone.QUIET)
    return MARKS[status]
