"""Which numbers are contacts: evidence that they exist, whatever the number plan says.

A contact is made by a text that came from it, by one that the firm sent to it, by an answer of
Lookup, or by an opt-out; a signup makes one only where the number plan has its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.store.tables import contacts

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def is_contact(context: Context, number: str) -> bool:
    """Whether anything is known of a number in E.164."""
    with context.database.read() as connection:
        return contacts.get(connection, number) is not None
