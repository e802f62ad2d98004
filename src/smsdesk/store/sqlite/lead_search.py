"""The lead search: one card a contact (or a lead without a number), words in two FTS5 tables.

``rank`` is the newest signup in microseconds, made unique, and the FTS tables' rowid: so an
answer comes newest first straight from the index and stops when the page is full. Sendable cards
and left-out ones have a table each, because filtering after the match costs 50 ms and more where
most matches are left out.

The tables know the first ``INDEXED`` letters of every word, and an entry for each of its shorter
beginnings: so whatever is typed is one entry, read from its newest end. A longer word is looked
up by its first letters and compared with the card. (An index of whole words would need an entry
for each of their beginnings, half as much work again at every import; without those, it gathers
all that matches before the first answer: 75 ms for a common word among a million cards.)

They hold no text of their own: a card's old words must be handed back when it changes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, text

from smsdesk.store.sqlite.driver import read_among, read_rows, write_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, TextClause

    from smsdesk.store.statements import Value

SENDABLE = "ok"
SECOND = 1_000_000

NEWEST = 2**63 - 1
"""Above every rank."""

INDEXED = 7
"""Letters of a word that the index knows: the longest that its ``prefix`` option lists, and one."""


class CardRecord(NamedTuple):
    """What the index holds of one contact; ``newest`` is the newest signup in microseconds."""

    number: str | None
    lead_id: int
    newest: int
    signups: int
    code: str
    words: str


_OLD = text(
    """
    SELECT rank, number, lead_id, signups, code, words FROM card WHERE number IN :numbers
    UNION ALL
    SELECT rank, number, lead_id, signups, code, words FROM card
    WHERE number IS NULL AND lead_id IN :lead_ids
    """
).bindparams(bindparam("numbers", expanding=True), bindparam("lead_ids", expanding=True))
_TAKEN = text("SELECT rank FROM card WHERE rank IN (:rank)")
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
_TABLES = ("card_sendable", "card_left_out")
_FORGET = {
    table: text(f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', :rank, :words)")
    for table in _TABLES
}
_LEARN = {
    table: text(f"INSERT INTO {table} (rowid, words) VALUES (:rank, :words)") for table in _TABLES
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


def _key(card: CardRecord) -> str | int:
    return card.number if card.number is not None else card.lead_id


def _old_cards(
    connection: Connection, cards: Sequence[CardRecord]
) -> dict[str | int, dict[str, Any]]:
    wanted = {
        "numbers": [card.number for card in cards if card.number is not None],
        "lead_ids": [card.lead_id for card in cards if card.number is None],
    }
    rows = connection.execute(_OLD, wanted).mappings()
    return {
        row["number"] if row["number"] is not None else row["lead_id"]: dict(row) for row in rows
    }


def _keeps_rank(card: CardRecord, old: dict[str, Any]) -> bool:
    return bool(card.newest <= old["rank"] < card.newest + SECOND)


def _says_so(card: CardRecord, old: dict[str, Any] | None) -> bool:
    return (
        old is not None
        and _keeps_rank(card, old)
        and old["lead_id"] == card.lead_id
        and old["signups"] == card.signups
        and old["code"] == card.code
        and old["words"] == card.words
    )


def _rank(card: CardRecord, old: dict[str, Any] | None, ranks: _Ranks) -> int:
    return (
        int(old["rank"]) if old is not None and _keeps_rank(card, old) else ranks.take(card.newest)
    )


class _Ranks:
    """Free ranks at or above each signup's moment.

    Exports give whole seconds or minutes, so thousands of signups may share one: where the
    moment itself is taken, the second's highest rank is asked for once and counted up from.
    """

    def __init__(self, connection: Connection, moments: Sequence[int], kept: set[int]) -> None:
        self._connection = connection
        taken = read_among(connection, _TAKEN, moments)
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
            highest = self._connection.execute(_HIGHEST, span).scalar()
            self._next[second] = max(rank, highest or 0) + 1
        else:
            self._next[second] = max(self._next[second], rank + 1)
        free = self._next[second]
        self._next[second] += 1
        return free


def _remove(connection: Connection, gone: Sequence[dict[str, Any]]) -> None:
    """Take cards out, with the words that they were taken in with."""
    _index(connection, _FORGET, ((card["rank"], card["words"], card["code"]) for card in gone))
    write_many(connection, _DELETE, [(card["rank"],) for card in gone])


def _add(
    connection: Connection, cards: Sequence[CardRecord], old: Mapping[str | int, dict[str, Any]]
) -> None:
    if not cards:
        return
    kept = {
        int(before["rank"])
        for card in cards
        if (before := old.get(_key(card))) is not None and _keeps_rank(card, before)
    }
    ranks = _Ranks(connection, [card.newest for card in cards], kept)
    rows = [
        (
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
    _index(connection, _LEARN, ((row[0], row[5], row[4]) for row in rows))


def _index(
    connection: Connection,
    statements: Mapping[str, TextClause],
    cards: Iterable[tuple[int, str, str]],
) -> None:
    """Tell each FTS table its cards (rank, words, code) by ascending rank.

    At a rank below the one before, FTS5 writes out all that it has gathered in memory.
    """
    by_table: dict[str, list[tuple[Value, ...]]] = {table: [] for table in _TABLES}
    for rank, words, code in sorted(cards):
        by_table[_table(code)].append((rank, indexed(words)))
    for table, rows in by_table.items():
        write_many(connection, statements[table], rows)


_HIT_COLUMNS = """
    card.rank, card.number, card.signups, card.code, lead.name, lead.email, lead.phone,
    lead.event, lead.problem, lead.signed_up_at
"""


class HitRecord(NamedTuple):
    """One card of an answer, with its newest signup row. Times in microseconds.

    A tuple, for there are fifty of them at every key.
    """

    rank: int
    number: str | None
    signups: int
    code: str
    name: str
    email: str
    phone: str
    event: str
    problem: str
    signed_up_at: int | None


def indexed(words: str) -> str:
    """Return what the index is told of a card's words."""
    return " ".join(dict.fromkeys([word[:INDEXED] for word in words.split(" ")]))


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
    found: list[tuple[Any, ...]] = []
    for table in _TABLES if left_out else _TABLES[:1]:
        statement = _search(table, match.condition)
        found += read_rows(
            connection, statement, match=match.expression, limit=limit, **match.params
        )
    if left_out:
        found.sort(reverse=True)
    return [HitRecord._make(row) for row in found[:limit]]


def count(
    connection: Connection, words: Sequence[str], *, left_out: bool, below: int, most: int
) -> int:
    """Return how many cards older than the rank ``below`` match, counted up to ``most``.

    Args:
        left_out: whether those that cannot be texted are counted too.
    """
    tables = _TABLES if left_out else _TABLES[:1]
    return sum(_counted(connection, table, words, below, most) for table in tables)


def count_left_out(connection: Connection, words: Sequence[str], *, most: int) -> int:
    """Return how many cards match that cannot be texted, counted up to ``most``."""
    return _counted(connection, _TABLES[1], words, NEWEST, most)


def _counted(
    connection: Connection, table: str, words: Sequence[str], below: int, most: int
) -> int:
    match = card_match(words)
    statement = _count(table, match.condition)
    ((found,),) = read_rows(
        connection, statement, match=match.expression, below=below, most=most, **match.params
    )
    return int(found)
