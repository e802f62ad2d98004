"""The tables on PostgreSQL are those that the models declare, and so are SQLite's."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from smsdesk.store.database import Database, open_database
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.schema import models
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.store.schema.revisions import HEAD, KNOWN
from tests.world.postgres import ask, new_database

if TYPE_CHECKING:
    from pathlib import Path

OWN_TABLES = ("message_words",)
OWN_INDEXES = ("ix_card_",)


def test_the_models_and_the_tables_agree(database: Database) -> None:
    def is_ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
        if kind == "index":
            return not str(name).startswith(OWN_INDEXES) or name == "ix_card_without_number"
        return kind != "table" or name not in OWN_TABLES

    assert models.Message.__tablename__ == "message"
    with database.migrating() as connection:
        options: dict[str, Any] = {"include_object": is_ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def _columns(database: Database) -> dict[str, tuple[bool, str]]:
    """Return of every column whether it may be null, and its default as a word."""
    with database.read() as connection:
        looking = inspect(connection)
        return {
            f"{table}.{column['name']}": (column["nullable"], _default(column["default"]))
            for table in SQLModel.metadata.tables
            for column in looking.get_columns(table)
        }


def _default(written: str | None) -> str:
    return (written or "").partition("::")[0].strip("'")


def test_every_column_is_the_same_on_both(database: Database, template: Path) -> None:
    file = open_database(f"sqlite:///{template}")
    here, there = _columns(database), _columns(file)
    file.close()
    keys = {f"{table.name}.id" for table in SQLModel.metadata.tables.values()} | {"card.rank"}
    assert here.keys() == there.keys()
    differing = {name for name in here if here[name] != there[name]}
    assert differing - keys == set()


def test_every_index_is_the_same_on_both(database: Database, template: Path) -> None:
    file = open_database(f"sqlite:///{template}")
    found = []
    for one in (database, file):
        with one.migrating() as connection:
            looking = inspect(connection)
            found.append(
                {
                    (table, index["name"], tuple(index["column_names"]), bool(index["unique"]))
                    for table in SQLModel.metadata.tables
                    for index in looking.get_indexes(table)
                    if str(index["name"]).startswith("ix_")
                    and (one is file or not _is_own(str(index["name"])))
                }
            )
    file.close()
    assert found[0] == found[1]


def _is_own(name: str) -> bool:
    return name.startswith(OWN_INDEXES) and name != "ix_card_without_number"


def test_the_first_tables_are_of_a_revision_that_there_was(database: Database) -> None:
    with database.read() as connection:
        (version,) = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
    assert version == HEAD
    assert "0011" in KNOWN


def test_two_processes_may_start_a_new_database_at_once() -> None:
    with new_database("smsdesk_two_at_once") as url:
        code = (
            "from smsdesk.store.database import *;"
            "from smsdesk.store.schema.ensure import *;"
            f"ensure_schema(open_database({url!r}))"
        )
        started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
        assert [process.wait(timeout=60) for process in started] == [0, 0]
        assert ask(url, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_another_programs_database_is_left_alone() -> None:
    with new_database("smsdesk_foreign") as url:
        ask(url, "CREATE TABLE invoice (id integer)")
        database = open_database(url)
        with pytest.raises(DatabaseUnusable, match="belongs to another program"):
            ensure_schema(database)
        database.close()
        assert ask(url, "SELECT count(*) FROM invoice") == [(0,)]


def test_the_history_of_consent_cannot_be_emptied(server: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        ask(server, "TRUNCATE contact_event CASCADE")
