"""Where a text to a contact goes: the answer goes to the form of the number they wrote from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.e164 import written_forms
from smsdesk.store.tables import thread_messages

if TYPE_CHECKING:
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord


def address_of(connection: Connection, text: MessageRecord) -> str:
    """Return the number that the carrier is given for a text of ours."""
    forms = written_forms(text.number)
    if len(forms) == 1:
        return text.number
    wrote = thread_messages.newest_sender(connection, text.conversation_id)
    return wrote if wrote in forms else text.number
