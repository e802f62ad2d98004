"""The two kinds of transaction, and what a user is told when one cannot be had."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

from smsdesk.store.database import Connection, Database, open_database
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable, StoreError
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.store.sqlite import database as database_module
from smsdesk.store.sqlite.connections import KEPT_CONNECTIONS
from smsdesk.store.sqlite.database import SqliteDatabase
from smsdesk.store.sqlite.errors import explain, is_busy
from smsdesk.store.tables import program_state
from smsdesk.store.times import from_us, to_us
from tests.world.clocks import START
from tests.world.people import SARAH, ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from smsdesk.desk import Desk
    from tests.world.firm import Firm


@pytest.fixture
def database(firm: Firm) -> Iterator[Database]:
    database = open_database(f"sqlite:///{firm.database}")
    yield database
    database.close()


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def put(connection: Connection, number: str) -> None:
    connection.execute(text("INSERT INTO contact (number) VALUES (:number)"), {"number": number})


def numbers(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(text("SELECT number FROM contact")).scalars())


# -- how a connection is made ---------------------------------------------------------------------


def test_the_log_is_ahead_and_what_must_survive_is_synchronised(database: Database) -> None:
    with database.write() as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "foreign_keys") == 1
    with database.write(durable=False) as connection:
        assert pragma(connection, "synchronous") == 1
        assert pragma(connection, "foreign_keys") == 1
    with database.read() as connection:
        assert pragma(connection, "foreign_keys") == 1


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(
            text("INSERT INTO conversation (number) VALUES (:number)"), {"number": SARAH}
        )


def test_connections_of_a_burst_are_not_kept(database: Database) -> None:
    """Each one kept holds on to the pages that it has read: memory that grows with the firm."""
    together = threading.Barrier(8)

    def read() -> None:
        with database.read() as connection:
            connection.execute(text("SELECT number FROM contact")).all()
            together.wait(5)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert isinstance(database, SqliteDatabase)
    pool = database._reader.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedin() == KEPT_CONNECTIONS
    assert pool.checkedout() == 0


# -- writing ----------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    class MadeUpError(Exception):
        pass

    def fails() -> None:
        with database.write() as connection:
            put(connection, SARAH)
            raise MadeUpError

    with pytest.raises(MadeUpError):
        fails()
    assert numbers(database) == []
    with database.write() as connection:
        put(connection, SARAH)
    assert numbers(database) == [SARAH]


def test_a_writer_holds_the_lock_from_its_first_read(database: Database) -> None:
    """The gate's questions and its answer are one transaction: nobody writes in between."""
    entered, done = threading.Event(), threading.Event()
    order: list[str] = []

    def other() -> None:
        entered.set()
        with database.write():
            order.append("the other one")
        done.set()

    thread = threading.Thread(target=other)
    with database.write() as connection:
        connection.execute(text("SELECT number FROM contact")).all()
        thread.start()
        entered.wait(5)
        assert not done.wait(0.05)
        order.append("who came first")
    thread.join(5)
    assert order == ["who came first", "the other one"]


def test_readers_see_a_still_picture_and_wait_for_nobody(database: Database) -> None:
    with database.read() as reader:
        before = reader.execute(text("SELECT count(*) FROM contact")).scalar()
        with database.write() as writer:
            put(writer, SARAH)
        assert reader.execute(text("SELECT count(*) FROM contact")).scalar() == before == 0
    assert numbers(database) == [SARAH]


def test_many_writers_lose_nothing(database: Database) -> None:
    def add(place: int) -> None:
        for step in range(10):
            with database.write() as connection:
                put(connection, f"+1415555{place}{step:03}")

    threads = [threading.Thread(target=add, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers(database)) == 40


def test_a_lock_that_is_never_given_back_is_one_line(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(firm.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy) as caught:
            desk.sending.send(SARAH, "Hi Sarah")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 1
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"


def test_a_database_that_cannot_be_written_is_one_line(database: Database) -> None:
    def write() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            put(connection, SARAH)

    with pytest.raises(DatabaseUnusable, match="cannot be written") as caught:
        write()
    assert database.place in str(caught.value)


# -- what others change -------------------------------------------------------------------------


def test_the_stamp_moves_with_every_commit_of_anybody(firm: Firm, database: Database) -> None:
    stamps = {database.change_stamp()}
    assert {database.change_stamp()} == stamps
    with database.write() as connection:
        put(connection, SARAH)
    stamps.add(database.change_stamp())
    firm.write("UPDATE contact SET name = 'Sarah'")
    stamps.add(database.change_stamp())
    assert len(stamps) == 3


# -- errors in words ----------------------------------------------------------------------------


def error_of(code: int) -> DBAPIError:
    original = sqlite3.OperationalError("in SQLite's own words")
    original.sqlite_errorcode = code
    return DBAPIError("SELECT 'the statement'", [SARAH], original)


@pytest.mark.parametrize(("code", "words"), [
    (sqlite3.SQLITE_FULL, "the disk is full"),
    (sqlite3.SQLITE_READONLY, "cannot be written"),
    (sqlite3.SQLITE_READONLY_DBMOVED, "cannot be written"),
    (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
    (sqlite3.SQLITE_NOTADB, "not a database"),
    (sqlite3.SQLITE_CORRUPT, "damaged"),
    (sqlite3.SQLITE_IOERR_FSYNC, "the disk does not answer"),
    (sqlite3.SQLITE_BUSY, "locked by another program"),
    (sqlite3.SQLITE_ERROR, "in SQLite's own words"),
])  # fmt: skip
def test_every_error_is_one_line_that_says_what_to_do(code: int, words: str) -> None:
    error = explain(error_of(code), Path("/data/smsdesk.db"))
    assert isinstance(error, StoreError)
    assert words in str(error)
    assert "\n" not in str(error)
    assert "+1415" not in str(error), "the values of a statement are nobody's business"
    assert is_busy(error_of(code)) == (code == sqlite3.SQLITE_BUSY)


# -- times --------------------------------------------------------------------------------------


@given(st.datetimes(timezones=st.just(ZONE)))
def test_times_are_exact_and_come_back_in_utc(at: datetime) -> None:
    back = from_us(to_us(at))
    assert back == at.astimezone(UTC)
    assert back.tzinfo is UTC
    assert to_us(back) == to_us(at)


def test_a_time_without_a_zone_cannot_be_stored() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_us(START.replace(tzinfo=None))
    assert to_us(None) is None
    assert from_us(None) is None


def test_what_people_wrote_is_for_its_owners_eyes_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deeper" / "smsdesk.db"
    database = open_database(f"sqlite:///{path}")
    ensure_schema(database)
    with database.write() as connection:
        program_state.put(connection, "a", "b")
    database.backup(tmp_path / "copy.db")
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    database.close()
    assert set(modes.values()) == {0o600}, modes
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
