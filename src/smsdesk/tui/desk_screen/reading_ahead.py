"""Making ready what is likely to be opened next, while nobody waits for anything.

Who goes through the list opens one conversation after the other. The next one is read and laid out
when the agent has looked at this one for a moment. When it is opened it is read again all the same:
what was made ready is used for the very messages that it was made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.errors import DeskError
from smsdesk.tui.desk_calls import off_loop, start_worker

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from smsdesk.core.read_models.lead_profile import LeadProfile
    from smsdesk.core.read_models.threads import Thread
    from smsdesk.desk.contacts import ShowsProfiles
    from smsdesk.desk.threads import ReadsChanges
    from smsdesk.tui.conversations.conversation_list import ConversationList
    from smsdesk.tui.desk_screen.layout import DeskLayout
    from smsdesk.tui.thread.conversation_pane import ConversationPane

AFTER: Final = 0.15
"""Seconds: an agent who goes on sooner is not held up by it."""


class ReadingAhead:
    """Reads the neighbour of the conversation that is shown."""

    def __init__(
        self,
        screen: Screen[None],
        threads: ReadsChanges,
        contacts: ShowsProfiles,
        *,
        rows: ConversationList,
        conversation: ConversationPane,
        panes: DeskLayout,
    ) -> None:
        """Read nothing yet.

        Args:
            screen: whose timer and workers these are.
            threads: is asked.
            contacts: is asked for the lead's card.
            rows: knows the neighbours.
            conversation: is made ready.
            panes: tells whether there is room for the card.
        """
        self._screen = screen
        self._threads = threads
        self._contacts = contacts
        self._rows = rows
        self._conversation = conversation
        self._panes = panes
        self._card: tuple[Thread, LeadProfile] | None = None
        self._timer: Timer | None = None

    def opened(self) -> None:
        """A conversation has been opened: read on in a moment, unless another one is."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(AFTER, self._begin)

    def _begin(self) -> None:
        start_worker(self._screen, self.read, group="ahead", exclusive=True, exit_on_error=False)

    async def read(self) -> None:
        """Read the neighbour in the direction of the last step, and make it ready."""
        await self._conversation.reply.box.typing_pause.wait()
        number = self._rows.next_step
        if number is None or number == self._conversation.wanted:
            return
        try:
            thread = await off_loop(self._threads.get, number)
            await self._conversation.thread_pane.prepare(thread)
            if self._panes.has_card:
                self._card = thread, await off_loop(self._contacts.profile, number)
        except DeskError:
            return  # whoever opens it is told

    def take_card(self, thread: Thread) -> LeadProfile | None:
        """Give away the card of a thread where that is, to its revision, as it was read ahead.

        Once: after that it may be older than what is shown.
        """
        ahead, self._card = self._card, None
        return ahead[1] if ahead is not None and ahead[0] == thread else None
