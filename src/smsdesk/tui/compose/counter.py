"""The line under the box: how long the text is, what it costs, and a hint of good habit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.rules.segments import SegmentCount, count_segments
from smsdesk.core.rules.send_rules import MAX_UNITS
from smsdesk.display import DisplayText, escaped, joined
from smsdesk.tui.text.counts import count_of
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from textual.content import Content

MANY_UNANSWERED: Final = 2
"""From this many texts in a row without an answer the agent is told."""

EMOJI: Final = DisplayText("only 70 a segment")
NOTHING: Final = DisplayText()
_BECAUSE: Final = Piece(DisplayText(" because of "))
_DOT: Final = Piece(DisplayText(" · "))


class Counter(Words):
    """The live count of the text in the box."""

    DEFAULT_CSS = """
    Counter { height: 1; color: $text-muted; padding: 0 1;
        text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(id="counter")
        self._counted = ("", 0)

    def count(self, text: str, *, unanswered: int) -> None:
        """Show the count of ``text``; ``unanswered`` texts went out before it without answer."""
        if self._counted == (text, unanswered):
            return
        self._counted = (text, unanswered)
        # One line whatever it says: laying the screen out anew at every key would cost 20 ms.
        self.say(counted(text, unanswered=unanswered), layout=False)


def counted(text: str, *, unanswered: int) -> Content:
    """Return the line for ``text``, counted as it would be sent: without trailing white space."""
    body = text.rstrip()
    if not body:
        return _waiting_for_answer(unanswered)
    count = count_segments(body)
    if count.units > MAX_UNITS:
        over = count.units - MAX_UNITS
        words = DisplayText(f"{count_of(over, 'character')} too many ({MAX_UNITS:,} at most)")
        return shown(Piece(words, "bold $error"))
    parts = [[Piece(count_of(count.characters, "character"))], _segments(count), _encoding(count)]
    hint = _hint(count, unanswered)
    if hint:
        parts.append([Piece(hint, "$warning")])
    first, *more = parts
    return shown(*first, *(piece for part in more for piece in (_DOT, *part)))


def _segments(count: SegmentCount) -> list[Piece]:
    style = "$warning" if count.segments > 1 else ""
    return [Piece(count_of(count.segments, "segment"), style)]


def _encoding(count: SegmentCount) -> list[Piece]:
    encoding = Piece(DisplayText(count.encoding))
    if not count.culprits:
        return [encoding]
    culprits = joined(" ", map(_named, count.culprits))
    return [encoding, _BECAUSE, Piece(culprits, "bold")]


def _named(culprit: str) -> DisplayText:
    """Return a sign that costs, or what stands for one that nobody sees."""
    return DisplayText(culprit) or escaped(culprit)


def _hint(count: SegmentCount, unanswered: int) -> DisplayText:
    if count.segments > 1:
        return DisplayText(f"sent and paid as {count.segments}")
    if count.has_emoji:
        return EMOJI
    if unanswered >= MANY_UNANSWERED:
        return _in_a_row(unanswered)
    return NOTHING


def _waiting_for_answer(unanswered: int) -> Content:
    if unanswered < MANY_UNANSWERED:
        return shown()
    return shown(Piece(_in_a_row(unanswered), "$warning"))


def _in_a_row(unanswered: int) -> DisplayText:
    return DisplayText(f"{unanswered} texts in a row without an answer")
