"""The pane at the left: a new conversation, a filter, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input

from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.keys import key_label
from smsdesk.tui.messages import CommandAsked

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.app import ComposeResult

    from smsdesk.core.views import Totals
    from smsdesk.desk import Desk
    from smsdesk.tui.widgets.conversation_list import ConversationList

NO_LEADS: Final = "No leads yet.\n\nBring them in with\nsmsdesk leads import FILE"
NO_CONVERSATIONS: Final = "No conversations yet.\n\n^N finds a lead to text."


class Side(Vertical):
    """Button, filter and conversation list."""

    DEFAULT_CSS = """
    Side {
        width: 35; background: $surface; border-right: vkey $border-blurred;
        & #new { width: 1fr; height: 1; border: none; text-align: left;
            content-align: left middle; background: transparent; color: $accent;
            text-style: bold; &:hover { background: $panel; } &:focus { text-style: reverse; } }
        & #filter { height: 1; border: none; padding: 0 1; background: $panel;
            &:focus { border: none; } }
        & ConversationList { height: 1fr; margin: 1 0 0 0; }
    }
    """

    def __init__(self, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(id="side")
        self._zone = zone
        self._ready = False
        self._totals: Totals | None = None

    def compose(self) -> ComposeResult:
        """Button and filter; the list comes with the desk."""
        key = key_label(BY_NAME["new"].keys[0])
        label = Content.assemble("+ New conversation  ", (key, "not bold $text-muted"))
        yield Button(label, id="new", compact=True)
        yield Input(placeholder="/ filter", id="filter", compact=True)

    async def begin(self, desk: Desk) -> None:
        """Take the opened desk."""
        from smsdesk.tui.widgets.conversation_list import ConversationList

        await self.mount(ConversationList(desk, zone=self._zone, id="list"))
        self._ready = True
        self.list.set_filter(self.filter_box.value)

    @property
    def list(self) -> ConversationList:
        """The conversations; there once the desk is open."""
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
        self.list.empty_text = said

    @on(Button.Pressed, "#new")
    def _new(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(CommandAsked("new"))

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        if self._ready:
            self.list.set_filter(event.value)
            self._say_empty()

    @on(Input.Submitted, "#filter")
    def _to_list(self, event: Input.Submitted) -> None:
        event.stop()
        if self._ready:
            self.list.focus()
