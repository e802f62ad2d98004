"""The conversations of one view, a page at a time, and how many there are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.tables.conversation_page import AFTER, COLUMNS, JOINS, ORDER, record_of
from smsdesk.terms import ConversationView

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.tables.conversation_page import ConversationRecord

# Each is the condition of a partial index, word for word, so that SQLite takes it.
_WHERE: Final = {
    ConversationView.TO_ANSWER: "c.state = 'to_answer'",
    ConversationView.MINE: "c.owner = :agent AND c.owner <> ''",
    ConversationView.UNREAD: "c.unread > 0",
    ConversationView.FAILED: "c.last_status IN ('failed', 'undelivered', 'not_sent')",
    ConversationView.DONE: "c.state = 'done'",
}
_WHO_WAITS_LONGEST: Final = (
    "(c.to_answer_since, c.id) > (:after_at, :after_id)",
    "ORDER BY c.to_answer_since, c.id LIMIT :limit",
)
_PAGES: Final = {
    view: text(f"SELECT {COLUMNS} FROM conversation c {JOINS} WHERE {where} AND {after} {order}")
    for view, where in _WHERE.items()
    for after, order in [
        _WHO_WAITS_LONGEST if view is ConversationView.TO_ANSWER else (AFTER, ORDER)
    ]
}
_COUNTS: Final = {
    view: text(f"SELECT count(*) FROM conversation c WHERE {where}")
    for view, where in _WHERE.items()
}
_BEYOND = 2**62


def page(
    connection: Connection,
    agent: str,
    view: ConversationView,
    *,
    after: tuple[int, int] | None,
    limit: int,
) -> list[ConversationRecord]:
    """Return conversations of a view other than all, in its order, after a key.

    Args:
        after: time and id of a row: of its newest activity, or since when it waits for an answer.
    """
    before_all = (-_BEYOND, 0) if view is ConversationView.TO_ANSWER else (_BEYOND, _BEYOND)
    at, row_id = after or before_all
    rows = read_rows(
        connection, _PAGES[view], agent=agent, after_at=at, after_id=row_id, limit=limit
    )
    return [record_of(row) for row in rows]


def counts(connection: Connection, agent: str) -> dict[ConversationView, int]:
    """Return how many conversations each view other than all has."""
    found = {}
    for view, statement in _COUNTS.items():
        params = {"agent": agent} if view is ConversationView.MINE else {}
        found[view] = int(read_rows(connection, statement, **params)[0][0])
    return found
