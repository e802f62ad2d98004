"""The desk screen: what each command does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from smsdesk.tui.announcements import CommandAsked, CopyAsked, ListAsked
from smsdesk.tui.commands import BY_NAME, desk_bindings
from smsdesk.tui.desk_calls import off_loop, told
from smsdesk.tui.desk_screen.updates import LiveDesk
from smsdesk.tui.thread.message_choice import can_go_again, link_in
from smsdesk.tui.windows.closed_windows import forget_closed_windows

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from smsdesk.core.views.threads import MessageKey
    from smsdesk.desk import Desk
    from smsdesk.tui.conversations.conversation_list import ConversationList
    from smsdesk.tui.thread.thread_pane import ThreadPane
    from smsdesk.tui.windows.finder import Choice, Finder


class DeskScreen(LiveDesk):
    """An ``action_`` for each command of the table, and little else."""

    BINDINGS: ClassVar[list[BindingType]] = [*desk_bindings()]

    def on_screen_resume(self) -> None:
        """A window over the desk was closed."""
        forget_closed_windows()

    # -- conversations --------------------------------------------------------------

    def open(self, number: str | None, at: MessageKey | None = None) -> None:
        """Show the conversation with ``number``: ready to be answered, or ``at`` a message."""
        if not number:
            return
        self.list.select(number)
        if self._desk is None:
            self._chosen_early = number
            return
        self.talking = True
        self.talk.open(number, at)

    def on_conversation_list_chosen(self, event: ConversationList.Chosen) -> None:
        """Open the conversation that was chosen in the list."""
        self.open(event.number)

    def on_thread_pane_retry_asked(self, event: ThreadPane.RetryAsked) -> None:
        """Send the message whose "retry" or "send" was clicked."""
        bubble = self.talk.bubble(event.message_id)
        if bubble is not None:
            self.talk.send_again(bubble)

    def on_thread_pane_drop_asked(self, event: ThreadPane.DropAsked) -> None:
        """Take back the message whose "drop" was clicked."""
        bubble = self.talk.bubble(event.message_id)
        if bubble is not None:
            self.talk.cancel(bubble)

    def on_thread_pane_activated(self, event: ThreadPane.Activated) -> None:
        """Open the link that was clicked, or show what can be done with the message."""
        from smsdesk.tui.windows.message_menu import MessageMenu

        if event.link:
            self.app.open_url(event.link)
            return
        self.app.push_screen(MessageMenu(event.about), self._run_chosen)

    def _run_chosen(self, name: str | None) -> None:
        if name is not None:
            self.post_message(CommandAsked(name))

    @on(CommandAsked)
    async def _command_asked(self, event: CommandAsked) -> None:
        if BY_NAME[event.name].when(self.situation):
            await self.run_action(event.name)

    # -- typing ---------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Take to the box what was typed where nothing can be written."""
        if event.is_printable and event.character and self.situation.writing:
            self._write_on(event.character)
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Take to the box what was pasted where nothing can be written."""
        if self.situation.writing:
            self._write_on(event.text)
            event.stop()

    def _write_on(self, text: str) -> None:
        self.talk.reply.box.focus()
        self.talk.reply.box.take(text)

    # -- commands -------------------------------------------------------------------

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
        from smsdesk.tui.windows.lead_search import LeadSearch

        self._ask_number(LeadSearch)

    def action_jump(self) -> None:
        """Switch to a conversation."""
        from smsdesk.tui.windows.quick_switch import QuickSwitch

        self._ask_number(QuickSwitch)

    def action_find(self) -> None:
        """Search the messages."""
        from smsdesk.tui.windows.message_search import MessageSearch

        self._ask_number(MessageSearch)

    def _ask_number(self, finder: type[Finder]) -> None:
        if self._desk is not None:
            self.app.push_screen(finder(self._desk, zone=self.zone), self._found)

    def _found(self, choice: Choice | None) -> None:
        if choice is not None:
            self.open(choice.number, choice.at)

    def action_next_unread(self) -> None:
        """Open the next conversation with unread texts."""
        if self._desk is not None:
            self._next_unread(self._desk)

    @work(exclusive=True, group="next-unread")
    async def _next_unread(self, desk: Desk) -> None:
        with told(self):
            number = await off_loop(desk.next_unread, self.list.selected)
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
        self.talking = False
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
        """Copy a message, and say what is certain of it."""
        bubble = self.talk.at_hand()
        if bubble is not None:
            self.post_message(CopyAsked(bubble.text))

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
        from smsdesk.tui.windows.confirm import Confirm

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
        from smsdesk.tui.windows.why import WhyScreen

        if self._desk is not None and self.talk.thread is not None:
            self.app.push_screen(WhyScreen(self._desk, self.talk.thread.head.number))

    def action_help(self) -> None:
        """Show all commands."""
        from smsdesk.tui.windows.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_theme(self) -> None:
        """Switch between light and dark."""
        dark = self.app.current_theme.dark
        self.app.theme = "smsdesk-light" if dark else "smsdesk-dark"

    def action_back(self) -> None:
        """Close one red line; else, in a narrow terminal, the thread."""
        if self.errors.dismiss():
            return
        if self.side.filter_box.has_focus:
            self.side.filter_box.clear()
            self.list.focus()
        elif self.narrow and self.talking:
            self.show_list()

    @on(ListAsked)
    def show_list(self) -> None:
        """Let a narrow terminal show the list in place of the conversation."""
        self.talking = False
        self.list.focus()
        self.settle()

    def action_suspend(self) -> None:
        """Go back to the shell for a while."""
        self.app.action_suspend_process()

    async def action_quit(self) -> None:
        """Leave, with everything put away."""
        await self.app.action_quit()

    async def put_away(self) -> None:
        """Return when every text that was sent is recorded and every draft is saved."""
        if self._desk is not None:
            await self.talk.put_away()
