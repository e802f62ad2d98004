"""Conversations and messages of a generated firm: few busy threads, many short ones."""

from __future__ import annotations

import random
from array import array
from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.core.rules.segments import body_key
from smsdesk.store.sqlite.message_search import INDEX_MESSAGES
from tests.world.people import FIRM

from .leads import NOW, SECOND, YEAR
from .texts import bodies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

AGENTS = ("maria", "tom", "aisha", "chen", "lars")

_SLOTS = 2**30
"""Into how many slots the firm's time is cut, to sort messages as whole numbers."""

_COLUMNS = (
    "id", "conversation_id", "number", "direction", "body", "body_key", "status", "status_rank",
    "sid", "error_code", "sent_by", "sender", "segments", "seen", "revision", "happened_at",
    "created_at", "settled_at", "attempt_began_at", "attempt_ended_at", "attempts",
)  # fmt: skip
_INSERT = f"INSERT INTO message ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_INSERT_CONVERSATION = (
    "INSERT INTO conversation (id, number, last_message_id, last_text, last_direction,"
    " last_status, last_activity_at, unread, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TOGETHER = 50_000


def fill_messages(
    connection: sqlite3.Connection,
    numbers: Sequence[str],
    messages: int,
    *,
    longest: int,
    seed: int,
) -> None:
    """Write the messages in the order of their time, then the conversations that they make.

    The conversation of ``numbers[0]`` is the longest; every one has a message at least.
    """
    if not numbers:
        return
    dice = random.Random(seed + 3)
    newest: list[tuple[object, ...] | None] = [None] * len(numbers)
    unread = array("l", [0]) * len(numbers)
    rows = _rows(dice, numbers, _order(dice, len(numbers), messages, longest), newest, unread)
    while batch := list(islice(rows, _TOGETHER)):
        connection.executemany(_INSERT, batch)
    connection.executemany(
        _INSERT_CONVERSATION,
        (
            (place + 1, numbers[place], *shown, unread[place], 1)
            for place, shown in enumerate(newest)
            if shown is not None
        ),
    )
    connection.execute(INDEX_MESSAGES.text, {"after": 0, "upto": messages})
    connection.execute("UPDATE counter SET value = 1 WHERE name = 'revision'")
    connection.execute(
        "UPDATE note SET value = (SELECT coalesce(max(id), 0) FROM message)"
        " WHERE key = 'message_words'"
    )


def _order(dice: random.Random, conversations: int, messages: int, longest: int) -> list[int]:
    """Return one whole number a message, in order of time: slot and conversation."""
    counts = [1] * conversations
    counts[0] = max(min(longest, messages - conversations + 1), 1)
    rest = max(messages - sum(counts), 0)
    weights = [dice.paretovariate(1.3) for _ in range(conversations - 1)]
    for place in dice.choices(range(1, conversations), weights, k=rest) if weights else ():
        counts[place] += 1
    order = []
    for place, count in enumerate(counts):
        began = dice.random() * 0.95
        lasted = (1 - began) if place == 0 else min(1 - began, dice.expovariate(50))
        for _ in range(count):
            slot = int((began + lasted * dice.random()) * (_SLOTS - 1))
            order.append(slot * conversations + place)
    order.sort()
    return order


def _rows(
    dice: random.Random,
    numbers: Sequence[str],
    order: Sequence[int],
    newest: list[tuple[object, ...] | None],
    unread: array[int],
) -> Iterator[tuple[object, ...]]:
    stock = [(body, body_key(body)) for body in bodies(dice.randrange(2**32))]
    before = NOW - 2 * YEAR
    for message_id, key in enumerate(order, 1):
        slot, place = divmod(key, len(numbers))
        at = before + slot * (2 * YEAR // _SLOTS)
        at -= at % SECOND
        body, as_compared = dice.choice(stock)
        sid = f"SM{dice.getrandbits(128):032x}"
        number = numbers[place]
        fate = dice.random()
        if fate < 0.4:
            seen = int(NOW - at > YEAR // 365 or fate < 0.3)
            unread[place] += 1 - seen
            direction, status = "inbound", "received"
            yield (
                message_id, place + 1, number, direction, body, "", status, 5, sid, None, "",
                number, 1, seen, 1, at, at, None, None, None, 0,
            )  # fmt: skip
        else:
            direction, status = "outbound", "delivered" if fate < 0.98 else "undelivered"
            agent = AGENTS[message_id % len(AGENTS)]
            error = 30003 if status == "undelivered" else None
            yield (
                message_id, place + 1, number, direction, body, as_compared, status, 5, sid,
                error, agent, FIRM, 1, 1, 1, at, at, at, at, at + SECOND, 1,
            )  # fmt: skip
        newest[place] = (message_id, body[:200], direction, status, at)
