"""The desk as the screen needs it: of each face no more than the screen asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smsdesk.clock import Clock
    from smsdesk.desk.answering import Answering
    from smsdesk.desk.background import WorksInBackground
    from smsdesk.desk.carrier import NamesCarrier
    from smsdesk.desk.consent import RecordsWishes
    from smsdesk.desk.contacts import ContactsOnScreen
    from smsdesk.desk.conversations import Conversations
    from smsdesk.desk.leads import LeadsOnScreen
    from smsdesk.desk.lookups import LooksUp
    from smsdesk.desk.notes import WritesNotes
    from smsdesk.desk.numbers import Numbers
    from smsdesk.desk.outbox import Outbox
    from smsdesk.desk.presence import KnowsWhereToBegin
    from smsdesk.desk.sending import SubmitsTexts
    from smsdesk.desk.templates import WritesTemplates
    from smsdesk.desk.threads import Threads


class ScreenDesk(Protocol):
    """An open desk; ``smsdesk.desk.desk.Desk`` is one."""

    @property
    def agent(self) -> str:
        """Who sends from this desk."""

    @property
    def clock(self) -> Clock:
        """The clock it goes by."""

    @property
    def numbers(self) -> Numbers:
        """Phone numbers as people write and read them."""

    @property
    def conversations(self) -> Conversations:
        """The list, and what its title counts."""

    @property
    def templates(self) -> WritesTemplates:
        """Texts of the firm, and each with a lead's values."""

    @property
    def answering(self) -> Answering:
        """Whose turn it is in a conversation, and whose conversation it is."""

    @property
    def threads(self) -> Threads:
        """Messages, drafts, what has been read."""

    @property
    def sending(self) -> SubmitsTexts:
        """A text through the gate and to the carrier."""

    @property
    def outbox(self) -> Outbox:
        """Texts that wait."""

    @property
    def presence(self) -> KnowsWhereToBegin:
        """Where the agent is, for their colleagues, and where they were."""

    @property
    def consent(self) -> RecordsWishes:
        """What a lead wishes."""

    @property
    def contacts(self) -> ContactsOnScreen:
        """Why a contact can or cannot be texted, and all that is known of one."""

    @property
    def notes(self) -> WritesNotes:
        """What agents note about a contact."""

    @property
    def lookups(self) -> LooksUp:
        """What a number's line is."""

    @property
    def leads(self) -> LeadsOnScreen:
        """Whom there is to text."""

    @property
    def background(self) -> WorksInBackground:
        """What the desk does by itself, and what has happened."""

    @property
    def carrier(self) -> NamesCarrier:
        """Which carrier it is, and who we are there."""

    def close(self) -> None:
        """Give the connections back."""
