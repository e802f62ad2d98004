"""One page of the conversation list: the record of a row, and the SQL that reads it.

Without SQLAlchemy: a start reads its first page (``sqlite/first_page.py``) before that is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smsdesk.store.tables.contact_record import EVENTS, JOINED, ContactRecord

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """A conversation with its contact and the asking agent's draft. Times in microseconds."""

    id: int
    contact: ContactRecord
    last_message_id: int | None
    last_text: str
    last_direction: str
    last_status: str
    last_activity_at: int
    unread: int
    revision: int
    draft: str


# In the order of a ``ConversationRecord``, the contact at the end.
COLUMNS = f"""
    c.id, c.last_message_id, c.last_text, c.last_direction, c.last_status,
    c.last_activity_at, c.unread, c.revision, coalesce(draft.body, ''), {JOINED}
"""
_CONTACT = 9
JOINS = f"""
    JOIN contact ON contact.number = c.number {EVENTS}
    LEFT JOIN draft ON draft.number = c.number AND draft.agent = :agent
"""
AFTER = "(c.last_activity_at, c.id) < (:after_at, :after_id)"
ORDER = "ORDER BY c.last_activity_at DESC, c.id DESC LIMIT :limit"

NEXT_PAGE = f"SELECT {COLUMNS} FROM conversation c {JOINS} WHERE {AFTER} {ORDER}"
"""The rows after a key, newest activity first."""

ABOVE_ALL = (2**62, 2**62)
"""The key before the first row."""

COUNT = "SELECT coalesce(max(id), 0) FROM conversation"
"""Ids are dealt out without gaps and no conversation is ever removed: the highest is their number.
"""


def record_of(row: Sequence[Any]) -> ConversationRecord:
    """Return a row of ``COLUMNS`` as a record."""
    return ConversationRecord(row[0], ContactRecord(*row[_CONTACT:]), *row[1:_CONTACT])
