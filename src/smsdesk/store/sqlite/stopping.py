"""How a long statement learns that its answer is no longer wanted."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

STEPS_BETWEEN_LOOKS = 10_000
"""After how many steps of SQLite's machine a reading statement looks whether it shall go on: well
under a millisecond of an answer that is read from the cache, and no cost that can be measured."""


@contextmanager
def heeding(connection: Connection, stop: threading.Event | None) -> Iterator[None]:
    """Let a long statement look up from its work: is its answer still wanted, was Ctrl+C pressed?

    Either ends it with ``SQLITE_INTERRUPT``. Python takes notice of Ctrl+C on the main thread
    alone, and only where it runs itself: while a statement runs there, that is in this look,
    whose exceptions the driver swallows. SQLite's own ``interrupt`` would miss a statement that
    begins just after it.

    Args:
        connection: nobody else's for as long as the block runs.
        stop: set by whoever no longer wants the answer.
    """
    if stop is None and threading.current_thread() is not threading.main_thread():
        yield
        return
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    driver.set_progress_handler(stop.is_set if stop else _never, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        # A signal inside a statement makes SQLAlchemy close the connection; the exception that
        # is under way must stay the one that is told.
        with suppress(sqlite3.ProgrammingError):
            driver.set_progress_handler(None, 0)


def _never() -> bool:
    return False
