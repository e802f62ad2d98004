"""Every statement of the store is answered by an index: the desk stays fast with years of texts.

The statements are found by looking through the modules, so a new one is asked too. What is an
exception on purpose is named here with its reason; one that is none any more fails as well.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import TextClause, text

import smsdesk.store
from smsdesk.store.database import open_database
from smsdesk.store.sqlite.lead_search import card_match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")

_LONGER_WORD = card_match(("alexandra",)).condition

MADE_WHEN_NEEDED: dict[str, tuple[object, ...]] = {
    "conversation_filter._gather": (_LONGER_WORD,),
    "lead_search._count": ("card_left_out", _LONGER_WORD),
    "lead_search._search": ("card_sendable", _LONGER_WORD),
    "statements._insert": ("note", ("key", "value"), ""),
    "statements._update": ("contact", "number", ("name",)),
}
"""Functions that make a statement and keep it, with arguments to make one by."""

FILES_THAT_ARE_NOT_OPEN = {"backup", "restoring"}
"""Modules that speak to a copy or a damaged file through the driver alone, once in a while."""

OTHER = ".postgres."
"""The other dialect's statements, which its own planner answers (``store/postgres``)."""

_PURGE = "a purge, with every desk closed, reads all that there is"
READ_WHOLE_ON_PURPOSE = {
    "purged._ANY": "reads one row, whichever",
    "purging._MESSAGES": _PURGE,
    "purging._LEADS": _PURGE,
    "purging._DRAFTS": _PURGE,
    "purging._EVENTS": _PURGE,
    "purging._NOTES": _PURGE,
    "purging._DELETE_NOTES": _PURGE,
    "purging._DELETE_CORRECTIONS": _PURGE,
    "purging._DROP_DRAFTS": _PURGE,
    "purging._BLANK_UNREADABLE": _PURGE,
    "purging._NUMBERS": _PURGE,
    "purging._BARE": "there are a few drafts",
    "purging._DELETE_CONTACT": "runs without foreign keys, whose check alone would read it",
    "contact_events._DATED_AFTER": "is asked once the carrier shows that our clock was ahead",
    "agent_names._KNOWN": "goes from name to name; programs has a row for each that is open",
    "templates._ALL": "a firm has some dozens, and all are shown",
    "programs._ALL": "has a row for each program that is open",
    "agents_on_record._ALL": "a firm has some hundred agents at most",
    "first_page.WORKS_HERE": "as above",
    "presence._ALL": "has a row for each desk that is open",
    "presence._OF_AGENT": "has a row for each desk that is open",
    "version._VERSION": "is one row",
    "version._SET": "is one row",
    "moving._IS_OURS": "names of tables, once in a move",
    "moving._DEALT": "a row for each table that deals ids, once in a move",
}

SORTED_ON_PURPOSE = {
    "conversation_filter._gather": "sorts what matches a narrow filter, 10,000 cards at most",
    "leads._OF_NUMBER": "sorts one contact's signups",
    "lead_corrections._OF_NUMBER": "sorts what was corrected of one contact",
    "outbox._LOOKS_DUE": "sorts what is unsettled, which is a handful",
}


