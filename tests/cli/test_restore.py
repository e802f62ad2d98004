"""``smsdesk restore``: back to a backup, with what must not be forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.store.sqlite.test_locks import hold, let_go
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Cli


def database(folder: Path) -> Path:
    return next((folder / "data").rglob("smsdesk.db"))


def test_it_says_in_plain_lines_what_it_did(cli: Cli, tmp_path: Path) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    cli("optout", "add", TOM)

    done = cli("restore", str(copy), "--force")

    assert done.code == 0
    assert done.err == ""
    made, kept, taken_over, reads = done.out.splitlines()
    assert made.startswith("The backup of 20")
    assert made.endswith("UTC is in place.")
    assert "smsdesk.db.before-restore-" in kept
    assert taken_over == "Opt-outs and opt-ins taken over from it: 1."
    assert reads == "The next sync reads what the carrier has again."
    assert cli("send", TOM, "Hi").code == 3
    assert [hit["name"] for hit in cli("leads", "search", "berg", "--json").document] == [
        "Sarah Berg"
    ]


def test_the_document(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    cli("sync")
    told = cli("restore", str(copy), "--force", "--json").document
    assert told.keys() == {
        "kept",
        "copied_at",
        "consent_events",
        "unreadable_events",
        "unconfirmed",
        "reads_back_to",
    }
    assert (told["consent_events"], told["unreadable_events"], told["unconfirmed"]) == (0, 0, 0)


def test_a_text_that_waits_in_the_backup_is_looked_for_first(cli: Cli, tmp_path: Path) -> None:
    away = {"SMSDESK_TWILIO__BASE_URL": "http://127.0.0.1:9"}
    cli("send", SARAH, "Queued offline", **away)
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    told = cli("restore", str(copy), "--force")
    assert "1 waiting in the backup may have left since" in told.out
    [item] = cli("outbox", "--json").document
    assert item["status"] == "unconfirmed"


def test_while_a_desk_has_it_open_nothing_is_restored(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    with closing(sqlite3.connect(database(tmp_path))) as connection, connection:
        connection.execute(
            "INSERT INTO program (process, version, agent, host, pid)"
            " VALUES ('a desk', '1', 'jonas', 'office', 4711)"
        )
    holder = hold(database(tmp_path))
    for force in ((), ("--force",)):
        refused = cli("restore", str(copy), *force)
        assert refused.code == 2
        assert "close jonas's desk on office (process 4711) first" in refused.complaint
    let_go(holder)
    assert cli("restore", str(copy), "--force").code == 0


def test_a_sound_database_needs_force(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    refused = cli("restore", str(copy))
    assert refused.code == 2
    assert "--force" in refused.complaint


def test_a_file_that_is_no_backup(cli: Cli, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear firm")
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    refused = cli("restore", str(wrong), "--force")
    assert refused.code == 2
    assert "letter.txt" in refused.complaint
    assert cli("restore", str(tmp_path / "missing.db")).code == 2
