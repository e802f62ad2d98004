"""One conversation, talked in: drafts, sending, and what the lead wishes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on, work

from smsdesk.core.views.alerts import AlertKind
from smsdesk.core.views.sending import SendStatus
from smsdesk.terms import Code
from smsdesk.tui.announcements import DeskChanged, Trouble, TroubleOver
from smsdesk.tui.compose.drafts import SAVE_AFTER, Drafts
from smsdesk.tui.compose.reply_area import Reply
from smsdesk.tui.compose.sending import Broke, Ended, Recorded, Sending, Turned
from smsdesk.tui.desk_calls import Lane, told
from smsdesk.tui.desk_screen.background_news import trouble_of
from smsdesk.tui.thread.shown_thread import ShownThread

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from textual.timer import Timer

    from smsdesk.core.views.sending import SendResult
    from smsdesk.core.views.threads import Bubble, Thread
    from smsdesk.desk import Desk

RATE_LIMIT: Final = "rate_limit"
"""The subject of the red line that counts down to the next free send."""

_SHOWN_IN_THE_THREAD: Final = frozenset(
    {
        Code.EMPTY,
        Code.DUPLICATE,
        Code.NO_PHONE,
        Code.INVALID_PHONE,
        Code.OPTED_OUT,
        Code.LANDLINE,
        Code.NOT_TEXTABLE,
        Code.AUTO_BLOCKED,
        Code.NO_SENDER,
    }
)
"""Rules whose answer is a notice or nothing: no red line on top of it."""

_FAILED: Final = frozenset({SendStatus.REFUSED, SendStatus.BLOCKED, SendStatus.UNCONFIRMED})


class Talk(ShownThread):
    """The pane at the right."""

    def __init__(self, desk: Desk, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(desk, zone=zone)
        self._lane = Lane()
        self._drafts = Drafts(desk, self._lane)
        self._sending = Sending(desk, self._lane, self)
        self._save_timer: Timer | None = None

    # -- drafts ---------------------------------------------------------------------

    def switch(self, thread: Thread) -> None:
        """Put one conversation's unsent text away and take out that of ``thread``."""
        self._keep_draft()
        self.reply.box.fill(self._drafts.of(thread.head.number, thread.draft))
        self.reply.set_sending(sending=self._sending.busy(thread.head.number))

    @on(Reply.Edited)
    def _edited(self, event: Reply.Edited) -> None:
        event.stop()
        self._keep_draft()
        if self._thread is not None and self.reply.fits:
            self._over(Code.TOO_LONG, self._thread.head.number)

    def _keep_draft(self) -> None:
        if self._thread is None:
            return
        number, text = self._thread.head.number, self.reply.box.text
        if self._drafts.keep(number, text, stored=self._thread.draft):
            if self._save_timer is not None:
                self._save_timer.stop()
            self._save_timer = self.set_timer(SAVE_AFTER, self._save_drafts)

    @work(group="drafts")
    async def _save_drafts(self) -> None:
        with told(self):
            if await self._drafts.save():
                self.post_message(DeskChanged())

    async def put_away(self) -> None:
        """Return when every text that was sent is recorded and every draft is saved."""
        self._keep_draft()
        await self._lane.drained()
        await self._drafts.save()

    # -- sending --------------------------------------------------------------------

    @on(Reply.SendAsked)
    def _send_asked(self, event: Reply.SendAsked) -> None:
        event.stop()
        if self._thread is None:
            return
        number = self._thread.head.number
        self.reply.box.fill("")
        self._drafts.sent(number)
        self.run_worker(self._sending.send(number, event.text), group="send")
        self.reply.set_sending(sending=True)

    def send_again(self, bubble: Bubble) -> None:
        """Send a failed message again, or let a held one go."""
        if self._thread is None:
            return
        number = self._thread.head.number
        again = self._sending.retry if bubble.can_retry else self._sending.release
        self.run_worker(again(number, bubble.message_id), group="send")
        self.reply.set_sending(sending=True)

    @on(Recorded)
    def _recorded(self, event: Recorded) -> None:
        event.stop()
        self._changed_by_me(event.number, to_top=True)

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        event.stop()
        self._show_sending(event.number)
        self._changed_by_me(event.number)
        if event.result.status in _FAILED and event.result.message:
            self.post_message(self._failure(event.number, event.result))
        for alert in event.result.alerts:
            self.post_message(trouble_of(alert))

    def _failure(self, number: str, result: SendResult) -> Trouble:
        thread = self._thread
        who = thread.head.name if thread is not None and thread.head.number == number else ""
        who = who or self._desk.display_number(number)
        if result.status is SendStatus.UNCONFIRMED:
            line = f"{who}: {result.message}"
        else:
            line = f"Not sent to {who}: {result.message}"
        return Trouble(line, f"{AlertKind.SEND_FAILED}:{result.message_id}")

    @on(Turned)
    def _turned(self, event: Turned) -> None:
        event.stop()
        self._show_sending(event.number)
        if event.result.status is not SendStatus.DUPLICATE:
            self._give_back(event.number, event.text)
        code = event.result.code
        if code == Code.RATE_LIMITED:
            self.post_message(Trouble(event.result.message, RATE_LIMIT, event.result.retry_in))
        elif code not in _SHOWN_IN_THE_THREAD:
            self.post_message(Trouble(event.result.message, _subject(code, event.number)))
        self._changed_by_me(event.number)

    @on(Broke)
    def _broke(self, event: Broke) -> None:
        event.stop()
        self._show_sending(event.number)
        self._give_back(event.number, event.text)
        self.post_message(Trouble(event.line))
        self._changed_by_me(event.number)

    def _show_sending(self, number: str) -> None:
        if self._thread is not None and self._thread.head.number == number:
            self.reply.set_sending(sending=self._sending.busy(number))

    def _give_back(self, number: str, text: str) -> None:
        if not text:
            return
        shown = self._thread is not None and self._thread.head.number == number
        if shown:
            self._keep_draft()
        whole = self._drafts.bring_back(number, text)
        if shown:
            self.reply.box.fill(whole)
        self._save_drafts()

    def _changed_by_me(self, number: str, *, to_top: bool = False) -> None:
        if self._thread is not None and self._thread.head.number == number:
            self.catch_up()
            if to_top:
                self.pane.to_end()
        self.post_message(DeskChanged(to_top=to_top))

    def show_standing(self, thread: Thread) -> None:
        """Show what the rules say now; what they said before is over."""
        super().show_standing(thread)
        if thread.verdict.code is not Code.OPT_OUT_QUESTION:
            self._over(Code.OPT_OUT_QUESTION, thread.head.number)

    def _over(self, code: Code, number: str) -> None:
        self.post_message(TroubleOver(_subject(code, number)))

    # -- consent --------------------------------------------------------------------

    def answer(self, *, opt_out: bool) -> None:
        """Answer the question in the thread."""
        if self._thread is not None:
            number = self._thread.head.number
            self._tell_desk(partial(self._desk.answer_question, number, opt_out=opt_out))

    def opt_out_confirmed(self, yes: bool | None) -> None:  # noqa: FBT001 - a screen's answer
        """Record a spoken opt-out."""
        if yes and self._thread is not None:
            self._tell_desk(partial(self._desk.record_opt_out, self._thread.head.number))

    def cancel(self, bubble: Bubble) -> None:
        """Take back a text that has not left yet."""
        self._tell_desk(partial(self._desk.cancel, bubble.message_id))

    @work(group="tell")
    async def _tell_desk(self, call: Callable[[], object]) -> None:
        with told(self):
            await self._lane.run(call)
            self.catch_up()
            self.post_message(DeskChanged())


def _subject(code: str, number: str) -> str:
    """Return the subject of the red line that says what a rule answered to a text."""
    return f"{code}:{number}"
