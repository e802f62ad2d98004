"""The lead search: some of the newest cards looked through, then as many as it needs or the index.

Cards that can be texted and cards that cannot have an index each: filtering after the match costs
as much as the match where most are left out. A trip to the server costs as much as a few hundred
cards, so the page and the count beyond it are one statement.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.postgres.matching import CARD_LETTERS, CardMatch, card_match, rows_to_walk
from smsdesk.store.search import HitPage, HitRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, TextClause

SAMPLED = 500
"""Of the newest cards, what is looked through before it is decided how to go on."""

GATHERING = 3.5
"""What a match costs that the index finds, in cards that are looked through: a block of the table
each, where the newest cards lie beside one another. It is less than that, for ``everything`` is
the number of leads, and there are fewer cards."""

COUNTED = 5000
"""Cards that cannot be texted, of which a common word is counted before the index is asked."""

_SENDABLE, _LEFT_OUT = "card.code = 'ok'", "card.code <> 'ok'"
"""The conditions of the partial indexes, word for word."""

_HIT = """
    card.rank, card.number, card.signups, card.code, lead.name, lead.email, lead.phone,
    lead.event, lead.problem, lead.signed_up_at
"""
_VECTOR = f"first_letters(card.words, {CARD_LETTERS})"
_LEADS = "(SELECT value FROM counter WHERE name = 'leads')"
"""How many leads there are: at least as many as cards, and never many times as many."""

_WIDTH = len(HitRecord._fields)


class _Found(NamedTuple):
    """The first matches, and how many there are.

    Attributes:
        counted: up to what was asked for.
        left_out: those that cannot be texted; ``None`` where they were not counted.
        leads: how many there are in all.
        sampled: those among the first cards that were looked through.
    """

    hits: list[HitRecord]
    counted: int
    left_out: int | None
    leads: int
    sampled: int = 0


def _newest(which: str) -> str:
    columns = "card.rank, card.words"
    return f"SELECT {columns} FROM card WHERE {which} ORDER BY card.rank DESC LIMIT :walked"


def _page(found: str, left_out: str = "NULL") -> TextClause:
    """Return the statement for the first of what ``found`` has, and for the numbers."""
    return text(
        f"""
        WITH found AS MATERIALIZED ({found}),
        page AS MATERIALIZED (SELECT rank FROM found ORDER BY rank DESC LIMIT :limit),
        counted AS MATERIALIZED (
            SELECT (SELECT count(*) FROM found) AS found, {left_out} AS left_out, {_LEADS} AS leads
        )
        SELECT {_HIT}, counted.found, counted.left_out, counted.leads
        FROM counted LEFT JOIN (
            page JOIN card ON card.rank = page.rank JOIN lead ON lead.id = card.lead_id
        ) ON true ORDER BY card.rank DESC
        """
    )


@lru_cache(maxsize=32)
def _walk(which: str, condition: str) -> TextClause:
    return _page(
        f"""
        SELECT card.rank FROM ({_newest(which)}) AS card
        WHERE true {condition} ORDER BY card.rank DESC LIMIT :enough
        """
    )


def _matching(which: str, condition: str) -> str:
    query = "CAST(:query AS tsquery)"
    return f"SELECT card.rank FROM card WHERE {which} AND {_VECTOR} @@ {query} {condition}"


def _counted(condition: str) -> str:
    matching = _matching(_LEFT_OUT, condition)
    return f"(SELECT count(*) FROM ({matching} LIMIT :most) AS others)"


@lru_cache(maxsize=32)
def _gather_all(condition: str) -> TextClause:
    """Return what asks the index; ``MATERIALIZED`` keeps the planner from walking instead."""
    kinds = (_SENDABLE, _LEFT_OUT)
    return _page(" UNION ALL ".join(_matching(which, condition) for which in kinds))


@lru_cache(maxsize=32)
def _gather(condition: str) -> TextClause:
    """Return the same for cards that can be texted; the others are counted."""
    return _page(_matching(_SENDABLE, condition), _counted(condition))


@lru_cache(maxsize=32)
def _count_newest(condition: str) -> TextClause:
    return text(
        f"""
        SELECT count(*) FROM (
            SELECT 1 FROM ({_newest(_LEFT_OUT)}) AS card WHERE true {condition} LIMIT :most
        ) AS counted
        """
    )


@lru_cache(maxsize=32)
def _count(condition: str) -> TextClause:
    return text(f"SELECT {_counted(condition)}")


def search(
    connection: Connection, words: Sequence[str], *, left_out: bool, limit: int
) -> list[HitRecord]:
    """Return cards that have, for every word, a word beginning with it; newest signup first.

    Args:
        left_out: whether those that cannot be texted are listed too.
    """
    return _found(connection, card_match(words), left_out=left_out, limit=limit, most=0).hits


def page(
    connection: Connection, words: Sequence[str], *, left_out: bool, limit: int, most: int
) -> HitPage:
    """Return the same, and how many matches there are beside them, counted up to ``most``."""
    match = card_match(words)
    found = _found(connection, match, left_out=left_out, limit=limit, most=most)
    others = 0 if left_out else found.left_out
    if others is None:
        others = _left_out(connection, match, most, found.sampled)
    return HitPage(found.hits, min(max(found.counted - limit, 0), most), others)


def _found(
    connection: Connection, match: CardMatch, *, left_out: bool, limit: int, most: int
) -> _Found:
    enough = limit + most
    walk = _walk("true" if left_out else _SENDABLE, match.walked)
    span = {"limit": limit, "enough": enough}
    found = _answer(connection, walk, walked=SAMPLED, **span, **match.params)
    sampled = found.counted
    if found.counted == enough:
        return found._replace(sampled=sampled)
    further = rows_to_walk(
        found.counted, SAMPLED, enough=enough, everything=found.leads, gathering=GATHERING
    )
    if further:
        found = _answer(connection, walk, walked=further, **span, **match.params)
        if found.counted == enough:
            return found._replace(sampled=sampled)
    gather = (_gather_all if left_out else _gather)(match.condition)
    return _answer(connection, gather, query=match.query, limit=limit, most=most, **match.params)


def _answer(connection: Connection, statement: TextClause, **params: int | str) -> _Found:
    rows = read_rows(connection, statement, **params)
    hits = [HitRecord(*row[:_WIDTH]) for row in rows if row[0] is not None]
    return _Found(hits, *rows[0][_WIDTH:])


def _left_out(connection: Connection, match: CardMatch, most: int, sampled: int) -> int:
    """Return how many cards match that cannot be texted, counted up to ``most``.

    Args:
        sampled: how many of ``SAMPLED`` others did: only of a common word are there enough among
            the newest to be counted there.
    """
    if sampled * COUNTED >= most * SAMPLED:
        newest = _count_newest(match.walked)
        rows = read_rows(connection, newest, walked=COUNTED, most=most, **match.params)
        if rows[0][0] == most:
            return most
    statement = _count(match.condition)
    ((found,),) = read_rows(connection, statement, query=match.query, most=most, **match.params)
    return int(found)
