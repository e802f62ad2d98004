"""From the second schema to the third: what was failed keeps its code and learns its fault."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.carrier.toll_free import is_toll_free
from smsdesk.carrier.twilio.errors import error_table, fault_of
from smsdesk.store.database import Database, open_database
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.store.schema.models import Message
from smsdesk.store.tables import sent_messages
from smsdesk.terms import Code
from tests.world.firm import Firm, bubbles, code_of
from tests.world.old_schema import make_anew, make_schema
from tests.world.people import FIRM, SARAH, TOLL_FREE_FIRM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODES = (None, 99999, *error_table())
SENDERS = (FIRM, TOLL_FREE_FIRM, "")
CONTENT = """
    SELECT id, body, status, error_code, reason, sender, sid, happened_at, revision
    FROM message ORDER BY id
"""


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture
def second_schema(tmp_path: Path) -> Path:
    """A filled file as the program of revision 0002 left it: a failed text for every code."""
    path = tmp_path / "smsdesk.db"
    make_schema(path, "0002")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("INSERT INTO contact (number) VALUES (?)", (SARAH,))
        connection.execute("INSERT INTO conversation (id, number) VALUES (7, ?)", (SARAH,))
        failed = [(code, sender) for code in CODES for sender in SENDERS]
        connection.executemany(
            "INSERT INTO message (conversation_id, number, direction, body, status, error_code,"
            " reason, sender, sid, happened_at, created_at, revision)"
            " VALUES (7, ?, 'outbound', ?, 'undelivered', ?, 'as it was', ?, ?, ?, ?, 3)",
            [
                (SARAH, f"Hi, the {place}th", code, sender, f"SM{place}", place, place)
                for place, (code, sender) in enumerate(failed)
            ],
        )
    return path


@pytest.fixture
def migrated(second_schema: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{second_schema}")
    ensure_schema(database)
    yield database
    database.close()


def test_every_row_learns_what_the_table_says_of_its_code(
    migrated: Database, second_schema: Path
) -> None:
    found = rows(second_schema, "SELECT error_code, sender, fault FROM message")
    assert len(found) == len(CODES) * len(SENDERS)
    for code, sender, fault in found:
        toll_free = is_toll_free(sender)
        expected = fault_of(code, sender_is_toll_free=toll_free).value if code else ""
        assert (code, sender, fault) == (code, sender, expected)


def test_nothing_else_is_touched(second_schema: Path) -> None:
    before = rows(second_schema, CONTENT)
    database = open_database(f"sqlite:///{second_schema}")
    ensure_schema(database)
    assert rows(second_schema, CONTENT) == before
    assert database.integrity_problems() == ()
    database.close()
    copy = next(second_schema.parent.glob("smsdesk.db.before-*"))
    assert rows(copy, CONTENT) == before


def test_what_was_filtered_is_found_by_its_index(migrated: Database, second_schema: Path) -> None:
    with migrated.read() as connection:
        found = sent_messages.filtered_between(connection, 0, 10_000)
    counted = [
        (code, sender)
        for code in CODES
        for sender in SENDERS
        if code == 30007 or (code == 30004 and sender != TOLL_FREE_FIRM)
    ]
    assert len(found) == len(counted) == 5
    ((declared,),) = rows(
        second_schema, "SELECT sql FROM sqlite_master WHERE name = 'ix_message_filtered'"
    )
    assert "carrier_filtering" in declared
    assert "error_code" not in declared


def test_the_index_is_the_same_in_both_dialects() -> None:
    table = Message.metadata.tables["message"]
    (index,) = [one for one in table.indexes if one.name == "ix_message_filtered"]
    where = {name: str(index.dialect_options[name]["where"]) for name in ("sqlite", "postgresql")}
    assert where["sqlite"] == where["postgresql"] == "fault = 'carrier_filtering'"


def test_a_block_that_was_counted_before_goes_on_counting(firm: Firm) -> None:
    """Two of three were filtered under the second schema; the third comes under this one."""
    make_anew(firm.database, "0002")
    hour = 3_600_000_000
    now = int(firm.clock.now().timestamp()) * 1_000_000
    firm.write("INSERT INTO contact (number, filtered_in_row) VALUES (?, 2)", SARAH)
    firm.write("INSERT INTO conversation (id, number) VALUES (1, ?)", SARAH)
    for place, code in ((5, 30004), (3, 30007)):
        firm.write(
            "INSERT INTO message (conversation_id, number, direction, body, status, status_rank,"
            " error_code, sender, sent_by, sid, happened_at, created_at)"
            " VALUES (1, ?, 'outbound', 'Hi', 'undelivered', 5, ?, ?, 'maria', ?, ?, ?)",
            SARAH, code, FIRM, f"SM{place}", now - place * hour, now - place * hour,
        )  # fmt: skip
    desk = firm.desk()
    assert code_of(desk) is Code.OK
    firm.sent_elsewhere(SARAH, code=30007)
    desk.background.sync()
    assert code_of(desk) is Code.AUTO_BLOCKED
    assert [one.error_code for one in bubbles(desk)] == [30004, 30007, 30007]
