"""Keeping the cards of the lead search: one a contact (or a lead without a number).

``rank`` is the newest signup in microseconds, made unique, and the rowid of the FTS5 tables that
hold the cards' words. Sendable cards and left-out ones have a table each, because filtering after
the match costs 50 ms and more where most matches are left out.

The tables know the first ``INDEXED`` letters of every word, and an entry for each of its shorter
beginnings: so whatever is typed is one entry, read from its newest end. (An index of whole words
would need an entry for each of their beginnings, half as much work again at every import; without
those, it gathers all that matches before the first answer: 75 ms for a common word among a
million cards.)

They hold no text of their own: a card's old words must be handed back when it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.search import SENDABLE, CardRecord
from smsdesk.store.statements import records, text_with_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, TextClause

    from smsdesk.store.driver import Value

SECOND = 1_000_000

INDEXED = 7
"""Letters of a word that the index knows: the longest that its ``prefix`` option lists, and one."""

TABLES = ("card_sendable", "card_left_out")


class _StoredCard(NamedTuple):
    """A card as its row has it; its values stand in the order in which it is inserted."""

    rank: int
    number: str | None
    lead_id: int
    signups: int
    code: str
    words: str


_OLD = text_with_lists(
    """
    SELECT rank, number, lead_id, signups, code, words FROM card WHERE number IN :numbers
    UNION ALL
    SELECT rank, number, lead_id, signups, code, words FROM card
    WHERE number IS NULL AND lead_id IN :lead_ids
    """,
    "numbers",
    "lead_ids",
)
_TAKEN = text_with_lists("SELECT rank FROM card WHERE rank IN :ranks", "ranks")
_HIGHEST = text(
    "SELECT rank FROM card WHERE rank >= :low AND rank < :high ORDER BY rank DESC LIMIT 1"
)
_DELETE = text("DELETE FROM card WHERE rank = :rank")
_INSERT = text(
    """
    INSERT INTO card (rank, number, lead_id, signups, code, words)
    VALUES (:rank, :number, :lead_id, :signups, :code, :words)
    """
)
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
    if not cards:
        return
    old = _old_cards(connection, cards)
    fresh = [card for card in cards if not _says_so(card, old.get(_key(card)))]
    _remove(connection, [old[_key(card)] for card in fresh if _key(card) in old])
    _add(connection, fresh, old)


def add_cards(connection: Connection, cards: Sequence[CardRecord]) -> None:
    """Take in cards of contacts (or of leads without a number) that have none yet."""
    _add(connection, cards, {})


def _key(card: CardRecord | _StoredCard) -> str | int:
    return card.number if card.number is not None else card.lead_id


def _old_cards(connection: Connection, cards: Sequence[CardRecord]) -> dict[str | int, _StoredCard]:
    found = records(
        connection,
        _StoredCard,
        _OLD,
        numbers=[card.number for card in cards if card.number is not None],
        lead_ids=[card.lead_id for card in cards if card.number is None],
    )
    return {_key(card): card for card in found}


def _keeps_rank(card: CardRecord, old: _StoredCard) -> bool:
    return card.newest <= old.rank < card.newest + SECOND


def _says_so(card: CardRecord, old: _StoredCard | None) -> bool:
    return (
        old is not None
        and _keeps_rank(card, old)
        and old.lead_id == card.lead_id
        and old.signups == card.signups
        and old.code == card.code
        and old.words == card.words
    )


def _rank(card: CardRecord, old: _StoredCard | None, ranks: _Ranks) -> int:
    return old.rank if old is not None and _keeps_rank(card, old) else ranks.take(card.newest)


class _Ranks:
    """Free ranks at or above each signup's moment.

    Exports give whole seconds or minutes, so thousands of signups may share one: where the
    moment itself is taken, the second's highest rank is asked for once and counted up from.
    """

    def __init__(self, connection: Connection, moments: list[int], kept: set[int]) -> None:
        self._connection = connection
        taken = read_rows(connection, _TAKEN, ranks=moments)
        self._taken = kept.union(rank for (rank,) in taken)
        self._next: dict[int, int] = {}

    def take(self, moment: int) -> int:
        rank = moment
        while rank in self._taken:
            rank = self._above(rank)
        self._taken.add(rank)
        return rank

    def _above(self, rank: int) -> int:
        second = rank - rank % SECOND
        if second not in self._next:
            span = {"low": second, "high": second + SECOND}
            highest = read_rows(self._connection, _HIGHEST, **span)
            self._next[second] = max(rank, highest[0][0] if highest else 0) + 1
        else:
            self._next[second] = max(self._next[second], rank + 1)
        free = self._next[second]
        self._next[second] += 1
        return free


def _remove(connection: Connection, gone: Sequence[_StoredCard]) -> None:
    """Take cards out, with the words that they were taken in with."""
    _index(connection, _FORGET, gone)
    write_many(connection, _DELETE, [(card.rank,) for card in gone])


def _add(
    connection: Connection, cards: Sequence[CardRecord], old: Mapping[str | int, _StoredCard]
) -> None:
    if not cards:
        return
    kept = {
        before.rank
        for card in cards
        if (before := old.get(_key(card))) is not None and _keeps_rank(card, before)
    }
    ranks = _Ranks(connection, [card.newest for card in cards], kept)
    rows = [
        _StoredCard(
            _rank(card, old.get(_key(card)), ranks),
            card.number,
            card.lead_id,
            card.signups,
            card.code,
            card.words,
        )
        for card in cards
    ]
    rows.sort()
    write_many(connection, _INSERT, rows)
    _index(connection, _LEARN, rows)


def _index(
    connection: Connection, statements: Mapping[str, TextClause], cards: Iterable[_StoredCard]
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
