"""The desk screen: its parts, and what it hears from them.

Textual looks for what is heard on the screen itself, a method for each; no method does more than
hand on to a part. What the commands do is in the files beside this one that end in ``_commands``.
"""

from __future__ import annotations

import time
from dataclasses import replace
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events, on, work
from textual.containers import Horizontal
from textual.errors import NoWidget
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

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
from smsdesk.tui.desk_screen.app_commands import AppCommands
from smsdesk.tui.desk_screen.desk_windows import DeskWindows
from smsdesk.tui.desk_screen.focus_keeper import FocusKeeper
from smsdesk.tui.desk_screen.layout import DESK_CSS, HEIGHTS, WIDTHS, DeskLayout, TooSmall
from smsdesk.tui.desk_screen.list_commands import ListCommands
from smsdesk.tui.desk_screen.situation import situation_with
from smsdesk.tui.focus_at_once import FocusAtOnce
from smsdesk.tui.front_to_back import PaintedFrontToBack
from smsdesk.tui.newline_keys import proves_shift_enter
from smsdesk.tui.one_frame import OneFrame
from smsdesk.tui.painting_at_once import PaintsAtOnce
from smsdesk.tui.screen_messages import (
    CommandAsked,
    DeskChanged,
    DeskEvent,
    DeskRead,
    ListAsked,
    ThreadShown,
    Trouble,
    TroubleOver,
    ViewAsked,
)
from smsdesk.tui.type_ahead import type_ahead_of
from smsdesk.tui.windows.closed_windows import forget_closed_windows

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from smsdesk.core.read_models.threads import MessageKey
    from smsdesk.desk.glance import Glance
    from smsdesk.tui.commands import Doing
    from smsdesk.tui.conversations.conversation_list import ConversationList
    from smsdesk.tui.desk_screen.card_place import CardPlace
    from smsdesk.tui.desk_screen.finding_commands import FindingCommands
    from smsdesk.tui.desk_screen.message_commands import MessageCommands
    from smsdesk.tui.desk_screen.reading_ahead import ReadingAhead
    from smsdesk.tui.desk_screen.updates import DeskUpdates
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane
    from smsdesk.tui.thread.pane import ThreadPane
    from smsdesk.tui.thread.read_marks import TextsRead


NO_THREAD: Final = "No conversation is open to write in."
NO_BOX: Final = "Nothing can be written here: F2 says why."


