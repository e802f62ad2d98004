"""``smsdesk backup``: a complete copy of the live database, and the way back to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
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
    folder = tmp_path / "missing"
    assert f"could not be written: there is no folder {folder}\n" in done.complaint
    assert "Errno" not in done.complaint


def test_a_copy_trusts_nothing_that_was_laid_ready_for_it(cli: Cli, tmp_path: Path) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    mine = tmp_path / "mine.txt"
    mine.write_text("my own")
    for lay in (Path.hardlink_to, Path.symlink_to):
        part = tmp_path / "copy.db.part"
        lay(part, mine)
        (tmp_path / "copy.db.part-journal").write_bytes(b"laid ready")
        done = cli("backup", str(tmp_path / "copy.db"), "--force")
        assert done.code == 0
        assert mine.read_text() == "my own"
        assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
        assert not (tmp_path / "copy.db").is_symlink()


def test_a_link_to_nothing_is_somebodys_too(cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.symlink_to(tmp_path / "later.db")
    assert "--force" in cli("backup", str(copy)).complaint
    assert copy.is_symlink()
