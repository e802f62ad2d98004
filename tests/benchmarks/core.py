"""What an agent does all day, through the core: searching, paging the list, changing threads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from smsdesk.core.reading.lead_search import MOST_BEYOND, terms_of
from smsdesk.store.sqlite.lead_search import card_match
from smsdesk.store.sqlite.message_search import match_expression
from smsdesk.text import words

from .figures import Figure, in_turns, middle, p95
from .firms import desk_of
from .queries import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from smsdesk.core.read_models.conversations import ConversationKey
    from smsdesk.desk import Desk

PAGE = 50
_SEARCH = "lead search, a key, p95 of 200"
ROUNDS = 5

_HITS = f"""
    SELECT card.rank, card.number, card.signups, card.code, lead.name, lead.email, lead.phone,
           lead.event, lead.problem, lead.signed_up_at
    FROM card_sendable JOIN card ON card.rank = card_sendable.rowid
    JOIN lead ON lead.id = card.lead_id
    WHERE card_sendable MATCH :match {{}} ORDER BY card_sendable.rowid DESC LIMIT {PAGE}
"""
_SENDABLE, _LEFT_OUT = (
    f"SELECT count(*) FROM (SELECT 1 FROM {table} {{}} LIMIT {MOST_BEYOND + 1})"
    for table in ("card_sendable", "card_left_out")
)
_MESSAGES = f"""
    SELECT message.id, message.number, contact.name, message.direction, message.body,
           message.happened_at
    FROM message_words JOIN message ON message.id = message_words.rowid & 2147483647
    JOIN contact ON contact.number = message.number
    WHERE message_words MATCH ? ORDER BY message_words.rowid DESC LIMIT {PAGE}
"""
_LIST = f"""
    SELECT conversation.*, contact.* FROM conversation
    JOIN contact ON contact.number = conversation.number
    WHERE (last_activity_at, conversation.id) < (?, ?)
    ORDER BY last_activity_at DESC, conversation.id DESC LIMIT {PAGE}
"""
_CARDS = """
    SELECT rowid FROM card_sendable WHERE card_sendable MATCH :match
    UNION ALL SELECT rowid FROM card_left_out WHERE card_left_out MATCH :match
"""
_GATHERED = f"""
    SELECT conversation.*, contact.* FROM (
        SELECT c.id, c.last_activity_at FROM ({_CARDS}) AS hit
        CROSS JOIN card ON card.rank = hit.rowid
        CROSS JOIN conversation c ON c.number = card.number WHERE TRUE {{}}
        ORDER BY c.last_activity_at DESC, c.id DESC LIMIT {PAGE}
    ) AS found CROSS JOIN conversation ON conversation.id = found.id
    JOIN contact ON contact.number = conversation.number
"""
_WALKED = f"""
    SELECT c.*, contact.* FROM conversation c JOIN card ON card.number = c.number
    JOIN contact ON contact.number = c.number
    WHERE instr(' ' || card.words, :first) > 0 AND instr(' ' || card.words, :second) > 0
    ORDER BY c.last_activity_at DESC, c.id DESC LIMIT {PAGE}
"""
_MANY = 10_000
"""Matches from which walking the list is the better of the two."""

_THREAD = """
    SELECT * FROM message WHERE conversation_id = ? ORDER BY happened_at DESC, id DESC LIMIT 60
"""
MESSAGE_QUERIES = (
    "webinar", "recording", "slides", "invoice", "room", "Thank", "tomorrow", "cafe", "fällt",
    "hora las", "premium plan", "seat number", "door", "Łukasz", "Zoë", "contract ready", "Danke",
    "parking", "week suit", "bakeri", "zutomo", "nuvira", "minutes late", "colleague", "second",
)  # fmt: skip


def figures(database: Path, size: str) -> Iterator[Figure]:
    """Yield what the core takes on one database, against raw SQL on the same file."""
    with desk_of(database) as desk, closing(sqlite3.connect(database)) as raw:
        yield _lead_search(desk, raw, size)
        yield _message_search(desk, raw, size)
        yield _list_filter(desk, raw, size)
        yield _list_page(desk, raw, size)
        yield _thread_switch(desk, raw, size)


def growth(found: Sequence[Figure]) -> Iterator[Figure]:
    """Yield what a search costs in the largest firm against the smallest that was measured."""
    searches = [one for one in found if one.name == _SEARCH]
    if len(searches) > 1:
        smallest, largest = searches[0], searches[-1]
        sizes = f"{largest.size}/{smallest.size}"
        yield Figure("lead search, growth", sizes, largest.ours, smallest.ours, "ms", 4.0)


def _aim(size: str) -> float | None:
    """Only a large database is asked enough for the core's own third of a millisecond to fade."""
    return 2.0 if size == "large" else None


