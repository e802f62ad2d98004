"""PostgreSQL's SQLSTATEs, in words for the user (the manual's appendix A)."""

from __future__ import annotations

import psycopg
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from smsdesk.redaction import redacted
from smsdesk.store.errors import CHANGED, DatabaseBusy, DatabaseUnusable, StoreError

LOCKED = "the database is locked by another program: close it and try again"

_BUSY = {
    errors.LockNotAvailable.sqlstate: LOCKED,
    errors.DeadlockDetected.sqlstate: "two programs locked the database at once: try again",
    errors.SerializationFailure.sqlstate: CHANGED,
    errors.TooManyConnections.sqlstate: "the server takes no more connections: close some desks",
    errors.CannotConnectNow.sqlstate: "the server is just starting or ending: try again",
}
_UNUSABLE = {
    errors.DiskFull.sqlstate: "the server's disk is full; nothing that was recorded is lost",
    errors.OutOfMemory.sqlstate: "the server has no memory left; nothing that was recorded is lost",
    errors.ReadOnlySqlTransaction.sqlstate: "the database cannot be written: is it a standby?",
    errors.InsufficientPrivilege.sqlstate: "the role may not do this: it must own the tables",
    errors.InvalidAuthorizationSpecification.sqlstate: "the role may not log in: check pg_hba.conf",
    errors.InvalidPassword.sqlstate: "the password is wrong: check PGPASSWORD, ~/.pgpass, service",
    errors.InvalidCatalogName.sqlstate: "there is no such database: make it with createdb",
    errors.DataCorrupted.sqlstate: "the server's files are damaged: restore a backup",
    errors.IndexCorrupted.sqlstate: "the indexes are damaged: REINDEX, or restore a backup",
}
LOST = "the connection to the database was lost: what was being written is not recorded; try again"
_LOST_STATES = {
    errors.IdleInTransactionSessionTimeout.sqlstate,
    errors.AdminShutdown.sqlstate,
    errors.CrashShutdown.sqlstate,
    errors.IdleSessionTimeout.sqlstate,
    errors.ConnectionDoesNotExist.sqlstate,
    errors.ConnectionFailure.sqlstate,
}


def original(error: DBAPIError | psycopg.Error) -> BaseException | None:
    """Return the driver's own error."""
    return error.orig if isinstance(error, DBAPIError) else error


def sqlstate(error: DBAPIError | psycopg.Error) -> str:
    """Return the server's code of an error, empty where the server has said nothing."""
    return getattr(original(error), "sqlstate", None) or ""


def is_lost(error: DBAPIError | psycopg.Error, connection: psycopg.Connection[object]) -> bool:
    """Whether an error came with the end of the connection."""
    return connection.closed or sqlstate(error) in _LOST_STATES


def is_locked(error: DBAPIError | psycopg.Error) -> bool:
    """Whether a lock was waited for in vain."""
    return sqlstate(error) == errors.LockNotAvailable.sqlstate


def was_canceled(error: DBAPIError | psycopg.Error) -> bool:
    """Whether a statement was ended from outside."""
    return sqlstate(error) == errors.QueryCanceled.sqlstate


def explain(error: DBAPIError | psycopg.Error, place: str) -> StoreError:
    """Return the error as one line that says what is wrong, where, and what to do.

    The error loses its details, in which the server repeats values: numbers, SIDs, bodies.
    """
    said = _first_line(error)
    state = sqlstate(error)
    forget_values(error)
    if state in _BUSY:
        return DatabaseBusy(f"{_BUSY[state]} ({place})")
    if state in _UNUSABLE:
        return DatabaseUnusable(f"{_UNUSABLE[state]} ({place})")
    if state in _LOST_STATES:
        return DatabaseUnusable(f"{LOST} ({place})")
    if state[:2] in ("22", "23"):
        return DatabaseUnusable(f"the database refused a value (SQLSTATE {state})")
    if not state and isinstance(original(error), psycopg.OperationalError):
        return DatabaseUnusable(f"the database does not answer: {said} ({place})")
    return DatabaseUnusable(f"the database answered: {said}")


def forget_values(error: DBAPIError | psycopg.Error) -> None:
    """Leave of an error's text what names no value."""
    inner = original(error)
    state = sqlstate(error)
    bare = f"SQLSTATE {state}" if state[:2] in ("22", "23") else _first_line(error)
    for one in (inner, error):
        if one is not None:
            one.args = (bare,)


def _first_line(error: DBAPIError | psycopg.Error) -> str:
    lines = str(original(error)).splitlines() or [""]
    return redacted(lines[0].strip())
