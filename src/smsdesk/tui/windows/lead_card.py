"""The lead's card over the desk, where the terminal has no room for it beside the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.lead_card.card_text import card_text
from smsdesk.tui.text.shown import clicked_command, shown
from smsdesk.tui.windows.reading_page import ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from textual import events

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.lead_profile import LeadProfile
    from smsdesk.desk.contacts import ShowsProfiles


NO_NAME: Final = DisplayText("No name is known")
"""Over a card that begins with the number."""


class LeadCardScreen(ReadingScreen):
    """All that is known of one contact."""

    def __init__(
        self,
        contacts: ShowsProfiles,
        number: str,
        *,
        clock: Clock,
        zone: tzinfo,
        asked: Callable[[str], object],
    ) -> None:
        """Read nothing yet.

        Args:
            contacts: is asked.
            number: whose card it is.
            clock: tells their local time.
            zone: the agent's.
            asked: gets the command whose word was clicked, once the window is closed.
        """
        super().__init__()
        self._contacts = contacts
        self._number = number
        self._clock = clock
        self._zone = zone
        self._asked = asked
        self._profile: LeadProfile | None = None

    def on_mount(self) -> None:
        """Ask the desk."""
        self._ask()

    @work(group="lead-card")
    async def _ask(self) -> None:
        try:
            self._profile = await off_loop(self._contacts.profile, self._number)
        except Exception as error:  # shown on the page
            self.fill(one_line(self._number), shown(in_one_line(error)))
        self.laid_out()

    def laid_out(self) -> None:
        """Fill the page for its width, once there is an answer."""
        profile = self._profile
        if profile is not None:
            title = one_line(profile.names[0]) if profile.names else NO_NAME
            self.fill(title, card_text(profile, self._clock.now(), self._zone, self.text_width))

    def on_click(self, event: events.Click) -> None:
        """Do what the word says; else close on a click beside the page."""
        command = clicked_command(event.style)
        if command:
            self.dismiss(None)
            self._asked(command)
        else:
            super().on_click(event)
