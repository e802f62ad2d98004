"""Leads whose phone was no number by the number plan, and is one after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.rules.phone import read_phone
from smsdesk.store.tables import contacts, leads

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def give_number(context: Context, number: str) -> int:
    """Let the leads that wrote a number down have it, where Lookup has called it valid.

    Returns:
        How many there were.
    """
    with context.database.read() as connection:
        contact = contacts.get(connection, number)
        if contact is None or contact.looked_up_at is None or contact.invalid_reason:
            return 0
        theirs = [
            lead.id
            for lead in leads.of_impossible_numbers(connection)
            if read_phone(lead.phone, lead.country or context.region).would_be == number
        ]
    if theirs:
        with writing(context) as work:
            leads.give_number(work.connection, theirs, number)
            work.database.search_cards.remove_cards(work.connection, [], theirs)
            work.touch(number)
    return len(theirs)
