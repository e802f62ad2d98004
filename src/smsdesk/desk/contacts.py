"""``desk.contacts``: what stands between us and one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.contacts import agent_decisions, why
from smsdesk.core.contacts.lead_hours import hours_of
from smsdesk.core.reading import lead_profiles
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.consent import Why
    from smsdesk.core.read_models.lead_profile import LeadProfile
    from smsdesk.core.rules.quiet_hours import LeadHours


class ExplainsContacts(Protocol):
    """Why a contact can or cannot be texted."""

    def why(self, number: str) -> Why:
        """Return every rule's verdict about a number, with its evidence."""


class ShowsProfiles(Protocol):
    """All that is known of one contact."""

    def profile(self, number: str) -> LeadProfile:
        """Return signups, line, consent history, notes and corrections of a number."""


class ContactsOnScreen(ExplainsContacts, ShowsProfiles, Protocol):
    """What a screen asks about one number."""


class KnowsHours(Protocol):
    """When a lead may be texted, by their own clock."""

    def hours(self, number: str) -> LeadHours:
        """Return when a lead may be texted, for ``core.rules.quiet_hours`` to judge.

        Raises:
            QuietHoursFileError: the firm's own file of hours cannot be read.
        """


class Contacts(ContactsOnScreen, KnowsHours, Protocol):
    """What is known about one number, and may be lifted."""

    def unblock(self, number: str, reason: str) -> bool:
        """Lift an auto-block, on the record; return whether there was one.

        Raises:
            NotANumber: the number is not in E.164.
        """


class _Contacts(Contacts):
    def __init__(self, context: Context) -> None:
        self._context = context

    def why(self, number: str) -> Why:
        return why.why(self._context, number)

    def hours(self, number: str) -> LeadHours:
        with self._context.database.read() as connection:
            return hours_of(self._context, connection, number)

    def profile(self, number: str) -> LeadProfile:
        return lead_profiles.lead_profile(self._context, number)

    @needs(Act.LIFT_BLOCKS)
    def unblock(self, number: str, reason: str) -> bool:
        return agent_decisions.unblock(self._context, number, reason)


def contacts_of(context: Context) -> Contacts:
    """Return the face of an open desk."""
    return _Contacts(context)
