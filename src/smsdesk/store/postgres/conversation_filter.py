"""The filter over the conversation list: a page of what matches, newest activity first.

As the searches do, it walks some of the newest conversations first, each one's words looked at.
Where the page is not full it walks on, or gathers the cards that match and sorts their
conversations.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.postgres.matching import CARD_LETTERS, card_match, rows_to_walk
from smsdesk.store.search import page_params
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

    from smsdesk.store.search import Matching

SAMPLED = 300
"""Of the newest conversations, what is walked before it is decided how to go on."""

GATHERING = 0.3
"""What a match costs that the index finds, in conversations that are walked: those have a card each
to be looked up, and most cards have no conversation."""

_VECTOR = f"first_letters(card.words, {CARD_LETTERS}) @@ CAST(:query AS tsquery)"
_NEWEST_FIRST = "ORDER BY c.last_activity_at DESC, c.id DESC"
_LEADS = "(SELECT value FROM counter WHERE name = 'leads')"


@lru_cache(maxsize=32)
def _walk(condition: str) -> TextClause:
    """Return the statement that walks. A contact has no card while it belongs to no lead."""
    return text(
        f"""
        WITH page AS MATERIALIZED (
            SELECT c.id FROM (
                SELECT c.id, c.number, c.last_activity_at FROM conversation c WHERE {AFTER}
                {_NEWEST_FIRST} LIMIT :walked
            ) AS c LEFT JOIN card ON card.number = c.number
            WHERE (card.rank IS NOT NULL {condition})
                OR (card.rank IS NULL AND c.number LIKE CAST(:pattern AS text))
            {ORDER} OFFSET :offset
        )
        SELECT {COLUMNS}, {_LEADS}
        FROM page JOIN conversation c ON c.id = page.id {JOINS} {_NEWEST_FIRST}
        """
    )


@lru_cache(maxsize=32)
def _gather(condition: str) -> TextClause:
    """Return what asks the index; ``OFFSET 0`` keeps the planner from reading all conversations."""
    return text(
        f"""
        WITH hit AS MATERIALIZED (
            SELECT card.number FROM card
            WHERE card.code = 'ok' AND {_VECTOR} AND card.number IS NOT NULL {condition}
            UNION ALL
            SELECT card.number FROM card
            WHERE card.code <> 'ok' AND {_VECTOR} AND card.number IS NOT NULL {condition}
            UNION ALL
            SELECT contact.number FROM contact
            WHERE contact.newest_lead_id IS NULL AND contact.number LIKE CAST(:pattern AS text)
        ), page AS MATERIALIZED (
            SELECT c.id, c.last_activity_at FROM hit CROSS JOIN LATERAL (
                SELECT c.id, c.last_activity_at FROM conversation c WHERE c.number = hit.number
                OFFSET 0
            ) AS c WHERE {AFTER} {ORDER} OFFSET :offset
        )
        SELECT {COLUMNS}, 0
        FROM page JOIN conversation c ON c.id = page.id {JOINS} {_NEWEST_FIRST}
        """
    )


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
    match = card_match(matching.words)
    params = page_params(agent, matching, after, offset=offset, limit=limit) | match.params
    walk = _walk(match.walked)
    found = read_rows(connection, walk, walked=SAMPLED, **params)
    if 0 < len(found) < limit:
        skipped = int(params["offset"] or 0)
        further = rows_to_walk(
            skipped + len(found),
            SAMPLED,
            enough=skipped + limit,
            everything=int(found[0][-1]),
            gathering=GATHERING,
        )
        if further:
            found = read_rows(connection, walk, walked=further, **params)
    if len(found) < limit:
        found = read_rows(connection, _gather(match.condition), query=match.query, **params)
    return [record_of(row[:-1]) for row in found]
