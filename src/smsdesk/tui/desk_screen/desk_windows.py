"""The windows that open over the desk; each is loaded when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from textual.screen import Screen

    from smsdesk.core.views.threads import Bubble, Thread
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.numbers import Numbers
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.windows.finder import Choice, Search


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

    def _find(self, search: Search, found: Callable[[Choice | None], None]) -> None:
        from smsdesk.tui.windows.finder import Finder

        self._screen.app.push_screen(Finder(search), found)

    def show_why(self, contacts: ExplainsContacts, numbers: Numbers, number: str) -> None:
        """Show every rule's verdict about a number."""
        from smsdesk.tui.windows.why import WhyScreen

        self._screen.app.push_screen(WhyScreen(contacts, numbers, number))

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
        self._screen.app.push_screen(
            Confirm(
                f"Record that {who} has opted out?",
                "No text can be sent to them until they text START. This cannot be undone here.",
                yes="Record the opt-out",
            ),
            answered,
        )
