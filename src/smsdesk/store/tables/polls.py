"""Polling the carrier: whose turn it is, and what the last poll found; a row for each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.processes import is_gone
from smsdesk.store.driver import write, write_many
from smsdesk.store.statements import record

if TYPE_CHECKING:
    from sqlalchemy import Connection


class PollRecord(NamedTuple):
    """The polling of one line. Times in microseconds.

    Attributes:
        line: the account and the firm's number there.
        process: whose turn it is, empty between two polls.
        lease_until: until when it is, without a further sign; on the steady clock.
        polled_at: when the last poll ended, on the steady clock.
        failures: polls in a row that did not reach the carrier.
        offline: why the last one did not, empty where it did.
        refused: whether it was reached and refused us.
        since: since when that is so, on the wall clock.
    """

    line: str
    process: str = ""
    host: str = ""
    pid: int = 0
    lease_until: int = 0
    polled_at: int = 0
    failures: int = 0
    offline: str = ""
    refused: int = 0
    since: int = 0


_COLUMNS = ", ".join(PollRecord._fields)
_VALUES = ", ".join(f":{name}" for name in PollRecord._fields)
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in PollRecord._fields[1:])
_GET = text(f"SELECT {_COLUMNS} FROM poll WHERE line = :line")
_PUT = text(
    f"INSERT INTO poll ({_COLUMNS}) VALUES ({_VALUES}) ON CONFLICT (line) DO UPDATE SET {_CHANGES}"
)
_LET_GO = text(
    "UPDATE poll SET process = '', host = '', pid = 0, lease_until = 0"
    " WHERE line = :line AND process = :process"
)
_RENEW = text(
    "UPDATE poll SET lease_until = :until WHERE line = :line AND process = :process"
    " AND lease_until < :until"
)


def get(connection: Connection, line: str) -> PollRecord:
    """Return how polling a line stands; an empty record where it was never polled."""
    return record(connection, PollRecord, _GET, line=line) or PollRecord(line)


def put(connection: Connection, poll: PollRecord) -> None:
    """Write down how polling a line stands."""
    write_many(connection, _PUT, [poll])


def renew(connection: Connection, line: str, process: str, until: int) -> None:
    """Let a process have its turn for longer, where it still is its turn."""
    write(connection, _RENEW, line=line, process=process, until=until)


def let_go(connection: Connection, line: str, process: str) -> None:
    """End a process's turn, whatever it has found."""
    write(connection, _LET_GO, line=line, process=process)


def in_hand(poll: PollRecord, now: int, longest: int) -> bool:
    """Whether it is somebody's turn who has not ended; a lease longer than any is none."""
    return (
        bool(poll.process)
        and now < poll.lease_until <= now + longest
        and not is_gone(poll.host, poll.pid)
    )
