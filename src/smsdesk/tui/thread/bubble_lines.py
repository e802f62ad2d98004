"""The lines of one message of a thread. Pure: no widget, no colours.

Inbound stands left, outbound right; a bar at the outer edge marks each message, so that two
short texts do not read as one. Under the text stand time, sender and delivery, in words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from smsdesk.core.rules.wording import EMPTY_TEXT
from smsdesk.display import LONGEST_TEXT, DisplayText, joined, many_lines, one_line, wrap
from smsdesk.terms import UNSETTLED, Direction, Status
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.text import marks
from smsdesk.tui.text.styled_line import Line, Run, blank, cut, line_text, line_width
from smsdesk.tui.text.when import clock_time
from smsdesk.tui.thread.message_choice import is_doubtful
from smsdesk.web_links import link_spans

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from smsdesk.core.read_models.threads import Bubble

CLIPPED = 4_000
"""Characters of a body that are shown until the agent asks for all: wrapping costs time."""

WIDEST = 72
"""Cells of the widest bubble; longer lines are hard to read."""

EXPAND = "expand"
RETRY = "retry"
DROP = "drop"
LINK = "link:"
"""What begins the action of a link's run; the address follows."""

EMPTY: Final = DisplayText(EMPTY_TEXT)
"""What stands for a text of which nothing can be seen: lead or carrier may send one."""

NO_REPORT: Final = DisplayText("no delivery report")
NOT_CHECKED: Final = DisplayText("line type not checked")

_EDGE = 4
"""Cells of a bubble that are no text: margin, bar, and a space at either side of the text."""

_DOT = Run(DisplayText(" · "), ("time",))
_NOTHING = DisplayText()

_MEDIA = re.compile(r"\[[a-z ]+\]")


class BubbleOptions(NamedTuple):
    """How a bubble is to be shown.

    Attributes:
        width: the pane's, in cells; every line gets exactly this width.
        signed: whether time, sender and delivery stand under it; the last of a group is signed.
        retry_in: whole seconds until the next attempt, where one is due.
        full_text: the whole body, where the agent has asked for it.
    """

    width: int
    signed: bool = True
    retry_in: int | None = None
    full_text: str | None = None


