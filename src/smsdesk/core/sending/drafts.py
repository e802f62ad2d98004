"""What an agent has typed to a number and not sent: kept for each agent apart.

A typist saves every second, and a firm has many: so it is written beside all other work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.rules.numbers import checked_number
from smsdesk.store.tables import contacts, drafts

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def save_draft(context: Context, number: str, text: str) -> None:
    """Keep what the agent has typed to a number; an empty text drops it.

    Raises:
        NotANumber: the number is not in E.164.
        StoreError: the database cannot keep it.
    """
    with context.database.read() as connection:
        if drafts.get(connection, context.agent, number) == text:
            return
        is_known = contacts.get(connection, number) is not None
    if not is_known:  # which others decide by: not without the lock
        with writing(context) as work:
            contacts.ensure(work.connection, checked_number(number))
    with context.database.aside() as connection:
        drafts.put(connection, context.agent, number, text)
