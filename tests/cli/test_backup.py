"""``smsdesk backup``: a complete copy of the live database, and the way back to it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Cli


def test_a_backup_holds_everything_and_can_take_the_databases_place(
    cli: Cli, tmp_path: Path
) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    copy = tmp_path / "copy.db"

    done = cli("backup", str(copy), "--json")

    assert done.code == 0
    assert done.document == {"file": str(copy), "bytes": copy.stat().st_size}
    cli("leads", "add", "--name", "Tom Reyes", "--phone", TOM)
    database = next((tmp_path / "data").rglob("smsdesk.db"))
    for leftover in database.parent.glob("smsdesk.db-*"):
        leftover.unlink()
    shutil.copy(copy, database)
    found = cli("leads", "search", "berg", "--json").document
    assert [hit["name"] for hit in found] == ["Sarah Berg"]
    assert cli("leads", "search", "reyes", "--json").document == []


def test_an_older_copy_is_only_replaced_when_asked(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("older")

    refused = cli("backup", str(copy))

    assert refused.code == 2
    assert "--force" in refused.complaint
    assert copy.read_text() == "older"
    assert cli("backup", str(copy), "--force").code == 0


def test_a_copy_that_cannot_be_written_says_so(cli: Cli, tmp_path: Path) -> None:
    done = cli("backup", str(tmp_path / "missing" / "copy.db"))
    assert done.code == 2
    assert "copy.db" in done.complaint
