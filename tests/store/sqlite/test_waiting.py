"""Who waits for the lock asks often at first, and leaves the processor to who has it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from smsdesk.store.sqlite import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as connection:
        connection.execute("CREATE TABLE one (value)")
        yield connection


class Time:
    """Passes only while somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def test_it_asks_often_at_first_and_seldom_later(
    file: Path, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = Time()
    monkeypatch.setattr(waiting, "time", passing)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not waiting.until_locked(connection, 5.0)
    assert passing.now < 5.1
    assert sum(passing.pauses[:10]) <= 0.02
    assert len(passing.pauses) < 500, "a hundred who wait would keep the processor from the one"


def test_it_has_the_lock_when_the_other_has_ended(
    file: Path, connection: sqlite3.Connection
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.05, lambda: other.execute("COMMIT")).start()
        assert waiting.until_locked(connection, float("inf"))
    assert connection.in_transaction


def test_what_is_wrong_otherwise_is_no_waiting(
    connection: sqlite3.Connection,
) -> None:
    connection.execute("BEGIN")
    assert waiting.until_locked(connection, float("inf"))
