"""The filter over the conversation list: a page of what matches, newest activity first.

The words are indexed by card, the activity by conversation, and each order is good for one kind
of filter. Few cards match (``sarah berg``): their conversations are gathered and sorted. Many do
(``ma``): the list is walked from the top, each row's words looked at, until the page is full; at
most ``SPAN`` rows, after which gathering is the cheaper way, too. Either takes some ten
milliseconds over 200,000 conversations of 600,000 contacts; gathering tens of thousands of
matches for fifty rows took a hundred, and two seconds where all match.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.search import page_params, short_digits
from smsdesk.store.sqlite.lead_search import card_match
from smsdesk.store.tables.conversation_page import (
    AFTER,
    COLUMNS,
    JOINS,
    ORDER,
    ConversationRecord,
    record_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, TextClause

    from smsdesk.store.driver import Value
    from smsdesk.store.search import Matching

GATHERED = 10_000
"""Matching cards up to which gathering them all costs less than a walk is likely to."""

SPAN = 10_000
"""Rows that are walked at most: 5 us each."""

WALKED_WORDS = 3
"""Words that a walk looks at; more are so rare together that gathering serves them."""


_CARDS = """
    SELECT rowid FROM card_sendable WHERE card_sendable MATCH :match
    UNION ALL SELECT rowid FROM card_left_out WHERE card_left_out MATCH :match
"""
_COUNT_CARDS = text(f"SELECT count(*) FROM (SELECT 1 FROM ({_CARDS}) LIMIT :cap)")


@lru_cache(maxsize=32)
def _gather(condition: str) -> TextClause:
    """Return the statement that gathers; ``condition`` is the one of a ``CardMatch``.

    CROSS JOIN keeps the order: from the cards that match to their conversations.
    """
    return text(
        f"""
        SELECT {COLUMNS} FROM (
            SELECT c.id, c.last_activity_at FROM ({_CARDS}) AS hit
            CROSS JOIN card ON card.rank = hit.rowid
            CROSS JOIN conversation c ON c.number = card.number
            WHERE {AFTER} {condition}
            UNION ALL
            SELECT c.id, c.last_activity_at FROM contact
            CROSS JOIN conversation c ON c.number = contact.number
            WHERE :pattern IS NOT NULL
              AND contact.newest_lead_id IS NULL AND contact.number LIKE :pattern AND {AFTER}
            ORDER BY last_activity_at DESC, id DESC LIMIT :limit OFFSET :offset
        ) AS found
        CROSS JOIN conversation c ON c.id = found.id {JOINS}
        ORDER BY c.last_activity_at DESC, c.id DESC
        """
    )


_HAS_WORDS = " AND ".join(
    f"instr(' ' || card.words, :word{place}) > 0" for place in range(WALKED_WORDS)
)
# A contact has no card while it belongs to no lead.
_WALK = text(
    f"""
    SELECT {COLUMNS} FROM conversation c
    LEFT JOIN card ON card.number = c.number {JOINS}
    WHERE {AFTER} AND (c.last_activity_at, c.id) >= (:end_at, :end_id)
      AND ({_HAS_WORDS} OR (card.rank IS NULL AND c.number LIKE :pattern))
    {ORDER} OFFSET :offset
    """
)
_SPAN_END = text(
    f"""
    SELECT last_activity_at, id FROM conversation c WHERE {AFTER}
    ORDER BY last_activity_at DESC, id DESC LIMIT 1 OFFSET :rows
    """
)
_BELOW_ALL = (-(2**62), 0)


def page(
    connection: Connection,
    agent: str,
    matching: Matching,
    *,
    after: tuple[int, int] | None,
    offset: int,
    limit: int,
) -> list[ConversationRecord]:
    """Return conversations that match, newest activity first: after a key, or from an offset."""
    params = page_params(agent, matching, after, offset=offset, limit=limit)
    found = _walked(connection, matching, params) if _is_wide(connection, matching) else None
    if found is None:
        match = card_match(matching.words)
        statement = _gather(match.condition)
        found = read_rows(connection, statement, match=match.expression, **match.params, **params)
    return [record_of(row) for row in found]


def _is_wide(connection: Connection, matching: Matching) -> bool:
    if len(matching.words) > WALKED_WORDS or short_digits(matching.words):
        return False
    match = card_match(matching.words).expression
    ((cards,),) = read_rows(connection, _COUNT_CARDS, match=match, cap=GATHERED + 1)
    return bool(cards > GATHERED)


def _walked(
    connection: Connection, matching: Matching, params: dict[str, Value]
) -> list[tuple[object, ...]] | None:
    """Return the page, or ``None`` where it is not full at the end of the span."""
    key = {name: params[name] for name in ("after_at", "after_id")}
    span_end = read_rows(connection, _SPAN_END, rows=SPAN - 1, **key)
    end_at, end_id = span_end[0] if span_end else _BELOW_ALL
    words = {
        f"word{place}": f" {matching.words[place]}" if place < len(matching.words) else ""
        for place in range(WALKED_WORDS)
    }
    found = read_rows(connection, _WALK, end_at=end_at, end_id=end_id, **words, **params)
    return found if len(found) == params["limit"] or not span_end else None
