"""Statements past SQLAlchemy: the same rows, the same errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from smsdesk.store.database import Database, open_database
from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.errors import DatabaseUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.firm import Firm

PUT = text("INSERT INTO note (value, key) VALUES (:value, :key)")
GET = text("SELECT key, value FROM note WHERE key >= :first AND key < :beyond ORDER BY key")


@pytest.fixture
def database(firm: Firm) -> Iterator[Database]:
    database = open_database(f"sqlite:///{firm.database}")
    yield database
    database.close()


def test_rows_go_in_and_come_out_in_the_order_of_the_names(database: Database) -> None:
    with database.write() as connection:
        write_many(connection, PUT, [("1", "k1"), ("2", "k2")])
        write_many(connection, PUT, [])
        assert write(connection, text("DELETE FROM note WHERE key = :key"), key="k2") == 1
    with database.read() as connection:
        assert read_rows(connection, GET, first="k", beyond="l") == [("k1", "1")]


def test_what_fails_is_rolled_back_and_told_in_one_line_without_the_values(
    database: Database,
) -> None:
    with pytest.raises(DatabaseUnusable) as caught:
        _fail(database)
    assert "a secret" not in str(caught.value)
    assert "a secret" not in str(caught.value.__cause__)
    with database.read() as connection:
        assert read_rows(connection, GET, first="k", beyond="l") == []


def _fail(database: Database) -> None:
    with database.write() as connection:
        write_many(connection, PUT, [("1", "k1")])
        read_rows(connection, text("SELECT nothing FROM note WHERE key = :key"), key="a secret")
