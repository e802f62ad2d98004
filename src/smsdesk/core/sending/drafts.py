"""What an agent has typed to a number and not sent: kept for each agent apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.rules.numbers import checked_number
from smsdesk.store.tables import contacts, conversations, drafts

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def save_draft(context: Context, number: str, text: str) -> None:
    """Keep what the agent has typed to a number; an empty text drops it.

    Raises:
        NotANumber: the number is not in E.164.
    """
    with writing(context) as work:
        if drafts.get(work.connection, context.agent, number) == text:
            return
        contacts.ensure(work.connection, checked_number(number))
        drafts.put(work.connection, context.agent, number, text)
        conversations.touch(work.connection, number, work.revision)
