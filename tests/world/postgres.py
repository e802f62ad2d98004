"""A PostgreSQL server for the tests: one that is named, or one of our own that ends with them.

``SMSDESK_TEST_PG`` names a server by a URL whose role may make databases. Without it the programs
of PostgreSQL are looked for on this machine, and a server is started in a folder in memory, on a
socket in there, when the first test needs it. All processes of a run share it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import URL, make_url

from smsdesk.processes import is_gone, this_host

if sys.platform != "win32":  # where why_not() keeps all of it from being asked for
    import fcntl
    import pwd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMED = "SMSDESK_TEST_PG"
FOLDER = "SMSDESK_TEST_PG_FOLDER"
"""Set by the process that began the run: where its server is, or will be."""

_DEBIAN = Path("/usr/lib/postgresql")
_ANOTHER_USER = "postgres"
"""PostgreSQL refuses to run as root; its packages make this user."""

_SETTINGS = (
    "fsync = off",
    "full_page_writes = off",
    "synchronous_commit = on",
    "listen_addresses = ''",
    "max_connections = 300",
    "shared_buffers = 64MB",
    "max_wal_size = 256MB",
    "autovacuum_naptime = 60",
    "log_min_messages = error",
    "log_min_error_statement = panic",
)
_FOLDERS = "smsdesk-pg-"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@lru_cache(maxsize=1)
def programs() -> Path | None:
    """Return the folder of ``initdb`` and ``pg_ctl`` on this machine, of the newest version."""
    versions = sorted(_DEBIAN.glob("*/bin/pg_ctl"), key=lambda one: float(one.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("pg_ctl")
    folder = Path(found).resolve().parent if found else None
    return folder if folder is not None and (folder / "initdb").exists() else None


def why_not() -> str:
    """Return why there can be no server, empty where there can be one."""
    if sys.platform == "win32":
        return "the tests start no PostgreSQL on Windows"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed: pip install 'smsdesk[postgres]'"
    if os.environ.get(NAMED):
        return ""
    if os.getuid() == 0 and not _is_known(_ANOTHER_USER):
        return f"PostgreSQL does not run as root, and there is no user {_ANOTHER_USER} here"
    if programs() is not None:
        return ""
    return f"no PostgreSQL: install it (Debian: apt-get install postgresql), or set {NAMED}"


def _is_known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


class LocalServer:
    """A server of our own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    @property
    def url(self) -> URL:
        return URL.create(
            "postgresql",
            username="smsdesk",
            database="postgres",
            query={"host": str(self.folder)},
        )

    def start(self, *, settings: tuple[str, ...] = ()) -> None:
        """Make it, unless it is there, and start it."""
        if not self.data.exists():
            self.run(
                "initdb", "-D", self.data, "-U", "smsdesk", "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            )  # fmt: skip
            with (self.data / "postgresql.auto.conf").open("a") as file:
                file.write("\n".join((*_SETTINGS, f"unix_socket_directories = '{self.folder}'")))
                file.write("\n")
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{line}\n" for line in settings)
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs, as another user where this one is root."""
        folder = programs()
        assert folder is not None
        is_root = os.getuid() == 0
        subprocess.run(
            [folder / program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
            user=_ANOTHER_USER if is_root else None,
            group=_ANOTHER_USER if is_root else None,
            extra_groups=[] if is_root else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        )


def _place() -> Path:
    return _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def _clear_up() -> None:
    """Stop and remove what runs have left that were killed."""
    for left in _place().glob(f"{_FOLDERS}*-*"):
        number = left.name.removeprefix(_FOLDERS).partition("-")[0]
        with suppress(PermissionError, subprocess.CalledProcessError):
            if number.isdecimal() and is_gone(this_host(), int(number)):
                LocalServer(left).stop()
                shutil.rmtree(left, ignore_errors=True)


def private_folder() -> Path:
    """Return a new folder that belongs to whoever the server runs as."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDERS}{os.getpid()}-", dir=_place()))
    if os.getuid() == 0:
        shutil.chown(folder, _ANOTHER_USER, _ANOTHER_USER)
    return folder


