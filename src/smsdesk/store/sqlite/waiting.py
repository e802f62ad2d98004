"""Waiting for the lock of whoever writes to a file.

SQLite's own busy timeout backs off so far that a sender starves beside a bulk writer; asking again
every one to two milliseconds does not. But thirty who ask so often leave whoever has the lock no
processor to end with: so it is asked for at the driver, where a no costs microseconds, and less
often by who has been told no many times.
"""

from __future__ import annotations

import random
import sqlite3
import time
from typing import Final

from smsdesk.store.sqlite.errors import is_locked

_LOCK: Final = "BEGIN IMMEDIATE"
_PAUSES: Final = ((10, 0.001), (40, 0.002), (100, 0.005), (1_000_000, 0.012))
"""Up to how many refusals one pauses for so many seconds, and at most for twice as long."""


def until_locked(connection: sqlite3.Connection, give_up: float) -> bool:
    """Begin a writing transaction as soon as nobody else is in one.

    Args:
        give_up: when to, on the steady clock of the machine.

    Returns:
        Whether it was begun, or cannot be for another reason, which shows when it is tried again.
    """
    refusals = 0
    while time.monotonic() <= give_up:
        refusals += 1
        pause = next(pause for most, pause in _PAUSES if refusals <= most)
        time.sleep(random.uniform(pause, 2 * pause))  # noqa: S311 - spreads waiters, no secret
        try:
            connection.execute(_LOCK)
        except sqlite3.OperationalError as error:
            if not is_locked(error):
                return True
        else:
            return True
    return False
