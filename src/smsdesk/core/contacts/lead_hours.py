"""When a lead may be texted: where they are, from their signups or their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.rules.lead_place import LeadPlace, place_of
from smsdesk.core.rules.quiet_hours import LeadHours, lead_hours
from smsdesk.store.tables import leads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.leads import LeadRecord


def hours_of(context: Context, connection: Connection, number: str) -> LeadHours:
    """Return when the lead with a number may be texted.

    Raises:
        QuietHoursFileError: the firm's own file of hours cannot be read.
    """
    return hours_with(context, number, leads.of_number(connection, number))


def hours_with(context: Context, number: str, signups: Iterable[LeadRecord]) -> LeadHours:
    """Return the same by the lead's signups, the newest first."""
    return lead_hours(_place(number, signups), context.hours_table)


def _place(number: str, signups: Iterable[LeadRecord]) -> LeadPlace:
    """Return where a lead is by the newest signup that tells, else by the number."""
    by_number = place_of(number)
    for signup in signups:
        place = place_of(number, state=signup.state, zip_code=signup.zip, country=signup.country)
        if place != by_number:
            return place
    return by_number
