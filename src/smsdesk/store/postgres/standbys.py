"""What a synchronous standby that is away does to who writes.

A commit then waits until the standby has it, and keeps the writers' lock meanwhile. That stops all
sending, as it must: what only one server knows could be sent again by the other. But whoever waits
for the lock should be told why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from smsdesk.store.errors import DatabaseBusy
from smsdesk.store.postgres.connections import run

if TYPE_CHECKING:
    import psycopg

# A role sees what its own sessions wait for; of others' sessions only a member of pg_monitor does.
_A_COMMIT_WAITS: Final = """
ROLLBACK; SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event = 'SyncRep'
"""
AWAY: Final = (
    "the database's synchronous standby does not answer: nothing is recorded or sent until it does"
)


def refuse_while_away(connection: psycopg.Connection[Any], place: str) -> None:
    """Say so where a commit waits for the standby; the transaction under way is given up.

    Raises:
        DatabaseBusy: one does.
    """
    row = run(connection, _A_COMMIT_WAITS)
    if row is not None and row[0]:
        raise DatabaseBusy(f"{AWAY} ({place})")
