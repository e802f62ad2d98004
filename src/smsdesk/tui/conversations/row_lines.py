"""The two lines of one row of the conversation list. Pure: no widget, no colours.

▌Sarah Berg            15:02        name, or number; newest activity
▌← Sounds good, th… J 2 h ●2        direction or state, newest text; whose it is, since when it
                                    waits for an answer, unread texts
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.rules.wording import EMPTY_TEXT
from smsdesk.display import DisplayText, cell_width, clip, fit, joined, one_line
from smsdesk.terms import ConversationState
from smsdesk.tui.text import marks
from smsdesk.tui.text.marks import Tone
from smsdesk.tui.text.styled_line import Line, Run, blank
from smsdesk.tui.text.when import duration, list_time

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from smsdesk.core.read_models.conversations import ConversationRow

ROW_HEIGHT = 2

_TONES = {Tone.BAD: "failed", Tone.CAREFUL: "careful"}
_MOST_UNREAD_SHOWN = 99
_NO_BAR = DisplayText(" ")
_EMPTY = DisplayText(EMPTY_TEXT)
_DRAFT = DisplayText("draft: ")
_NOTHING = DisplayText()


class Place(NamedTuple):
    """What a row is to the agent just now: on the screen, under the cursor."""

    is_open: bool = False
    has_cursor: bool = False


def row_lines(
    row: ConversationRow, width: int, now: datetime, zone: tzinfo, place: Place
) -> tuple[Line, Line]:
    """Return the lines of ``row``, each exactly ``width`` cells wide.

    Args:
        row: the conversation.
        width: in cells; 12 and more show everything.
        now: the present, aware.
        zone: the agent's.
        place: whether its thread is on the screen and the list's cursor on it.
    """
    ground = _ground(place)
    bar = marks.OPEN if place.is_open else _NO_BAR
    first = bar if place.is_open or not place.has_cursor else marks.CURSOR
    name_style = "unread-name" if row.unread else "name"
    time_style = "unread" if row.unread else "time"
    return (
        _spread(
            Run(first, ("bar", *ground)),
            [Run(one_line(row.title), (name_style, *ground))],
            [Run(list_time(row.last_activity_at, now, zone), (time_style, *ground))],
            width,
            ground,
        ),
        _spread(
            Run(bar, ("bar", *ground)),
            [Run(run.text, (*run.styles, *ground)) for run in _newest(row)],
            [Run(run.text, (*run.styles, *ground)) for run in _waiting(row, now)],
            width,
            ground,
        ),
    )


def placeholder_lines(width: int, place: Place) -> tuple[Line, Line]:
    """Return the lines of a row whose page has not come yet, each ``width`` cells wide."""
    styles = ("placeholder", *_ground(place))
    return (
        (Run(_dots(width, width * 2 // 5), styles),),
        (Run(_dots(width, width * 3 // 5), styles),),
    )


def _dots(width: int, dots: int) -> DisplayText:
    return fit(DisplayText(" " + "·" * max(0, dots)), width)


def _ground(place: Place) -> tuple[str, ...]:
    """Return the style that lies under the whole row."""
    if place.has_cursor:
        return ("cursor",)
    return ("selected",) if place.is_open else ()


def _newest(row: ConversationRow) -> list[Run]:
    """Return what the second line says: why it is blocked, the draft, or the newest text."""
    if row.mark:
        style = "mark-blocked" if row.code in marks.BLOCKS_IN_RED else "mark"
        return [Run(one_line(row.mark), (style,))]
    if row.draft.strip():
        return [Run(_DRAFT, ("draft-word",)), Run(one_line(row.draft), ("draft",))]
    mark = marks.row_mark(row.last_direction, row.last_status)
    tone = _TONES.get(mark.tone, "arrow")
    text_style = "unread-text" if row.unread else "text"
    said = one_line(row.last_text) or _EMPTY
    return [Run(_before_text(mark.glyph), (tone,)), Run(said, (text_style,))]


@cache
def _before_text(glyph: str) -> DisplayText:
    return DisplayText(f"{glyph} ")


@lru_cache(_MOST_UNREAD_SHOWN)
def _unread(count: int) -> DisplayText:
    if not count:
        return _NOTHING
    shown = str(count) if count <= _MOST_UNREAD_SHOWN else f"{_MOST_UNREAD_SHOWN}+"
    return DisplayText(f"{marks.UNREAD}{shown}")


def waits_for(row: ConversationRow, now: datetime) -> DisplayText:
    """Return how long a conversation has waited for an answer, empty where it does not."""
    if row.state is not ConversationState.TO_ANSWER or row.to_answer_since is None:
        return _NOTHING
    return duration(now - row.to_answer_since)


def _waiting(row: ConversationRow, now: datetime) -> list[Run]:
    """Return whose conversation it is, since when it waits, and how much of it is unread."""
    runs = [
        Run(_initial(row.owner), ("owner",)),
        Run(waits_for(row, now), ("waits",)),
        Run(_unread(row.unread), ("unread",)),
    ]
    some = [run for run in runs if run.text]
    between = Run(_NO_BAR, ("time",))
    return [run for each in some for run in (between, each)][1:]


@lru_cache(64)
def _initial(owner: str) -> DisplayText:
    return one_line(owner[:1].upper())


def _spread(
    bar: Run, left: list[Run], right: list[Run], width: int, ground: tuple[str, ...]
) -> Line:
    """Return bar, ``left`` cut where it must be, ``right`` at the right edge, a margin."""
    right_width = sum(cell_width(run.text) for run in right)
    room = width - 2 - (right_width + 1 if right_width else 0)
    if room < 1:
        words = joined("", (run.text for run in (bar, *left)))
        return (Run(fit(words, width), left[0].styles),)
    pieces: list[Run] = [bar]
    for run in left:
        text = clip(run.text, room)
        room -= cell_width(text)
        pieces.append(run._replace(text=text))
    gap = room + (1 if right_width else 0)
    return (*pieces, blank(gap, *ground), *right, blank(1, *ground))
