"""The lead's card beside the conversation: made when there is room, read while it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.containers import Horizontal

    from smsdesk.core.read_models.lead_profile import LeadProfile
    from smsdesk.tui.desk_screen.layout import DeskLayout
    from smsdesk.tui.lead_card.column import LeadCardColumn
    from smsdesk.tui.screen_desk import ScreenDesk


class CardPlace:
    """Keeps the card to the conversation that is shown; does nothing where there is no room."""

    def __init__(
        self, desk: ScreenDesk, beside: Horizontal, panes: DeskLayout, zone: tzinfo
    ) -> None:
        """Begin without a card.

        Args:
            desk: tells what is known of a contact.
            beside: where the card is mounted, behind the conversation.
            panes: tells whether there is room.
            zone: the agent's own.
        """
        self._desk = desk
        self._beside = beside
        self._panes = panes
        self._zone = zone
        self._number: str | None = None
        self._column: LeadCardColumn | None = None

    def about(self, number: str | None) -> None:
        """Show the card of ``number``, once the thread has been painted; ``None``: nobody's."""
        other, self._number = number != self._number, number
        if other or number is None:
            self.show()

    def show(self) -> None:
        """Read the card again where it is seen; begin to where it was not."""
        if self._column is not None:
            self._column.set_class(self._number is not None, "-about")
        if self._number is None or not self._panes.has_card:
            return
        if self._column is None:
            from smsdesk.tui.lead_card.column import LeadCardColumn

            self._column = LeadCardColumn(
                self._desk.contacts, clock=self._desk.clock, zone=self._zone
            )
            self._column.add_class("-about")
            self._beside.mount(self._column)
        self._column.call_after_refresh(self._column.show, self._number)

    def show_ahead(self, profile: LeadProfile) -> None:
        """Show what has been read before the thread was opened; it is read again all the same.

        Not where the card is about them already: that was read later, and is not read again.
        """
        about_another = profile.number != self._number
        if about_another and self._column is not None and self._panes.has_card:
            self._column.show_ahead(profile)

    def keep_up(self) -> None:
        """Let the lead's local time keep up where it is seen."""
        if self._column is not None and self._panes.has_card:
            self._column.keep_up()
