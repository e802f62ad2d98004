"""Keeping what finds the cards of the lead search (``store.cards``) by their words.

A card's ``rank`` is the rowid of the FTS5 tables that hold its words. Sendable cards and left-out
ones have a table each, because filtering after the match costs 50 ms and more where most matches
are left out.

The tables know the first ``INDEXED`` letters of every word, and an entry for each of its shorter
beginnings: so whatever is typed is one entry, read from its newest end. (An index of whole words
would need an entry for each of their beginnings, half as much work again at every import; without
those, it gathers all that matches before the first answer: 75 ms for a common word among a
million cards.)

They hold no text of their own: a card's old words must be handed back when it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store import search_cards as card_table
from smsdesk.store.driver import write_many
from smsdesk.store.search import SENDABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, TextClause

    from smsdesk.store.driver import Value
    from smsdesk.store.search import CardRecord
    from smsdesk.store.search_cards import Changed, StoredCard

INDEXED = 7
"""Letters of a word that the index knows: the longest that its ``prefix`` option lists, and one."""

TABLES = ("card_sendable", "card_left_out")


_FORGET = {
    table: text(f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', :rank, :words)")
    for table in TABLES
}
_LEARN = {
    table: text(f"INSERT INTO {table} (rowid, words) VALUES (:rank, :words)") for table in TABLES
}


def _table(code: str) -> str:
    return "card_sendable" if code == SENDABLE else "card_left_out"


def put_cards(connection: Connection, cards: Sequence[CardRecord]) -> None:
    """Make the index say what the cards say; costs little where it says so already."""
    _follow(connection, card_table.put(connection, cards))


def add_cards(connection: Connection, cards: Sequence[CardRecord]) -> None:
    """Take in cards of contacts (or of leads without a number) that have none yet."""
    _follow(connection, card_table.add(connection, cards))


def remove_cards(connection: Connection, numbers: list[str], lead_ids: list[int]) -> None:
    """Take out the cards of contacts, and of leads without a number."""
    _follow(connection, card_table.remove(connection, numbers, lead_ids))


def _follow(connection: Connection, changed: Changed) -> None:
    """Take out words as they were taken in, then take in the new ones."""
    _index(connection, _FORGET, changed.gone)
    _index(connection, _LEARN, changed.come)


def _index(
    connection: Connection, statements: Mapping[str, TextClause], cards: Iterable[StoredCard]
) -> None:
    """Tell each FTS table its cards by ascending rank.

    At a rank below the one before, FTS5 writes out all that it has gathered in memory.
    """
    by_table: dict[str, list[tuple[Value, ...]]] = {table: [] for table in TABLES}
    for card in sorted(cards):
        by_table[_table(card.code)].append((card.rank, indexed(card.words)))
    for table, rows in by_table.items():
        write_many(connection, statements[table], rows)


def indexed(words: str) -> str:
    """Return what the index is told of a card's words."""
    return " ".join(dict.fromkeys([word[:INDEXED] for word in words.split(" ")]))