class DeskScreen(FocusAtOnce, PaintsAtOnce, PaintedFrontToBack, Screen[None]):
    """Puts the parts together, and hands on what they say."""

    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_CSS = DESK_CSS
    BINDINGS: ClassVar[list[BindingType]] = [*desk_bindings()]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the focus. Textual would paint the whole screen anew, in another frame."""

    def __init__(self, *, zone: tzinfo, shift_enter: bool, restricted: bool = False) -> None:
        """Take what is known before the desk is open.

        Args:
            zone: the agent's own.
            shift_enter: whether the terminal is known to tell Shift+Enter from Enter.
            restricted: whether the desk only reads and texts.
        """
        super().__init__()
        self.title_line = TitleLine()
        self.red_line = RedLine(self.monotonic)
        self.list_pane = ListPane(zone=zone)
        self.footer_line = FooterLine()
        self.panes = DeskLayout(self)
        self._too_small = TooSmall()
        self._focus_keeper = FocusKeeper(self, self._stand_ins)
        self._frame = OneFrame(self, self._paint)
        self._windows = DeskWindows(self, zone=zone, restricted=restricted)
        self._restricted = restricted
        self._list_commands = ListCommands(
            self.list_pane,
            panes=self.panes,
            red_line=self.red_line,
            windows=self._windows,
            show_keys=self.show_keys,
            frame=self._frame,
            opens=self.open,
        )
        app_commands = AppCommands(self, self._windows, lambda: self.situation)
        self.doing: Doing = {**self._list_commands.doing(), **app_commands.doing()}
        self._zone = zone
        self._shift_enter = shift_enter
        self._desk: ScreenDesk | None = None
        self._updates: DeskUpdates | None = None
        self._ahead: ReadingAhead | None = None
        self._card: CardPlace | None = None
        self._finding: FindingCommands | None = None
        self._messages: MessageCommands | None = None
        self._chosen_early: str | None = None
        self._touched = False

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

    async def begin(self, desk: ScreenDesk, *, reads_ahead: bool = False) -> None:
        """Take the opened desk and show its conversations.

        Args:
            desk: the open desk.
            reads_ahead: whether to make ready what is likely to be opened next.
        """
        from smsdesk.tui.desk_screen.card_place import CardPlace
        from smsdesk.tui.desk_screen.updates import DeskUpdates
        from smsdesk.tui.thread.conversation_pane import ConversationPane

        await self.list_pane.begin(desk.conversations, desk.clock)
        conversation = ConversationPane(desk, zone=self._zone, on_opened=self._conversation_opened)
        await self.query_one("#desk").mount(conversation)
        self._desk = desk
        self._card = CardPlace(desk, self.query_one("#desk", Horizontal), self.panes, self._zone)
        self._take_commands(desk, conversation)
        self._updates = DeskUpdates(
            desk,
            self,
            zone=self._zone,
            title_line=self.title_line,
            red_line=self.red_line,
            list_pane=self.list_pane,
            conversation=conversation,
            frame=self._frame,
        )
        if reads_ahead:
            self._ahead = self.reading_ahead(desk)
        self.set_interval(20.0, self._show_time)
        self.set_interval(20.0, self._card.keep_up)
        self._focus_list()
        self.open(self._chosen_early)
        await self._updates.begin()
        await self.conversation_list.begun()
        await self._begin_with_a_conversation(desk)

    def _take_commands(self, desk: ScreenDesk, conversation: ConversationPane) -> None:
        """Let the commands be done that need an open desk."""
        from smsdesk.tui.desk_screen.conversation_commands import ConversationCommands
        from smsdesk.tui.desk_screen.finding_commands import FindingCommands
        from smsdesk.tui.desk_screen.message_commands import MessageCommands

        windows = self._windows
        self._finding = FindingCommands(
            self,
            desk,
            conversation,
            windows=windows,
            panes=self.panes,
            selected=lambda: self.conversation_list.selected,
            opens=self.open,
        )
        self._messages = MessageCommands(self, desk.threads, conversation, windows)
        about_conversation = ConversationCommands(
            self,
            desk,
            conversation,
            windows=windows,
            zone=self._zone,
            situation=lambda: self.situation,
        )
        self.doing = {
            **self.doing,
            **self._finding.doing(),
            **self._messages.doing(),
            **about_conversation.doing(),
            "import_leads": lambda: windows.import_leads(desk),
        }

    def reading_ahead(self, desk: ScreenDesk) -> ReadingAhead:
        """Return what makes ready what is likely to be opened next."""
        from smsdesk.tui.desk_screen.reading_ahead import ReadingAhead

        return ReadingAhead(
            self,
            desk.threads,
            desk.contacts,
            rows=self.conversation_list,
            conversation=self.conversation,
            panes=self.panes,
        )

    def _show_time(self) -> None:
        """Let what is written of times keep up."""
        self.conversation.show_time()
        self.conversation_list.keep_up()

    async def _begin_with_a_conversation(self, desk: ScreenDesk) -> None:
        """Show who was open last or waits longest, unless the agent has begun with something else.

        The list keeps the focus: Enter, pressed for one of its rows, must not send a draft. And
        what was typed before the conversation was there must not end up in its box.
        """
        with red_line_on_error(self):
            number = await off_loop(desk.presence.where_to_begin)
            if not number or not self.panes.conversation_in_view:
                return
            thread = await off_loop(desk.threads.get, number)
            keys = type_ahead_of(self.app)
            if not self._touched and (keys is None or keys.at_rest):
                self.conversation_list.select(number)
                self.conversation.show(thread)

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
            return BY_KEY[event.key].fits(Situation(restricted=self._restricted))
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

    def acted(self) -> None:
        """The agent pressed a key or moved the mouse, in a terminal that is in front.

        What is painted by then, with no window over it, has been seen. An empty chair reads
        nothing.
        """
        self._touched = True
        updates = self._updates
        if updates is None or self.app.screen is not self or not self.panes.conversation_in_view:
            return
        seen = self.conversation.reading.seen()
        if seen is not None:
            self._mark_read(updates, seen)

    @work(group="read")
    async def _mark_read(self, updates: DeskUpdates, seen: TextsRead) -> None:
        with red_line_on_error(self):
            await updates.mark_read(seen)

    @on(CommandAsked)
    async def _command_asked(self, event: CommandAsked) -> None:
        # By its name, not by a key that a text in the box keeps for itself.
        if BY_NAME[event.name].fits(replace(self.situation, nothing_to_delete=True)):
            await self.action_command(event.name)

    def on_conversation_list_chosen(self, event: ConversationList.Chosen) -> None:
        """Open the conversation that was chosen in the list."""
        self.open(event.number)

    def on_conversation_list_emptied(self) -> None:
        """Enter has nothing to open any more, or something again."""
        self.show_keys()

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
        if self._messages is not None:
            self._messages.act_on(event)

    @on(ViewAsked)
    def _view_asked(self, message: ViewAsked) -> None:
        self._list_commands.show_view(message.view)

    @on(ListAsked)
    def _list_asked(self) -> None:
        self._list_commands.show_list()

    # -- one frame for what belongs together -----------------------------------------

    def _on_timer_update(self) -> None:
        """Paint, unless more is on its way that belongs into the same frame."""
        if self._frame.waits:
            self._update_timer.pause()
        else:
            super()._on_timer_update()

    def _paint(self) -> None:
        """Paint; where that breaks off, paint all anew in the next frame.

        What had changed is no longer marked by then: else the names of one conversation would
        stand over the box of another. Keys wait for that frame, and if it cannot be painted
        either, Textual ends the desk.
        """
        with red_line_on_error(self):
            try:
                self.paint_at_once()
            except Exception:
                self.refresh()
                raise

    def _conversation_opened(self) -> None:
        """The conversation that was asked for is there, but for the frame; or it cannot be."""
        self.show_keys()
        with red_line_on_error(self):  # the card is no reason for the frame not to come
            self._show_card_ahead()
        self._frame.end()
        if self._ahead is not None:
            self._ahead.opened()

    def _show_card_ahead(self) -> None:
        thread = self.conversation.thread
        if self._ahead is not None and self._card is not None and thread is not None:
            card = self._ahead.take_card(thread)
            if card is not None:
                self._card.show_ahead(card)

    # -- what can be done -----------------------------------------------------------

    @property
    def situation(self) -> Situation:
        """What can be done right now."""
        if self._desk is None or not self.panes.conversation_in_view:
            return Situation(
                ready=self._desk is not None,
                back=self._list_commands.can_go_back,
                place=self._place(),
                listed=self.list_pane.has_rows,
                restricted=self._restricted,
            )
        return situation_with(
            self.conversation,
            restricted=self._restricted,
            searched=self._finding is not None and self._finding.searched,
            place=self._place(),
            listed=self.list_pane.has_rows,
            can_go_back=self._list_commands.can_go_back,
            list_behind=self.panes.narrow and not self._list_commands.can_close,
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

    def show_keys(self) -> None:
        """Let the footer show the keys that work now, and the head the way to the list."""
        self.footer_line.situation = self.situation
        if self._desk is not None:
            self.conversation.head.list_behind = self.panes.narrow

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through to the box where its command makes no sense."""
        return action != "command" or BY_NAME[str(parameters[0])].fits(self.situation)

    async def action_command(self, name: str) -> None:
        """Do a command; nothing yet where it needs the desk that is still being opened."""
        there = BY_NAME[name].is_there(restricted=self._restricted)
        do = self.doing.get(name) if there else None
        done = do() if do is not None else None
        if isawaitable(done):
            await done

    def open(self, number: str | None, at: MessageKey | None = None) -> None:
        """Show the conversation with ``number``: ready to be answered, or ``at`` a message."""
        if not number:
            return
        self.conversation_list.select(number)
        if self._desk is None:
            self._chosen_early = number
            return
        self._frame.begin()
        self.panes.conversation_in_front = True
        self.conversation.open(number, at)
