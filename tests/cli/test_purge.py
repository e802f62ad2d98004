"""``smsdesk purge``: what was written and by whom is gone from the file, and stays gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.world.people import SARAH, TOM

from .conftest import at_a_terminal, smsdesk

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.carrier.simulator import SimulatedCarrier

    from .conftest import Cli

BODY = "Xylophone lessons on Wednesday"
OURS = "Zeppelin seats are saved for you"
NAME = "Quintessa Vandermolen"
EMAIL = "quintessa@vandermolen.example"
DRAFT = "Unsent kaleidoscope"
LEADS = f"name,email,phone\n{NAME},{EMAIL},{SARAH}\nTom Reyes,tom@example.com,{TOM}\n"
PRIVATE = ("Xylophone", "xylophone", "Zeppelin", "zeppelin", "Quintessa", "quintessa",
           "andermolen", "kaleidoscope", SARAH, SARAH[2:], SARAH[-7:])  # fmt: skip


def database(folder: Path) -> Path:
    return next((folder / "data").rglob("smsdesk.db"))


def held_of_it(path: Path) -> list[str]:
    """Return what of the private words lies in a database's files, deleted or not."""
    found = []
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        content = file.read_bytes() if file.exists() else b""
        found += [f"{word} in {file.name}" for word in PRIVATE if word.encode() in content]
    return found


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    file = tmp_path / "leads.csv"
    file.write_text(LEADS, encoding="utf-8")
    return file


@pytest.fixture
def filled(cli: Cli, carrier: SimulatedCarrier, tmp_path: Path, leads: Path) -> Path:
    """A database with a talk with Sarah, one with Tom, and what was typed and not sent."""
    cli("leads", "import", str(leads), "--lookup", "later")
    cli("send", SARAH, OURS)
    cli("send", TOM, "Hello Tom")
    carrier.ledger.receive(SARAH, BODY)
    cli("sync")
    cli("search", "xylophone")  # the message search takes it up
    with closing(sqlite3.connect(database(tmp_path))) as connection, connection:
        connection.execute(
            "INSERT INTO draft (agent, number, body) VALUES ('maria', ?, ?)", (SARAH, DRAFT)
        )
    return database(tmp_path)


def test_nothing_of_a_number_is_left_in_the_file(cli: Cli, filled: Path) -> None:
    assert held_of_it(filled)
    done = cli("purge", SARAH, "--yes", "--json")
    assert done.code == 0
    assert done.document == {
        "messages": 2,
        "leads": 1,
        "drafts": 1,
        "notes": 0,
        "events": 0,
        "copies": [],
    }
    assert held_of_it(filled) == []
    assert cli("conversations", "show", TOM, "--json").document["messages"][0]["body"]
    assert [hit["name"] for hit in cli("leads", "search", "tom", "--json").document]
    assert cli("leads", "search", "quint", "--all", "--json").document == []
    assert cli("search", "xylophone", "--json").document == []
    assert cli("doctor").code == 0


def test_no_poll_no_import_and_no_restore_brings_it_back(
    cli: Cli, carrier: SimulatedCarrier, filled: Path, tmp_path: Path, leads: Path
) -> None:
    copy = tmp_path / "older.db"
    cli("backup", str(copy))
    cli("purge", SARAH, "--yes")
    cli("sync")
    again = cli("leads", "import", str(leads), "--lookup", "later", "--json").document
    assert (again["imported"], again["known"], again["new_contacts"]) == (0, 2, 0)
    assert held_of_it(filled) == []

    assert cli("restore", str(copy), "--force").code == 0
    cli("sync")
    cli("leads", "import", str(leads), "--lookup", "later")
    assert held_of_it(filled) == []
    assert cli("conversations", "show", TOM, "--json").document["messages"][0]["body"]

    carrier.ledger.receive(SARAH, "I have a new question")  # who writes again is there again
    cli("sync")
    shown = cli("conversations", "show", SARAH, "--json").document
    assert [one["body"] for one in shown["messages"]] == ["I have a new question"]


