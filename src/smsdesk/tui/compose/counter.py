"""The line under the box: how long the text is, what it costs, and a hint of good habit."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.widgets import Static

from smsdesk.core.rules.segments import SegmentCount, count_segments

MAX_UNITS: Final = 1600
"""Twilio's limit for one message, in UTF-16 units (API reference, ``Body``)."""

MANY_UNANSWERED: Final = 2
"""From this many texts in a row without an answer the agent is told."""


class Counter(Static):
    """The live count of the text in the box."""

    DEFAULT_CSS = "Counter { height: 1; color: $text-muted; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__(id="counter", markup=False)
        self._counted = ("", 0)

    def count(self, text: str, *, unanswered: int) -> None:
        """Show the count of ``text``; ``unanswered`` texts went out before it without answer."""
        if self._counted == (text, unanswered):
            return
        self._counted = (text, unanswered)
        # One line whatever it says: laying the screen out anew at every key would cost 20 ms.
        self.update(counted(text, unanswered=unanswered), layout=False)


def counted(text: str, *, unanswered: int) -> Content:
    """Return the line for ``text``, counted as it would be sent: without trailing white space."""
    body = text.rstrip()
    if not body:
        return _waiting_for_answer(unanswered)
    count = count_segments(body)
    if count.units > MAX_UNITS:
        over = count.units - MAX_UNITS
        return Content.styled(
            f"{_number(over, 'character')} too many (1,600 at most)", "bold $error"
        )
    parts = [Content(_number(count.characters, "character")), _segments(count), _encoding(count)]
    hint = _hint(count, unanswered)
    if hint:
        parts.append(Content.styled(hint, "$warning"))
    return Content(" · ").join(parts)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _segments(count: SegmentCount) -> Content:
    return Content.styled(
        _number(count.segments, "segment"), "$warning" if count.segments > 1 else ""
    )


def _encoding(count: SegmentCount) -> Content:
    if not count.culprits:
        return Content(count.encoding)
    return Content.assemble(count.encoding, " because of ", (" ".join(count.culprits), "bold"))


def _hint(count: SegmentCount, unanswered: int) -> str:
    if count.segments > 1:
        return f"sent and paid as {count.segments}"
    if count.has_emoji:
        return "an emoji leaves 70 characters to a segment"
    if unanswered >= MANY_UNANSWERED:
        return _in_a_row(unanswered)
    return ""


def _waiting_for_answer(unanswered: int) -> Content:
    if unanswered < MANY_UNANSWERED:
        return Content()
    return Content.styled(_in_a_row(unanswered), "$warning")


def _in_a_row(unanswered: int) -> str:
    return f"{unanswered} texts in a row without an answer"