def _clauses(value: object) -> Iterator[TextClause]:
    if isinstance(value, TextClause):
        yield value
    elif isinstance(value, str) and _STATEMENT.match(value):
        yield text(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _clauses(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _clauses(one)


def _values() -> Iterator[tuple[str, object]]:
    """Yield what the store's modules define, under the module's name and its own."""
    for module in pkgutil.walk_packages(smsdesk.store.__path__, "smsdesk.store."):
        if not module.ispkg and ".migrations." not in module.name and OTHER not in module.name:
            loaded = importlib.import_module(module.name)
            short = module.name.rpartition(".")[2]
            if short in FILES_THAT_ARE_NOT_OPEN:
                continue
            for name, value in vars(loaded).items():
                yield f"{short}.{name}", value


def _statements() -> dict[str, TextClause]:
    found = {}
    for name, value in _values():
        made = MADE_WHEN_NEEDED.get(name)
        kept = value(*made) if made is not None and callable(value) else value
        for place, clause in enumerate(_clauses(kept)):
            if _STATEMENT.match(clause.text):
                found[name + (f"[{place}]" if place else "")] = clause
    return found


STATEMENTS = _statements()


@pytest.fixture(scope="module")
def connection(template: Path) -> Iterator[Connection]:
    database = open_database(f"sqlite:///{template}")
    with database.read() as connection:
        yield connection
    database.close()


@pytest.fixture(scope="module")
def partial_indexes(connection: Connection) -> set[str]:
    """What is open or unseen or due: an index that holds nothing else may be read whole."""
    found = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%) WHERE %'"
    return set(connection.exec_driver_sql(found).scalars())


def _plan(connection: Connection, clause: TextClause) -> list[str]:
    bound = {
        name: ["1", "2"] if parameter.expanding else "x"
        for name, parameter in clause._bindparams.items()
    }
    explained = text(f"EXPLAIN QUERY PLAN {clause.text}")
    lists = [parameter for parameter in clause._bindparams.values() if parameter.expanding]
    rows = connection.execute(explained.bindparams(*lists), bound)
    return [str(row.detail) for row in rows]


def _read_whole(plan: list[str], partial_indexes: set[str]) -> list[str]:
    """Return the steps that read a table, or a whole index of it, from end to end."""
    derived = {step.split()[1] for step in plan if step.startswith(("CO-ROUTINE", "MATERIALIZE"))}
    found = []
    for step in plan:
        scanned = re.match(r"SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?", step)
        if scanned is None or scanned[1] in derived or "VIRTUAL TABLE" in step:
            continue
        if step != "SCAN CONSTANT ROW" and scanned[2] not in partial_indexes:
            found.append(step)
    return found


def test_the_statements_were_found() -> None:
    assert len(STATEMENTS) > 90
    assert {"outbox._DUE", "conversations._NEXT_PAGE"} <= STATEMENTS.keys()
    assert MADE_WHEN_NEEDED.keys() <= STATEMENTS.keys()


def test_no_statement_is_made_that_is_not_asked() -> None:
    keep = {name for name, value in _values() if hasattr(value, "cache_info")}
    kept_by_the_driver = {"driver._compiled", "driver._expanded", "statements._order"}
    assert keep - kept_by_the_driver == MADE_WHEN_NEEDED.keys()


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_column_and_every_value_has_its_name(name: str) -> None:
    """Two fields of a record that were filled by their places were swapped once, unnoticed."""
    sql = STATEMENTS[name].text
    assert not re.search(r"(SELECT|RETURNING)\s+\*|\w\.\*", sql), "which columns, in which order?"
    assert "?" not in sql, "which value?"


@pytest.mark.parametrize("name", STATEMENTS)
def test_numbers_are_64_bits_wide_and_ids_are_not_counted_by(name: str) -> None:
    sql = STATEMENTS[name].text.casefold()
    assert "as integer" not in sql, "32 bits on PostgreSQL"
    assert not re.search(r"max\((\w+\.)?id\)", sql), "neither a count nor the next id"


def test_the_source_holds_no_other_statement_with_a_star() -> None:
    folder = Path(smsdesk.store.__file__).parent
    sources = [one for one in folder.rglob("*.py") if "migrations" not in one.parts]
    assert len(sources) > 30
    assert [one for one in sources if "SELECT *" in one.read_text()] == []


def test_the_exceptions_are_statements() -> None:
    assert READ_WHOLE_ON_PURPOSE.keys() | SORTED_ON_PURPOSE.keys() <= STATEMENTS.keys()


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_table_is_read_from_end_to_end(
    connection: Connection, partial_indexes: set[str], name: str
) -> None:
    found = _read_whole(_plan(connection, STATEMENTS[name]), partial_indexes)
    assert bool(found) == (name in READ_WHOLE_ON_PURPOSE), found


@pytest.mark.parametrize("name", [
    name for name, clause in STATEMENTS.items()
    if "ORDER BY" in clause.text and "LIMIT" in clause.text
])  # fmt: skip
def test_no_page_is_sorted_before_it_is_cut(connection: Connection, name: str) -> None:
    """``ORDER BY ... LIMIT`` without an index reads every match to find the first fifty."""
    is_sorted = "USE TEMP B-TREE FOR ORDER BY" in _plan(connection, STATEMENTS[name])
    assert is_sorted == (name in SORTED_ON_PURPOSE)


def test_a_table_that_is_read_whole_is_noticed(
    connection: Connection, partial_indexes: set[str]
) -> None:
    for whole in ("SELECT * FROM lead m WHERE name = :x", "SELECT count(*) FROM lead"):
        assert _read_whole(_plan(connection, text(whole)), partial_indexes)
    for part in ("SELECT * FROM lead WHERE id = :x", "SELECT id FROM message WHERE settled = 0"):
        assert not _read_whole(_plan(connection, text(part)), partial_indexes)
