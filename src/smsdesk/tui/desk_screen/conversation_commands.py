"""What an agent decides about the conversation that is shown: done, snoozed, whose it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.announcements import CopyAsked, DeskChanged
from smsdesk.tui.desk_calls import off_loop, red_line_on_error, start_worker
from smsdesk.tui.text.when import moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from textual.screen import Screen

    from smsdesk.core.views.answering import NextToAnswer
    from smsdesk.tui.commands import Situation
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane

T = TypeVar("T")

NOBODY_LEFT: Final = DisplayText("Nobody else waits for an answer.")
THE_LAST: Final = DisplayText("The last to answer.")
DONE: Final = DisplayText("Done: nothing here waits for an answer.")
CLAIMED: Final = DisplayText("Yours now.")
ALREADY: Final = DisplayText("It is yours already.")
LET_GO: Final = DisplayText("Nobody's now.")
UNREAD: Final = DisplayText("Unread again, for everybody.")
NOTHING_TO_READ: Final = DisplayText("They have not texted yet: there is nothing to read.")


class ConversationCommands:
    """Does them to the conversation that is shown when a key is pressed."""

    def __init__(
        self, screen: Screen[None], desk: ScreenDesk, conversation: ConversationPane, zone: tzinfo
    ) -> None:
        """Begin with nothing asked for.

        Args:
            screen: over which windows open.
            desk: the open desk.
            conversation: shows it.
            zone: the agent's own.
        """
        self._screen = screen
        self._desk = desk
        self._conversation = conversation
        self._zone = zone

    @property
    def _number(self) -> str:
        thread = self._conversation.thread
        return thread.head.number if thread is not None else ""

    def show_menu(self, situation: Situation, chosen: Callable[[str | None], None]) -> None:
        """Show the letters; ``chosen`` gets a command's name."""
        from smsdesk.tui.windows.conversation_menu import ConversationMenu

        thread = self._conversation.thread
        if thread is not None:
            who = thread.head.name or thread.head.display_number
            self._screen.app.push_screen(ConversationMenu(who, situation), chosen)

    def done(self) -> None:
        """Let nothing in it wait for an answer."""
        self._change(partial(self._desk.answering.done, self._number), lambda _: DONE)

    def snooze(self) -> None:
        """Ask until when it shall be put aside."""
        from smsdesk.tui.windows.ask_moment import SNOOZES, AskMoment

        number = self._number

        def answered(until: datetime | None) -> None:
            if until is not None:
                at = moment(until, self._desk.clock.now(), self._zone)
                said = phrase("Snoozed until {at}.", at=at)
                snooze = partial(self._desk.answering.snooze, number, until)
                self._change(snooze, lambda _: said)

        ask = AskMoment(
            DisplayText("Snooze until"), SNOOZES, clock=self._desk.clock, zone=self._zone
        )
        self._screen.app.push_screen(ask, answered)

    def claim(self) -> None:
        """Make it the agent's own."""
        agent = self._desk.agent

        def said(before: str) -> DisplayText:
            if before == agent:
                return ALREADY
            return phrase("Yours now; it was {who}'s.", who=before) if before else CLAIMED

        self._change(partial(self._desk.answering.claim, self._number), said)

    def let_go(self) -> None:
        """Make it nobody's."""
        self._change(partial(self._desk.answering.release, self._number), lambda _: LET_GO)

    def hand_over(self) -> None:
        """Ask to whom it shall be given."""
        from smsdesk.tui.windows.agent_search import AgentSearch
        from smsdesk.tui.windows.finder import Finder

        number = self._number

        def answered(agent: str | None) -> None:
            if agent is not None:
                said = phrase("Handed over to {who}.", who=agent)
                give = partial(self._desk.answering.hand_over, number, agent)
                self._change(give, lambda _: said)

        search = AgentSearch(self._desk.answering, self._desk.agent)
        self._screen.app.push_screen(Finder(search), answered)

    def unread(self) -> None:
        """Make their newest text unread again."""
        mark = partial(self._desk.answering.mark_unread, self._number)
        self._change(mark, lambda marked: UNREAD if marked else NOTHING_TO_READ)

    def copy_number(self) -> None:
        """Copy the number."""
        self._screen.post_message(CopyAsked(self._number))

    def _change(self, change: Callable[[], T], said: Callable[[T], DisplayText]) -> None:
        async def changed() -> None:
            with red_line_on_error(self._screen):
                answer = await off_loop(change)
                self._screen.notify(said(answer), markup=False)
                self._screen.post_message(DeskChanged())

        start_worker(self._screen, changed, group="conversation")


def who_is_left(found: NextToAnswer) -> DisplayText:
    """Return what is said of those who wait still."""
    if found.number is None:
        return NOBODY_LEFT
    more = found.left - 1
    return phrase("{more} more to answer.", more=str(more)) if more else THE_LAST
