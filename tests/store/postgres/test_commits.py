"""What came of a transaction whose answer was lost, also where the server has crashed meanwhile."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from smsdesk.store.database import Database, open_database
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.postgres.commits import NAME, Begun, settle
from smsdesk.store.postgres.connections import make_engine
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.store.tables import contacts, counters
from tests.world import postgres
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture
def crashing_server() -> Iterator[postgres.LocalServer]:
    """A server that writes its log for nobody but who waits for it."""
    if postgres.programs() is None:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    server = postgres.LocalServer(postgres.private_folder())
    server.start(settings=("wal_writer_delay = 10s",))
    postgres.ask(server.url.render_as_string(), "CREATE TABLE text (body text)")
    postgres.ask(server.url.render_as_string(), "CHECKPOINT")
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture
def engine_there(crashing_server: postgres.LocalServer) -> Iterator[Engine]:
    engine = make_engine(crashing_server.url, lambda _connection: None)
    yield engine
    engine.dispose()


def record(server: postgres.LocalServer, body: str, *, on_disk: bool) -> Begun:
    """Commit a text; return by what the transaction can be asked for."""
    with psycopg.connect(server.url.render_as_string(), autocommit=True) as connection:
        connection.execute(b"BEGIN")
        connection.execute(f"SET LOCAL synchronous_commit = {'on' if on_disk else 'off'}".encode())
        begun = connection.execute(f"SELECT {NAME}".encode()).fetchone()
        connection.execute("INSERT INTO text VALUES (%s)", (body,))
        connection.execute(b"COMMIT")
    assert begun is not None
    return Begun(*begun)


def crash(server: postgres.LocalServer) -> None:
    server.stop("immediate")
    server.start()


def texts(server: postgres.LocalServer) -> list[str]:
    return [
        body for (body,) in postgres.ask(server.url.render_as_string(), "SELECT body FROM text")
    ]


def test_what_was_on_the_disk_is_known_after_a_crash(
    crashing_server: postgres.LocalServer, engine_there: Engine
) -> None:
    begun = record(crashing_server, "Hi Sarah", on_disk=True)
    settle(engine_there, begun, "here")
    crash(crashing_server)
    settle(engine_there, begun, "here")
    assert texts(crashing_server) == ["Hi Sarah"]


def test_a_checkpoint_takes_no_knowledge_away(
    crashing_server: postgres.LocalServer, engine_there: Engine
) -> None:
    begun = record(crashing_server, "Hi Sarah", on_disk=True)
    postgres.ask(crashing_server.url.render_as_string(), "CHECKPOINT")
    settle(engine_there, begun, "here")


def test_what_was_lost_in_a_crash_is_not_taken_for_the_next_that_has_its_number(
    crashing_server: postgres.LocalServer, engine_there: Engine
) -> None:
    """Else a text counts as recorded that nobody has: it would never leave, and nobody knew."""
    lost = record(crashing_server, "Hi Sarah", on_disk=False)
    crash(crashing_server)
    with pytest.raises(DatabaseUnusable, match="what was being written is not recorded"):
        settle(engine_there, lost, "here")
    anothers = record(crashing_server, "Hi Tom", on_disk=True)
    assert anothers.number == lost.number, "dealt again"
    with pytest.raises(DatabaseUnusable, match="whether the last change was recorded is not known"):
        settle(engine_there, lost, "here")
    settle(engine_there, anothers, "here")
    assert texts(crashing_server) == ["Hi Tom"]


# -- the lock is given back before the disk is waited for -----------------------------------------


@pytest.fixture
def database_there(crashing_server: postgres.LocalServer) -> Iterator[Database]:
    url = crashing_server.url.render_as_string()
    postgres.ask(url, "DROP TABLE text")
    database = open_database(url)
    ensure_schema(database)
    yield database
    database.close()


@pytest.mark.parametrize("durable", [True, False])
def test_what_was_written_for_good_is_on_the_disk_when_that_returns(
    crashing_server: postgres.LocalServer, database_there: Database, *, durable: bool
) -> None:
    """What was not may be lost: the carrier tells it again."""
    with database_there.write(durable=durable) as connection:
        contacts.ensure(connection, SARAH)
    crash(crashing_server)
    found = postgres.ask(crashing_server.url.render_as_string(), "SELECT number FROM contact")
    assert found == ([(SARAH,)] if durable else [])


def test_what_was_asked_for_is_on_the_disk_as_well(
    crashing_server: postgres.LocalServer, engine_there: Engine
) -> None:
    begun = record(crashing_server, "Hi Sarah", on_disk=False)
    settle(engine_there, begun, "here")
    crash(crashing_server)
    assert texts(crashing_server) == ["Hi Sarah"]


def test_others_write_while_one_waits_for_the_disk() -> None:
    """Ten one after the other, each waiting for a slow disk under the lock, would take a second."""
    if postgres.programs() is None:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    server = postgres.LocalServer(postgres.private_folder())
    server.start(settings=("fsync = on", "commit_delay = 100000", "commit_siblings = 0"))
    database = open_database(server.url.render_as_string())
    try:
        ensure_schema(database)
        assert min(_ten_at_once(database) for _ in range(3)) < 0.9
    finally:
        database.close()
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _ten_at_once(database: Database) -> float:
    """Return how many seconds ten writers take together."""

    def write() -> None:
        with database.write() as connection:
            counters.next_revision(connection)

    writers = [threading.Thread(target=write) for _ in range(10)]
    began = time.monotonic()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return time.monotonic() - began
