"""The messages of one conversation: what is shown of them, what is read, what keys do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from smsdesk.tui.desk_calls import told
from smsdesk.tui.text.styled_line import run_at
from smsdesk.tui.thread.bubble_lines import DROP, EXPAND, LINK, RETRY, is_clipped
from smsdesk.tui.thread.thread_feed import ThreadFeed
from smsdesk.tui.thread.thread_view import ThreadView
from smsdesk.tui.thread.thread_window import PAGE, Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from textual import events

    from smsdesk.core.views.threads import Bubble, MessageKey, Thread
    from smsdesk.tui.thread.thread_feed import ThreadDesk


class ThreadPane(ThreadView, can_focus=True, inherit_bindings=False):
    """The messages of one conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Message above", show=False),
        Binding("down", "move(1)", "Message below", show=False),
        Binding("pageup", "turn_page(-1)", "Page up", show=False),
        Binding("pagedown", "turn_page(1)", "Page down", show=False),
        Binding("home", "oldest", "Oldest", show=False),
        Binding("end", "newest", "Newest", show=False),
        Binding("enter", "activate", "Open", show=False),
    ]

    @dataclass
    class Activated(Message):
        """The agent has pressed Enter on a message, or clicked it.

        Attributes:
            about: the message.
            link: the web address that was clicked, or empty.
        """

        about: Bubble
        link: str = ""

    @dataclass
    class RetryAsked(Message):
        """The agent has clicked "retry" of a failed message, or "send" of a held one."""

        message_id: int

    @dataclass
    class DropAsked(Message):
        """The agent has clicked "drop" of a held message."""

        message_id: int

    @dataclass
    class NewBelow(Message):
        """The number of messages that have come below the view has changed."""

        count: int

    def __init__(self, desk: ThreadDesk, *, zone: tzinfo, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(desk.clock, zone=zone, id=id)
        self._feed = ThreadFeed(desk)
        self._loading = False

    # -- what the screen around it says and asks -----------------------------------

    @property
    def number(self) -> str | None:
        """The contact whose conversation is shown."""
        return self._feed.number

    @property
    def bubbles(self) -> tuple[Bubble, ...]:
        """The loaded messages, oldest first."""
        return self._window.bubbles

    @property
    def current(self) -> Bubble | None:
        """The message under the cursor, or ``None`` while there is no cursor."""
        index = self._layout.index_of(self._cursor_id)
        return None if index is None else self._layout.blocks[index].bubble

    def show(self, thread: Thread, bubbles: Sequence[Bubble] | None = None) -> None:
        """Show a conversation from its end, or from its "new" line where that is farther up.

        Args:
            thread: the conversation.
            bubbles: a run of its messages to show in place of the newest ones.
        """
        shown = thread.bubbles if bubbles is None else tuple(bubbles)
        newest = thread.bubbles[-1].key if thread.bubbles else None
        self._forget()
        self._feed.begin(thread.head.number)
        self._first_unread_id = thread.first_unread_id
        self._window = Window(
            shown, thread.more, newer=bool(shown and newest and shown[-1].key != newest)
        )
        self._new_line_due = True
        self._lay_out()
        if self.has_focus:
            self._cursor_id = self._visible_id()

    def clear(self) -> None:
        """Show nothing."""
        self._forget()
        self._lay_out()

    def apply(self, bubbles: Sequence[Bubble]) -> None:
        """Take in new and changed messages of the shown conversation.

        At the end the view stays at the end; farther up it stays where it is.
        """
        known = {bubble.message_id for bubble in self._window.bubbles}
        at_end = self._anchor is None and not self._window.newer
        self._window = self._window.merged(bubbles)
        if at_end:
            self._window = self._window.trimmed()
        else:
            last = self._layout.blocks[-1].bubble.key if self._layout.blocks else None
            self.new_below += sum(
                bubble.message_id not in known and (last is None or _after(bubble.key, last))
                for bubble in bubbles
            )
        self._lay_out()

    def to_end(self) -> None:
        """Go to the newest message; the cursor goes too where the pane has the focus."""
        if self._window.newer:
            self._loading = True
            self._read_newest()
        self._anchor = None
        self._cursor_id = self._newest_id() if self.has_focus else None
        self._place()

    def select_message(self, message_id: int | None) -> bool:
        """Put the cursor on a message and bring it into view.

        Returns:
            Whether the message is among the loaded ones.
        """
        index = self._layout.index_of(message_id)
        self._cursor_id = None if index is None else message_id
        if index is not None:
            self._show_block(index)
        self.refresh()
        return index is not None

    def _forget(self) -> None:
        self._feed.begin(None)
        self._loading = False
        self._first_unread_id = self._anchor = self._cursor_id = None
        self._window = Window()
        self._full_texts = {}
        self.new_below = 0

    def _newest_id(self) -> int | None:
        return self._window.bubbles[-1].message_id if self._window.bubbles else None

    def watch_new_below(self, count: int) -> None:
        """Tell the screen."""
        self.post_message(self.NewBelow(count))
        self.refresh()

    # -- keys and mouse ------------------------------------------------------------

    def action_move(self, delta: int) -> None:
        """Move the cursor by ``delta`` messages; a long one is read through first."""
        index = self._layout.index_of(self._cursor_id)
        if index is None:
            self._cursor_id = self._visible_id()
            self.refresh()
            return
        top, bottom = self._layout.body_of(index)
        view = self.scroll_offset.y
        hidden = view - top if delta < 0 else bottom - view - self.size.height
        if hidden > 0:
            self._scroll(view + delta * min(hidden, max(1, self.size.height - 2)))
        elif 0 <= index + delta < len(self._layout.blocks):
            self.select_message(self._layout.blocks[index + delta].bubble.message_id)
        else:
            self._scroll(0 if delta < 0 else self._layout.height)

    def action_turn_page(self, delta: int) -> None:
        """Scroll by ``delta`` pages; the cursor comes along."""
        self._scroll(self.scroll_offset.y + delta * max(1, self.size.height - 2))
        self._cursor_id = self._visible_id(last=delta > 0)
        self.refresh()

    def action_oldest(self) -> None:
        """Go to the oldest loaded message; older ones are loaded then."""
        if self._layout.blocks:
            self._scroll(0)
            self.select_message(self._layout.blocks[0].bubble.message_id)

    def action_newest(self) -> None:
        """Go to the newest message."""
        self.to_end()

    def action_activate(self) -> None:
        """Show all of a clipped message, or tell the screen which message is meant."""
        bubble = self.current
        if bubble is None:
            return
        if is_clipped(bubble) and bubble.message_id not in self._full_texts:
            self._read_full_text(bubble.message_id)
        else:
            self.post_message(self.Activated(bubble))

    def on_focus(self) -> None:
        """Put the cursor on the last message in view, where there is none yet."""
        if self._cursor_id is None:
            self._cursor_id = self._visible_id()
        self.refresh()

    def on_blur(self) -> None:
        """Paint the cursor as it looks without the focus."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Do what the word under the pointer says, or mean the message under it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if self.new_below and offset.y == self.size.height - 1:
            self.to_end()
            return
        found = self._layout.at(offset.y + self.scroll_offset.y)
        if found is None:
            return
        block, line = found
        run = run_at(block.line(line), offset.x)
        if run is None or not run.styles or line < len(block.lead):
            return
        self._cursor_id = block.bubble.message_id
        self.refresh()
        if run.action == RETRY:
            self.post_message(self.RetryAsked(block.bubble.message_id))
        elif run.action == DROP:
            self.post_message(self.DropAsked(block.bubble.message_id))
        elif run.action == EXPAND:
            self._read_full_text(block.bubble.message_id)
        else:
            link = run.action.removeprefix(LINK)
            self.post_message(self.Activated(block.bubble, link))

    def _visible_id(self, *, last: bool = True) -> int | None:
        """Return the last or the first message in view."""
        top = self.scroll_offset.y
        bottom = min(top + self.size.height, self._layout.height) - 1
        found = self._layout.at(bottom if last else top)
        return found[0].bubble.message_id if found else None

    # -- reading -------------------------------------------------------------------

    def near_an_end(self) -> None:
        """Read on where the view has come near an end that is not the thread's."""
        if self._loading or not self._window.bubbles:
            return
        near = self.size.height
        if self._window.older and self.scroll_offset.y < near:
            self._read_from(self._window.bubbles[0].key, newer=False)
        elif self._window.newer and self.max_scroll_y - self.scroll_offset.y < near:
            self._read_from(self._window.bubbles[-1].key, newer=True)

    def _read_from(self, edge: MessageKey, *, newer: bool) -> None:
        self._loading = True
        self._read_page(edge, newer=newer)

    @work(group="thread", exit_on_error=False)
    async def _read_page(self, edge: MessageKey, *, newer: bool) -> None:
        with told(self):
            page = await (self._feed.newer(edge) if newer else self._feed.older(edge))
            if page is None:
                return
            window = self._window
            self._take(window.with_newer(page, edge) if newer else window.with_older(page, edge))
        self._loading = False

    @work(group="thread", exit_on_error=False)
    async def _read_newest(self) -> None:
        with told(self):
            page = await self._feed.newest()
            if page is None:
                return
            self._take(Window(page, older=len(page) >= PAGE))
        self._loading = False

    def _take(self, window: Window) -> None:
        """Show another window of the same conversation, from the same place."""
        self._loading = False
        self._window = window
        self._lay_out()

    @work(group="thread", exit_on_error=False)
    async def _read_full_text(self, message_id: int) -> None:
        with told(self):
            text = await self._feed.full_text(message_id)
            if text is not None:
                self._full_texts = {**self._full_texts, message_id: text}
                self._hold_view()
                self._lay_out()


def _after(key: MessageKey, other: MessageKey) -> bool:
    return (key.happened_at, key.message_id) > (other.happened_at, other.message_id)
