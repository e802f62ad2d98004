"""Contacts that were two: what rests on both is settled once the database has made them one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.context import writing
from smsdesk.e164 import one_contact
from smsdesk.store.tables import conversations, program_state

if TYPE_CHECKING:
    from smsdesk.core.context import Context, Writing

MERGED = "merged_numbers"
"""The note in which a migration says which numbers are another's now."""


def recompute_merged(context: Context) -> None:
    """Read consent, names, search and list anew of the contacts that a migration has merged.

    Raises:
        StoreError: the database cannot do it; the next opening does.
    """
    with context.database.read() as connection:
        merged = program_state.get(connection, MERGED)
    if not merged:
        return
    with writing(context) as work:
        twins = program_state.get(work.connection, MERGED).split()
        work.database.search_cards.remove_cards(work.connection, twins, [])
        for number in sorted({one_contact(twin) for twin in twins}):
            _settle(work, number)
        program_state.put(work.connection, MERGED, "")


def _settle(work: Writing, number: str) -> None:
    consent.settle_state(work, number)
    conversation_id = conversations.id_of(work.connection, number)
    if conversation_id is not None:
        conversations.show_newest(work.connection, conversation_id, work.revision)
        conversations.count_unread(work.connection, conversation_id, work.revision)
