"""One conversation on the screen: loaded, kept up to date, and who it is with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from smsdesk.tui.announcements import DeskChanged, ThreadShown
from smsdesk.tui.compose.reply_area import Reply
from smsdesk.tui.desk_calls import off_loop, told
from smsdesk.tui.desk_screen.refresh import Asked, read_again
from smsdesk.tui.thread.message_choice import newest, unanswered
from smsdesk.tui.thread.thread_head import HeadLines
from smsdesk.tui.thread.thread_pane import ThreadPane

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from textual.app import ComposeResult

    from smsdesk.core.views.threads import Bubble, MessageKey, Thread
    from smsdesk.desk import Desk
    from smsdesk.tui.desk_screen.refresh import Fresh

NO_TEXTS: Final = "No messages yet."
FIRST_TEXT: Final = f"{NO_TEXTS}\nYour first text opens the conversation."

AROUND: Final = 40
"""Messages read on either side of one that was searched for."""


class ShownThread(Vertical):
    """Head, messages and the place of the reply; what is done with them is ``Talk``'s."""

    DEFAULT_CSS = """
    ShownThread {
        width: 1fr;
        & ThreadPane { height: 1fr; }
        & Reply, & ThreadPane { display: none; }
        & #nobody { height: 1fr; content-align: center middle; text-align: center;
            color: $text-muted; padding: 0 4; }
        &.-open { & Reply, & ThreadPane, & HeadLines { display: block; }
            & #nobody { display: none; } }
    }
    """

    def __init__(self, desk: Desk, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(id="talk")
        self._desk = desk
        self._zone = zone
        self._thread: Thread | None = None
        self._wanted: str | None = None
        self._wants_focus = False
        self._looked_up: set[str] = set()

    def compose(self) -> ComposeResult:
        """Head over messages over reply; or a few words while nobody is chosen."""
        yield HeadLines()
        yield ThreadPane(self._desk, zone=self._zone, id="thread")
        yield Static(id="nobody", markup=False)
        yield Reply()

    # -- the parts ------------------------------------------------------------------

    @property
    def thread(self) -> Thread | None:
        """The conversation that is shown."""
        return self._thread

    @property
    def bubbles(self) -> tuple[Bubble, ...]:
        """Its messages, as far as they are loaded."""
        return self.pane.bubbles

    def bubble(self, message_id: int) -> Bubble | None:
        """Return one of them."""
        return next((each for each in self.bubbles if each.message_id == message_id), None)

    @property
    def pane(self) -> ThreadPane:
        """The messages."""
        return self.query_one(ThreadPane)

    @property
    def reply(self) -> Reply:
        """The lower part."""
        return self.query_one(Reply)

    @property
    def head(self) -> HeadLines:
        """The upper part."""
        return self.query_one(HeadLines)

    @property
    def writing(self) -> bool:
        """Whether there is a box to write in."""
        return self._thread is not None and self.reply.writing

    def at_hand(self, fits: Callable[[Bubble], bool] = lambda _: True) -> Bubble | None:
        """Return the message that a command means, if it ``fits``."""
        current = self.pane.current if self.screen.focused is self.pane else None
        if current is not None:
            return current if fits(current) else None
        return newest(self.bubbles, fits)

    # -- showing --------------------------------------------------------------------

    def say_nobody(self, words: str) -> None:
        """Say what there is to do while no conversation is open."""
        nobody, said = self.query_one("#nobody", Static), Content(words)
        if nobody.content != said:  # it is asked at every piece of news
            nobody.update(said)

    def open(self, number: str, at: MessageKey | None = None) -> None:
        """Show the conversation with ``number``: ready to be answered, or ``at`` a message."""
        self._wanted = number
        self._wants_focus = True
        self._load(number, at)

    @property
    def asked(self) -> Asked | None:
        """What has to be read again."""
        shown = self._thread
        return Asked(shown.head.number, shown.revision) if shown is not None else None

    def catch_up(self) -> None:
        """Take in what has changed in the conversation that is shown."""
        if self.asked is not None:
            self._follow(self.asked)

    @work(exclusive=True, group="thread")
    async def _load(self, number: str, at: MessageKey | None) -> None:
        with told(self):
            thread = await off_loop(self._desk.thread, number)
            around = await off_loop(self._around, number, at) if at else None
            if number == self._wanted:
                self._show(thread, around)
                if at is not None:
                    self._point_at(at.message_id, refreshes=5)

    def _point_at(self, message_id: int, *, refreshes: int) -> None:
        """Put the cursor on a message, once the pane has a size and its messages a place."""
        if self.pane.select_message(message_id):
            self.pane.focus()
        elif refreshes:
            self.call_after_refresh(self._point_at, message_id, refreshes=refreshes - 1)

    def _around(self, number: str, at: MessageKey) -> tuple[Bubble, ...]:
        """Return the message ``at`` with those before and after it. Blocks."""
        behind = replace(at, message_id=at.message_id + 1)
        before = self._desk.older(number, behind, limit=AROUND)
        return before + self._desk.newer(number, at, limit=AROUND)

    @work(exclusive=True, group="thread-changes")
    async def _follow(self, asked: Asked) -> None:
        with told(self):
            self.take(await off_loop(read_again, self._desk, asked))

    def take(self, fresh: Fresh) -> None:
        """Show what has been read, if it is about the conversation that is shown."""
        shown, thread = self._thread, fresh.thread
        if shown is None or shown.head.number != thread.head.number:
            return
        if shown.revision > thread.revision:
            return  # read before what is on the screen
        self._thread = thread
        if not fresh.changed and thread == replace(shown, revision=thread.revision):
            self.show_time()
            if thread.first_unread_id is not None:  # it may be seen only now
                self.post_message(ThreadShown(thread))
            return
        if fresh.changed:  # else only the standing has: the messages need not be painted again
            self.pane.apply(fresh.changed)
        self.show_standing(thread)

    def _show(self, thread: Thread, bubbles: tuple[Bubble, ...] | None) -> None:
        if self._thread is None or self._thread.head.number != thread.head.number:
            self.switch(thread)
        self._thread = thread
        self.add_class("-open")
        self.pane.show(thread, bubbles)
        self.show_standing(thread)
        if self._wants_focus:
            self._wants_focus = False
            (self.reply.box if self.writing else self.pane).focus()
        if thread.lookup_due and thread.head.number not in self._looked_up:
            self._looked_up.add(thread.head.number)
            self._look_up(thread.head.number)

    def switch(self, thread: Thread) -> None:
        """Put one conversation's unsent text away and take out that of ``thread``."""
        raise NotImplementedError

    def show_standing(self, thread: Thread) -> None:
        """Show whom the conversation is with, and what the rules say about them."""
        self.head.head = thread.head
        self.show_time()
        has_sender = bool(self._desk.config.twilio.from_number)
        self.reply.show(thread, unanswered=unanswered(self.bubbles), has_sender=has_sender)
        self.pane.empty_text = FIRST_TEXT if self.reply.writing else NO_TEXTS
        self.post_message(ThreadShown(thread))

    def show_time(self) -> None:
        """Let the lead's local time in the head keep up, and the names of the days."""
        # To the minute, as it is shown: else it would be painted at every piece of news.
        self.head.now = self._desk.clock.now().replace(second=0, microsecond=0)
        self.pane.keep_up_with_days()

    @work(group="lookup")
    async def _look_up(self, number: str) -> None:
        self.head.looking_up = number
        with told(self):
            await off_loop(self._desk.lookup_now, number)
        self.head.looking_up = ""
        if self._wanted == number:
            self.catch_up()
        self.post_message(DeskChanged())
