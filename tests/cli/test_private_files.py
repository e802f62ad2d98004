"""What is written is its owner's alone, whatever the umask; what is open to others is said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from smsdesk.demo import open_demo
from smsdesk.private_files import exposures_of, make_private_file, open_private
from smsdesk.store.database import open_database
from smsdesk.store.errors import DatabaseUnusable
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Cli


@pytest.fixture(params=[0o000, 0o022], ids=["umask 000", "umask 022"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """A umask under which files of others' making are open to others."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Return what in a folder others could get at, the folder itself left out."""
    return [
        f"{oct(path.lstat().st_mode & 0o777)} {path.relative_to(folder)}"
        for path in folder.rglob("*")
        if not path.is_symlink() and path.lstat().st_mode & 0o077
    ]


@pytest.mark.usefixtures("umask")
def test_whatever_a_command_writes_is_its_owners_alone(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "all"
    home.mkdir(mode=0o700)
    places = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "STATE")}
    leads = tmp_path / "leads.csv"
    leads.write_text(f"name,phone\nSarah Berg,{SARAH}\nTom Reyes,{TOM}\nNobody,12\n", "utf-8")
    rejects, copy = home / "rejects.csv", home / "copy.db"
    commands = (
        ("init",),
        ("init", "--config", str(home / "a" / "b" / "c.toml")),
        ("leads", "import", str(leads), "--rejects", str(rejects), "--lookup", "later"),
        ("send", SARAH, "Your seat is saved."),
        ("sync",),
        ("optout", "add", TOM),
        ("backup", str(copy)),
        ("restore", str(copy), "--force"),
        ("doctor",),
    )
    for command in commands:
        done = cli(*command, **places)
        assert done.code == 0, done
        assert not open_to_others(home), command
    open_demo(folder=home / "demo").close()
    assert not open_to_others(home)
    written = {path.name for path in home.rglob("*")}
    assert {"config.toml", "c.toml", "smsdesk.db", "rejects.csv", "copy.db"} <= written
    assert {"carrier.jsonl", "lock", "complete"} <= written


def test_a_database_that_others_can_read_is_named_at_every_start(cli: Cli, tmp_path: Path) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    [database] = (tmp_path / "data").rglob("smsdesk.db")
    database.chmod(0o644)
    for command in (("leads", "search", "berg", "--json"), ("outbox", "--json"), ("sync",)):
        done = cli(*command)
        assert done.complaint.startswith(f"smsdesk: others can read the file; chmod 600 {database}")
    assert f"others can read the file; chmod 600 {database}" in cli("doctor").out
    for file in database.parent.iterdir():
        file.chmod(0o600)
    assert cli("outbox").err == ""


@pytest.mark.parametrize(
    ("mode", "verb"),
    [(0o640, "read"), (0o604, "read"), (0o620, "change"), (0o602, "change"), (0o666, "change")],
)
def test_a_configuration_that_others_can_get_at_is_named(
    cli: Cli, tmp_path: Path, mode: int, verb: str
) -> None:
    file = tmp_path / "c.toml"
    file.touch()
    file.chmod(mode)
    line = f"smsdesk: others can {verb} the file; chmod 600 {file}\n"
    assert cli("config", "show", "--config", str(file)).err == line
    assert cli("outbox", "--config", str(file)).err == line


def test_a_folder_in_which_others_can_put_another_file_in_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    file = folder / "c.toml"
    file.touch(mode=0o600)
    folder.chmod(0o777)
    [found] = exposures_of(file)
    assert found == (f"others can replace {file.name}", f"chmod 700 {folder}", True)
    folder.chmod(0o1777)
    assert exposures_of(file) == []


def test_nothing_is_made_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "smsdesk.db"
    link.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(FileExistsError):
        make_private_file(link)
    with pytest.raises(OSError, match=r"link|loop|exists"):
        open_private(link)
    with pytest.raises(DatabaseUnusable, match="link that leads to nothing"):
        open_database(f"sqlite:///{link}").make_place()
    assert not (tmp_path / "elsewhere.db").exists()