def test_an_opt_out_goes_on_blocking_without_its_words(
    cli: Cli, carrier: SimulatedCarrier, filled: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    carrier.ledger.receive(SARAH, ' "Stop." ')
    cli("sync")
    copy = tmp_path / "older.db"
    assert smsdesk("backup", str(copy), environment=environment).code == 0
    for _ in range(2):
        assert cli("purge", SARAH, "--yes").code == 0
        refused = cli("send", SARAH, "Are you sure?", "--json")
        assert (refused.code, refused.document["code"]) == (3, "opted_out")
        [event] = cli("optout", "list", "--json").document
        assert event["evidence"].lower().rstrip(".") == "stop"
        assert event["sid"].startswith("SM")
        assert event["name"] == ""
        left = held_of_it(filled)
        assert all(SARAH[-7:] in one for one in left), left  # the number, which must be blocked
        assert cli("restore", str(copy), "--force").code == 0


def test_from_before_a_day(cli: Cli, filled: Path) -> None:
    nothing = cli("purge", "--before", "2001-01-01", "--yes", "--json").document
    assert (nothing["messages"], nothing["leads"]) == (0, 0)
    assert held_of_it(filled)
    done = cli("purge", "--before", "2999-01-01", "--yes")
    assert done.out == "Removed for good: 3 messages, 2 leads, 1 draft.\n"
    assert held_of_it(filled) == []
    assert cli("conversations", "list", "--json").document == []
    cli("sync")
    assert held_of_it(filled) == []


def test_it_says_what_goes_and_asks(cli: Cli, filled: Path, environment: dict[str, str]) -> None:
    refused = cli("purge", SARAH)
    assert refused.code == 2
    assert f"of {SARAH}: 2 messages, 1 lead, 1 draft" in refused.complaint
    assert "--yes" in refused.complaint
    code, seen = at_a_terminal("purge", SARAH, environment=environment, answers=["n"])
    assert code == 2
    assert "This removes for good" in seen
    assert held_of_it(filled)
    code, _ = at_a_terminal("purge", SARAH, environment=environment, answers=["y"])
    assert code == 0
    assert held_of_it(filled) == []


def test_a_text_that_is_not_settled_stops_it(cli: Cli, filled: Path) -> None:
    away = {"SMSDESK_TWILIO__BASE_URL": "http://127.0.0.1:9"}
    cli("send", SARAH, "Waits for the network", **away)
    for whose in ((SARAH,), ("--before", "2999-01-01")):
        refused = cli("purge", *whose, "--yes")
        assert refused.code == 2
        assert "not settled yet: smsdesk outbox" in refused.complaint
    assert held_of_it(filled)
    assert cli("purge", TOM, "--yes").code == 0


def test_an_open_desk_stops_it(cli: Cli, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute(
            "INSERT INTO program (process, version, agent, host, pid, lease_until)"
            " VALUES ('a desk', '1', 'jonas', 'elsewhere', 4711, 9000000000000000)"
        )
    refused = cli("purge", SARAH, "--yes")
    assert refused.code == 2
    assert "jonas's desk on elsewhere (process 4711)" in refused.complaint
    assert held_of_it(filled)


@pytest.mark.parametrize(
    "arguments",
    [(), (SARAH, "--before", "2026-01-01"), ("--before", "yesterday"), ("--before", "01/02/26")],
)
def test_wrong_usage_changes_nothing(cli: Cli, filled: Path, arguments: tuple[str, ...]) -> None:
    assert cli("purge", *arguments, "--yes").code == 2
    assert held_of_it(filled)


def test_copies_from_before_are_named(cli: Cli, filled: Path) -> None:
    copy = filled.with_name(f"{filled.name}.before-0010")
    copy.write_bytes(b"an older database")
    assert f"still holds what it held: {copy}" in cli("purge", SARAH, "--yes").out
