"""The desk screen: its parts, what it hears from them, and what each command does.

Textual looks for all of that on the screen itself, a method for each; so the file is long, but no
method does more than hand on to a part.
"""

from __future__ import annotations

import time
from dataclasses import replace
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events, on, work
from textual.containers import Horizontal
from textual.errors import NoWidget
from textual.screen import Screen
from textual.widgets import Input

from smsdesk.core.views.threads import MessageKey
from smsdesk.display import many_lines
from smsdesk.tui.announcements import (
    CommandAsked,
    CopyAsked,
    DeskChanged,
    DeskEvent,
    DeskRead,
    DoNotDisturbAsked,
    ListAsked,
    ThreadShown,
    Trouble,
    TroubleOver,
    ViewAsked,
)
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.chrome.red_line import RedLine
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.commands import (
    BY_KEY,
    BY_NAME,
    OUTSIDE_INPUTS,
    Place,
    Situation,
    desk_bindings,
)
from smsdesk.tui.conversations.pane import ListPane
from smsdesk.tui.desk_calls import off_loop, red_line_on_error
from smsdesk.tui.desk_screen.desk_windows import DeskWindows
from smsdesk.tui.desk_screen.focus_keeper import FocusKeeper
from smsdesk.tui.desk_screen.layout import DESK_CSS, HEIGHTS, WIDTHS, DeskLayout, TooSmall
from smsdesk.tui.desk_screen.situation import situation_with
from smsdesk.tui.keys import proves_shift_enter
from smsdesk.tui.thread.message_choice import can_go_again, failures, link_in
from smsdesk.tui.type_ahead import Hold
from smsdesk.tui.windows.closed_windows import forget_closed_windows
from smsdesk.web_links import link

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from smsdesk.desk.conversations import Conversations
    from smsdesk.desk.glance import Glance
    from smsdesk.desk.threads import Threads
    from smsdesk.terms import ConversationView
    from smsdesk.tui.conversations.conversation_list import ConversationList
    from smsdesk.tui.desk_screen.card_place import CardPlace
    from smsdesk.tui.desk_screen.conversation_commands import ConversationCommands
    from smsdesk.tui.desk_screen.template_filling import TemplateFilling
    from smsdesk.tui.desk_screen.updates import DeskUpdates
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane
    from smsdesk.tui.thread.pane import ThreadPane
    from smsdesk.tui.windows.finder import Choice


NO_THREAD: Final = "No conversation is open to write in."
NO_BOX: Final = "Nothing can be written here: F2 says why."


