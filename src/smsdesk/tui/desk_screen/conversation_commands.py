"""What an agent does with the conversation that is shown, and asks or says about the lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.desk_calls import red_line_on_error, start_worker
from smsdesk.tui.desk_screen.template_filling import TemplateFilling
from smsdesk.tui.screen_messages import CopyAsked, DeskChanged, DeskRead
from smsdesk.tui.text.when import moment
from smsdesk.tui.thread.message_choice import failures

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from textual.screen import Screen

    from smsdesk.core.read_models.answering import NextToAnswer
    from smsdesk.tui.commands import Doing, Situation
    from smsdesk.tui.desk_screen.desk_windows import DeskWindows
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
    """Does it to the conversation that is shown when a key is pressed."""

    def __init__(
        self,
        screen: Screen[None],
        desk: ScreenDesk,
        conversation: ConversationPane,
        *,
        windows: DeskWindows,
        zone: tzinfo,
        situation: Callable[[], Situation],
    ) -> None:
        """Begin with nothing asked for.

        Args:
            screen: to which is posted what has changed.
            desk: the open desk.
            conversation: shows it.
            windows: opens what is asked and told.
            zone: the agent's own.
            situation: says what can be done right now.
        """
        self._screen = screen
        self._desk = desk
        self._conversation = conversation
        self._windows = windows
        self._zone = zone
        self._situation = situation
        self._templates = TemplateFilling(screen, desk, conversation)

    def doing(self) -> Doing:
        """Return the commands by their names."""
        box = self._conversation.reply.box
        return {
            "send": box.submit,
            "newline": box.new_line,
            "empty_box": box.empty,
            "answer_opt_out": partial(self._conversation.answer, opt_out=True),
            "answer_keep": partial(self._conversation.answer, opt_out=False),
            "conversation_menu": self._show_menu,
            "opt_out": self._record_opt_out,
            "why": self._show_why,
            "lead": self._show_lead,
            "note": self._write_note,
            "later": self._ask_when,
            "templates": self._templates.choose,
            "edit_templates": self._templates.choose_to_edit,
            "done": self._end,
            "snooze": self._snooze,
            "claim": self._claim,
            "hand_over": self._hand_over,
            "let_go": self._let_go,
            "unread": self._leave_unread,
            "copy_number": self._copy_number,
        }

    @property
    def _number(self) -> str:
        thread = self._conversation.thread
        return thread.head.number if thread is not None else ""

    def _show_menu(self) -> None:
        self._windows.show_conversation_menu(self._conversation.thread, self._situation())

    def _record_opt_out(self) -> None:
        """Record a spoken opt-out, after a confirmation."""
        thread = self._conversation.thread
        if thread is not None:
            self._windows.confirm_opt_out(thread, self._conversation.opt_out_confirmed)

    def _show_why(self) -> None:
        """Show every rule's verdict."""
        if self._number:
            failed = failures(self._conversation.bubbles)
            self._windows.show_why(self._desk, self._number, failed)

    def _show_lead(self) -> None:
        if self._number:
            self._windows.show_lead(self._desk, self._number)

    def _write_note(self) -> None:
        thread = self._conversation.thread
        if thread is not None:
            self._windows.write_note(self._desk, thread, self._noted)

    def _noted(self, kept: bool | None) -> None:  # noqa: FBT001 - a window's answer
        if kept:
            self._screen.notify("Noted.", markup=False)
            self._screen.post_message(DeskRead())
            self._screen.post_message(DeskChanged())

    def _ask_when(self) -> None:
        """Give a text a time of its own."""
        thread = self._conversation.thread

        def answered(at: datetime | None) -> None:
            if at is not None:
                self._conversation.plan(at)

        if thread is not None:
            self._windows.ask_when(self._desk, thread, answered)

    def _end(self) -> None:
        """Let nothing in it wait for an answer."""
        self._change(partial(self._desk.answering.done, self._number), lambda _: DONE)

    def _snooze(self) -> None:
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

    def _claim(self) -> None:
        """Make it the agent's own."""
        agent = self._desk.agent

        def said(before: str) -> DisplayText:
            if before == agent:
                return ALREADY
            return phrase("Yours now; it was {who}'s.", who=before) if before else CLAIMED

        self._change(partial(self._desk.answering.claim, self._number), said)

    def _let_go(self) -> None:
        """Make it nobody's."""
        self._change(partial(self._desk.answering.release, self._number), lambda _: LET_GO)

    def _hand_over(self) -> None:
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

    def _leave_unread(self) -> None:
        """Make their newest text unread again."""
        self._conversation.reading.leave_unread()
        mark = partial(self._desk.answering.mark_unread, self._number)
        self._change(mark, lambda marked: UNREAD if marked else NOTHING_TO_READ)

    def _copy_number(self) -> None:
        """Copy the number."""
        self._screen.post_message(CopyAsked(self._number))

    def _change(self, change: Callable[[], T], said: Callable[[T], DisplayText]) -> None:
        async def changed() -> None:
            with red_line_on_error(self._screen):
                answer = await self._conversation.turns.run(change)
                self._screen.notify(said(answer), markup=False)
                self._screen.post_message(DeskChanged())

        start_worker(self._screen, changed, group="conversation")


def who_is_left(found: NextToAnswer) -> DisplayText:
    """Return what is said of those who wait still."""
    if found.number is None:
        return NOBODY_LEFT
    more = found.left - 1
    return phrase("{more} more to answer.", more=str(more)) if more else THE_LAST
