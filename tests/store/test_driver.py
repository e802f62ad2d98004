"""Statements past SQLAlchemy: the same rows, the same errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import text

from smsdesk.store.database import Database, open_database
from smsdesk.store.driver import read_rows, write, write_many
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.statements import records, text_with_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.firm import Firm

PUT = text("INSERT INTO note (value, key) VALUES (:value, :key)")
GET = text("SELECT key, value FROM note WHERE key >= :first AND key < :beyond ORDER BY key")


@pytest.fixture
def database(firm: Firm) -> Iterator[Database]:
    database = open_database(firm.url)
    yield database
    database.close()


def test_rows_go_in_and_come_out_in_the_order_of_the_names(database: Database) -> None:
    with database.write() as connection:
        write_many(connection, PUT, [("1", "k1"), ("2", "k2")])
        write_many(connection, PUT, [])
        assert write(connection, text("DELETE FROM note WHERE key = :key"), key="k2") == 1
    with database.read() as connection:
        assert read_rows(connection, GET, first="k", beyond="l") == [("k1", "1")]


AMONG = text_with_lists(
    "SELECT value, key FROM note WHERE key IN :keys AND value > :least ORDER BY key", "keys"
)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 40])
def test_a_list_may_have_any_length(database: Database, count: int) -> None:
    keys = [f"k{place:02}" for place in range(50)]
    with database.write() as connection:
        write_many(connection, PUT, [("7", key) for key in keys])
        found = read_rows(connection, AMONG, keys=keys[:count], least="6")
        assert found == [("7", key) for key in keys[:count]]
        assert read_rows(connection, AMONG, keys=keys[:count], least="7") == []


class Noted(NamedTuple):
    key: str
    value: str


@dataclass(frozen=True)
class Elsewhere:
    key: str
    colour: str


def test_a_record_takes_each_field_from_the_column_of_its_name(database: Database) -> None:
    with database.write() as connection:
        write_many(connection, PUT, [("1", "k1")])
        assert records(connection, Noted, AMONG, keys=["k1"], least="") == [Noted("k1", "1")]
        with pytest.raises(TypeError, match="colour"):
            records(connection, Elsewhere, AMONG, keys=["k1"], least="")


def test_rows_with_names_are_not_written_under_others(database: Database) -> None:
    with database.write() as connection, pytest.raises(TypeError, match="value"):
        write_many(connection, PUT, [Noted("k1", "1")])


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
