"""The windows that open over the desk; each is loaded when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.screen_messages import CommandAsked, CopyAsked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from textual.screen import Screen

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.threads import Bubble, Thread
    from smsdesk.desk.threads import ReadsRawTexts
    from smsdesk.terms import ConversationView
    from smsdesk.tui.commands import Situation
    from smsdesk.tui.conversations.view_line import ViewLine
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.windows.finder import Choice, Search
    from smsdesk.web_links import Link

RECORD_OPT_OUT: Final = DisplayText("Record the opt-out")
NO_WAY_BACK: Final = DisplayText(
    "No text can be sent to them until they text START. This cannot be undone here."
)
SEND_LATER: Final = DisplayText("Send it later, by our clock: theirs is not known")
GO_TO: Final = DisplayText("Go to a day")
OPEN: Final = DisplayText("Open")
COPY: Final = DisplayText("Copy")
LEADS_NOWHERE: Final = "It is not certain where this link leads, so it is not opened."


class DeskWindows:
    """Opens windows over a screen."""

    def __init__(self, screen: Screen[None], *, zone: tzinfo, restricted: bool) -> None:
        """Open nothing yet.

        Args:
            screen: the desk.
            zone: the agent's own.
            restricted: whether the desk only reads and texts.
        """
        self._screen = screen
        self._restricted = restricted
        self._zone = zone

    def find_lead(self, desk: ScreenDesk, found: Callable[[Choice | None], None]) -> None:
        """Search the leads for one to text."""
        from smsdesk.tui.windows.lead_search import LeadFinder, LeadSearch

        leads = LeadSearch(desk.leads, desk.numbers, clock=desk.clock, zone=self._zone)
        self._screen.app.push_screen(LeadFinder(leads), found)

    def find_conversation(self, desk: ScreenDesk, found: Callable[[Choice | None], None]) -> None:
        """Search the conversations for one to jump to."""
        from smsdesk.tui.windows.quick_switch import QuickSwitch

        self._find(QuickSwitch(desk.conversations, clock=desk.clock, zone=self._zone), found)

    def find_message(
        self, desk: ScreenDesk, here: str | None, found: Callable[[Choice | None], None]
    ) -> None:
        """Search the messages; ``here`` is the conversation that is open."""
        from smsdesk.tui.windows.message_search import MessageSearch

        search = MessageSearch(
            desk.threads, desk.numbers, here=here, clock=desk.clock, zone=self._zone
        )
        self._find(search, found)

    def find_command(self, situation: Situation) -> None:
        """Search the commands, and do the one that is chosen."""
        from smsdesk.tui.windows.finder import Finder
        from smsdesk.tui.windows.palette import CommandSearch

        self._screen.app.push_screen(Finder(CommandSearch(situation)), self._run)

    def _run(self, name: str | None) -> None:
        if name is not None:
            self._screen.post_message(CommandAsked(name))

    def _find(self, search: Search[Choice], found: Callable[[Choice | None], None]) -> None:
        from smsdesk.tui.windows.finder import Finder

        self._screen.app.push_screen(Finder(search), found)

    def choose_view(
        self, line: ViewLine, chosen: Callable[[ConversationView | None], None]
    ) -> None:
        """Show the views, with what the line under the filter knows of them."""
        from smsdesk.terms import ConversationView
        from smsdesk.tui.windows.view_menu import ViewMenu

        def answered(name: str | None) -> None:
            chosen(None if name is None else ConversationView(name))

        self._screen.app.push_screen(ViewMenu(line.counts, line.view), answered)

    def show_why(self, desk: ScreenDesk, number: str, failed: Sequence[Bubble]) -> None:
        """Show every rule's verdict about a number, and why its texts ``failed``."""
        from smsdesk.tui.windows.why import WhyScreen

        page = WhyScreen(desk.contacts, desk.numbers, number, failed=failed, zone=self._zone)
        self._screen.app.push_screen(page)

    def show_lead(self, desk: ScreenDesk, number: str) -> None:
        """Show all that is known of a contact, and do what is clicked there."""
        from smsdesk.tui.windows.lead_card import LeadCardScreen

        card = LeadCardScreen(
            desk.contacts, number, clock=desk.clock, zone=self._zone, asked=self._run
        )
        self._screen.app.push_screen(card)

    def write_note(
        self, desk: ScreenDesk, thread: Thread, kept: Callable[[bool | None], None]
    ) -> None:
        """Write a note about whom a conversation is with."""
        from smsdesk.tui.windows.note import NoteScreen

        who = thread.head.name or thread.head.display_number
        self._screen.app.push_screen(NoteScreen(desk.notes, thread.head.number, who), kept)

    def import_leads(self, desk: ScreenDesk) -> None:
        """Choose a file of leads, see what it is taken for, let it go in."""
        from smsdesk.tui.windows.lead_import import LeadImportScreen

        self._screen.app.push_screen(
            LeadImportScreen(desk.leads, clock=desk.clock, zone=self._zone)
        )

    def show_conversation_menu(self, thread: Thread | None, situation: Situation) -> None:
        """Show what can be done with a conversation, or with none in view; do what is chosen."""
        from smsdesk.tui.windows.conversation_menu import ConversationMenu

        head = thread.head if thread is not None and situation.thread else None
        who = None if head is None else head.name or head.display_number
        self._screen.app.push_screen(ConversationMenu(who, situation), self._run)

    def show_help(self) -> None:
        """Show all commands."""
        from smsdesk.tui.windows.help import HelpScreen

        self._screen.app.push_screen(HelpScreen(restricted=self._restricted))

    def show_menu(self, bubble: Bubble, *, may_send: bool) -> None:
        """Show what can be done with a message, and do what is chosen."""
        from smsdesk.tui.windows.message_menu import MessageMenu

        menu = MessageMenu(bubble, may_send=may_send, restricted=self._restricted)
        self._screen.app.push_screen(menu, self._run)

    def ask_when(
        self, desk: ScreenDesk, thread: Thread, chosen: Callable[[datetime | None], None]
    ) -> None:
        """Ask when a text shall leave, by the lead's clock where that is known."""
        from smsdesk.core.rules.quiet_hours import city, zone_at
        from smsdesk.tui.windows.ask_moment import LATERS, AskMoment

        now = desk.clock.now()
        zone = zone_at(thread.head.hours, now) if thread.head.hours is not None else None
        title = (
            phrase(
                "Send it later, by their clock: {time} in {city}",
                time=f"{now.astimezone(zone):%a %H:%M}",
                city=city(zone.key),
            )
            if zone is not None
            else SEND_LATER
        )
        ask = AskMoment(title, LATERS, clock=desk.clock, zone=zone or self._zone)
        self._screen.app.push_screen(ask, chosen)

    def ask_day(self, clock: Clock, chosen: Callable[[datetime | None], None]) -> None:
        """Ask for a day that is past."""
        from smsdesk.tui.windows.ask_moment import DAYS, PAST, AskMoment

        ask = AskMoment(GO_TO, DAYS, clock=clock, zone=self._zone, kind=PAST)
        self._screen.app.push_screen(ask, chosen)

    def confirm_opt_out(self, thread: Thread, answered: Callable[[bool | None], None]) -> None:
        """Ask whether a spoken opt-out shall be recorded."""
        from smsdesk.tui.windows.confirm import Confirm

        who = thread.head.name or thread.head.display_number
        question = phrase("Record that {who} has opted out?", who=who)
        confirm = Confirm(question, NO_WAY_BACK, yes=RECORD_OPT_OUT)
        self._screen.app.push_screen(confirm, answered)

    def open_link(self, link: Link | None) -> None:
        """Open a link in the browser, where the agent says yes to where it really leads.

        A restricted desk copies it in the same way: the browser is at the agent's own computer.
        """
        from smsdesk.tui.windows.confirm import Confirm
        from smsdesk.tui.windows.links import question_about

        if link is None:
            self._screen.notify(LEADS_NOWHERE, markup=False)
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - a window's answer
            if yes and self._restricted:
                self._screen.post_message(CopyAsked(link.url))
            elif yes:
                self._screen.app.open_url(link.url)

        question, known = question_about(link, copies=self._restricted)
        answer = COPY if self._restricted else OPEN
        self._screen.app.push_screen(Confirm(question, known, yes=answer), answered)

    def show_raw_text(self, threads: ReadsRawTexts, bubble: Bubble) -> None:
        """Show what a message really holds."""
        from smsdesk.tui.windows.raw_text import RawTextScreen

        self._screen.app.push_screen(RawTextScreen(threads, bubble.message_id))