def text_width(width: int) -> int:
    """Return how many cells of text a bubble may have in a pane of ``width`` cells."""
    return max(2, min(WIDEST, max(width * 7 // 10, min(width, 32))) - _EDGE)


def is_clipped(bubble: Bubble) -> bool:
    """Whether there is more of the body than the bubble shows."""
    return len(bubble.text) >= CLIPPED


def bubble_lines(bubble: Bubble, zone: tzinfo, options: BubbleOptions) -> tuple[Line, ...]:
    """Return the lines of ``bubble``, each exactly ``options.width`` cells wide.

    Args:
        bubble: the message.
        zone: the agent's.
        options: width and the like.
    """
    limit = text_width(options.width)
    side = "inbound" if bubble.direction is Direction.INBOUND else "outbound"
    words = _text_lines(bubble, side, limit, options)
    widest = max(line_width(line) for line in words)
    end = marks.BUBBLE if options.signed else marks.BUBBLE_END
    bars = [marks.BUBBLE] * (len(words) - 1) + [end]
    styles = (_bar_style(bubble, side),)
    placed = [
        _text_line(line, Run(bar, styles), widest, options.width)
        for line, bar in zip(words, bars, strict=True)
    ]
    if options.signed:
        room = max(limit, min(WIDEST, options.width - 2 * _EDGE))
        signature = _filled(_signature(bubble, zone, options), room)
        placed += [_signature_line(line, side, options.width) for line in signature]
    return tuple(placed)


def _text_lines(bubble: Bubble, side: str, limit: int, options: BubbleOptions) -> list[Line]:
    clipped = is_clipped(bubble) and options.full_text is None
    raw = bubble.text if clipped else options.full_text or bubble.text
    body = many_lines(raw, longest=CLIPPED if clipped else LONGEST_TEXT)
    if not body.strip():
        return _wrapped([Run(EMPTY, (side, "time"))], limit)
    lines = _wrapped(_text_runs(body, side), limit)
    if clipped:
        lines.append((Run(marks.SHOW_ALL, (side, "action"), EXPAND),))
    return lines


def _text_runs(text: DisplayText, side: str) -> list[Run]:
    """Return ``text`` with its links underlined and its media lines set apart."""
    runs: list[Run] = []
    position = 0
    for start, end in link_spans(text):
        runs += _media_runs(text[position:start], side)
        address = text[start:end]
        runs.append(Run(address, (side, "link"), LINK + address))
        position = end
    return [*runs, *_media_runs(text[position:], side)]


def _media_runs(text: DisplayText, side: str) -> list[Run]:
    if "[" not in text:
        return [Run(text, (side,))]
    runs: list[Run] = []
    start = 0
    for line in text.split("\n"):
        style = (side, "media") if _MEDIA.fullmatch(line) else (side,)
        end = start + len(line) + 1
        runs.append(Run(text[start:end], style))
        start = end
    return runs


def _wrapped(runs: list[Run], limit: int) -> list[Line]:
    text = line_text(tuple(runs))
    return [
        cut(runs, start, end) or (Run(_NOTHING, runs[0].styles),)
        for start, end in wrap(text, limit)
    ]


def _filled(pieces: list[list[Run]], limit: int) -> list[Line]:
    """Return ``pieces`` in as few lines as keep each whole; one too long is wrapped."""
    lines: list[Line] = []
    for piece in pieces:
        longer = (*lines[-1], _DOT, *piece) if lines else ()
        if lines and line_width(longer) <= limit:
            lines[-1] = longer
        else:
            lines += _wrapped(piece, limit)
    return lines


def _text_line(line: Line, bar: Run, widest: int, width: int) -> Line:
    """Return one line of text inside its bubble, at its side of the pane."""
    side = line[0].styles[0]
    inside = (blank(1, side), *line, blank(widest - line_width(line) + 1, side))
    beside = blank(width - widest - _EDGE)
    if side == "inbound":
        return (blank(1), bar, *inside, beside)
    return (beside, *inside, bar, blank(1))


def _bar_style(bubble: Bubble, side: str) -> str:
    failed = marks.MARKS[bubble.status].tone is marks.Tone.BAD
    return "bar-failed" if failed else f"bar-{side}"


def _signature_line(line: Line, side: str, width: int) -> Line:
    """Return a line under a bubble, aligned with the bubble's text."""
    beside = width - line_width(line) - _EDGE + 1
    if side == "inbound":
        return (blank(_EDGE - 1), *line, blank(beside))
    return (blank(beside), *line, blank(_EDGE - 1))


def _signature(bubble: Bubble, zone: tzinfo, options: BubbleOptions) -> list[list[Run]]:
    """Return time, sender and delivery, then each other thing that the agent should know."""
    at = clock_time(bubble.happened_at, zone)
    if bubble.direction is Direction.INBOUND:
        return [[Run(at, ("time",))]]
    who = one_line(bubble.sent_by)
    signed = joined(" ", (who, at, _NOTHING) if who else (at, _NOTHING))
    first = [Run(signed, ("time",)), _delivery(bubble)]
    return [first, *([note] for note in _notes(bubble, options.retry_in))]


def _delivery(bubble: Bubble) -> Run:
    tone = marks.MARKS[bubble.status].tone
    return Run(marks.brief(bubble.status, bubble.error_code, bubble.reason), (tone.value,))


def _notes(bubble: Bubble, retry_in: int | None) -> list[Run]:
    notes: list[Run] = []
    if retry_in is not None and bubble.status in UNSETTLED:
        notes.append(Run(DisplayText(f"retry in {retry_in} s"), ("time",)))
    if bubble.no_report and bubble.status is Status.SENT:
        notes.append(Run(NO_REPORT, ("careful",)))
    if bubble.unchecked:
        notes.append(Run(NOT_CHECKED, ("time",)))
    if bubble.can_retry:
        notes.append(Run(marks.RETRY, ("action",), RETRY))
    if bubble.status is Status.HELD:
        notes.append(_word(marks.SEND, "retry", RETRY))
        notes.append(_word(marks.TAKE_BACK, "cancel_waiting", DROP))
    if bubble.can_cancel and is_doubtful(bubble):
        notes.append(_word(marks.GIVE_UP, "cancel_waiting", DROP))
    return notes


def _word(word: DisplayText, command: str, action: str) -> Run:
    """Return a word to click, with the key that does the same."""
    return Run(DisplayText(f"{word} ({key_label(BY_NAME[command].keys[0])})"), ("action",), action)


def seconds_until_retry(bubble: Bubble, now: datetime) -> int | None:
    """Return the whole seconds until the next attempt, or ``None`` where none is due later."""
    if bubble.retry_at is None or bubble.status not in UNSETTLED:
        return None
    seconds = int((bubble.retry_at - now).total_seconds() + 0.999)
    return seconds if seconds > 0 else None
