"""To the schema whose names are found without the marks within them: leads of before are, too."""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.text import MARKS_IN_NAMES, fold
from tests.world.old_schema import make_schema

if TYPE_CHECKING:
    from pathlib import Path

# Number (or none), name, and the words that the program of before gave its card.
LEADS = [
    ("+14155550111", "Tom O'Brien", "tom o brien 14155550111 5550111 0111"),
    ("+14155550122", "Jean\u2011Luc", "jean luc 14155550122 5550122 0122"),
    ("+14155550133", "Sarah Berg", "sarah berg 14155550133 5550133 0133"),
    (None, "Ann d'Arc", "ann d arc"),
    (None, "Tim O\uff07Hara", "tim o hara"),
]


def test_leads_of_before_are_found_without_the_marks_within_their_names(tmp_path: Path) -> None:
    path = tmp_path / "smsdesk.db"
    make_schema(path, "0018")
    with closing(sqlite3.connect(path)) as connection, connection:
        for rank, (number, name, words) in enumerate(LEADS, 1):
            if number:
                connection.execute("INSERT INTO contact (number) VALUES (?)", (number,))
            connection.execute(
                "INSERT INTO lead (id, fingerprint, name, number, imported_at)"
                " VALUES (?, ?, ?, ?, 0)",
                (rank, str(rank), name, number),
            )
            table, code = ("card_sendable", "ok") if number else ("card_left_out", "no_phone")
            connection.execute(
                "INSERT INTO card (rank, number, lead_id, signups, code, words)"
                " VALUES (?, ?, ?, 1, ?, ?)",
                (rank, number, rank, code, words),
            )
            first = " ".join(word[:7] for word in words.split())
            index = f"INSERT INTO {table} (rowid, words) VALUES (?, ?)"  # noqa: S608 (ours)
            connection.execute(index, (rank, first))
    database = open_database(f"sqlite:///{path}")
    ensure_schema(database)
    with database.read() as reading:
        found = {
            word: [
                hit.name
                for hit in database.lead_search.search(reading, (word,), left_out=True, limit=9)
            ]
            for word in ("obrien", "jeanluc", "darc", "brien", "0111", "ohara", "sarahberg")
        }
    assert found == {
        "obrien": ["Tom O'Brien"],
        "jeanluc": ["Jean\u2011Luc"],
        "darc": ["Ann d'Arc"],
        "brien": ["Tom O'Brien"],
        "0111": ["Tom O'Brien"],
        "ohara": ["Tim O\uff07Hara"],
        "sarahberg": [],
    }
    database.close()


def test_whatever_is_a_mark_once_it_is_folded_is_looked_for() -> None:
    step = import_module("smsdesk.store.schema.migrations.versions.0019_names_without_marks")
    looked_for = re.compile(f"[{step.MARKED}]")
    marks = frozenset(MARKS_IN_NAMES)
    missed = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if not char.isalnum() and not marks.isdisjoint(fold(char)) and not looked_for.match(char)
    ]
    assert missed == []
    assert looked_for.match("\u0149"), "the one letter that has a mark"
