"""One conversation on the screen: who it is with, its messages, and the place of the reply."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.containers import Vertical

from smsdesk.core.read_models.sending import SendStatus
from smsdesk.display import DisplayText, joined, one_line
from smsdesk.terms import Code
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.compose.reply_area import ReplyArea
from smsdesk.tui.compose.sight import Sight
from smsdesk.tui.compose.texts_under_way import Blocked, Broke, Ended, Recorded
from smsdesk.tui.compose.writing import Writing
from smsdesk.tui.desk_calls import CallQueue, off_loop, red_line_on_error
from smsdesk.tui.screen_messages import DeskChanged, ThreadShown, Trouble
from smsdesk.tui.text.shown import shown
from smsdesk.tui.text.words import Words
from smsdesk.tui.thread.head import ThreadHeadLines
from smsdesk.tui.thread.message_choice import (
    can_go_again,
    is_doubtful,
    is_planned,
    newest,
    to_send_again,
    unanswered,
)
from smsdesk.tui.thread.pane import ThreadPane
from smsdesk.tui.thread.read_marks import ReadMarks
from smsdesk.tui.thread.thread_changes import ShownThread, read_changes
from smsdesk.tui.troubles import subject_of_message
from smsdesk.tui.type_ahead import Hold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from textual.app import ComposeResult

    from smsdesk.core.read_models.events import Present
    from smsdesk.core.read_models.threads import Bubble, MessageKey, Thread
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.thread_changes import ThreadChanges

NO_TEXTS: Final = DisplayText("No messages yet.")
FIRST_TEXT: Final = joined("\n", (NO_TEXTS, DisplayText("Your first text opens the conversation.")))

AROUND: Final = 40
"""Messages read on either side of one that was searched for."""


class ConversationPane(Vertical):
    """The pane at the right.

    Attributes:
        turns: what the agent does with conversations, and reads in them, is written in the order
            in which they did it. Not behind their texts, which may take longer.
    """

    DEFAULT_CSS = """
    ConversationPane {
        width: 1fr;
        & ThreadPane { height: 1fr; }
        & ReplyArea, & ThreadPane { display: none; }
        & #nobody { height: 1fr; content-align: center middle; text-align: center;
            color: $text-muted; padding: 0 4; }
        &.-open { & ReplyArea, & ThreadPane, & ThreadHeadLines { display: block; }
            & #nobody { display: none; } }
    }
    """

    def __init__(
        self,
        desk: ScreenDesk,
        *,
        zone: tzinfo,
        on_opened: Callable[[], object] = lambda: None,
    ) -> None:
        """Show nobody yet.

        Args:
            desk: the open desk.
            zone: the agent's own.
            on_opened: is called when a conversation is there that was asked for, before it is
                painted; also where it could not be opened.
        """
        super().__init__(id="conversation")
        self.head = ThreadHeadLines()
        self.sight = Sight(desk.agent, desk.clock.monotonic, desk.clock.now)
        self.reading = ReadMarks()
        self.turns = CallQueue()
        self.thread_pane = ThreadPane(
            desk.threads, clock=desk.clock, zone=zone, on_painted=self._painted, id="thread"
        )
        self.reply = ReplyArea(self.sight, desk.presence.typed)
        self.reply.box.is_loaded = lambda message_id: self.bubble(message_id) is not None
        self._desk = desk
        self._on_opened = on_opened
        self._calls = CallQueue()
        self._writing = Writing(desk, self._calls, self, self)
        self._thread: Thread | None = None
        self._wanted: str | None = None
        self._after_sending: tuple[str, Callable[[], object], Callable[[], object]] | None = None
        self._arrival = Hold(self)
        self._nobody = Words(id="nobody")
        self._looked_up: set[str] = set()
        self._present: tuple[Present, ...] = ()

    def compose(self) -> ComposeResult:
        """Head over messages over reply; or a few words while nobody is chosen."""
        yield self.head
        yield self.thread_pane
        yield self._nobody
        yield self.reply

    # -- what is shown --------------------------------------------------------------

    @property
    def thread(self) -> Thread | None:
        """The conversation that is shown."""
        return self._thread

    @property
    def wanted(self) -> str | None:
        """The number of the conversation that is shown, or is on its way."""
        return self._wanted

    @property
    def shown(self) -> ShownThread | None:
        """What has to be read again."""
        thread = self._thread
        return ShownThread(thread.head.number, thread.revision) if thread is not None else None

    @property
    def bubbles(self) -> tuple[Bubble, ...]:
        """Its messages, as far as they are loaded."""
        return self.thread_pane.bubbles

    def bubble(self, message_id: int) -> Bubble | None:
        """Return one of them."""
        return next((each for each in self.bubbles if each.message_id == message_id), None)

    @property
    def has_box(self) -> bool:
        """Whether there is a box to write in."""
        return self._thread is not None and self.reply.has_box

    def at_hand(self, fits: Callable[[Bubble], bool] = lambda _: True) -> Bubble | None:
        """Return the message that a command means, if it ``fits``."""
        current = self._under_cursor()
        if current is not None:
            return current if fits(current) else None
        return newest(self.bubbles, fits)

    def to_send_again(self) -> Bubble | None:
        """Return the failed or held message that a command means."""
        current = self._under_cursor()
        if current is not None:
            return current if can_go_again(current) else None
        return to_send_again(self.bubbles)

    def _under_cursor(self) -> Bubble | None:
        focused = self.screen.focused is self.thread_pane
        return self.thread_pane.current if focused else None

    def say_nobody(self, words: DisplayText) -> None:
        """Say what there is to do while no conversation is open."""
        said = shown(words)
        if self._nobody.content != said:  # it is asked at every piece of news
            self._nobody.say(said)

    # -- opening --------------------------------------------------------------------

    def open(self, number: str, at: MessageKey | None = None) -> None:
        """Show the conversation with ``number``: ready to be answered, or ``at`` a message.

        Keys wait until it is there: what is typed for it must not go to the one before.
        """
        self._wanted = number
        self._arrival.begin()
        self._load(number, at)

    def show(self, thread: Thread) -> None:
        """Show a conversation that nobody has asked for by a key: the focus stays where it is."""
        self._wanted = thread.head.number
        self._show(thread, None)

    @work(exclusive=True, group="thread")
    async def _load(self, number: str, at: MessageKey | None) -> None:
        shown = begun = False
        with red_line_on_error(self):
            thread = await off_loop(self._desk.threads.get, number)
            around = await off_loop(self._around, number, at) if at else None
            if number == self._wanted:
                begun = True
                self._show(thread, around)
                self._take_focus(at.message_id if at is not None else None, refreshes=5)
                shown = True
                self._on_opened()
        if number == self._wanted and not shown:
            self._not_opened(number, begun=begun)

    def _not_opened(self, number: str, *, begun: bool) -> None:
        """Show nobody: what is typed for ``number`` must not go to the one before.

        Args:
            number: whose conversation was asked for.
            begun: a part of it is shown, beside what is left of the one before.
        """
        if self._thread is not None and (begun or self._thread.head.number != number):
            self._writing.put_aside()
            self._desk.presence.opened("")
            self._thread = None
            self.remove_class("-open")
        self._on_opened()
        self._arrival.end()

    def _around(self, number: str, at: MessageKey) -> tuple[Bubble, ...]:
        """Return the message ``at`` with those before and after it. Blocks."""
        behind = replace(at, message_id=at.message_id + 1)
        before = self._desk.threads.older(number, behind, limit=AROUND)
        return before + self._desk.threads.newer(number, at, limit=AROUND)

    def _take_focus(self, message_id: int | None, *, refreshes: int) -> None:
        """Go to the box or to a message, once what has just been shown is in sight."""
        box = message_id is None and self.has_box
        there = box or message_id is None or self.thread_pane.select_message(message_id)
        if there:
            focused = self.reply.box if box else self.thread_pane
            self.screen.set_focus(focused, scroll_visible=False)  # it has its place
        if refreshes and not (there and self.thread_pane.size):
            self.call_after_refresh(self._take_focus, message_id, refreshes=refreshes - 1)
        else:
            self.call_after_refresh(self._arrived)

    def _arrived(self) -> None:
        """Let keys go on, behind what moves the focus."""
        self.app.call_later(self._arrival.end)

    def _show(self, thread: Thread, bubbles: tuple[Bubble, ...] | None) -> None:
        if self._thread is None or self._thread.head.number != thread.head.number:
            self._writing.switch_to(thread)
            self._desk.presence.opened(thread.head.number)
            self.sight.open(thread, has_text=bool(self.reply.box.text))
            self.reply.show_news()
        else:
            self.sight.came(thread.bubbles)
        self._thread = thread
        self.add_class("-open")
        self.thread_pane.show(thread, bubbles)
        self._show_verdict(thread)
        if thread.lookup_due and thread.head.number not in self._looked_up:
            self._looked_up.add(thread.head.number)
            self._look_up(thread.head.number)

    @work(group="lookup")
    async def _look_up(self, number: str) -> None:
        self.head.looking_up = number
        with red_line_on_error(self):
            await off_loop(self._desk.lookups.look_up, number)
        self.head.looking_up = ""
        if self._wanted == number:
            self.catch_up()
        self.post_message(DeskChanged())

    # -- keeping up -----------------------------------------------------------------

    def catch_up(self) -> None:
        """Take in what has changed in the conversation that is shown."""
        if self.shown is not None:
            self._read_changes(self.shown)

    @work(exclusive=True, group="thread-changes")
    async def _read_changes(self, shown: ShownThread) -> None:
        with red_line_on_error(self):
            self.take(await off_loop(read_changes, self._desk.threads, shown))

    def take(self, changes: ThreadChanges) -> None:
        """Show what has been read, if it is about the conversation that is shown."""
        shown, thread = self._thread, changes.thread
        if shown is None or shown.head.number != thread.head.number:
            return
        if shown.revision > thread.revision:
            return  # read before what is on the screen
        self._thread = thread
        self.sight.came(changes.bubbles)
        if not changes.bubbles and thread == replace(shown, revision=thread.revision):
            self.show_time()
            if thread.first_unread_id is not None:  # it may be seen only now
                self._announce(thread)
            return
        if changes.bubbles:  # else only the verdict has: the messages need not be painted again
            self.thread_pane.merge(changes.bubbles)
            if self.sight.is_asking:
                self._mark_news()
        self._show_verdict(thread)

    def _show_verdict(self, thread: Thread) -> None:
        """Show whom the conversation is with, and what the rules say about them."""
        self.head.head = thread.head
        self.show_colleagues(self._present)
        self.show_time()
        has_sender = bool(self._desk.carrier.from_number)
        self.reply.show(thread, unanswered=unanswered(self.bubbles), has_sender=has_sender)
        self.thread_pane.empty_text = FIRST_TEXT if self.reply.has_box else NO_TEXTS
        self._announce(thread)
        if thread.verdict.code is not Code.OPT_OUT_QUESTION:
            self._writing.rule_over(Code.OPT_OUT_QUESTION, thread.head.number)

    def show_colleagues(self, present: tuple[Present, ...]) -> None:
        """Show in the head who else has this thread open.

        Args:
            present: who has any thread open.
        """
        self._present = present
        number = self._thread.head.number if self._thread is not None else ""
        self.head.colleagues = tuple(each for each in present if each.number == number)

    def show_time(self) -> None:
        """Let the lead's local time in the head keep up, and the names of the days."""
        # To the minute, as it is shown: else it would be painted at every piece of news.
        self.head.now = self._desk.clock.now().replace(second=0, microsecond=0)
        self.thread_pane.keep_up_with_days()
        self._writing.show_quiet_hours()

    def changed_here(self, number: str, *, to_top: bool = False) -> None:
        """Show what this screen has changed in the conversation with ``number``.

        Args:
            number: whose conversation.
            to_top: the change is the agent's own send: show its end, and the list's top.
        """
        if self._thread is not None and self._thread.head.number == number:
            self.catch_up()
            if to_top:
                self.thread_pane.to_end()
        self.post_message(DeskChanged(to_top=to_top))

    # -- writing --------------------------------------------------------------------

    @on(ReplyArea.Edited)
    def _edited(self, event: ReplyArea.Edited) -> None:
        event.stop()
        self._writing.edited()

    @on(ReplyArea.SendAsked)
    def _send_asked(self, event: ReplyArea.SendAsked) -> None:
        event.stop()
        self._writing.send(event.number, event.text, event.seen)

    @on(ComposeBox.KeptBack)
    def _kept_back(self, event: ComposeBox.KeptBack) -> None:
        event.stop()
        self._mark_news()

    def _mark_news(self) -> None:
        """Show what others have written since the text was begun, and that Enter asks about it."""
        self.reply.show_news()
        if self.sight.news:
            self.thread_pane.mark_news([text.message_id for text in self.sight.news])
        if self._thread is not None:
            self._announce(self._thread)

    def _announce(self, thread: Thread) -> None:
        """Tell what is shown now; of its texts, first what is unread: those are painted next."""
        self.reading.shows(thread)
        self.post_message(ThreadShown(thread))

    def _painted(self, message_ids: Sequence[int]) -> None:
        self.sight.painted(message_ids)
        self.reading.painted(message_ids)

    def send_and(self, then: Callable[[], object], otherwise: Callable[[], object]) -> None:
        """Send what is in the box.

        Args:
            then: is called once it is recorded, or at once where there is nothing to send.
            otherwise: is called where it stays here, whatever keeps it.
        """
        box = self.reply.box
        if self._thread is None or not self.has_box or not box.text.strip():
            then()
            return
        self._after_sending = self._thread.head.number, then, otherwise
        box.submit()
        if box.text.strip():  # kept back: there is something to be read first
            self._sent(self._thread.head.number, recorded=False)

    def _sent(self, number: str, *, recorded: bool) -> None:
        if self._after_sending is None or self._after_sending[0] != number:
            return
        _, then, otherwise = self._after_sending
        self._after_sending = None
        (then if recorded else otherwise)()

    @on(Recorded)
    def _recorded(self, event: Recorded) -> None:
        event.stop()
        self._sent(event.number, recorded=True)
        self.changed_here(event.number, to_top=True)

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        event.stop()
        self._writing.ended(event)

    @on(Blocked)
    def _blocked(self, event: Blocked) -> None:
        event.stop()
        self._writing.blocked(event)
        self._sent(event.number, recorded=event.result.status is SendStatus.DUPLICATE)

    @on(Broke)
    def _broke(self, event: Broke) -> None:
        event.stop()
        self._writing.broke(event)
        self._sent(event.number, recorded=False)

    def plan(self, at: datetime) -> None:
        """Give the text in the box a time of its own, or the planned one at hand another."""
        thread = self._thread
        if thread is None:
            return
        text = self.reply.box.text
        if text.strip():
            self.reply.box.fill("")
            self._writing.send(thread.head.number, text, self.sight.in_view(), at)
        elif (planned := self.at_hand(is_planned)) is not None:
            self._plan_anew(planned.message_id, at)

    @work(group="tell")
    async def _plan_anew(self, message_id: int, at: datetime) -> None:
        with red_line_on_error(self):
            verdict = await self._calls.run(self._desk.outbox.edit, message_id, at=at)
            if verdict is not None and verdict.blocked:
                subject = subject_of_message(message_id)
                self.post_message(Trouble(one_line(verdict.message), subject))
            self.catch_up()
            self.post_message(DeskChanged())

    def send_again(self, bubble: Bubble) -> None:
        """Send a failed message again, or let a held one go."""
        self._writing.send_again(bubble)

    async def put_away(self) -> None:
        """Return when every text that was sent is recorded and every draft is saved."""
        await self._writing.put_away()

    # -- what the lead wishes -------------------------------------------------------

    def answer(self, *, opt_out: bool) -> None:
        """Answer the question in the thread."""
        if self._thread is not None:
            number = self._thread.head.number
            self._tell_desk(partial(self._desk.consent.answer_question, number, opt_out=opt_out))

    def opt_out_confirmed(self, yes: bool | None) -> None:  # noqa: FBT001 - a screen's answer
        """Record a spoken opt-out."""
        if yes and self._thread is not None:
            self._tell_desk(partial(self._desk.consent.record_opt_out, self._thread.head.number))

    @work(group="tell")
    async def cancel(self, bubble: Bubble) -> None:
        """Take back a text that has not left yet, into the box; give up one that may have."""
        thread = self._thread
        if thread is None:
            return
        with red_line_on_error(self):
            text = await off_loop(self._desk.threads.full_text, bubble.message_id)
            taken_back = await self._calls.run(self._desk.outbox.cancel, bubble.message_id)
            if taken_back and not is_doubtful(bubble):
                self._writing.give_back(thread.head.number, text)
            self.catch_up()
            self.post_message(DeskChanged())

    @work(group="tell")
    async def _tell_desk(self, call: Callable[[], object]) -> None:
        with red_line_on_error(self):
            await self._calls.run(call)
            self.catch_up()
            self.post_message(DeskChanged())
