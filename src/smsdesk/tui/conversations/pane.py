"""The pane at the left: a new conversation, a filter, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Button, Input

from smsdesk.display import DisplayText, joined, phrase
from smsdesk.terms import ConversationView
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.conversations.view_line import ViewLine
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.screen_messages import CommandAsked
from smsdesk.tui.search_input import SearchInput
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.view_names import VIEW_NAMES
from smsdesk.tui.text.words import Words, button

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.conversations import Totals
    from smsdesk.desk.conversations import PagesConversations
    from smsdesk.tui.conversations.conversation_list import ConversationList

NO_LEADS: Final = DisplayText("No leads yet.\n\nBring them in with\nsmsdesk leads import FILE")
NO_CONVERSATIONS: Final = DisplayText("No conversations yet.\n\n^N finds a lead to text.")
NONE_IN_VIEW: Final = DisplayText("None here.\n\n^X v shows others.")
CLEARS: Final = DisplayText("Esc clears the filter.")
SEARCHING: Final = DisplayText("searching…")
NEW: Final = DisplayText("+ New conversation  ")
_NOTHING: Final = DisplayText()


class ListPane(Vertical):
    """Button, filter and conversation list.

    Attributes:
        filter_box: the filter over the list.
    """

    DEFAULT_CSS = """
    ListPane {
        width: 35; background: $surface; border-right: vkey $border-blurred;
        & #new { width: 1fr; height: 1; border: none; text-align: left;
            content-align: left middle; background: transparent; color: $accent;
            text-style: bold; &:hover { background: $panel; }
            &:focus { background: $accent; color: $background; } }
        & #filter { height: 1; border: none; padding: 0 1; background: $panel;
            &:focus { border: none; } }
        & #filter-waiting { display: none; height: 1; padding: 0 1; color: $text-muted; }
        & ConversationList { height: 1fr; }
        &.-waiting { & #filter-waiting { display: block; } & ViewLine { display: none; } }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move_in_list(-1)", "Up", show=False),
        Binding("down", "move_in_list(1)", "Down", show=False),
    ]

    def __init__(self, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(id="list-pane")
        self._zone = zone
        self._ready = False
        self._totals: Totals | None = None
        self.view_line = ViewLine()
        self.filter_box = SearchInput(placeholder="/ filter", id="filter", compact=True)

    def compose(self) -> ComposeResult:
        """Button and filter; the list comes with the desk."""
        key = key_label(BY_NAME["new"].keys[0])
        yield button(shown(NEW, Piece(key, "not bold $text-muted")), id="new")
        yield self.filter_box
        yield Words(shown(SEARCHING), id="filter-waiting")
        yield self.view_line

    async def show_first(self, conversations: PagesConversations, clock: Clock) -> None:
        """Show the first conversations while the desk is being opened."""
        await self._mount_list(conversations, clock)
        await self.conversation_list.begun()

    async def begin(self, conversations: PagesConversations, clock: Clock) -> None:
        """Take the opened desk's conversations."""
        if self.query("#list"):
            self.conversation_list.turn_to(conversations, clock)
        else:
            await self._mount_list(conversations, clock)
        self._ready = True
        self._show_filter(self.filter_box.value)

    async def _mount_list(self, conversations: PagesConversations, clock: Clock) -> None:
        from smsdesk.tui.conversations.conversation_list import ConversationList

        await self.mount(ConversationList(conversations, clock=clock, zone=self._zone, id="list"))

    @property
    def conversation_list(self) -> ConversationList:
        """The conversations; there when there is something to show."""
        return cast("ConversationList", self.query_one("#list"))

    @property
    def has_rows(self) -> bool:
        """Whether the list shows a conversation."""
        return bool(self.query("#list")) and self.conversation_list.has_rows

    def show_totals(self, totals: Totals) -> None:
        """Know what there is, for the line of views and for what an empty list says."""
        self._totals = totals
        self.view_line.counts = totals.views
        self._say_empty()

    def show_view(self, view: ConversationView) -> None:
        """List the conversations of a view; a filter would hide it."""
        self.filter_box.clear()
        self.view_line.view = view
        self.conversation_list.set_view(view)
        self._say_empty()

    def _show_filter(self, typed: str) -> None:
        """Filter by what was typed; ``is:`` and the name of a view shows that view."""
        view = view_named(typed)
        if view is not None:
            self.view_line.view = view
            self.conversation_list.set_view(view)
        words = "" if view is not None else typed
        self.view_line.filtered = bool(words.strip())
        self.conversation_list.set_filter(words)

    def _say_empty(self) -> None:
        if self.filter_box.value and view_named(self.filter_box.value) is None:
            nothing = phrase("Nothing found for “{filter}”.", filter=self.filter_box.value)
            said = joined("\n\n", (nothing, CLEARS))
        elif self._totals is None:
            said = _NOTHING
        elif self._totals.conversations and self.view_line.view is not ConversationView.ALL:
            said = NONE_IN_VIEW
        else:
            said = NO_CONVERSATIONS if self._totals.leads else NO_LEADS
        self.conversation_list.empty_text = said

    @on(Button.Pressed, "#new")
    def _new(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(CommandAsked("new"))

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        if self._ready:
            self._show_filter(event.value)
            self._say_empty()

    def on_conversation_list_waiting(self, event: ConversationList.Waiting) -> None:
        """Show under the filter that its answer takes a while."""
        self.set_class(event.waiting, "-waiting")

    @on(Input.Submitted, "#filter")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.open_first()

    def open_first(self) -> None:
        """Open what the list's cursor is on: under a new filter the first that it finds."""
        if self._ready:
            self.conversation_list.action_choose()

    def action_move_in_list(self, delta: int) -> None:
        """Move the list's cursor while the filter keeps the focus."""
        if self._ready:
            self.conversation_list.action_move(delta)

    def on_descendant_focus(self) -> None:
        """Show the list's cursor while the filter has the focus: Enter opens what is there."""
        self._show_cursor()

    def on_descendant_blur(self) -> None:
        """Hide it again."""
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._ready:
            self.conversation_list.driven = self.filter_box.has_focus


def view_named(typed: str) -> ConversationView | None:
    """Return the view that a filter names: ``is:mine``, ``is:answer``, ``is:fail`` ..."""
    word = typed.strip().casefold()
    name = word.removeprefix("is:")
    if name == word or not name:
        return None
    return next((view for view in VIEW_NAMES if name in VIEW_NAMES[view]), None)
