"""The windows that open over the desk; each is loaded when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, phrase

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from textual.screen import Screen

    from smsdesk.core.views.threads import Bubble, Thread
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.numbers import Numbers
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
OPEN: Final = DisplayText("Open")
LEADS_NOWHERE: Final = "It is not certain where this link leads, so it is not opened."


class DeskWindows:
    """Opens windows over a screen."""

    def __init__(self, screen: Screen[None], *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        self._screen = screen
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

    def find_message(self, desk: ScreenDesk, found: Callable[[Choice | None], None]) -> None:
        """Search the messages."""
        from smsdesk.tui.windows.message_search import MessageSearch

        self._find(MessageSearch(desk.threads, clock=desk.clock, zone=self._zone), found)

    def find_command(self, situation: Situation, found: Callable[[str | None], None]) -> None:
        """Search the commands; ``found`` gets a command's name."""
        from smsdesk.tui.windows.finder import Finder
        from smsdesk.tui.windows.palette import CommandSearch

        self._screen.app.push_screen(Finder(CommandSearch(situation)), found)

    def _find(self, search: Search[Choice], found: Callable[[Choice | None], None]) -> None:
        from smsdesk.tui.windows.finder import Finder

        self._screen.app.push_screen(Finder(search), found)

    def choose_view(
        self, line: ViewLine, chosen: Callable[[ConversationView | None], None]
    ) -> None:
        """Show the views, with what the line under the filter knows of them."""
        from smsdesk.tui.windows.view_menu import ViewMenu

        self._screen.app.push_screen(ViewMenu(line.counts, line.view), chosen)

    def show_why(self, contacts: ExplainsContacts, numbers: Numbers, number: str) -> None:
        """Show every rule's verdict about a number."""
        from smsdesk.tui.windows.why import WhyScreen

        self._screen.app.push_screen(WhyScreen(contacts, numbers, number))

    def import_leads(self, desk: ScreenDesk) -> None:
        """Choose a file of leads, see what it is taken for, let it go in."""
        from smsdesk.tui.windows.lead_import import LeadImportScreen

        self._screen.app.push_screen(
            LeadImportScreen(desk.leads, clock=desk.clock, zone=self._zone)
        )

    def show_help(self) -> None:
        """Show all commands."""
        from smsdesk.tui.windows.help import HelpScreen

        self._screen.app.push_screen(HelpScreen())

    def show_menu(self, bubble: Bubble, chosen: Callable[[str | None], None]) -> None:
        """Show what can be done with a message; ``chosen`` gets a command's name."""
        from smsdesk.tui.windows.message_menu import MessageMenu

        self._screen.app.push_screen(MessageMenu(bubble), chosen)

    def confirm_opt_out(self, thread: Thread, answered: Callable[[bool | None], None]) -> None:
        """Ask whether a spoken opt-out shall be recorded."""
        from smsdesk.tui.windows.confirm import Confirm

        who = thread.head.name or thread.head.display_number
        question = phrase("Record that {who} has opted out?", who=who)
        confirm = Confirm(question, NO_WAY_BACK, yes=RECORD_OPT_OUT)
        self._screen.app.push_screen(confirm, answered)

    def open_link(self, link: Link | None) -> None:
        """Open a link in the browser, where the agent says yes to where it really leads."""
        from smsdesk.tui.windows.confirm import Confirm
        from smsdesk.tui.windows.links import question_about

        if link is None:
            self._screen.notify(LEADS_NOWHERE, markup=False)
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - a window's answer
            if yes:
                self._screen.app.open_url(link.url)

        self._screen.app.push_screen(Confirm(*question_about(link), yes=OPEN), answered)

    def show_raw_text(self, threads: ReadsRawTexts, bubble: Bubble) -> None:
        """Show what a message really holds."""
        from smsdesk.tui.windows.raw_text import RawTextScreen

        self._screen.app.push_screen(RawTextScreen(threads, bubble.message_id))
