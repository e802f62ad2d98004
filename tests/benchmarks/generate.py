"""Fill a database of the real schema with a large firm, fast.

    python -m tests.benchmarks.generate --leads 1000000 --conversations 200000 \
        --messages 5000000 --longest-thread 100000 --seed 1 --out large.db

Rows go in by SQL in the order of their keys, without indexes, which are made at the end; what
the program derives (words, codes, fingerprints) is derived by the program's own functions.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema

from .leads import fill_contacts
from .messages import fill_messages

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = {
    "tiny": (1_000, 200, 1_000, 100),
    "small": (10_000, 2_000, 50_000, 1_000),
    "medium": (100_000, 20_000, 500_000, 10_000),
    "large": (1_000_000, 200_000, 5_000_000, 100_000),
}


COUNTERS = {"leads": "lead", "last_lead_id": "lead", "conversations": "conversation"}
"""What the program counts as it goes along; leads are numbered from one upward here."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a firm is."""

    leads: int
    conversations: int
    messages: int
    longest_thread: int


def size_of(name: str) -> Size:
    """Return one of the sizes that the benchmarks compare."""
    return Size(*SIZES[name])


def generate(out: Path, size: Size, seed: int) -> None:
    """Make the database; the same seed makes the same rows.

    It has its name once it is whole: what is killed meanwhile is no firm for the next run.

    Raises:
        FileExistsError: there is a file of that name.
    """
    if out.exists():
        raise FileExistsError(out)
    unfinished = out.with_name(f"{out.name}.part")
    for ending in ("", "-journal", "-wal", "-shm"):
        unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
    _make(unfinished, size, seed)
    unfinished.rename(out)


def _make(out: Path, size: Size, seed: int) -> None:
    database = open_database(f"sqlite:///{out}")
    ensure_schema(database)
    database.close()
    with closing(sqlite3.connect(out, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-600000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = _drop_indexes(connection)
        connection.execute("BEGIN")
        numbers = fill_contacts(connection, size.leads, seed)
        random.Random(seed).shuffle(numbers)
        fill_messages(
            connection,
            numbers[: size.conversations],
            size.messages,
            longest=size.longest_thread,
            seed=seed,
        )
        for statement in indexes:
            connection.execute(statement)
        for counter, table in COUNTERS.items():
            counted = f"(SELECT count(*) FROM {table})"
            connection.execute(f"UPDATE counter SET value = {counted} WHERE name = ?", (counter,))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _drop_indexes(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _statement in found:
        connection.execute(f"DROP INDEX {name}")
    return [statement for _name, statement in found]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.generate")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--messages", type=int, default=5_000_000)
    parser.add_argument("--longest-thread", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    began = time.perf_counter()
    size = Size(given.leads, given.conversations, given.messages, given.longest_thread)
    generate(given.out, size, given.seed)
    print(f"{given.out}: {time.perf_counter() - began:.0f} s")  # noqa: T201 - its one answer


if __name__ == "__main__":
    main()
