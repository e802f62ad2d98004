"""The desk screen: what stands where, and what each command does."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work

from smsdesk.terms import Code
from smsdesk.tui.at_hand import can_go_again, link_in
from smsdesk.tui.calls import off_loop, told
from smsdesk.tui.commands import BY_NAME, Situation, desk_bindings
from smsdesk.tui.keys import proves_shift_enter, tells_shift_enter
from smsdesk.tui.messages import (
    CommandAsked,
    DeskChanged,
    DeskNews,
    ThreadShown,
    TitleChanged,
    Trouble,
)
from smsdesk.tui.news import first_standing, news_of
from smsdesk.tui.screens.layout import DeskLayout
from smsdesk.tui.widgets.conversation_list import ConversationList
from smsdesk.tui.widgets.talk import Talk
from smsdesk.tui.widgets.thread_pane import ThreadPane

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.binding import BindingType

    from smsdesk.core.views import Totals
    from smsdesk.desk import Desk
    from smsdesk.tui.screens.finder import Finder
    from smsdesk.tui.widgets.title_line import Standing

NO_LEADS: Final = "No leads yet.\n\nBring them in with\nsmsdesk leads import FILE"
NO_CONVERSATIONS: Final = "No conversations yet.\n\n^N finds a lead to text."
CHOOSE: Final = "Choose a conversation,\nor press ^N to text a lead."


class DeskScreen(DeskLayout):
    """The desk, alive."""

    BINDINGS: ClassVar[list[BindingType]] = [*desk_bindings()]

    def __init__(self, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(zone=zone)
        self._desk: Desk | None = None

    def on_mount(self) -> None:
        """Find out what can be known before the first key."""
        if tells_shift_enter():
            self.footer_line.newline_key = "shift+enter"
        self._settle()

    def monotonic(self) -> float:
        """Return the steady clock's seconds: the desk's own, once it is open."""
        return self._desk.clock.monotonic() if self._desk is not None else time.monotonic()

    async def begin(self, desk: Desk) -> None:
        """Take the opened desk and show its conversations."""
        self._desk = desk
        await self.side.begin(desk)
        await self.query_one("#desk").mount(Talk(desk, zone=self.zone))
        self.set_interval(20.0, self.talk.show_time)
        self.list.focus()
        self.stand(await off_loop(first_standing, desk))
        self.refresh_from_desk()

    # -- what has happened ----------------------------------------------------------

    def refresh_from_desk(self) -> None:
        """Read again whatever is shown."""
        if self._desk is None:
            return
        self.list.reload()
        self.talk.catch_up()
        self._count()

    @work(exclusive=True, group="totals")
    async def _count(self) -> None:
        assert self._desk is not None
        with told(self):
            self._show_totals(await off_loop(self._desk.totals))

    def _show_totals(self, totals: Totals) -> None:
        self.stand(replace(self.title_line.standing, unread=totals.unread))
        filtered = self.side.filter_box.value
        if filtered:
            self.list.empty_text = f"Nothing found for “{filtered}”.\n\nEsc shows all again."
        else:
            self.list.empty_text = NO_CONVERSATIONS if totals.leads else NO_LEADS
        self.talk.say_nobody(CHOOSE if totals.conversations else "")

    def stand(self, standing: Standing) -> None:
        """Show ``standing`` in the title line and in the terminal's own title."""
        self.title_line.standing = standing
        self.post_message(TitleChanged(standing.unread, standing.mode == "simulated"))

    @on(DeskNews)
    def _news(self, message: DeskNews) -> None:
        news = news_of(message.event, self.title_line.standing, self.zone)
        self.stand(news.standing)
        for trouble in news.troubles:
            self.post_message(trouble)
        for subject in news.over:
            self.errors.settle(subject)
        if news.ring:
            self.app.bell()
        if news.changed:
            self.refresh_from_desk()

    @on(Trouble)
    def _trouble(self, message: Trouble) -> None:
        self.errors.add(message.text, subject=message.subject, seconds=message.seconds)
        self._settle()

    @on(DeskChanged)
    def _changed(self, message: DeskChanged) -> None:
        self.list.reload()
        if message.to_top:
            self.list.top()
        self._count()

    @on(ThreadShown)
    def _thread_shown(self, message: ThreadShown) -> None:
        self._settle()
        self._mark_read(message.thread.head.number, unread=message.thread.first_unread_id)

    def _mark_read(self, number: str, *, unread: int | None) -> None:
        seen = self.app.app_focus and not (self.narrow and not self.has_class("-talking"))
        if unread is not None and seen and self._desk is not None:
            self._mark(number)

    @work(group="read")
    async def _mark(self, number: str) -> None:
        assert self._desk is not None
        with told(self):
            await off_loop(self._desk.mark_read, number)
            self.post_message(DeskChanged())

    def on_app_focus(self) -> None:
        """Texts that came while nobody looked are seen now."""
        self.refresh_from_desk()

    def on_descendant_focus(self) -> None:
        """Other keys may work now."""
        self._settle()

    def on_key(self, event: events.Key) -> None:
        """Learn from a key whether this terminal tells Shift+Enter from Enter."""
        if proves_shift_enter(event):
            self.footer_line.newline_key = "shift+enter"

    # -- conversations --------------------------------------------------------------

    def open(self, number: str | None) -> None:
        """Show the conversation with ``number``, ready to be answered."""
        if not number or self._desk is None:
            return
        self.add_class("-talking")
        self.list.select(number)
        self.talk.open(number)

    @on(ConversationList.Chosen)
    def _chosen(self, event: ConversationList.Chosen) -> None:
        self.open(event.number)

    @on(ThreadPane.RetryAsked)
    def _retry_asked(self, event: ThreadPane.RetryAsked) -> None:
        bubble = next((b for b in self.talk.bubbles if b.message_id == event.message_id), None)
        if bubble is not None:
            self.talk.send_again(bubble)

    @on(CommandAsked)
    async def _command_asked(self, event: CommandAsked) -> None:
        if BY_NAME[event.name].when(self.situation):
            await self.run_action(event.name)

    # -- commands -------------------------------------------------------------------

    @property
    def situation(self) -> Situation:
        """What can be done right now."""
        thread = self.talk.thread if self._desk is not None else None
        if thread is None:
            return Situation(ready=self._desk is not None, back=self._can_go_back())
        message = self.talk.at_hand()
        return Situation(
            ready=True,
            thread=True,
            writing=self.talk.writing,
            question=thread.question is not None,
            known_sender=not thread.head.read_only and thread.verdict.code is not Code.OPTED_OUT,
            again=self.talk.at_hand(can_go_again) is not None,
            waiting=self.talk.at_hand(lambda bubble: bubble.can_cancel) is not None,
            message=message is not None,
            link=self.talk.at_hand(lambda bubble: bool(link_in(bubble))) is not None,
            back=self._can_go_back(),
        )

    def _can_go_back(self) -> bool:
        return (
            bool(self.errors.failures)
            or self.side.filter_box.has_focus
            or (self.narrow and self.has_class("-talking"))
        )

    def _settle(self) -> None:
        self.footer_line.situation = self.situation

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through to the box where its command makes no sense."""
        command = BY_NAME.get(action)
        return command is None or command.when(self.situation)

    def action_send(self) -> None:
        """Send the text in the box."""
        self.talk.reply.box.submit()

    def action_newline(self) -> None:
        """Begin a new line in the box."""
        self.talk.reply.box.new_line()

    def action_new(self) -> None:
        """Find a lead and open the thread with them."""
        from smsdesk.tui.screens.lead_search import LeadSearch

        self._ask_number(LeadSearch)

    def action_jump(self) -> None:
        """Switch to a conversation."""
        from smsdesk.tui.screens.quick_switch import QuickSwitch

        self._ask_number(QuickSwitch)

    def action_find(self) -> None:
        """Search the messages."""
        from smsdesk.tui.screens.message_search import MessageSearch

        self._ask_number(MessageSearch)

    def _ask_number(self, finder: type[Finder]) -> None:
        if self._desk is not None:
            self.app.push_screen(finder(self._desk, zone=self.zone), self.open)

    @work(exclusive=True, group="next-unread")
    async def action_next_unread(self) -> None:
        """Open the next conversation with unread texts."""
        assert self._desk is not None
        with told(self):
            number = await off_loop(self._desk.next_unread, self.list.selected)
            if number is None:
                self.notify("No unread texts.", markup=False)
            self.open(number)

    def action_next_conversation(self) -> None:
        """Open the conversation below."""
        self.list.step(1)

    def action_previous_conversation(self) -> None:
        """Open the conversation above."""
        self.list.step(-1)

    def action_filter(self) -> None:
        """Go to the filter."""
        self.remove_class("-talking")
        self.side.filter_box.focus()

    def action_messages(self) -> None:
        """Go to the messages."""
        self.talk.pane.focus()

    def action_retry(self) -> None:
        """Send a failed text again, or let a held one go."""
        bubble = self.talk.at_hand(can_go_again)
        if bubble is not None:
            self.talk.send_again(bubble)

    def action_cancel_waiting(self) -> None:
        """Take back a text that has not left."""
        bubble = self.talk.at_hand(lambda bubble: bubble.can_cancel)
        if bubble is not None:
            self.talk.cancel(bubble)

    def action_copy(self) -> None:
        """Hand a message to the clipboard; terminals do not say whether they took it."""
        bubble = self.talk.at_hand()
        if bubble is not None:
            self.app.copy_to_clipboard(bubble.text)
            self.notify("Handed to the terminal's clipboard.", markup=False)

    def action_open_link(self) -> None:
        """Open a message's link in the browser."""
        bubble = self.talk.at_hand(lambda bubble: bool(link_in(bubble)))
        if bubble is not None:
            self.app.open_url(link_in(bubble))

    def action_answer_opt_out(self) -> None:
        """They wish to stop."""
        self.talk.answer(opt_out=True)

    def action_answer_keep(self) -> None:
        """They do not wish to stop."""
        self.talk.answer(opt_out=False)

    def action_opt_out(self) -> None:
        """Record a spoken opt-out, after a confirmation."""
        from smsdesk.tui.screens.confirm import Confirm

        thread = self.talk.thread
        if thread is None:
            return
        who = thread.head.name or thread.head.display_number
        self.app.push_screen(
            Confirm(
                f"Record that {who} has opted out?",
                "No text can be sent to them until they text START. This cannot be undone here.",
                yes="Record the opt-out",
            ),
            self.talk.opt_out_confirmed,
        )

    def action_why(self) -> None:
        """Show every rule's verdict."""
        from smsdesk.tui.screens.why import WhyScreen

        if self._desk is not None and self.talk.thread is not None:
            self.app.push_screen(WhyScreen(self._desk, self.talk.thread.head.number))

    def action_help(self) -> None:
        """Show all commands."""
        from smsdesk.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_theme(self) -> None:
        """Switch between light and dark."""
        dark = self.app.current_theme.dark
        self.app.theme = "smsdesk-light" if dark else "smsdesk-dark"

    def action_back(self) -> None:
        """Close one red line; else, in a narrow terminal, the thread."""
        if self.errors.dismiss():
            self._settle()
        elif self.side.filter_box.has_focus:
            self.side.filter_box.clear()
            self.list.focus()
        elif self.narrow and self.has_class("-talking"):
            self.remove_class("-talking")
            self.list.focus()

    async def action_quit(self) -> None:
        """Leave, with everything put away."""
        await self.app.action_quit()

    async def put_away(self) -> None:
        """Return when every text that was sent is recorded and every draft is saved."""
        if self._desk is not None:
            await self.talk.put_away()
