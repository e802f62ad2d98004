"""The part of one conversation that is loaded: on which lines it stands, and where the agent is.

No widget: the pane scrolls, this says where to. The place in the thread is kept as a message and
a line of it, so that older messages above, a new width or a longer delivery note do not move it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.tui.desk_calls import off_loop
from smsdesk.tui.thread.bubble_lines import seconds_until_retry
from smsdesk.tui.thread.layout import Layout, LayoutOptions, Spot, lay_out
from smsdesk.tui.thread.prepared_layouts import Layouts
from smsdesk.tui.thread.window import Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, tzinfo

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.threads import Bubble, MessageKey, Thread
    from smsdesk.tui.thread.layout import Renderer


class LoadedThread:
    """Messages on lines, with a cursor and a place.

    Attributes:
        window: the loaded messages.
        layout: the lines on which they stand, as of the last ``lay_out``.
        cursor_id: the message under the cursor, ``None`` while there is no cursor.
    """

    def __init__(self, clock: Clock, zone: tzinfo, render: Renderer) -> None:
        """Begin with nothing loaded.

        Args:
            clock: tells which day it is.
            zone: the agent's.
            render: makes the lines of a message.
        """
        self._clock = clock
        self._zone = zone
        self._render = render
        self._day: date | None = None
        self._layouts = Layouts()
        self.layout = Layout()
        self._begin(Window(), None)

    def _begin(self, window: Window, first_unread_id: int | None) -> None:
        self.window = window
        self.cursor_id: int | None = None
        self._first_unread_id = first_unread_id
        self._full_texts: dict[int, str] = {}
        self._spot: Spot | None = None

    def show(self, thread: Thread, bubbles: Sequence[Bubble] | None = None) -> None:
        """Begin another conversation at its end.

        Args:
            thread: the conversation.
            bubbles: a run of its messages to show in place of the newest ones.
        """
        shown = thread.bubbles if bubbles is None else tuple(bubbles)
        newest = thread.bubbles[-1].key if thread.bubbles else None
        newer = bool(shown and newest and shown[-1].key != newest)
        self._begin(Window(shown, thread.more, newer=newer), thread.first_unread_id)

    # -- messages ------------------------------------------------------------------

    @property
    def current(self) -> Bubble | None:
        """The message under the cursor, or ``None`` while there is no cursor."""
        index = self.layout.index_of(self.cursor_id)
        return None if index is None else self.layout.blocks[index].bubble

    @property
    def newest_id(self) -> int | None:
        """The newest message that is loaded."""
        return self.window.bubbles[-1].message_id if self.window.bubbles else None

    def merge(self, bubbles: Sequence[Bubble]) -> int:
        """Take in new and changed messages.

        Returns:
            How many new ones stand below what the agent sees; 0 at the end, which the view
            follows.
        """
        known = {bubble.message_id for bubble in self.window.bubbles}
        at_end = self._spot is None and not self.window.newer
        self.window = self.window.merged(bubbles)
        if at_end:
            self.window = self.window.trimmed()
            return 0
        last = self.layout.blocks[-1].bubble.key if self.layout.blocks else None
        return sum(
            bubble.message_id not in known and (last is None or _after(bubble.key, last))
            for bubble in bubbles
        )

    def has_full_text(self, message_id: int) -> bool:
        """Return whether a clipped message is shown with its full text."""
        return message_id in self._full_texts

    def show_full_text(self, message_id: int, text: str) -> None:
        """Show a clipped message with its full text from the next ``lay_out`` on."""
        self._full_texts = {**self._full_texts, message_id: text}

    # -- lines ---------------------------------------------------------------------

    def lay_out(self, width: int) -> None:
        """Place the messages on lines of ``width`` cells."""
        options = LayoutOptions(
            width,
            self._clock.now(),
            self._zone,
            self._first_unread_id,
            self._full_texts,
            self._render,
        )
        self._day = options.now.astimezone(self._zone).date()
        self.layout = self._layouts.of(self.window.bubbles, options)

    async def lay_out_ahead(self, thread: Thread, width: int) -> Layout:
        """Place the messages of another thread on lines, in a thread, to be at hand for it."""
        options = LayoutOptions(width, self._clock.now(), self._zone, thread.first_unread_id)
        layout = await off_loop(lay_out, thread.bubbles, options)
        self._layouts.keep(layout, thread.bubbles, options)
        return layout

    @property
    def names_days_wrong(self) -> bool:
        """Whether another day has begun since the days were named."""
        return self._day not in (None, self._clock.now().astimezone(self._zone).date())

    @property
    def counts_down(self) -> bool:
        """Whether a message waits for its next attempt, whose seconds are shown."""
        now = self._clock.now()
        return any(seconds_until_retry(bubble, now) for bubble in self.window.bubbles)

    @property
    def new_line(self) -> int | None:
        """The line above which everything has been read; ``None`` where there is none."""
        index = self.layout.index_of(self._first_unread_id)
        return None if index is None else self.layout.tops[index]

    # -- place ---------------------------------------------------------------------

    def stay_at(self, y: int) -> None:
        """Keep line ``y`` as the first one in view."""
        found = self.layout.at(y)
        self._spot = Spot(found[0].bubble.message_id, found[1]) if found else None

    def stay_at_message(self, message_id: int) -> None:
        """Keep a message, with what stands above it, as the first one in view."""
        self._spot = Spot(message_id, 0)

    def stay_at_end(self) -> None:
        """Keep the newest message in view, also when others come."""
        self._spot = None

    def place(self) -> int:
        """Return the line to scroll to; the end where the place is gone."""
        y = self.layout.y_of(self._spot) if self._spot else None
        if y is None:
            self._spot = None
            return self.layout.height
        return y

    @property
    def shows_newest(self) -> bool:
        """Whether the view is at the end, and nothing newer waits to be loaded."""
        return self._spot is None and not self.window.newer

    def lines_of(self, index: int) -> tuple[int, int]:
        """Return the lines to bring into view with a message: from, and up to but not, a line.

        Args:
            index: the message's place among the blocks.
        """
        top, bottom = self.layout.body_of(index)
        if index == 0 or top - self.layout.tops[index] < 2:
            top = self.layout.tops[index]
        return top, bottom

    def mark_new(self, message_id: int) -> None:
        """Let the "new" line stand above a message from the next ``lay_out`` on."""
        self._first_unread_id = message_id

    def ids_between(self, y: int, height: int) -> list[int]:
        """Return the messages that can be read to their end in so many lines from ``y`` on.

        One that is longer than the view counts when it fills it.
        """
        found: list[int] = []
        for index, block in enumerate(self.layout.blocks):
            top, bottom = self.layout.body_of(index)
            if y < bottom <= y + height or (top <= y and y + height <= bottom):
                found.append(block.bubble.message_id)
        return found

    def id_at(self, y: int) -> int | None:
        """Return the message on line ``y``."""
        found = self.layout.at(y)
        return found[0].bubble.message_id if found else None


def _after(key: MessageKey, other: MessageKey) -> bool:
    return (key.happened_at, key.message_id) > (other.happened_at, other.message_id)
