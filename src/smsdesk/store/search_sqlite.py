"""The lead search: one card a contact (or a lead without a number), words in two FTS5 tables.

``rank`` is the newest signup in microseconds, made unique, and the FTS tables' rowid: so an
answer comes newest first straight from the index and stops when the page is full. Sendable cards
and left-out ones have a table each, because filtering after the match costs 50 ms and more where
most matches are left out.

The tables hold no text of their own (``content='card'``): a card's old words must be handed back
when it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from smsdesk.store.statements import Value, every, first

if TYPE_CHECKING:
    from sqlalchemy import Connection

SENDABLE_CODE = "ok"
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class CardRecord:
    """What the index holds of one contact; ``newest`` is the newest signup in microseconds."""

    number: str | None
    lead_id: int
    newest: int
    signups: int
    code: str
    words: str


_BY_NUMBER = text("SELECT * FROM card WHERE number = :number")
_BY_LEAD = text("SELECT * FROM card WHERE lead_id = :lead_id AND number IS NULL")
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
_UPDATE = text(
    "UPDATE card SET lead_id = :lead_id, signups = :signups, code = :code, words = :words"
    " WHERE rank = :rank"
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
    return "card_sendable" if code == SENDABLE_CODE else "card_left_out"


def put_card(connection: Connection, card: CardRecord) -> None:
    """Make the index say what the card says; costs nothing where it says so already."""
    old = (
        first(connection, _BY_LEAD, lead_id=card.lead_id)
        if card.number is None
        else first(connection, _BY_NUMBER, number=card.number)
    )
    if old is not None and card.newest <= old["rank"] < card.newest + SECOND:
        _refresh(connection, card, old)
        return
    if old is not None:
        connection.execute(
            _FORGET[_table(old["code"])], {"rank": old["rank"], "words": old["words"]}
        )
        connection.execute(_DELETE, {"rank": old["rank"]})
    rank = _free_rank(connection, card.newest)
    connection.execute(
        _INSERT,
        {
            "rank": rank,
            "number": card.number,
            "lead_id": card.lead_id,
            "signups": card.signups,
            "code": card.code,
            "words": card.words,
        },
    )
    connection.execute(_LEARN[_table(card.code)], {"rank": rank, "words": card.words})


def _refresh(connection: Connection, card: CardRecord, old: dict[str, Any]) -> None:
    new = {
        "lead_id": card.lead_id,
        "signups": card.signups,
        "code": card.code,
        "words": card.words,
    }
    if all(old[name] == value for name, value in new.items()):
        return
    rank = old["rank"]
    before, after = _table(old["code"]), _table(card.code)
    reindex = before != after or old["words"] != card.words
    if reindex:
        connection.execute(_FORGET[before], {"rank": rank, "words": old["words"]})
    connection.execute(_UPDATE, {"rank": rank, **new})
    if reindex:
        connection.execute(_LEARN[after], {"rank": rank, "words": card.words})


def _free_rank(connection: Connection, newest: int) -> int:
    """Return the first rank above all that begin in the same second.

    Exports give whole seconds or minutes, so thousands of signups may share one: probing one by
    one would grow with their number.
    """
    low = newest
    while True:
        high = low + SECOND
        highest = connection.execute(_HIGHEST, {"low": low, "high": high}).scalar()
        if highest is None:
            return low
        if highest + 1 < high:
            return int(highest) + 1
        low = high


_HIT_COLUMNS = """
    card.rank, card.number, card.signups, card.code, lead.name, lead.email, lead.phone,
    lead.event, lead.problem, lead.signed_up_at
"""
_SEARCH = {
    table: text(
        f"""
        SELECT {_HIT_COLUMNS} FROM {table}
        JOIN card ON card.rank = {table}.rowid JOIN lead ON lead.id = card.lead_id
        WHERE {table} MATCH :match ORDER BY {table}.rowid DESC LIMIT :limit
        """
    )
    for table in _TABLES
}
_COUNT = {
    table: text(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH :match LIMIT :cap)"
    )
    for table in _TABLES
}


@dataclass(frozen=True, slots=True)
class HitRecord:
    """One card of an answer, with its newest signup row. Times in microseconds."""

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


def match_expression(words: tuple[str, ...]) -> str:
    """Return the FTS5 expression for cards that have, for every word, a word beginning with it."""
    return " AND ".join('"{}"*'.format(word.replace('"', '""')) for word in words)


def search(
    connection: Connection, words: tuple[str, ...], *, left_out: bool, limit: int
) -> list[HitRecord]:
    """Return matching cards, newest signup first.

    Args:
        left_out: whether those that cannot be texted are listed too.
    """
    params: dict[str, Value] = {"match": match_expression(words), "limit": limit}
    found = every(connection, _SEARCH["card_sendable"], **params)
    if left_out:
        found += every(connection, _SEARCH["card_left_out"], **params)
        found.sort(key=lambda row: -row["rank"])
    return [HitRecord(**row) for row in found[:limit]]


def count(connection: Connection, words: tuple[str, ...], *, left_out: bool, cap: int) -> int:
    """Return how many cards match among the sendable or among the left-out ones, up to ``cap``."""
    table = "card_left_out" if left_out else "card_sendable"
    params = {"match": match_expression(words), "cap": cap}
    return int(connection.execute(_COUNT[table], params).scalar_one())


_COMMANDS = {
    command: tuple(text(f"INSERT INTO {table} ({table}) VALUES ('{command}')") for table in _TABLES)
    for command in ("delete-all", "optimize")
}
_ALL_CARDS = text("SELECT rank, code, words FROM card WHERE rank > :after ORDER BY rank LIMIT 1000")


def rebuild(connection: Connection) -> int:
    """Fill both indexes from the cards afresh; return how many cards there are."""
    for statement in _COMMANDS["delete-all"]:
        connection.execute(statement)
    after, done = -(2**62), 0
    while cards := every(connection, _ALL_CARDS, after=after):
        for card in cards:
            connection.execute(
                _LEARN[_table(card["code"])], {"rank": card["rank"], "words": card["words"]}
            )
        after = cards[-1]["rank"]
        done += len(cards)
    return done


_INDEX_MESSAGES = text(
    """
    INSERT INTO message_words (rowid, body)
    SELECT id, body FROM message WHERE id > :after AND id <= :upto
    """
)
_NEXT_IDS = text(
    "SELECT max(id) AS upto FROM"
    " (SELECT id FROM message WHERE id > :after ORDER BY id LIMIT :limit) AS batch"
)
_FIND_MESSAGES = text(
    """
    SELECT message.id, message.number, contact.name, message.direction, message.body,
           message.happened_at
    FROM message_words JOIN message ON message.id = message_words.rowid
    JOIN contact ON contact.number = message.number
    WHERE message_words MATCH :match ORDER BY message_words.rowid DESC LIMIT :limit
    """
)


def index_messages(connection: Connection, after: int, limit: int) -> int | None:
    """Take up to ``limit`` messages after an id into the message index; return the last one's id.

    ``None`` means that the index has caught up.
    """
    upto = connection.execute(_NEXT_IDS, {"after": after, "limit": limit}).scalar()
    if upto is None:
        return None
    connection.execute(_INDEX_MESSAGES, {"after": after, "upto": upto})
    return int(upto)


def find_messages(
    connection: Connection, words: tuple[str, ...], limit: int
) -> list[dict[str, Any]]:
    """Return messages in which, for every word, a word begins with it; newest first."""
    return every(connection, _FIND_MESSAGES, match=match_expression(words), limit=limit)
