"""The desk screen as it lives: what is loaded, what has happened, what can be done about it.

What only an open desk needs is imported when there is one: the frame is painted before.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import events, on, work

from smsdesk.terms import Code
from smsdesk.tui.announcements import (
    DeskChanged,
    DeskNews,
    ThreadShown,
    TitleChanged,
    Trouble,
    TroubleOver,
)
from smsdesk.tui.commands import Situation
from smsdesk.tui.desk_calls import off_loop, told
from smsdesk.tui.desk_screen.kept_focus import KeptFocus
from smsdesk.tui.keys import proves_shift_enter
from smsdesk.tui.thread.message_choice import can_go_again, link_in

if TYPE_CHECKING:
    from datetime import tzinfo

    from smsdesk.core.views.alerts import News
    from smsdesk.core.views.conversations import Totals
    from smsdesk.desk import Desk
    from smsdesk.glance import Glance
    from smsdesk.tui.chrome.title_line import Standing

CHOOSE: Final = "Choose a conversation,\nor press ^N to text a lead."


class LiveDesk(KeptFocus):
    """Shows what is, and goes on showing it; what the agent can do is ``DeskScreen``'s."""

    def __init__(self, *, zone: tzinfo, shift_enter: bool) -> None:
        """``zone`` is the agent's own; ``shift_enter``: the terminal is known to tell it."""
        super().__init__(zone=zone)
        self._shift_enter = shift_enter
        self._desk: Desk | None = None
        self._chosen_early: str | None = None
        self._revision: int | None = None
        self._look_due = False
        self._looking = False

    def on_mount(self) -> None:
        """Show what is known before the desk is open."""
        if self._shift_enter:
            self.footer_line.newline_key = "shift+enter"
        self.watch(self.errors, "failures", self.settle, init=False)
        self.settle()

    def on_resize(self, event: events.Resize) -> None:
        """List and thread may take turns now, or no longer."""
        self.call_after_refresh(self.settle)

    def monotonic(self) -> float:
        """Return the steady clock's seconds: the desk's own, once it is open."""
        return self._desk.clock.monotonic() if self._desk is not None else time.monotonic()

    async def show_first(self, glance: Glance) -> None:
        """Show the first conversations while the desk is being opened."""
        await self.side.show_first(glance)
        self._focus_list()

    def _focus_list(self) -> None:
        """Begin at the list, unless the agent types into the filter already."""
        if not self.side.filter_box.has_focus:
            self.list.focus()

    async def begin(self, desk: Desk) -> None:
        """Take the opened desk and show its conversations."""
        from smsdesk.tui.desk_screen.background_news import first_standing
        from smsdesk.tui.thread.conversation_pane import Talk

        await self.side.begin(desk)
        await self.query_one("#desk").mount(Talk(desk, zone=self.zone))
        self._desk = desk
        self.set_interval(20.0, self.talk.show_time)
        self._focus_list()
        self.open(self._chosen_early)
        self.stand(await off_loop(first_standing, desk))
        self._revision = (await off_loop(desk.news, None)).revision
        self.refresh_from_desk()

    def open(self, number: str | None) -> None:
        """Show the conversation with ``number``."""
        raise NotImplementedError

    def refresh_from_desk(self) -> None:
        """Read again whatever is shown, and what has happened since; one look at a time."""
        self._look_due = True
        if self._desk is not None and not self._looking:
            self._looking = True
            self._look(self._desk)

    @work(group="look")
    async def _look(self, desk: Desk) -> None:
        try:
            while self._look_due:
                await self.talk.reply.box.lull.come()
                self._look_due = False
                with told(self):
                    await self._look_once(desk)
        finally:
            self._looking = False

    async def _look_once(self, desk: Desk) -> None:
        from smsdesk.tui.desk_screen.background_news import messages_of
        from smsdesk.tui.desk_screen.refresh import look

        about = messages_of(failure.subject for failure in self.errors.failures)
        seen = await off_loop(look, desk, self._revision, about, self.talk.asked)
        show_rows = await self.list.look_again()
        # All in one frame, for a key would wait for each of several: so widgets come first, and
        # what wakes the screen, which lets the frame begin, comes last.
        show_rows()
        if seen.fresh is not None:
            self.talk.take(seen.fresh)
        self._show_totals(seen.totals, waiting=seen.waiting)
        self._tell(seen.news)

    def stand(self, standing: Standing) -> None:
        """Show ``standing`` in the title line and in the terminal's own title."""
        if standing == self.title_line.standing:
            return
        self.title_line.standing = standing
        self.post_message(TitleChanged(standing.unread, standing.mode == "simulated"))

    @on(DeskNews)
    def _news(self, message: DeskNews) -> None:
        from smsdesk.tui.desk_screen.background_news import news_of

        news = news_of(message.event, self.title_line.standing, self.zone)
        self.stand(news.standing)
        for trouble in news.troubles:
            self.post_message(trouble)
        for subject in news.over:
            self.errors.settle(subject)
        if news.changed:
            self.refresh_from_desk()

    def _tell(self, news: News) -> None:
        """Tell what has happened since the last look, whichever process brought it."""
        from smsdesk.tui.desk_screen.background_news import subject_of, trouble_of

        begun, self._revision = self._revision is not None, news.revision
        for alert in news.troubles:
            self.post_message(trouble_of(alert))
        for message_id in news.over:
            self.errors.settle(subject_of(message_id))
        if news.texted and begun:
            self.app.bell()

    def _show_totals(self, totals: Totals, *, waiting: int) -> None:
        self.stand(replace(self.title_line.standing, unread=totals.unread, waiting=waiting))
        self.side.show_totals(totals)
        self.talk.say_nobody(CHOOSE if totals.conversations else "")

    @on(Trouble)
    def _trouble(self, message: Trouble) -> None:
        self.errors.add(message.text, subject=message.subject, seconds=message.seconds)

    @on(TroubleOver)
    def _trouble_over(self, message: TroubleOver) -> None:
        self.errors.settle(message.subject)

    @on(DeskChanged)
    def _changed(self, message: DeskChanged) -> None:
        self.refresh_from_desk()
        if message.to_top:
            self.list.top()

    @on(ThreadShown)
    def _thread_shown(self, message: ThreadShown) -> None:
        self.settle()
        self.call_after_refresh(self.keep_focus)
        seen = self.app.app_focus and self.thread_in_view
        if message.thread.first_unread_id is not None and seen and self._desk is not None:
            self._mark_read(self._desk, message.thread.head.number)

    @work(group="read")
    async def _mark_read(self, desk: Desk, number: str) -> None:
        with told(self):
            await off_loop(desk.mark_read, number)
            self.post_message(DeskChanged())

    def on_descendant_focus(self) -> None:
        """Other keys may work now."""
        self.settle()

    def on_key(self, event: events.Key) -> None:
        """Learn from a key whether this terminal tells Shift+Enter from Enter."""
        if proves_shift_enter(event):
            self.footer_line.newline_key = "shift+enter"

    # -- what can be done about it --------------------------------------------------

    @property
    def situation(self) -> Situation:
        """What can be done right now."""
        thread = self.talk.thread if self._desk is not None and self.thread_in_view else None
        if thread is None:
            return Situation(ready=self._desk is not None, back=self._can_go_back())
        again = self.talk.at_hand(can_go_again)
        return Situation(
            ready=True,
            thread=True,
            writing=self.talk.writing,
            question=thread.question is not None,
            known_sender=not thread.head.read_only and thread.verdict.code is not Code.OPTED_OUT,
            again=again is not None,
            first_time=again is not None and not again.can_retry,
            waiting=self.talk.at_hand(lambda bubble: bubble.can_cancel) is not None,
            message=self.talk.at_hand() is not None,
            link=self.talk.at_hand(lambda bubble: bool(link_in(bubble))) is not None,
            back=self._can_go_back(),
            list_behind=self.narrow and not self._can_close(),
        )

    def _can_close(self) -> bool:
        return bool(self.errors.failures) or self.side.filter_box.has_focus

    def _can_go_back(self) -> bool:
        return self._can_close() or (self.narrow and self.talking)

    def settle(self) -> None:
        """Let the footer show the keys that work now, and the head the way to the list."""
        self.footer_line.situation = self.situation
        if self._desk is not None:
            self.talk.head.list_behind = self.narrow
