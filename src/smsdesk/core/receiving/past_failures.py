"""Learning once from failures that were on record before they counted.

Until schema 0003 a text that was sent elsewhere with the firm's number showed in its thread that
the lead had opted out, and nothing followed from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.delivery_outcomes import learn_from_failure
from smsdesk.core.context import writing
from smsdesk.store.tables import contact_events, program_state, sent_messages

if TYPE_CHECKING:
    from smsdesk.core.context import Context, Writing
    from smsdesk.store.tables.message_record import MessageRecord

LEARNED = "learned_from_elsewhere"
DONE = "all"
BATCH = 20


def learn_from_the_past(context: Context) -> None:
    """Judge contacts by the old failures of texts sent elsewhere; a database needs it once."""
    with context.database.read() as connection:
        learned = program_state.get(connection, LEARNED)
    if learned == DONE:
        return
    revision, _, message_id = (learned or "0 0").partition(" ")
    after = (int(revision), int(message_id))
    while True:
        with context.database.read() as connection:
            batch = sent_messages.failed_after(connection, after, BATCH)
        with writing(context) as work:
            for message in batch:
                if not message.sent_by and not _was_learned_from(work, message):
                    learn_from_failure(context, work, message, is_history=True)
            if not batch:
                program_state.put(work.connection, LEARNED, DONE)
                return
            after = (batch[-1].revision, batch[-1].id)
            program_state.put(work.connection, LEARNED, f"{after[0]} {after[1]}")


def _was_learned_from(work: Writing, message: MessageRecord) -> bool:
    told = contact_events.of_number(work.connection, message.number)
    return any(event.message_id == message.id for event in told)
