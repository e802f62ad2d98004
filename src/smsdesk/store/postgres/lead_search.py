"""The lead search: the newest cards looked through, then the index over their words.

Cards that can be texted and cards that cannot have an index each: filtering after the match costs
as much as the match where most are left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.postgres.matching import CARD_LETTERS, CardMatch, card_match
from smsdesk.store.search import HitRecord
from smsdesk.store.statements import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, TextClause

WALKED = 5000
"""Cards that are looked through before the index is asked: some 10 ms where none matches."""

NEWEST = 2**63 - 1
"""Above every rank."""

_SENDABLE, _LEFT_OUT = "card.code = 'ok'", "card.code <> 'ok'"
"""The conditions of the partial indexes, word for word."""

_CARD = "card.rank, card.number, card.lead_id, card.signups, card.code, card.words"
_HIT = """
    card.rank, card.number, card.signups, card.code, lead.name, lead.email, lead.phone,
    lead.event, lead.problem, lead.signed_up_at
"""
_VECTOR = f"first_letters(card.words, {CARD_LETTERS})"


def _newest(which: str) -> str:
    return f"SELECT {_CARD} FROM card WHERE {which} ORDER BY card.rank DESC LIMIT :walked"


@lru_cache(maxsize=32)
def _walk(which: str, condition: str) -> TextClause:
    return text(
        f"""
        SELECT {_HIT} FROM ({_newest(which)}) AS card JOIN lead ON lead.id = card.lead_id
        WHERE true {condition} ORDER BY card.rank DESC LIMIT :limit
        """
    )


@lru_cache(maxsize=32)
def _gather(which: str, condition: str) -> TextClause:
    """Return what asks the index; ``MATERIALIZED`` keeps the planner from walking instead."""
    return text(
        f"""
        WITH found AS MATERIALIZED (
            SELECT card.rank FROM card
            WHERE {which} AND {_VECTOR} @@ CAST(:query AS tsquery) {condition}
        ), page AS MATERIALIZED (SELECT rank FROM found ORDER BY rank DESC LIMIT :limit)
        SELECT {_HIT} FROM page JOIN card ON card.rank = page.rank
        JOIN lead ON lead.id = card.lead_id ORDER BY card.rank DESC
        """
    )


@lru_cache(maxsize=32)
def _count_newest(which: str, condition: str) -> TextClause:
    return text(
        f"""
        SELECT count(*) FROM (
            SELECT 1 FROM ({_newest(f"{which} AND card.rank < :below")}) AS card
            WHERE true {condition} LIMIT :most
        ) AS counted
        """
    )


@lru_cache(maxsize=32)
def _count(which: str, condition: str) -> TextClause:
    return text(
        f"""
        WITH found AS MATERIALIZED (
            SELECT card.rank FROM card
            WHERE {which} AND {_VECTOR} @@ CAST(:query AS tsquery) {condition}
        )
        SELECT count(*) FROM (SELECT 1 FROM found WHERE rank < :below LIMIT :most) AS counted
        """
    )


def search(
    connection: Connection, words: Sequence[str], *, left_out: bool, limit: int
) -> list[HitRecord]:
    """Return cards that have, for every word, a word beginning with it; newest signup first.

    Args:
        left_out: whether those that cannot be texted are listed too.
    """
    match = card_match(words)
    found: list[HitRecord] = []
    for which in (_SENDABLE, _LEFT_OUT) if left_out else (_SENDABLE,):
        found += _found(connection, which, match, limit)
    if left_out:
        found.sort(reverse=True)
    return found[:limit]


def _found(connection: Connection, which: str, match: CardMatch, limit: int) -> list[HitRecord]:
    walk = _walk(which, match.walked)
    walked = records(connection, HitRecord, walk, walked=WALKED, limit=limit, **match.params)
    if len(walked) == limit:
        return walked
    gather = _gather(which, match.condition)
    return records(connection, HitRecord, gather, query=match.query, limit=limit, **match.params)


def count(
    connection: Connection, words: Sequence[str], *, left_out: bool, below: int, most: int
) -> int:
    """Return how many cards older than the rank ``below`` match, counted up to ``most``.

    Args:
        left_out: whether those that cannot be texted are counted too.
    """
    kinds = (_SENDABLE, _LEFT_OUT) if left_out else (_SENDABLE,)
    return sum(_counted(connection, which, words, below, most) for which in kinds)


def count_left_out(connection: Connection, words: Sequence[str], *, most: int) -> int:
    """Return how many cards match that cannot be texted, counted up to ``most``."""
    return _counted(connection, _LEFT_OUT, words, NEWEST, most)


def _counted(
    connection: Connection, which: str, words: Sequence[str], below: int, most: int
) -> int:
    match = card_match(words)
    span = {"below": below, "most": most}
    newest = _count_newest(which, match.walked)
    ((among_newest,),) = read_rows(connection, newest, walked=WALKED, **span, **match.params)
    if among_newest == most:
        return most
    statement = _count(which, match.condition)
    ((found,),) = read_rows(connection, statement, query=match.query, **span, **match.params)
    return int(found)
