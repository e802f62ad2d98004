"""Every statement of the store is answered by an index: the desk stays fast with years of texts.

The statements are found by looking through the modules, so a new one is asked too.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import TextClause, text

import smsdesk.store
from smsdesk.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_LISTS = {"numbers", "lead_ids", "sids", "ids", "ranks", "fingerprints"}
_EXPLAINABLE = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)

READ_WHOLE_ON_PURPOSE = {
    # A count walks an index of integers: 5 ms for a million rows, and only the title line asks.
    "conversations._COUNT": "conversation",
    "leads._COUNT": "lead",
}


def _clauses(value: object) -> Iterator[TextClause]:
    if isinstance(value, TextClause):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _clauses(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _clauses(one)


def _statements() -> dict[str, TextClause]:
    found = {}
    for module in pkgutil.iter_modules(smsdesk.store.__path__):
        if module.ispkg:
            continue
        loaded = importlib.import_module(f"smsdesk.store.{module.name}")
        for name, value in vars(loaded).items():
            for place, clause in enumerate(_clauses(value)):
                if _EXPLAINABLE.match(clause.text):
                    found[f"{module.name}.{name}" + (f"[{place}]" if place else "")] = clause
    return found


STATEMENTS = _statements()


@pytest.fixture(scope="module")
def connection(template: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{template}")
    with database.read() as connection:
        yield connection
    database.close()


def _plan(connection: Connection, clause: TextClause) -> list[str]:
    bound = {
        name: ["1", "2"] if parameter.expanding else "x"
        for name, parameter in clause._bindparams.items()
    }
    explained = text(f"EXPLAIN QUERY PLAN {clause.text}")
    lists = [parameter for parameter in clause._bindparams.values() if parameter.expanding]
    rows = connection.execute(explained.bindparams(*lists), bound)
    return [str(row.detail) for row in rows]


def test_the_statements_were_found() -> None:
    assert len(STATEMENTS) > 50
    assert "outbox._DUE" in STATEMENTS
    assert "conversations._NEXT_PAGE" in STATEMENTS


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_table_is_read_from_end_to_end(connection: Connection, name: str) -> None:
    tables = "message|conversation|lead|contact|contact_event|card|c|m|earlier|event"
    for step in _plan(connection, STATEMENTS[name]):
        scanned = re.match(rf"SCAN ({tables})\b(?! VIRTUAL)(.*)", step)
        if scanned and READ_WHOLE_ON_PURPOSE.get(name) != scanned[1]:
            assert "USING" in scanned[2], step


SORTED_ON_PURPOSE = {
    "conversations._FIRST_MATCHING": "sorts what matches the filter over the list",
    "conversations._NEXT_MATCHING": "sorts what matches the filter over the list",
    "search_sqlite._FIND_MESSAGES": "sorts what was found, 20,000 at most",
    "leads._OF_NUMBER": "sorts one contact's signups",
    "outbox._LOOKS_DUE": "sorts what is unsettled, which is a handful",
}


@pytest.mark.parametrize("name", [
    name for name, clause in STATEMENTS.items()
    if "ORDER BY" in clause.text and "LIMIT" in clause.text and name not in SORTED_ON_PURPOSE
])  # fmt: skip
def test_no_page_is_sorted_before_it_is_cut(connection: Connection, name: str) -> None:
    """``ORDER BY ... LIMIT`` without an index reads every match to find the first fifty."""
    for step in _plan(connection, STATEMENTS[name]):
        assert "USE TEMP B-TREE FOR ORDER BY" not in step