class DeskScreen(Screen[None]):
    """Puts the parts together; has an ``action_`` for each command of the table."""

    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_CSS = DESK_CSS
    BINDINGS: ClassVar[list[BindingType]] = [*desk_bindings()]

    # There once the desk is open; the commands that ask for them make no sense before.
    _commands: ConversationCommands
    _templates: TemplateFilling

    def __init__(self, *, zone: tzinfo, shift_enter: bool) -> None:
        """``zone`` is the agent's own; ``shift_enter``: the terminal is known to tell it."""
        super().__init__()
        self.title_line = TitleLine()
        self.red_line = RedLine(self.monotonic)
        self.list_pane = ListPane(zone=zone)
        self.footer_line = FooterLine()
        self.panes = DeskLayout(self)
        self._too_small = TooSmall()
        self._focus_keeper = FocusKeeper(self, self._stand_ins)
        self._windows = DeskWindows(self, zone=zone)
        self._zone = zone
        self._shift_enter = shift_enter
        self._desk: ScreenDesk | None = None
        self._updates: DeskUpdates | None = None
        self._card: CardPlace | None = None
        self._chosen_early: str | None = None
        self._found_by = ""
        self._looking = Hold(self)

    def compose(self) -> ComposeResult:
        """The frame, painted before the desk is open."""
        yield self.title_line
        yield self.red_line
        with Horizontal(id="desk"):
            yield self.list_pane
        yield self.footer_line
        yield self._too_small

    def on_mount(self) -> None:
        """Show what is known before the desk is open."""
        if self._shift_enter:
            self.footer_line.newline_key = "shift+enter"
        self.watch(self.red_line, "troubles", self.show_keys, init=False)
        self.show_keys()

    async def show_first(self, glance: Glance) -> None:
        """Show the first conversations while the desk is being opened."""
        await self.list_pane.show_first(glance.conversations, glance.clock)
        self._focus_list()

    async def begin(self, desk: ScreenDesk) -> None:
        """Take the opened desk and show its conversations."""
        from smsdesk.tui.desk_screen.card_place import CardPlace
        from smsdesk.tui.desk_screen.conversation_commands import ConversationCommands
        from smsdesk.tui.desk_screen.template_filling import TemplateFilling
        from smsdesk.tui.desk_screen.updates import DeskUpdates
        from smsdesk.tui.thread.conversation_pane import ConversationPane

        await self.list_pane.begin(desk.conversations, desk.clock)
        conversation = ConversationPane(desk, zone=self._zone)
        await self.query_one("#desk").mount(conversation)
        self._desk = desk
        self._card = CardPlace(desk, self.query_one("#desk", Horizontal), self.panes, self._zone)
        self._templates = TemplateFilling(self, desk, conversation)
        self._commands = ConversationCommands(self, desk, conversation, self._zone)
        self._updates = DeskUpdates(
            desk,
            self,
            zone=self._zone,
            title_line=self.title_line,
            red_line=self.red_line,
            list_pane=self.list_pane,
            conversation=conversation,
        )
        self.set_interval(20.0, self._show_time)
        self.set_interval(20.0, self._card.keep_up)
        self._focus_list()
        self.open(self._chosen_early)
        await self._updates.begin()
        await self.conversation_list.begun()

    def _show_time(self) -> None:
        """Let what is written of times keep up."""
        self.conversation.show_time()
        self.conversation_list.keep_up()

    def _focus_list(self) -> None:
        """Begin at the list, unless the agent types into the filter already."""
        if not self.list_pane.filter_box.has_focus:
            self.conversation_list.focus()

    def refresh_from_desk(self) -> None:
        """Read again whatever is shown, and what has happened since."""
        if self._updates is not None:
            self._updates.refresh()

    async def put_away(self) -> None:
        """Return when every text that was sent is recorded and every draft is saved."""
        if self._desk is not None:
            await self.conversation.put_away()

    def monotonic(self) -> float:
        """Return the steady clock's seconds: the desk's own, once it is open."""
        return self._desk.clock.monotonic() if self._desk is not None else time.monotonic()

    # -- the parts that come later --------------------------------------------------

    @property
    def conversation_list(self) -> ConversationList:
        """The conversations; there when there is something to show."""
        return self.list_pane.conversation_list

    @property
    def conversation(self) -> ConversationPane:
        """The conversation at the right; there once the desk is open."""
        return cast("ConversationPane", self.query_one("#conversation"))

    def _stand_ins(self) -> tuple[Widget, ...]:
        """Return what there is of them: until the desk is open there may be none."""
        kinds = ("ComposeBox", "ThreadPane", "ConversationList")
        return tuple(widget for kind in kinds for widget in self.query(kind))

    # -- what Textual says ----------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """List and conversation may take turns now, or no longer; hidden may be in sight."""
        self._too_small.measure(event.size)
        self.call_after_refresh(self.show_keys)
        self._focus_keeper.keep_after_refresh()
        self.call_after_refresh(self._read_card)

    def on_screen_resume(self) -> None:
        """A window over the desk was closed; the terminal may have another size by now."""
        forget_closed_windows()
        self._focus_keeper.keep_after_refresh()
        if self._desk is not None:
            self.conversation.thread_pane.tell_painted()

    def on_descendant_focus(self) -> None:
        """Other keys may work now."""
        self.show_keys()
        self._focus_keeper.focus_moved()

    def on_key(self, event: events.Key) -> None:
        """Take to the box what was typed where nothing can be written."""
        if event.is_printable and event.character and event.key not in OUTSIDE_INPUTS:
            self._write_on(event.character)
            event.stop()
        if proves_shift_enter(event):
            self.footer_line.newline_key = "shift+enter"

    def on_paste(self, event: events.Paste) -> None:
        """Take to the box what was pasted where nothing can be written."""
        self._write_on(event.text)
        event.stop()

    def _write_on(self, text: str) -> None:
        """Write ``text`` into the box; where there is none, say so, for nothing takes it."""
        situation = self.situation
        if situation.writing:
            self.conversation.reply.box.focus()
            self.conversation.reply.box.take(text)
            return
        self.app.bell()
        if situation.thread:
            self.conversation.thread_pane.drop_cursor()
        self.notify(NO_BOX if situation.thread else NO_THREAD, markup=False)

    def needs_no_desk(self, event: events.Event) -> bool:
        """Return whether ``event`` can be handled before the desk is open."""
        if self.app.screen is not self:
            return True
        if isinstance(event, events.MouseEvent):
            return self._is_list_at(event.x, event.y)
        in_filter = isinstance(self.focused, Input)
        if not isinstance(event, events.Key):
            return in_filter
        if event.key in BY_KEY:
            return BY_KEY[event.key].when(Situation())
        if in_filter:
            return event.key != "enter"
        return self.focused is not None and not event.is_printable

    def _is_list_at(self, x: int, y: int) -> bool:
        try:
            widget, _ = self.get_widget_at(x, y)
        except NoWidget:
            return True
        return widget.id == "list" or isinstance(widget, Input)

    # -- what the parts say ---------------------------------------------------------

    @on(DeskEvent)
    def _desk_event(self, message: DeskEvent) -> None:
        if self._updates is not None:
            self._updates.take_event(message.event)

    @on(DeskChanged)
    def _desk_changed(self, message: DeskChanged) -> None:
        self.refresh_from_desk()
        if message.to_top:
            self.conversation_list.top()

    @on(DeskRead)
    def _read_card(self) -> None:
        if self._card is not None:
            self._card.show()

    @on(Trouble)
    def _trouble(self, message: Trouble) -> None:
        self.red_line.add(message.text, subject=message.subject, seconds=message.seconds)

    @on(TroubleOver)
    def _trouble_over(self, message: TroubleOver) -> None:
        self.red_line.drop(message.subject)

    @on(ThreadShown)
    def _thread_shown(self, message: ThreadShown) -> None:
        self.show_keys()
        self._focus_keeper.keep_after_refresh()
        if self._card is not None:
            self._card.about(message.thread.head.number)
        if self._desk is not None:
            self.conversation.reading.shows(message.thread)

    def acted(self) -> None:
        """The agent pressed a key or moved the mouse, in a terminal that is in front.

        What is painted by then, with no window over it, has been seen. An empty chair reads
        nothing.
        """
        desk = self._desk
        if desk is None or self.app.screen is not self or not self.panes.conversation_in_view:
            return
        seen = self.conversation.reading.seen()
        if seen is not None:
            self._mark_read(desk.threads, *seen)

    @work(group="read")
    async def _mark_read(self, threads: Threads, number: str, until: int) -> None:
        with red_line_on_error(self):
            await off_loop(threads.mark_read, number, until)
            self.post_message(DeskChanged())

    @on(CommandAsked)
    async def _command_asked(self, event: CommandAsked) -> None:
        # By its name, not by a key that a text in the box keeps for itself.
        if BY_NAME[event.name].when(replace(self.situation, nothing_to_delete=True)):
            done = getattr(self, f"action_{event.name}")()
            if isawaitable(done):
                await done

    def on_conversation_list_chosen(self, event: ConversationList.Chosen) -> None:
        """Open the conversation that was chosen in the list."""
        self.open(event.number)

    def on_thread_pane_retry_asked(self, event: ThreadPane.RetryAsked) -> None:
        """Send the message whose "retry" or "send" was clicked."""
        bubble = self.conversation.bubble(event.message_id)
        if bubble is not None:
            self.conversation.send_again(bubble)

    def on_thread_pane_drop_asked(self, event: ThreadPane.DropAsked) -> None:
        """Take back the message whose "drop" was clicked."""
        bubble = self.conversation.bubble(event.message_id)
        if bubble is not None:
            self.conversation.cancel(bubble)

    def on_thread_pane_activated(self, event: ThreadPane.Activated) -> None:
        """Ask about the link that was clicked, or show what can be done with the message."""
        if event.link:
            self._windows.open_link(link(event.link))
        else:
            self._windows.show_menu(event.about, self._run_chosen)

    def _run_chosen(self, name: str | None) -> None:
        if name is not None:
            self.post_message(CommandAsked(name))

    # -- what can be done -----------------------------------------------------------

    @property
    def situation(self) -> Situation:
        """What can be done right now."""
        if self._desk is None or not self.panes.conversation_in_view:
            return Situation(
                ready=self._desk is not None, back=self._can_go_back(), place=self._place()
            )
        return situation_with(
            self.conversation,
            searched=bool(self._found_by),
            place=self._place(),
            can_go_back=self._can_go_back(),
            list_behind=self.panes.narrow and not self._can_close(),
        )

    def _place(self) -> Place:
        focused = self.focused
        if focused is self.list_pane.filter_box:
            return Place.FILTER
        if focused is not None and focused.id == "list":
            return Place.LIST
        if self._desk is None:
            return Place.ELSEWHERE
        if focused is self.conversation.reply.box:
            return Place.BOX
        pane = self.conversation.thread_pane
        return Place.MESSAGE if focused is pane and pane.current else Place.ELSEWHERE

    def _can_close(self) -> bool:
        return bool(self.red_line.troubles) or self.list_pane.filter_box.has_focus

    def _can_go_back(self) -> bool:
        thread_over_list = self.panes.narrow and self.panes.conversation_in_front
        return self._can_close() or thread_over_list or bool(self.list_pane.filter_box.value)

    def show_keys(self) -> None:
        """Let the footer show the keys that work now, and the head the way to the list."""
        self.footer_line.situation = self.situation
        if self._desk is not None:
            self.conversation.head.list_behind = self.panes.narrow

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through to the box where its command makes no sense."""
        command = BY_NAME.get(action)
        return command is None or command.when(self.situation)

    # -- commands: conversations ----------------------------------------------------

    def open(self, number: str | None, at: MessageKey | None = None) -> None:
        """Show the conversation with ``number``: ready to be answered, or ``at`` a message."""
        if not number:
            return
        self.conversation_list.select(number)
        if self._desk is None:
            self._chosen_early = number
            return
        self.panes.conversation_in_front = True
        self.conversation.open(number, at)

    def _open_found(self, choice: Choice | None) -> None:
        if choice is not None:
            self.open(choice.number, choice.at)

    def action_new(self) -> None:
        """Find a lead and open the thread with them."""
        if self._desk is not None:
            self._windows.find_lead(self._desk, self._open_found)

    def action_jump(self) -> None:
        """Switch to a conversation."""
        if self._desk is not None:
            self._windows.find_conversation(self._desk, self._open_found)

    def action_find(self) -> None:
        """Search the messages."""
        if self._desk is not None:
            shown = self.conversation.thread if self.panes.conversation_in_view else None
            here = shown.head.number if shown is not None else None
            self._windows.find_message(self._desk, here, self._message_found)

    def _message_found(self, choice: Choice | None) -> None:
        if choice is not None:
            self._found_by = choice.query
            self.open(choice.number, choice.at)

    def action_earlier_hit(self) -> None:
        """Go to the text before, in the conversation, that the last search finds, too."""
        self._hit_beside(later=False)

    def action_later_hit(self) -> None:
        """Go to the next text, in the conversation, that the last search finds, too."""
        self._hit_beside(later=True)

    @work(exclusive=True, group="hit")
    async def _hit_beside(self, *, later: bool) -> None:
        thread, bubble = self.conversation.thread, self.conversation.at_hand()
        if self._desk is None or thread is None or bubble is None:
            return
        number = thread.head.number
        with red_line_on_error(self):
            hit = await off_loop(
                self._desk.threads.hit_beside, number, self._found_by, bubble.key, later=later
            )
            if hit is None:
                self.notify("No later hit." if later else "No earlier hit.", markup=False)
            else:
                self.open(number, MessageKey(hit.happened_at, hit.message_id))

    def action_next_unread(self) -> None:
        """Open the next conversation with unread texts; what is typed next is for that one."""
        if self._desk is not None:
            self._looking.begin()
            self._next_unread(self._desk.conversations)

    @work(exclusive=True, group="next-unread")
    async def _next_unread(self, conversations: Conversations) -> None:
        with red_line_on_error(self):
            number = await off_loop(conversations.next_unread, self.conversation_list.selected)
            if number is None:
                self.notify("No unread texts.", markup=False)
            self.open(number)
        self._looking.end()

    def action_who_now(self) -> None:
        """Send what is in the box, where the gate lets it, and open who is to be answered next."""
        if self._desk is not None:
            self._looking.begin()
            self.conversation.send_and(self._go_on, self._looking.end)

    @work(exclusive=True, group="next-unread")
    async def _go_on(self) -> None:
        if self._desk is None:
            return
        from smsdesk.tui.desk_screen.conversation_commands import who_is_left

        with red_line_on_error(self):
            current = self.conversation_list.selected
            found = await off_loop(self._desk.answering.next_to_answer, current)
            self.notify(who_is_left(found), markup=False)
            self.open(found.number)
        self._looking.end()

    def action_next_conversation(self) -> None:
        """Open the conversation below."""
        self.conversation_list.step(1)

    def action_previous_conversation(self) -> None:
        """Open the conversation above."""
        self.conversation_list.step(-1)

    def action_filter(self) -> None:
        """Go to the filter."""
        self.panes.conversation_in_front = False
        self.list_pane.filter_box.focus()

    # -- commands: the conversation that is shown -----------------------------------

    def action_send(self) -> None:
        """Send the text in the box."""
        self.conversation.reply.box.submit()

    def action_empty_box(self) -> None:
        """Delete the text in the box."""
        self.conversation.reply.box.empty()

    def action_newline(self) -> None:
        """Begin a new line in the box."""
        self.conversation.reply.box.new_line()

    def action_messages(self) -> None:
        """Go to the messages."""
        self.conversation.thread_pane.enter()

    def action_beginning(self) -> None:
        """Go to the first message of the conversation, however long it is."""
        self.conversation.thread_pane.to_beginning()

    def action_page_up(self) -> None:
        """Scroll the messages by a page, the box keeps the focus."""
        self.conversation.thread_pane.action_turn_page(-1)

    def action_page_down(self) -> None:
        """Scroll the messages by a page, the box keeps the focus."""
        self.conversation.thread_pane.action_turn_page(1)

    def action_activate(self) -> None:
        """Show what can be done with the message at hand."""
        bubble = self.conversation.at_hand()
        if bubble is not None:
            self._windows.show_menu(bubble, self._run_chosen)

    def action_choose(self) -> None:
        """Open the conversation under the cursor of the list."""
        self.list_pane.open_first()

    def action_retry(self) -> None:
        """Send a failed text again, or let a held one go."""
        bubble = self.conversation.at_hand(can_go_again)
        if bubble is not None:
            self.conversation.send_again(bubble)

    def action_cancel_waiting(self) -> None:
        """Take back a text that has not left."""
        bubble = self.conversation.at_hand(lambda bubble: bubble.can_cancel)
        if bubble is not None:
            self.conversation.cancel(bubble)

    def action_copy(self) -> None:
        """Copy a message as it is seen, and say what is certain of it.

        It may be pasted into a shell, which does what a control in it says.
        """
        bubble = self.conversation.at_hand()
        if bubble is not None:
            self.post_message(CopyAsked(many_lines(bubble.text)))

    def action_open_link(self) -> None:
        """Open a message's link in the browser, once it is certain that it shall be."""
        bubble = self.conversation.at_hand(lambda bubble: bool(link_in(bubble)))
        if bubble is not None:
            self._windows.open_link(link_in(bubble))

    def action_raw_text(self) -> None:
        """Show what a message really holds."""
        bubble = self.conversation.at_hand()
        if bubble is not None and self._desk is not None:
            self._windows.show_raw_text(self._desk.threads, bubble)

    def action_answer_opt_out(self) -> None:
        """They wish to stop."""
        self.conversation.answer(opt_out=True)

    def action_answer_keep(self) -> None:
        """They do not wish to stop."""
        self.conversation.answer(opt_out=False)

    def action_opt_out(self) -> None:
        """Record a spoken opt-out, after a confirmation."""
        thread = self.conversation.thread
        if thread is not None:
            self._windows.confirm_opt_out(thread, self.conversation.opt_out_confirmed)

    def action_why(self) -> None:
        """Show every rule's verdict."""
        if self._desk is not None and self.conversation.thread is not None:
            failed = failures(self.conversation.bubbles)
            self._windows.show_why(self._desk, self.conversation.thread.head.number, failed)

    def action_lead(self) -> None:
        """Show all that is known of the lead."""
        if self._desk is not None and self.conversation.thread is not None:
            number = self.conversation.thread.head.number
            self._windows.show_lead(self._desk, number, self._run_chosen)

    def action_note(self) -> None:
        """Write a note about the lead."""
        if self._desk is not None and self.conversation.thread is not None:
            self._windows.write_note(self._desk, self.conversation.thread, self._note_kept)

    def _note_kept(self, kept: bool | None) -> None:  # noqa: FBT001 - a window's answer
        if kept:
            self.notify("Noted.", markup=False)
            self._read_card()
            self.post_message(DeskChanged())

    def action_conversation_menu(self) -> None:
        """Show what can be done with the conversation."""
        self._commands.show_menu(self.situation, self._run_chosen)

    def action_done(self) -> None:
        """Let nothing in the conversation wait for an answer."""
        self._commands.done()

    def action_snooze(self) -> None:
        """Put the conversation aside."""
        self._commands.snooze()

    def action_later(self) -> None:
        """Give a text a time of its own."""
        if self._desk is not None and self.conversation.thread is not None:
            self._windows.ask_when(self._desk, self.conversation.thread, self._planned)

    def _planned(self, at: datetime | None) -> None:
        if at is not None:
            self.conversation.plan(at)

    def action_claim(self) -> None:
        """Make the conversation the agent's own."""
        self._commands.claim()

    def action_hand_over(self) -> None:
        """Give the conversation to another agent."""
        self._commands.hand_over()

    def action_let_go(self) -> None:
        """Make the conversation nobody's."""
        self._commands.let_go()

    def action_unread(self) -> None:
        """Make their newest text unread again."""
        self.conversation.reading.leave_unread()
        self._commands.unread()

    def action_copy_number(self) -> None:
        """Copy the number."""
        self._commands.copy_number()

    def action_templates(self) -> None:
        """Put a text of the firm into the box."""
        self._templates.choose()

    def action_views(self) -> None:
        """Choose which conversations are listed."""
        self._windows.choose_view(self.list_pane.view_line, self._view_chosen)

    def _view_chosen(self, view: ConversationView | None) -> None:
        if view is not None and self._desk is not None:
            self.list_pane.show_view(view)
            if self.panes.narrow:
                self.show_list()

    @on(ViewAsked)
    def _view_asked(self, message: ViewAsked) -> None:
        self._view_chosen(message.view)

    # -- commands: the desk ---------------------------------------------------------

    def action_import_leads(self) -> None:
        """Read leads in from a file."""
        if self._desk is not None:
            self._windows.import_leads(self._desk)

    def action_help(self) -> None:
        """Show all commands."""
        self._windows.show_help()

    def action_commands(self) -> None:
        """Find a command by its name."""
        self._windows.find_command(self.situation, self._run_chosen)

    def action_do_not_disturb(self) -> None:
        """Call the agent no more, or again."""
        self.post_message(DoNotDisturbAsked())

    def action_theme(self) -> None:
        """Switch between light and dark."""
        dark = self.app.current_theme.dark
        self.app.theme = "smsdesk-light" if dark else "smsdesk-dark"

    def action_back(self) -> None:
        """Close one red line; else the filter, or in a narrow terminal the thread."""
        if self.red_line.dismiss():
            return
        if self.list_pane.filter_box.has_focus:
            self.list_pane.filter_box.clear()
            self.conversation_list.focus()
        elif self.panes.narrow and self.panes.conversation_in_front:
            self.show_list()
        else:
            self.list_pane.filter_box.clear()

    @on(ListAsked)
    def show_list(self) -> None:
        """Let a narrow terminal show the list in place of the conversation."""
        self.panes.conversation_in_front = False
        self.conversation_list.focus()
        self.show_keys()

    def action_suspend(self) -> None:
        """Go back to the shell for a while."""
        self.app.action_suspend_process()

    async def action_quit(self) -> None:
        """Leave, with everything put away."""
        await self.app.action_quit()
