"""A question that nobody wants answered any more ends, and nothing else does."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from smsdesk.store.database import Database, open_database
from smsdesk.store.errors import QueryStopped
from tests.world.forever import Forever

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.firm import Firm

PATIENCE = 20.0
"""Seconds after which a test gives up."""


@pytest.fixture
def database(firm: Firm) -> Iterator[Database]:
    database = open_database(f"sqlite:///{firm.database}")
    yield database
    database.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def ask(database: Database, forever: Forever, stop: threading.Event) -> None:
    with database.read(stop) as connection:
        forever(connection)


def test_a_statement_ends_when_it_is_told_to(database: Database, pool: ThreadPoolExecutor) -> None:
    forever, stop = Forever(), threading.Event()
    asked = pool.submit(ask, database, forever, stop)
    assert forever.begun.wait(PATIENCE)
    stop.set()
    with pytest.raises(QueryStopped):
        asked.result(PATIENCE)


def test_one_that_begins_too_late_ends_too(database: Database, pool: ThreadPoolExecutor) -> None:
    forever, stop = Forever(), threading.Event()

    def two_statements() -> None:
        with database.read(stop) as connection:
            connection.execute(text("SELECT 1"))
            stop.set()
            forever(connection)

    with pytest.raises(QueryStopped):
        pool.submit(two_statements).result(PATIENCE)
    with pytest.raises(QueryStopped), database.read(stop):
        pytest.fail("nothing begins after it")


def test_nobody_else_is_stopped(database: Database, pool: ThreadPoolExecutor) -> None:
    mine, yours = Forever(), Forever()
    my_stop, your_stop = threading.Event(), threading.Event()
    stopped = pool.submit(ask, database, mine, my_stop)
    goes_on = pool.submit(ask, database, yours, your_stop)
    assert mine.begun.wait(PATIENCE)
    assert yours.begun.wait(PATIENCE)
    my_stop.set()
    with pytest.raises(QueryStopped):
        stopped.result(PATIENCE)
    assert not goes_on.done()
    your_stop.set()
    with pytest.raises(QueryStopped):
        goes_on.result(PATIENCE)


def test_its_connection_serves_the_next_as_if_nothing_had_been(
    database: Database, pool: ThreadPoolExecutor
) -> None:
    forever, stop = Forever(), threading.Event()

    def connection_is() -> tuple[int, int]:
        with database.read() as connection:
            counted = connection.execute(
                text(
                    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000)"
                    " SELECT count(*) FROM n"
                )
            ).scalar_one()
            return id(connection.connection.driver_connection), counted

    (before, _) = connection_is()
    asked = pool.submit(ask, database, forever, stop)
    assert forever.begun.wait(PATIENCE)
    stop.set()
    with pytest.raises(QueryStopped):
        asked.result(PATIENCE)
    assert connection_is() == (before, 100_000)
    assert pool.submit(connection_is).result(PATIENCE) == (before, 100_000)


@pytest.mark.parametrize("stop", [None, threading.Event()])
def test_control_c_ends_a_statement_on_the_main_thread(
    database: Database, pool: ThreadPoolExecutor, stop: threading.Event | None
) -> None:
    forever = Forever()

    # Whoever runs the tests in several processes has them ignore it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def press() -> None:
        assert forever.begun.wait(PATIENCE)
        os.kill(os.getpid(), signal.SIGINT)

    pool.submit(press)
    try:
        with pytest.raises(KeyboardInterrupt), database.read(stop) as connection:
            forever(connection)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_signal_inside_a_statement_is_what_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy closes the connection then: that is no news."""

    def interrupted(*_args: object) -> None:
        raise SystemExit(143)

    with database.read() as connection:
        dialect = type(connection.dialect)
    monkeypatch.setattr(dialect, "do_execute", interrupted)
    with pytest.raises(SystemExit), database.read() as connection:
        connection.execute(text("SELECT 1"))
