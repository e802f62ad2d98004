"""How an agent gets to another conversation: by a search, a hit, or whose turn it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smsdesk.core.read_models.threads import MessageKey
from smsdesk.tui.desk_calls import off_loop, red_line_on_error, start_worker
from smsdesk.tui.desk_screen.conversation_commands import who_is_left
from smsdesk.tui.type_ahead import Hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Protocol

    from textual.screen import Screen

    from smsdesk.tui.commands import Doing
    from smsdesk.tui.desk_screen.desk_windows import DeskWindows
    from smsdesk.tui.desk_screen.layout import DeskLayout
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane
    from smsdesk.tui.windows.finder import Choice

    class Opens(Protocol):
        """Shows a conversation: ready to be answered, or at a message."""

        def __call__(self, number: str | None, at: MessageKey | None = None) -> None:
            """Show it; nothing where ``number`` is nobody's."""


class FindingCommands:
    """Finds a conversation and opens it."""

    def __init__(
        self,
        screen: Screen[None],
        desk: ScreenDesk,
        conversation: ConversationPane,
        *,
        windows: DeskWindows,
        panes: DeskLayout,
        selected: Callable[[], str | None],
        opens: Opens,
    ) -> None:
        """Begin with nothing searched for.

        Args:
            screen: whose keys wait while the next conversation is looked for.
            desk: the open desk.
            conversation: shows the conversation from which one goes on.
            windows: opens the searches.
            panes: tells whether the conversation is in view.
            selected: says which row of the list is chosen.
            opens: shows what was found.
        """
        self._screen = screen
        self._desk = desk
        self._conversation = conversation
        self._windows = windows
        self._panes = panes
        self._selected = selected
        self._opens = opens
        self._looking = Hold(screen)
        self._query = ""

    def doing(self) -> Doing:
        """Return the commands by their names."""
        return {
            "new": lambda: self._windows.find_lead(self._desk, self._found),
            "jump": lambda: self._windows.find_conversation(self._desk, self._found),
            "find": self._find_message,
            "earlier_hit": lambda: self._go_to_hit(later=False),
            "later_hit": lambda: self._go_to_hit(later=True),
            "date": self._ask_day,
            "next_unread": self._next_unread,
            "who_now": self._who_now,
        }

    @property
    def searched(self) -> bool:
        """Whether texts have been searched, so that there may be a next hit."""
        return bool(self._query)

    def _found(self, choice: Choice | None) -> None:
        if choice is not None:
            self._opens(choice.number, choice.at)

    def _find_message(self) -> None:
        shown = self._conversation.thread if self._panes.conversation_in_view else None
        here = shown.head.number if shown is not None else None

        def found(choice: Choice | None) -> None:
            if choice is not None:
                self._query = choice.query
            self._found(choice)

        self._windows.find_message(self._desk, here, found)

    def _go_to_hit(self, *, later: bool) -> None:
        thread, bubble = self._conversation.thread, self._conversation.at_hand()
        if thread is not None and bubble is not None:
            number = thread.head.number
            ask = partial(self._hit_beside, number, bubble.key, later=later)
            start_worker(self._screen, ask, group="hit", exclusive=True)

    async def _hit_beside(self, number: str, key: MessageKey, *, later: bool) -> None:
        with red_line_on_error(self._screen):
            hit = await off_loop(
                self._desk.threads.hit_beside, number, self._query, key, later=later
            )
            if hit is None:
                words = "No later hit." if later else "No earlier hit."
                self._screen.notify(words, markup=False)
            else:
                self._opens(number, MessageKey(hit.happened_at, hit.message_id))

    def _ask_day(self) -> None:
        """Ask for a day, and go to its first message or the next one after it."""
        thread = self._conversation.thread
        if thread is None:
            return
        number = thread.head.number

        def answered(day: datetime | None) -> None:
            if day is not None:
                go = partial(self._go_to_day, number, day)
                start_worker(self._screen, go, group="hit", exclusive=True)

        self._windows.ask_day(self._desk.clock, answered)

    async def _go_to_day(self, number: str, day: datetime) -> None:
        with red_line_on_error(self._screen):
            found = await off_loop(self._desk.threads.newer, number, MessageKey(day, 0), limit=1)
            if found:
                self._opens(number, found[0].key)
            else:
                self._screen.notify("No message since then.", markup=False)

    def _next_unread(self) -> None:
        """Open it; what is typed next is for that one."""
        self._looking.begin()
        start_worker(self._screen, self._open_next_unread, group="next", exclusive=True)

    async def _open_next_unread(self) -> None:
        with red_line_on_error(self._screen):
            number = await off_loop(self._desk.conversations.next_unread, self._selected())
            if number is None:
                self._screen.notify("No unread texts.", markup=False)
            self._opens(number)
        self._looking.end()

    def _who_now(self) -> None:
        """Send what is in the box, where the gate lets it, and go on to whose turn it is."""
        self._looking.begin()
        self._conversation.send_and(self._go_on, self._looking.end)

    def _go_on(self) -> None:
        start_worker(self._screen, self._open_next_to_answer, group="next", exclusive=True)

    async def _open_next_to_answer(self) -> None:
        with red_line_on_error(self._screen):
            found = await off_loop(self._desk.answering.next_to_answer, self._selected())
            self._screen.notify(who_is_left(found), markup=False)
            self._opens(found.number)
        self._looking.end()