def begin_run() -> None:
    """Prepare for a server that the run may need: nothing is started yet."""
    if not why_not() and not os.environ.get(NAMED) and not os.environ.get(FOLDER):
        _clear_up()
        os.environ[FOLDER] = str(private_folder())


def end_run() -> None:
    """Stop the run's server and remove it."""
    folder = os.environ.pop(FOLDER, "")
    if folder:
        with suppress(subprocess.CalledProcessError):  # it never came up
            LocalServer(Path(folder)).stop()
        shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def server_url() -> URL:
    """Return the URL of the run's server, which is started where it is not."""
    named = os.environ.get(NAMED)
    if named:
        return make_url(named)
    folder = Path(os.environ[FOLDER])
    failed = folder / "failed"
    with _alone(folder / "starting"):
        server = LocalServer(folder)
        if not failed.exists() and not (server.data / "postmaster.pid").exists():
            try:
                server.start()
            except (OSError, subprocess.CalledProcessError) as error:
                failed.write_text(str(error))
    if failed.exists():  # as where there is none: said of every test that needs it
        pytest.skip(f"PostgreSQL could not be started here: {failed.read_text()}")
    return server.url


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def new_database(name: str, template: str | None = None) -> Iterator[str]:
    """Give the URL of an empty database, or of a copy of another; it is removed at the end."""
    import psycopg

    server = server_url()
    shown = server.render_as_string(hide_password=False)
    copied = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(shown, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"{copied}'.encode())
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(shown, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def ask(url: str, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Execute a statement with ``?`` for its values, as SQLite writes it; return its rows."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        try:
            cursor = connection.execute(statement.replace("?", "%s").encode(), params or None)
        except psycopg.IntegrityError as error:
            raise sqlite3.IntegrityError(str(error)) from error  # the same for every test
        return cursor.fetchall() if cursor.description else []


@contextmanager
def database_of_a_run(name: str) -> Iterator[str]:
    """Give a new database, and the server for it, to a program that is no test."""
    reason = why_not()
    if reason:
        raise SystemExit(reason)
    began_here = FOLDER not in os.environ
    begin_run()
    try:
        with new_database(name) as url:
            yield url
    finally:
        if began_here:
            end_run()


class CleanDatabase:
    """A database with the newest schema, emptied for each test: making one costs ten times that."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)
        self._begin_anew()

    def _begin_anew(self) -> None:
        from smsdesk.store.database import open_database
        from smsdesk.store.schema.ensure import ensure_schema

        self._connection.execute(b"DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        database = open_database(self.url)
        ensure_schema(database)
        database.close()
        self._columns = self._schema()
        named = self._connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname <> 'alembic_version'"
            " AND relnamespace = 'public'::regnamespace"
        )
        tables = [str(name) for (name,) in named.fetchall()]
        counted = self._connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'S'"
            " AND relnamespace = 'public'::regnamespace"
        )
        first = [(name, self._rows(name)) for name in ("counter", "note")]
        # As a replica: triggers and foreign keys say nothing, as when the file is made anew.
        self._statements = "; ".join(
            [
                "BEGIN",
                "SET LOCAL session_replication_role = replica",
                *(f'DELETE FROM "{name}"' for name in tables),
                *(f"SELECT setval('\"{name}\"', 1, false)" for (name,) in counted.fetchall()),
                *(f"INSERT INTO {table} VALUES ('{k}', '{v}')" for table, r in first for k, v in r),
                "COMMIT",
            ]
        ).encode()

    def _rows(self, table: str) -> list[tuple[str, object]]:
        return self._connection.execute(f"SELECT * FROM {table}".encode()).fetchall()

    def empty(self) -> None:
        """Bring it back to what it was when it was made."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        mine = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        self._connection.execute(f"{others} {mine}".encode())
        if self._schema() != self._columns:
            self._begin_anew()  # the test before has changed tables
        else:
            self._connection.execute(self._statements)

    def _schema(self) -> object:
        return self._connection.execute(
            "SELECT md5(string_agg(relname || ' ' || attname, ' ' ORDER BY attrelid, attnum))"
            " FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relnamespace = 'public'::regnamespace AND attnum > 0"
        ).fetchone()

    def close(self) -> None:
        self._connection.close()
