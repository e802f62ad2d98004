"""The conversations of one view, a page at a time, and how many there are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.tables.conversation_page import AFTER, COLUMNS, JOINS, ORDER, record_of
from smsdesk.terms import ConversationView

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.driver import Value
    from smsdesk.store.tables.conversation_page import ConversationRecord

# Each is the condition of a partial index, word for word, so that SQLite takes it.
_WHERE: Final = {
    ConversationView.TO_ANSWER: "c.state = 'to_answer'",
    ConversationView.MINE: "c.owner = :agent AND c.owner <> ''",
    ConversationView.NOBODYS: "c.state = 'to_answer' AND c.owner = ''",
    ConversationView.UNREAD: "c.unread > 0",
    ConversationView.FAILED: "c.last_status IN ('failed', 'undelivered', 'not_sent')",
    ConversationView.DONE: "c.state = 'done'",
    ConversationView.SNOOZED: "c.state = 'snoozed'",
}
_SOONEST_FIRST: Final = {
    ConversationView.TO_ANSWER: "to_answer_since",
    ConversationView.NOBODYS: "to_answer_since",
    ConversationView.SNOOZED: "snoozed_until",
}
"""Views that begin with what is longest ago, or comes first; all others with the newest."""


def _place(view: ConversationView) -> tuple[str, str, str]:
    """Return a row's place in a view, what comes after a place, and the order."""
    column = _SOONEST_FIRST.get(view)
    if column is None:
        return "c.last_activity_at, c.id", AFTER, ORDER
    place = f"c.{column}, c.id"
    return place, f"({place}) > (:after_at, :after_id)", f"ORDER BY {place} LIMIT :limit"


_PAGES: Final = {
    view: text(f"SELECT {COLUMNS} FROM conversation c {JOINS} WHERE {where} AND {after} {order}")
    for view, where in _WHERE.items()
    for _, after, order in [_place(view)]
}
_KEYS: Final = {
    view: text(f"SELECT {place} FROM conversation c WHERE {where} {order} OFFSET :offset")
    for view, where in _WHERE.items()
    for place, _, order in [_place(view)]
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
    offset: int = 0,
) -> list[ConversationRecord]:
    """Return conversations of a view other than all, in its order, after a key.

    Args:
        after: time and id of a row: of its newest activity, since when it waits for an answer, or
            when it comes back.
        offset: where to begin, without ``after``.
    """
    at, row_id = after or _key_before(connection, agent, view, offset)
    rows = read_rows(
        connection, _PAGES[view], agent=agent, after_at=at, after_id=row_id, limit=limit
    )
    return [record_of(row) for row in rows]


def _key_before(
    connection: Connection, agent: str, view: ConversationView, offset: int
) -> tuple[int, int]:
    """Return a key just before the row at an offset; without the joins, an index is walked."""
    upwards = view in _SOONEST_FIRST
    if offset == 0:
        return (-_BEYOND, 0) if upwards else (_BEYOND, _BEYOND)
    params: dict[str, Value] = {"limit": 1, "offset": offset}
    if view is ConversationView.MINE:
        params["agent"] = agent
    found = read_rows(connection, _KEYS[view], **params)
    if not found:
        return (_BEYOND, _BEYOND) if upwards else (-_BEYOND, 0)
    at, row_id = found[0]
    return (at, row_id - 1) if upwards else (at, row_id + 1)


def count(connection: Connection, agent: str, view: ConversationView) -> int:
    """Return how many conversations a view other than all has."""
    params = {"agent": agent} if view is ConversationView.MINE else {}
    return int(read_rows(connection, _COUNTS[view], **params)[0][0])
