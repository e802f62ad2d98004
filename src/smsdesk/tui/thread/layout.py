"""Which message stands on which line of a thread. Pure: no widget, no colours.

Every line belongs to a message: separators and the space above it are the first lines of its
block. So a place in the thread is a message and a line of its block, whatever is loaded above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from itertools import accumulate
from typing import NamedTuple

from smsdesk.core.read_models.threads import Bubble
from smsdesk.display import DisplayText, cell_width, clip, joined
from smsdesk.terms import Status
from smsdesk.tui.text import marks
from smsdesk.tui.text.styled_line import Line, Run, blank
from smsdesk.tui.text.when import day_title
from smsdesk.tui.thread.bubble_lines import BubbleOptions, bubble_lines, seconds_until_retry

GROUPED_WITHIN = timedelta(minutes=1)
"""Texts of one side closer than this share one signature; others stand apart."""

NEW = DisplayText("new")
_RULES = marks.RULE + marks.RULE


class Spot(NamedTuple):
    """A place in a thread that survives every relayout: a line of a message's block."""

    message_id: int
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one message, with what stands above it.

    Attributes:
        lead: lines above the bubble (space, separators).
        key: equal for blocks that look the same.
    """

    bubble: Bubble
    lead: tuple[Line, ...]
    body: tuple[Line, ...]
    key: tuple[object, ...]

    @property
    def height(self) -> int:
        """Lines, with what stands above the bubble."""
        return len(self.lead) + len(self.body)

    def line(self, index: int) -> Line:
        """Return a line by its place in the block."""
        lead = len(self.lead)
        return self.lead[index] if index < lead else self.body[index - lead]


@dataclass(frozen=True, slots=True)
class Layout:
    """All blocks of the window, and where each begins."""

    blocks: tuple[Block, ...] = ()
    tops: tuple[int, ...] = field(default=(0,))

    @property
    def height(self) -> int:
        """Lines of the whole."""
        return self.tops[-1]

    def at(self, y: int) -> tuple[Block, int] | None:
        """Return the block at line ``y`` and the line's place in it."""
        if not 0 <= y < self.height:
            return None
        index = bisect_right(self.tops, y) - 1
        return self.blocks[index], y - self.tops[index]

    def index_of(self, message_id: int | None) -> int | None:
        """Return the place of a message among the blocks."""
        for index, block in enumerate(self.blocks):
            if block.bubble.message_id == message_id:
                return index
        return None

    def y_of(self, spot: Spot) -> int | None:
        """Return the line at which ``spot`` stands now; a block that shrank keeps its last."""
        index = self.index_of(spot.message_id)
        if index is None:
            return None
        return self.tops[index] + min(spot.line, self.blocks[index].height - 1)

    def body_of(self, index: int) -> tuple[int, int]:
        """Return the first line of a bubble and the line after its last, without its lead."""
        return self.tops[index] + len(self.blocks[index].lead), self.tops[index + 1]


Renderer = Callable[[Bubble, tzinfo, BubbleOptions], tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """Everything but the messages that a layout depends on.

    Attributes:
        width: of the pane, in cells.
        now: the present, aware.
        zone: the agent's.
        first_unread_id: the message that the "new" line stands above.
        full_texts: whole bodies that the agent has asked for, by message.
        render: makes the lines of a bubble; a caller may put a cache before it.
    """

    width: int
    now: datetime
    zone: tzinfo
    first_unread_id: int | None = None
    full_texts: dict[int, str] = field(default_factory=dict)
    render: Renderer = bubble_lines


def lay_out(bubbles: Sequence[Bubble], options: LayoutOptions) -> Layout:
    """Place ``bubbles`` (oldest first) on lines."""
    titles = _titles(bubbles, options)
    joined = [
        index > 0 and not titles[index] and _joins(bubbles[index - 1], bubble)
        for index, bubble in enumerate(bubbles)
    ]
    blocks: list[Block] = []
    for index, bubble in enumerate(bubbles):
        is_last = index + 1 == len(bubbles)
        drawn_with = BubbleOptions(
            options.width,
            signed=is_last or not joined[index + 1],
            retry_in=seconds_until_retry(bubble, options.now),
            full_text=options.full_texts.get(bubble.message_id),
        )
        spaced = index > 0 and not joined[index]
        blocks.append(
            Block(
                bubble,
                _lead(titles[index], options.width, spaced=spaced),
                options.render(bubble, options.zone, drawn_with),
                (bubble, drawn_with, titles[index], spaced),
            )
        )
    return Layout(tuple(blocks), (0, *accumulate(block.height for block in blocks)))


def _joins(before: Bubble, bubble: Bubble) -> bool:
    """Whether two neighbours share one signature: there is nothing to tell apart."""
    return (
        bubble.direction is before.direction
        and bubble.sent_by == before.sent_by
        and bubble.happened_at - before.happened_at < GROUPED_WITHIN
        and _delivery(bubble) == _delivery(before)
        and not bubble.reason
        and not bubble.can_retry
        and bubble.status is not Status.HELD
    )


def _delivery(bubble: Bubble) -> tuple[object, ...]:
    """Return what the signature says beside the time."""
    return bubble.status, bubble.unchecked, bubble.no_report, bubble.retry_at


def _titles(
    bubbles: Sequence[Bubble], options: LayoutOptions
) -> list[tuple[tuple[DisplayText, str], ...]]:
    """Return the separators above each of ``bubbles`` as (text, style)."""
    today = options.now.astimezone(options.zone).date()
    found: list[tuple[tuple[DisplayText, str], ...]] = []
    day = None
    for bubble in bubbles:
        day_before, day = day, bubble.happened_at.astimezone(options.zone).date()
        titles = [(day_title(day, today), "day")] if day != day_before else []
        if bubble.message_id == options.first_unread_id:
            titles.append((NEW, "new"))
        found.append(tuple(titles))
    return found


def _lead(
    titles: Sequence[tuple[DisplayText, str]], width: int, *, spaced: bool
) -> tuple[Line, ...]:
    lines: list[Line] = [(blank(width),)] if spaced else []
    lines += [_separator(text, style, width) for text, style in titles]
    return tuple(lines)


def _separator(text: DisplayText, style: str, width: int) -> Line:
    words = clip(joined(" ", (_RULES, text, _RULES)), width)
    left = max(0, (width - cell_width(words)) // 2)
    return (blank(left), Run(words, (style,)), blank(width - left - cell_width(words)))
