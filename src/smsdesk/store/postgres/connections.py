"""How connections to a PostgreSQL server are made, kept and set up.

The driver is left in autocommit and the transactions are ours: what begins one, takes the lock and
looks whether it is the same database still goes to the server as one string, and so does what ends
it. Over a network each trip counts, and others wait for the lock meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from psycopg.types.bool import BoolDumper
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import create_engine, event

from smsdesk.store.errors import DatabaseUnusable

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from sqlalchemy import URL, Connection, Engine

BUSY_SECONDS: Final = 5.0
"""How long one waits for the lock before one gives up."""

IDLE_SECONDS: Final = 5.0
"""How long who holds the lock may be silent: a process that was put to sleep would stop the firm.
The server ends its connection then, and what it had not committed never was."""

READER_IDLE_SECONDS: Final = 3600.0
"""The same for readers, for whom nobody waits: an export may be read a page at a time."""

MINIMUM_SERVER: Final = 140_000
"""PostgreSQL 14: the oldest that is still mended."""

KEPT_CONNECTIONS: Final = 2
"""How many connections stay open once they are given back: each is a process of the server."""

MOST_CONNECTIONS: Final = 15
"""How many there can be at once; the next in line waits for one to be given back."""

_ON_THE_DISK: Final = (
    "; SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
"""A server may be set up to answer a commit before it is on the disk: not to us, by itself."""

_SETTINGS: Final = "; ".join(
    f"SET {name} = {value}"
    for name, value in {
        "lock_timeout": int(BUSY_SECONDS * 1000),
        "idle_in_transaction_session_timeout": int(IDLE_SECONDS * 1000),
        "default_transaction_isolation": "'read committed'",  # the lock comes before the picture
        "jit": "off",  # compiling takes longer than any statement of ours
        "application_name": "smsdesk",
        "client_min_messages": "error",
    }.items()
)


class _WholeNumber(Int8Dumper):
    """Every number, and every yes or no, is one of 64 bits, as the columns are.

    By itself the driver sends a small number as a small type, which makes another statement of the
    same text for every width, and lets ``value + 1`` overflow at 32 bits.
    """

    def dump(self, obj: Any) -> bytes:
        return str(int(obj)).encode()


def make_engine(url: URL, look: Callable[[psycopg.Connection[Any]], None]) -> Engine:
    """Return an engine in whose connections nothing begins by itself; nothing is opened yet.

    Args:
        look: is shown every new connection before it is used, and may refuse it.
    """
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # bodies and numbers must not reach an error's text
        paramstyle="format",
        use_native_hstore=False,
        pool_use_lifo=True,
        pool_size=KEPT_CONNECTIONS,
        max_overflow=MOST_CONNECTIONS - KEPT_CONNECTIONS,
        connect_args={
            "target_session_attrs": "read-write",  # never a standby
            "connect_timeout": int(BUSY_SECONDS),
            "client_encoding": "utf8",
            "keepalives_idle": 30,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )

    def prepare(connection: psycopg.Connection[Any], _record: object) -> None:
        try:
            _prepare_connection(connection)
            look(connection)
        except BaseException:
            connection.close()
            raise

    event.listen(engine, "connect", prepare)
    return engine


def _prepare_connection(connection: psycopg.Connection[Any]) -> None:
    _refuse_unfit_server(connection)
    connection.autocommit = True
    connection.adapters.register_dumper(int, _WholeNumber)
    connection.adapters.register_dumper(bool, _WholeNumber)
    run(connection, _SETTINGS + _ON_THE_DISK)


def _refuse_unfit_server(connection: psycopg.Connection[Any]) -> None:
    about = connection.info
    if about.server_version < MINIMUM_SERVER:
        raise DatabaseUnusable(
            f"PostgreSQL {about.parameter_status('server_version')} is too old: 14 or newer is"
            " needed"
        )
    encoding = about.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseUnusable(
            f"the database's encoding is {encoding}: make one with ENCODING 'UTF8'"
        )


def speak_plainly(connection: psycopg.Connection[Any]) -> None:
    """Let yes be a yes again: what looks through the server's own tables says it so."""
    connection.adapters.register_dumper(bool, BoolDumper)


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """Return the driver's own connection."""
    return connection.connection.driver_connection  # type: ignore[return-value]


def run(connection: psycopg.Connection[Any], statements: str) -> tuple[Any, ...] | None:
    """Run statements in one trip; return the first row of the last one, where it has rows."""
    cursor = connection.execute(statements.encode())
    while cursor.nextset():
        pass
    return cursor.fetchone() if cursor.description else None
