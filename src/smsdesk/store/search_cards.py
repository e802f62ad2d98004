"""The cards of the lead search: one a contact (or a lead without a number), and their order.

``rank`` is the newest signup in microseconds, made unique. What finds a card by its words is each
dialect's own, and is told what has gone and what has come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.statements import records, text_with_lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from smsdesk.store.search import CardRecord

SECOND = 1_000_000


class Changed(NamedTuple):
    """Which cards have gone and which have come; one that says something else is both."""

    gone: Sequence[StoredCard]
    come: Sequence[StoredCard]


class StoredCard(NamedTuple):
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


def put(connection: Connection, cards: Sequence[CardRecord]) -> Changed:
    """Write cards down; costs little where they are so already."""
    if not cards:
        return Changed((), ())
    old = _old_cards(connection, cards)
    fresh = [card for card in cards if not _says_so(card, old.get(_key(card)))]
    gone = [old[_key(card)] for card in fresh if _key(card) in old]
    _remove(connection, gone)
    return Changed(gone, _add(connection, fresh, old))


def add(connection: Connection, cards: Sequence[CardRecord]) -> Changed:
    """Write down cards of contacts (or of leads without a number) that have none yet."""
    return Changed((), _add(connection, cards, {}))


def remove(connection: Connection, numbers: list[str], lead_ids: list[int]) -> Changed:
    """Remove the cards of contacts, and of leads without a number."""
    gone = records(connection, StoredCard, _OLD, numbers=numbers, lead_ids=lead_ids)
    _remove(connection, gone)
    return Changed(gone, ())


def _key(card: CardRecord | StoredCard) -> str | int:
    return card.number if card.number is not None else card.lead_id


def _old_cards(connection: Connection, cards: Sequence[CardRecord]) -> dict[str | int, StoredCard]:
    found = records(
        connection,
        StoredCard,
        _OLD,
        numbers=[card.number for card in cards if card.number is not None],
        lead_ids=[card.lead_id for card in cards if card.number is None],
    )
    return {_key(card): card for card in found}


def _keeps_rank(card: CardRecord, old: StoredCard) -> bool:
    return card.newest <= old.rank < card.newest + SECOND


def _says_so(card: CardRecord, old: StoredCard | None) -> bool:
    return (
        old is not None
        and _keeps_rank(card, old)
        and old.lead_id == card.lead_id
        and old.signups == card.signups
        and old.code == card.code
        and old.words == card.words
    )


def _rank(card: CardRecord, old: StoredCard | None, ranks: _Ranks) -> int:
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


def _remove(connection: Connection, gone: Sequence[StoredCard]) -> None:
    write_many(connection, _DELETE, [(card.rank,) for card in gone])


def _add(
    connection: Connection, cards: Sequence[CardRecord], old: Mapping[str | int, StoredCard]
) -> Sequence[StoredCard]:
    if not cards:
        return ()
    kept = {
        before.rank
        for card in cards
        if (before := old.get(_key(card))) is not None and _keeps_rank(card, before)
    }
    ranks = _Ranks(connection, [card.newest for card in cards], kept)
    rows = [
        StoredCard(
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
    return rows
