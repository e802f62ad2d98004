"""One page of the conversation list: the record of a row, and the SQL that reads it.

Without SQLAlchemy: a start reads its first page (``store/first_page.py``) before that is loaded.
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
    last_message_id: int | None
    last_text: str
    last_direction: str
    last_status: str
    last_activity_at: int
    unread: int
    revision: int
    state: str
    to_answer_since: int | None
    snoozed_until: int | None
    owner: str
    draft: str
    contact: ContactRecord


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The newest conversations, and how many there are in all."""

    count: int
    records: tuple[ConversationRecord, ...]


_OF_DRAFT = {"draft": "coalesce(draft.body, '')"}
_OWN = [name for name in ConversationRecord.__dataclass_fields__ if name != "contact"]
_OWN_COLUMNS = ", ".join(f"{_OF_DRAFT.get(name, f'c.{name}')} AS {name}" for name in _OWN)
COLUMNS = f"{_OWN_COLUMNS}, {JOINED}"
"""A column for every field of a ``ConversationRecord``, in its order, the contact's at the end."""

JOINS = f"""
    JOIN contact ON contact.number = c.number {EVENTS}
    LEFT JOIN draft ON draft.number = c.number AND draft.agent = :agent
"""
HERE = "c.state <> 'snoozed'"
AFTER = "(c.last_activity_at, c.id) < (:after_at, :after_id)"
ORDER = "ORDER BY c.last_activity_at DESC, c.id DESC LIMIT :limit"

NEXT_PAGE = f"SELECT {COLUMNS} FROM conversation c {JOINS} WHERE {AFTER} {ORDER}"
"""The rows after a key, newest activity first."""

NEXT_HERE = f"SELECT {COLUMNS} FROM conversation c {JOINS} WHERE {HERE} AND {AFTER} {ORDER}"
"""The same without those that are put aside."""

ABOVE_ALL = (2**62, 2**62)
"""The key before the first row."""

COUNT = """
    SELECT value - (SELECT count(*) FROM conversation WHERE state = 'snoozed')
    FROM counter WHERE name = 'conversations'
"""
"""How many are not put aside; all are counted as they are made (``tables/counters.py``)."""


def record_of(row: Sequence[Any]) -> ConversationRecord:
    """Return a row of ``COLUMNS`` as a record."""
    own, contact = row[: len(_OWN)], ContactRecord(*row[len(_OWN) :])
    return ConversationRecord(*(*own, contact))
