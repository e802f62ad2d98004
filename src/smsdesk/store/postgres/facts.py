"""What a server says of itself, and how fast it says it; nothing of it is changed."""

from __future__ import annotations

import ipaddress
import statistics
import threading
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from smsdesk.store.postgres.connections import BUSY_SECONDS, run
from smsdesk.store.server_facts import ServerFacts

if TYPE_CHECKING:
    import psycopg

COMMIT_SECONDS: Final = 3.0
"""How long a commit is waited for: one that takes longer waits for somebody who is away."""

_TRIPS: Final = 7
_OURS: Final = f"{int(BUSY_SECONDS)}s"

_SETTINGS: Final = """
SELECT current_user, (SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user),
    coalesce(current_schema(), ''),
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)::int,
    (SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        AND relkind IN ('r', 'p') AND NOT pg_has_role(relowner, 'USAGE')),
    current_setting('fsync'), current_setting('full_page_writes'),
    current_setting('synchronous_standby_names'), current_setting('synchronous_commit'),
    (SELECT setting FROM pg_settings WHERE name = 'statement_timeout')::bigint,
    current_setting('lock_timeout')
"""
_COMMIT: Final = "SELECT pg_logical_emit_message(true, 'smsdesk', 'doctor')"
"""A transaction that leaves nothing, and is committed like any other (the manual's 9.28.6)."""

_WAITING: Final = frozenset({"on", "remote_write", "remote_apply"})


class _Said(NamedTuple):
    role: str
    is_superuser: int
    schema: str
    can_make_tables: int
    others_tables: int
    fsync: str
    full_page_writes: str
    standbys: str
    synchronous_commit: str
    statement_timeout: int
    lock_timeout: str


def read_facts(connection: psycopg.Connection[Any]) -> ServerFacts:
    """Ask a server about itself.

    Args:
        connection: on which nothing has begun, and nobody does anything after it.
    """
    said = _Said(*(run(connection, _SETTINGS) or ()))
    pgconn = connection.pgconn
    parameters = connection.info.get_parameters()
    trip, ahead = _trips(connection)
    return ServerFacts(
        version=str(connection.info.parameter_status("server_version") or ""),
        role=said.role,
        is_superuser=bool(said.is_superuser),
        schema=said.schema,
        can_make_tables=bool(said.can_make_tables),
        others_tables=said.others_tables,
        is_near=_is_near(connection.info.host, connection.info.hostaddr),
        encryption=_encryption(connection) if pgconn.ssl_in_use else "",
        certificate_checked=parameters.get("sslmode") == "verify-full",
        fsync=said.fsync == "on",
        full_page_writes=said.full_page_writes == "on",
        standbys=said.standbys,
        waits_for_standbys=said.synchronous_commit in _WAITING,
        commit=_commit(connection),
        round_trip=trip,
        clock_ahead=ahead,
        statement_timeout=said.statement_timeout / 1000,
        keeps_settings=said.lock_timeout == _OURS,
    )


def _is_near(host: str, address: str) -> bool:
    if host.startswith(("/", "@")):
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _encryption(connection: psycopg.Connection[Any]) -> str:
    found = connection.execute(
        "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    ).fetchone()
    return str(found[0]) if found and found[0] else "TLS"


def _trips(connection: psycopg.Connection[Any]) -> tuple[float, float]:
    """Return how long a trip takes, and how far the server's clock is ahead of ours.

    The clock by the shortest trip: its answer was given within it.
    """
    trips = []
    for _ in range(_TRIPS):
        wall, began = time.time(), time.perf_counter()
        row = run(connection, "SELECT extract(epoch FROM clock_timestamp())::float8")
        took = time.perf_counter() - began
        trips.append((took, float(row[0]) - (wall + took / 2) if row else 0.0))
    return statistics.median(took for took, _ in trips), min(trips)[1]


def _commit(connection: psycopg.Connection[Any]) -> float:
    """Return how long a commit takes; where a standby is away, no longer than it was waited for."""
    ended = threading.Event()

    def give_up() -> None:
        if not ended.wait(COMMIT_SECONDS):
            connection.cancel_safe(timeout=1.0)

    watcher = threading.Thread(target=give_up, name="gives up a commit", daemon=True)
    watcher.start()
    began = time.perf_counter()
    run(connection, _COMMIT)
    took = time.perf_counter() - began
    ended.set()
    watcher.join()
    return took
