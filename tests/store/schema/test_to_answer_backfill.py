"""To the schema that knows whose turn it is: what waits is found, and no years of history."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world.old_schema import make_schema

if TYPE_CHECKING:
    from pathlib import Path

HOUR = 3600 * 1_000_000
NOW = time.time_ns() // 1000

# Number, then its texts: direction, hours ago, seen.
TALKS: dict[str, list[tuple[str, int, bool]]] = {
    "+14155550111": [("inbound", 900, False), ("inbound", 800, False)],  # unread for weeks
    "+14155550122": [("outbound", 20, True), ("inbound", 3, True)],  # read today, unanswered
    "+14155550133": [("inbound", 5, True), ("outbound", 2, True)],  # answered
    "+14155550144": [("inbound", 500, True)],  # read weeks ago
}


@pytest.fixture
def seventh_schema(tmp_path: Path) -> Path:
    """A filled file as the program of revision 0007 left it."""
    path = tmp_path / "smsdesk.db"
    make_schema(path, "0007")
    with closing(sqlite3.connect(path)) as connection, connection:
        for place, (number, texts) in enumerate(TALKS.items(), 1):
            last, ago, _ = texts[-1]
            connection.execute("INSERT INTO contact (number) VALUES (?)", (number,))
            connection.execute(
                "INSERT INTO conversation (id, number, last_direction, last_activity_at, unread)"
                " VALUES (?, ?, ?, ?, ?)",
                (place, number, last, NOW - ago * HOUR, sum(not seen for *_, seen in texts)),
            )
            connection.executemany(
                "INSERT INTO message (conversation_id, number, direction, body, status, seen,"
                " happened_at, created_at) VALUES (?, ?, ?, 'Hi', 'received', ?, ?, ?)",
                [
                    (place, number, direction, seen, NOW - ago * HOUR, NOW - ago * HOUR)
                    for direction, ago, seen in texts
                ],
            )
    return path


def test_what_is_unread_or_of_today_is_to_answer(seventh_schema: Path) -> None:
    database = open_database(f"sqlite:///{seventh_schema}")
    ensure_schema(database)
    database.close()
    with closing(sqlite3.connect(seventh_schema)) as connection:
        found = connection.execute(
            "SELECT number, state, to_answer_since, owner FROM conversation ORDER BY id"
        ).fetchall()
    unread, of_today, answered, of_old = TALKS
    assert found == [
        (unread, "to_answer", NOW - 900 * HOUR, ""),
        (of_today, "to_answer", NOW - 3 * HOUR, ""),
        (answered, "waiting", None, ""),
        (of_old, "waiting", None, ""),
    ]