def _each(pairs: list[tuple[Callable[[], object], Callable[[], object]]]) -> tuple[float, float]:
    """Return the p95 over pairs of work and floor, in milliseconds, each pair at its median."""
    ours, floor = [], []
    for work, bare in pairs:
        mine, theirs = in_turns(work, bare, rounds=ROUNDS)
        ours.append(middle(mine) * 1000)
        floor.append(middle(theirs) * 1000)
    return p95(ours), p95(floor)


def _lead_search(desk: Desk, raw: sqlite3.Connection, size: str) -> Figure:
    def by_hand(query: str) -> Callable[[], object]:
        match, condition, longer = card_match(terms_of(query))
        params = {"match": match, **longer}

        def counted(statement: str, table: str, older: str = "") -> str:
            cards = f"JOIN card ON card.rank = {table}.rowid" if condition else ""
            return statement.format(f"{cards} WHERE {table} MATCH :match {condition} {older}")

        hits = _HITS.format(condition)
        older = "AND card_sendable.rowid < :last ORDER BY card_sendable.rowid DESC"
        sendable = counted(_SENDABLE, "card_sendable", older)
        left_out = counted(_LEFT_OUT, "card_left_out")

        def ask() -> None:
            found = raw.execute(hits, params).fetchall()
            if len(found) == PAGE:
                raw.execute(sendable, {**params, "last": found[-1][0]}).fetchall()
            raw.execute(left_out, params).fetchall()

        return ask

    def through_core(query: str) -> Callable[[], object]:
        return lambda: desk.leads.search(query, limit=PAGE)

    ours, floor = _each(
        [(through_core(query), by_hand(query)) for query in queries() if terms_of(query)]
    )
    return Figure(_SEARCH, size, ours, floor, "ms", _aim(size))


def _message_search(desk: Desk, raw: sqlite3.Connection, size: str) -> Figure:
    def by_hand(match: str) -> Callable[[], object]:
        return lambda: raw.execute(_MESSAGES, (match,)).fetchall()

    def through_core(query: str) -> Callable[[], object]:
        return lambda: desk.threads.search_messages(query, limit=PAGE)

    ours, floor = _each(
        [(through_core(one), by_hand(match_expression(words(one)))) for one in MESSAGE_QUERIES]
    )
    return Figure("message search, p95", size, ours, floor, "ms", _aim(size))


def _list_filter(desk: Desk, raw: sqlite3.Connection, size: str) -> Figure:
    """The floor knows beforehand which of two statements is the better one for a filter."""

    def by_hand(terms: tuple[str, ...]) -> Callable[[], object]:
        match, condition, longer = card_match(terms)
        count = f"SELECT count(*) FROM ({_CARDS})"
        ((cards,),) = raw.execute(count, {"match": match}).fetchall()
        first, second = (*(f" {term}" for term in terms), "")[:2]
        if cards > _MANY:
            return lambda: raw.execute(_WALKED, {"first": first, "second": second}).fetchall()
        gathered = _GATHERED.format(condition)
        return lambda: raw.execute(gathered, {"match": match, **longer}).fetchall()

    def through_core(query: str) -> Callable[[], object]:
        return lambda: desk.conversations.page(matching=query, limit=PAGE)

    ours, floor = _each(
        [(through_core(one), by_hand(terms_of(one))) for one in queries() if terms_of(one)]
    )
    return Figure("list filter, a key, p95 of 200", size, ours, floor, "ms", _aim(size))


def _list_page(desk: Desk, raw: sqlite3.Connection, size: str) -> Figure:
    keys: list[ConversationKey] = []
    after = None
    for _ in range(40):
        rows = desk.conversations.page(after=after, limit=PAGE)
        if not rows:
            break
        after = rows[-1].key
        keys.append(after)

    def by_hand(key: ConversationKey) -> Callable[[], object]:
        params = (int(key.at.timestamp() * 1_000_000), key.conversation_id)
        return lambda: raw.execute(_LIST, params).fetchall()

    def through_core(key: ConversationKey) -> Callable[[], object]:
        return lambda: desk.conversations.page(after=key, limit=PAGE)

    ours, floor = _each([(through_core(key), by_hand(key)) for key in keys])
    return Figure("conversation list, a page through the core", size, ours, floor, "ms", None)


def _thread_switch(desk: Desk, raw: sqlite3.Connection, size: str) -> Figure:
    threads = [(row.number, row.conversation_id) for row in desk.conversations.page(limit=40)]
    busiest = raw.execute(
        "SELECT number, id FROM conversation WHERE id = 1 LIMIT 1"  # the longest thread
    ).fetchall()

    def by_hand(conversation: int) -> Callable[[], object]:
        return lambda: raw.execute(_THREAD, (conversation,)).fetchall()

    def through_core(number: str) -> Callable[[], object]:
        return lambda: desk.threads.get(number)

    ours, floor = _each(
        [(through_core(number), by_hand(place)) for number, place in (*threads, *busiest)]
    )
    return Figure("thread of 60, through the core", size, ours, floor, "ms", None)
