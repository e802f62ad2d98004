"""What a synchronous standby that is away does to who writes.

A commit then waits until the standby has it, and keeps the writers' lock meanwhile. That stops all
sending, as it must: what only one server knows could be sent again by the other. But whoever waits
for the lock should be told why, and so should whoever waits for the commit: what is written cannot
be taken back, so there is no end to that but the standby's answer.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import psycopg
from sqlalchemy.exc import DBAPIError

from smsdesk.store.errors import DatabaseBusy, StoreError
from smsdesk.store.postgres.connections import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

TOLD_AFTER = 3.0
"""Seconds after which whoever waits for the database is told that they do."""

# A role sees what its own sessions wait for; of others' sessions only a member of pg_monitor does.
_A_COMMIT_WAITS: Final = """
ROLLBACK; SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event = 'SyncRep'
"""
AWAY: Final = (
    "the database's synchronous standby does not answer: nothing is recorded or sent until it does"
)


_OURS_WAITS: Final = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event = 'SyncRep'"
_WAITS: Final = (
    "the database's synchronous standby does not answer, and what was written waits for it: leave"
    " this running, and do not do it again"
)
_IS_SLOW: Final = (
    "the database has not said yet that it has what was written: leave this running, and do not do"
    " it again"
)


class Waiting:
    """The commits of one program that wait, and who is told of them."""

    def __init__(self, engine: Engine, place: str, tell: Callable[[str], None] | None) -> None:
        """Begin with none.

        Args:
            engine: whose other connections can be asked about the one that waits.
            place: where the database is.
            tell: is told from a thread of its own; ``None`` where there is nobody.
        """
        self._engine = engine
        self._place = place
        self._tell = tell
        self._told = 0
        self._refused = False
        self._telling = threading.Lock()

    def refuse_while_away(self, connection: psycopg.Connection[Any]) -> None:
        """Say so where a commit waits for the standby; the transaction under way is given up.

        Raises:
            DatabaseBusy: one does.
        """
        row = run(connection, _A_COMMIT_WAITS)
        if row is not None and row[0]:
            self._refused = True
            raise DatabaseBusy(f"{AWAY} ({self._place})")

    @contextmanager
    def told(self, connection: psycopg.Connection[Any]) -> Iterator[None]:
        """Tell in one line what a commit in this block waits for, once it takes seconds.

        When the last one that was told of has ended, that is told by an empty line; so it is when
        one gets through after others have been refused.
        """
        if self._tell is None:
            yield
            return
        tell, process = self._tell, connection.info.backend_pid
        ended, said, through = False, False, False

        def look() -> None:
            nonlocal said
            line = _WAITS if _waits_for_standby(self._engine, process) else _IS_SLOW
            with self._telling:
                if not ended:
                    said = True
                    self._told += 1
                    tell(f"{line} ({self._place})")

        timer = threading.Timer(TOLD_AFTER, look)
        timer.daemon = True
        timer.start()
        try:
            yield
            through = True
        finally:
            timer.cancel()
            with self._telling:
                ended = True
                self._told -= said
                is_over = said or (through and self._refused)
                self._refused = self._refused and not through
                if is_over and not self._told:
                    tell("")


def _waits_for_standby(engine: Engine, process: int) -> bool:
    try:
        connection = engine.raw_connection()
    except (DBAPIError, psycopg.Error, StoreError):
        return False
    try:
        driver: psycopg.Connection[Any] = connection.driver_connection  # type: ignore[assignment]
        return driver.execute(_OURS_WAITS, (process,)).fetchone() is not None
    except psycopg.Error:
        return False
    finally:
        connection.close()
