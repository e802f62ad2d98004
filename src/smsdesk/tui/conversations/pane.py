"""The pane at the left: a new conversation, a filter, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from smsdesk.tui.announcements import CommandAsked
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.keys import key_label

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.app import ComposeResult

    from smsdesk.clock import Clock
    from smsdesk.core.views.conversations import Totals
    from smsdesk.desk.conversations import PagesConversations
    from smsdesk.tui.conversations.conversation_list import ConversationList

NO_LEADS: Final = "No leads yet.\n\nBring them in with\nsmsdesk leads import FILE"
NO_CONVERSATIONS: Final = "No conversations yet.\n\n^N finds a lead to text."


class ListPane(Vertical):
    """Button, filter and conversation list."""

    DEFAULT_CSS = """
    ListPane {
        width: 35; background: $surface; border-right: vkey $border-blurred;
        & #new { width: 1fr; height: 1; border: none; text-align: left;
            content-align: left middle; background: transparent; color: $accent;
            text-style: bold; &:hover { background: $panel; } &:focus { text-style: reverse; } }
        & #filter { height: 1; border: none; padding: 0 1; background: $panel;
            &:focus { border: none; } }
        & #filter-waiting { display: none; height: 1; padding: 0 1; color: $text-muted; }
        & ConversationList { height: 1fr; margin: 1 0 0 0; }
        &.-waiting { & #filter-waiting { display: block; } & ConversationList { margin: 0; } }
    }
    """

    def __init__(self, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(id="list-pane")
        self._zone = zone
        self._ready = False
        self._totals: Totals | None = None

    def compose(self) -> ComposeResult:
        """Button and filter; the list comes with the desk."""
        key = key_label(BY_NAME["new"].keys[0])
        label = Content.assemble("+ New conversation  ", (key, "not bold $text-muted"))
        yield Button(label, id="new", compact=True)
        yield Input(placeholder="/ filter", id="filter", compact=True)
        yield Static("searching…", id="filter-waiting", markup=False)

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
        self.conversation_list.set_filter(self.filter_box.value)

    async def _mount_list(self, conversations: PagesConversations, clock: Clock) -> None:
        from smsdesk.tui.conversations.conversation_list import ConversationList

        shown = ConversationList(conversations, clock=clock, zone=self._zone, id="list")
        await self.mount(shown)

    @property
    def conversation_list(self) -> ConversationList:
        """The conversations; there when there is something to show."""
        return cast("ConversationList", self.query_one("#list"))

    @property
    def filter_box(self) -> Input:
        """The filter over them."""
        return self.query_one("#filter", Input)

    def show_totals(self, totals: Totals) -> None:
        """Know what there is, for what an empty list says."""
        self._totals = totals
        self._say_empty()

    def _say_empty(self) -> None:
        if self.filter_box.value:
            said = f"Nothing found for “{self.filter_box.value}”.\n\nEsc shows all again."
        elif self._totals is None:
            said = ""
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
            self.conversation_list.set_filter(event.value)
            self._say_empty()

    def on_conversation_list_waiting(self, event: ConversationList.Waiting) -> None:
        """Show under the filter that its answer takes a while."""
        self.set_class(event.waiting, "-waiting")

    @on(Input.Submitted, "#filter")
    def _to_list(self, event: Input.Submitted) -> None:
        event.stop()
        if self._ready:
            self.conversation_list.focus()
