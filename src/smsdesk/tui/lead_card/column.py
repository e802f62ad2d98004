"""The card as a third column: read when the thread has been painted, and only while it is shown."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import work
from textual.containers import VerticalScroll

from smsdesk.tui.desk_calls import off_loop, red_line_on_error, shown_when_slow
from smsdesk.tui.lead_card.card_text import card_text
from smsdesk.tui.screen_messages import CommandAsked
from smsdesk.tui.text.shown import clicked_command, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual import events
    from textual.app import ComposeResult

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.lead_profile import LeadProfile
    from smsdesk.desk.contacts import ShowsProfiles

CALM: Final = 0.06
"""Seconds after the thread in which nothing is read: who goes on to the next one is not held up."""


READING: Final = "lead-card"
"""The workers that read a card; one at a time."""


class LeadCardColumn(VerticalScroll, can_focus=False):
    """All that is known of whom the conversation is with."""

    DEFAULT_CSS = """
    LeadCardColumn {
        width: 38; border-left: vkey $border-blurred; padding: 0 1; scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    def __init__(self, contacts: ShowsProfiles, *, clock: Clock, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(id="lead-card")
        self._contacts = contacts
        self._clock = clock
        self._zone = zone
        self._words = Words()
        self._profile: LeadProfile | None = None
        self._is_ahead = False
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """The card's words."""
        yield self._words

    @property
    def profile(self) -> LeadProfile | None:
        """What is shown."""
        return self._profile

    def show(self, number: str) -> None:
        """Show the card of ``number``, as it stands now."""
        self._wanted = number
        self._read(number)

    @work(exclusive=True, group=READING)
    async def _read(self, number: str) -> None:
        other = self._is_ahead or self._profile is None or self._profile.number != number
        forget = partial(self.forget, number)
        with red_line_on_error(self), shown_when_slow(self, forget, lambda: None):
            if other:
                await asyncio.sleep(CALM)
            profile = await off_loop(self._contacts.profile, number)
            if number != self._wanted:
                return
            self._is_ahead = False
            if profile != self._profile:
                self._profile = profile
                self._draw()
                if other:
                    self.scroll_home(animate=False)

    def show_ahead(self, profile: LeadProfile) -> None:
        """Show a card that was read ahead, until it has been read again."""
        self._wanted = profile.number
        self.workers.cancel_group(self, READING)  # it is about the lead before
        self._is_ahead = True
        self._profile = profile
        self._draw()
        self.scroll_home(animate=False)

    def forget(self, number: str) -> None:
        """Show nothing while what is shown is about somebody else than ``number``."""
        if self._profile is not None and self._profile.number != number:
            self._profile = None
            self._words.say(shown())

    def keep_up(self) -> None:
        """Let the lead's local time keep up."""
        if self._profile is not None:
            self._draw()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self._profile is not None:
            self._draw()

    def _draw(self) -> None:
        profile = self._profile
        width = self.scrollable_content_region.width
        if profile is not None and width > 0:
            self._words.say(card_text(profile, self._clock.now(), self._zone, width))

    def on_click(self, event: events.Click) -> None:
        """Do what the word says."""
        command = clicked_command(event.style)
        if command:
            self.post_message(CommandAsked(command))
