"""The programs that have the database open, each with a lease that it renews."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from smsdesk.processes import is_gone
from smsdesk.store.driver import write, write_many
from smsdesk.store.statements import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


NAMED = 3
"""How many open programs are named in a sentence."""


class ProgramRecord(NamedTuple):
    """A program that has the database open. Times in microseconds.

    Attributes:
        process: its name among all that share the database, never given twice.
        version: of smsdesk.
        agent: who works with it.
        opened_at: on the wall clock.
        lease_until: until when it counts as open without a further sign of it; on the steady clock.
    """

    process: str
    version: str
    agent: str
    host: str
    pid: int
    opened_at: int
    lease_until: int


_COLUMNS = ", ".join(ProgramRecord._fields)
_VALUES = ", ".join(f":{name}" for name in ProgramRecord._fields)
_PUT = text(
    f"""
    INSERT INTO program ({_COLUMNS}) VALUES ({_VALUES})
    ON CONFLICT (process) DO UPDATE SET lease_until = excluded.lease_until
    """
)
_ALL = text(f"SELECT {_COLUMNS} FROM program ORDER BY opened_at, process")
_REMOVE = text("DELETE FROM program WHERE process = :process")


def put(connection: Connection, program: ProgramRecord) -> None:
    """Register a program, or renew its lease."""
    write_many(connection, _PUT, [program])


def remove(connection: Connection, process: str) -> None:
    """Take a program out that has closed the database."""
    write(connection, _REMOVE, process=process)


def open_now(connection: Connection, now: int) -> list[ProgramRecord]:
    """Return the programs that have the database open, as far as can be known; oldest first."""
    return [one for one in records(connection, ProgramRecord, _ALL) if _is_open(one, now)]


def close_them(found: Sequence[ProgramRecord]) -> str:
    """Return in words which programs are open, and that they have to be closed."""
    names = [
        f"{one.agent or 'somebody'}'s desk on {one.host} (smsdesk {one.version}, process {one.pid})"
        for one in found[:NAMED]
    ]
    if len(found) > NAMED:
        names.append(f"{len(found) - NAMED} more")
    said = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    what = "is open: close it" if len(found) == 1 else "are open: close them"
    return f"{said} {what}"


def remove_ended(connection: Connection, now: int) -> None:
    """Take out those that ended without a word."""
    for one in records(connection, ProgramRecord, _ALL):
        if not _is_open(one, now):
            remove(connection, one.process)


def _is_open(program: ProgramRecord, now: int) -> bool:
    return program.lease_until > now and not is_gone(program.host, program.pid)
