"""The lead search: words in two FTS5 tables, of the cards that ``search_cards`` keeps.

An answer comes newest first straight from the index and stops when the page is full. The index
knows the first letters of a word: a longer one is looked up by them and compared with the card.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows
from smsdesk.store.search import HitPage, HitRecord, short_digits
from smsdesk.store.sqlite.search_cards import INDEXED, TABLES
from smsdesk.store.statements import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, TextClause

NEWEST = 2**63 - 1
"""Above every rank."""

_NO_PHONE = (" ", "[0-9] ", "[0-9][0-9] ", "[^0-9 ]", "[0-9][^0-9 ]")
"""How a word goes on that is none of a number's digits, which are four at least."""

_HIT_COLUMNS = """
    card.rank, card.number, card.signups, card.code, lead.name, lead.email, lead.phone,
    lead.event, lead.problem, lead.signed_up_at
"""


class CardMatch(NamedTuple):
    """What cards have that answer a query: for every word, a word beginning with it.

    Attributes:
        expression: for ``MATCH``: the words as far as the index knows them.
        condition: SQL about ``card`` for the longer ones: empty, or ``AND ...``.
        params: the condition's parameters.
    """

    expression: str
    condition: str
    params: dict[str, str]


def card_match(words: Sequence[str]) -> CardMatch:
    """Return what finds the cards for words as ``smsdesk.text.words`` makes them."""
    expression = " AND ".join(
        f'"{word[:INDEXED]}"' if len(word) >= INDEXED else f'"{word}"*' for word in words
    )
    longer = [word for word in words if len(word) > INDEXED]
    params = {f"longer{place}": f" {word}" for place, word in enumerate(longer)}
    condition = "".join(f" AND instr(' ' || card.words, :{name})" for name in params)
    for place, word in enumerate(short_digits(words)):
        globs = {f"short{place}_{n}": f"* {word}{rest}*" for n, rest in enumerate(_NO_PHONE)}
        either = " OR ".join(f"' ' || card.words || ' ' GLOB :{name}" for name in globs)
        condition += f" AND ({either})"
        params |= globs
    return CardMatch(expression, condition, params)


@lru_cache(maxsize=32)
def _search(table: str, condition: str) -> TextClause:
    return text(
        f"""
        SELECT {_HIT_COLUMNS} FROM {table}
        JOIN card ON card.rank = {table}.rowid JOIN lead ON lead.id = card.lead_id
        WHERE {table} MATCH :match {condition} ORDER BY {table}.rowid DESC LIMIT :limit
        """
    )


@lru_cache(maxsize=32)
def _count(table: str, condition: str) -> TextClause:
    cards = f"JOIN card ON card.rank = {table}.rowid" if condition else ""
    return text(
        f"""
        SELECT count(*) FROM (
            SELECT 1 FROM {table} {cards}
            WHERE {table} MATCH :match AND {table}.rowid < :below {condition}
            ORDER BY {table}.rowid DESC LIMIT :most
        )
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
    for table in TABLES if left_out else TABLES[:1]:
        found += records(
            connection,
            HitRecord,
            _search(table, match.condition),
            match=match.expression,
            limit=limit,
            **match.params,
        )
    if left_out:
        found.sort(reverse=True)
    return found[:limit]


def page(
    connection: Connection, words: Sequence[str], *, left_out: bool, limit: int, most: int
) -> HitPage:
    """Return the same, and how many matches there are beside them, counted up to ``most``."""
    hits = search(connection, words, left_out=left_out, limit=limit)
    beyond = 0
    if len(hits) == limit:
        tables = TABLES if left_out else TABLES[:1]
        last = hits[-1].rank
        counted = sum(_counted(connection, table, words, last, most) for table in tables)
        beyond = min(counted, most)
    others = 0 if left_out else _counted(connection, TABLES[1], words, NEWEST, most)
    return HitPage(hits, beyond, others)


def _counted(
    connection: Connection, table: str, words: Sequence[str], below: int, most: int
) -> int:
    match = card_match(words)
    statement = _count(table, match.condition)
    ((found,),) = read_rows(
        connection, statement, match=match.expression, below=below, most=most, **match.params
    )
    return int(found)
