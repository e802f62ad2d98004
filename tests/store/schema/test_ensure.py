"""The schema: declared once, migrated to, and never used where it is not ours."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from base64 import b64decode
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from smsdesk.store.database import open_database
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.schema import ensure, models
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.store.schema.revisions import HEAD
from smsdesk.store.sqlite.backup import copy as backup
from tests.world.firm import Firm
from tests.world.old_schema import MIGRATIONS, make_schema
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

NEXT = f"{int(HEAD) + 1:04}"
INDEX_TABLES = ("card_sendable", "card_left_out", "message_words")


def start_on(path: Path) -> None:
    database = open_database(f"sqlite:///{path}")
    try:
        ensure_schema(database)
    finally:
        database.close()


def refusal(path: Path) -> str:
    """Return the one line with which a file is refused."""
    with pytest.raises(DatabaseUnusable) as caught:
        start_on(path)
    assert caught.value.exit_code == 2
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line or str(path.parent) in line
    return line


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


def columns(path: Path, table: str) -> set[tuple[object, ...]]:
    """Return name, type, whether null is refused, default and key of every column."""
    with closing(sqlite3.connect(path)) as connection:
        return {row[1:] for row in connection.execute(f"PRAGMA table_info({table})")}


# -- declared and migrated ------------------------------------------------------------------------


def test_the_models_and_the_migrations_agree(template: Path) -> None:
    def is_ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
        return kind != "table" or not str(name).startswith(INDEX_TABLES)

    assert models.Message.__tablename__ == "message"
    database = open_database(f"sqlite:///{template}")
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, SQLModel.metadata) == []
    database.close()


def test_every_column_has_the_same_type_and_default_in_both(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "declared.db"
    database = open_database(f"sqlite:///{path}")
    with database.migrating() as connection:
        SQLModel.metadata.create_all(connection)
    database.close()
    for table in SQLModel.metadata.tables:
        assert columns(path, table) == columns(template, table)


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_new_file_gets_everything(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "smsdesk.db"
    start_on(path)
    assert {"contact", "lead", "conversation", "message", "contact_event", *INDEX_TABLES} <= tables(
        path
    )
    assert path.parent.stat().st_mode & 0o077 == 0, "nobody else may read the texts"


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "smsdesk.db"
    path.touch()
    start_on(path)
    assert "message" in tables(path)


def test_opening_again_changes_nothing(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "smsdesk.db"
    start_on(path)
    before = path.read_bytes()
    start_on(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["smsdesk.db"]


def test_two_processes_may_start_a_new_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "smsdesk.db"
    code = (
        "from smsdesk.store.database import *;"
        "from smsdesk.store.schema.ensure import *;"
        f"ensure_schema(open_database('sqlite:///{path}'))"
    )
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    assert "message" in tables(path)


def test_who_comes_second_to_a_new_database_finds_it_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lets go of the lock at once: the first one writes already, and waits for seconds only."""
    path = tmp_path / "smsdesk.db"
    second = open_database(f"sqlite:///{path}")
    upgrades: list[Connection] = []

    def first_is_faster() -> Callable[[Connection], None]:
        monkeypatch.undo()
        start_on(path)
        return upgrades.append

    monkeypatch.setattr(ensure, "_loaded_upgrade", first_is_faster)
    ensure_schema(second)
    second.close()
    assert upgrades == []


def test_alembic_is_loaded_before_others_wait_for_the_lock(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from smsdesk.store.sqlite.database import SqliteDatabase as Database\n"
        "from smsdesk.store.database import open_database\n"
        "from smsdesk.store.schema.ensure import ensure_schema\n"
        "lock = Database.migrating\n"
        "def noted(self):\n"
        "    print('alembic.command' in sys.modules)\n"
        "    return lock(self)\n"
        "Database.migrating = noted\n"
        f"ensure_schema(open_database('sqlite:///{tmp_path}/smsdesk.db'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"True"]


# -- what is refused ----------------------------------------------------------------------------


def test_a_newer_database_is_refused(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "smsdesk.db"
    backup(template, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    assert "newer smsdesk" in refusal(path)
    assert "update smsdesk" in refusal(path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE photo (id INTEGER)")
    assert "belongs to another program" in refusal(path)
    assert tables(path) == {"photo"}


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Dear diary, " * 200)
    assert "not a database" in refusal(path)
    assert path.read_text().startswith("Dear diary")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be made" in refusal(tmp_path / "file" / "smsdesk.db")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path)


@pytest.mark.parametrize("url", ["", "smsdesk.db", "nonsense://", "http://example.com/db"])
def test_what_is_no_database_url(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as caught:
        ensure_schema(open_database(url))
    assert "\n" not in str(caught.value)


def test_a_desk_on_such_a_file_says_so(firm: Firm) -> None:
    firm.database.write_text("Dear diary, " * 200)
    with pytest.raises(DatabaseUnusable, match="not a database"):
        firm.desk()


# -- migrating ----------------------------------------------------------------------------------


def newer_program(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """Let the program be one version further, with these statements as the step to it."""

    def upgrade(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (NEXT,))

    monkeypatch.setattr(ensure, "HEAD", NEXT)
    monkeypatch.setattr(ensure, "_loaded_upgrade", lambda: upgrade)


def test_an_old_file_is_copied_beside_itself_before_it_is_migrated(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sending.send(SARAH, "Before the update")
    newer_program(monkeypatch, "ALTER TABLE lead ADD COLUMN colour TEXT")
    firm.desk()
    copy = firm.database.with_name(f"smsdesk.db.before-{NEXT}")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert connection.execute("SELECT body FROM message").fetchall() == [("Before the update",)]
    assert firm.rows("SELECT version_num FROM alembic_version") == [(NEXT,)]
    assert firm.rows("SELECT colour FROM lead") == []


def test_an_update_that_takes_long_is_said_and_when_it_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "smsdesk.db"
    make_schema(path, "0018")
    is_told, told = threading.Event(), []
    update = ensure._loaded_upgrade()

    def update_once_told(connection: Connection) -> None:
        assert is_told.wait(timeout=30)
        update(connection)

    def tell(line: str) -> None:
        told.append(line)
        is_told.set()

    monkeypatch.setattr(ensure, "TOLD_AFTER", 0.01)
    monkeypatch.setattr(ensure, "_loaded_upgrade", lambda: update_once_told)
    database = open_database(f"sqlite:///{path}")
    ensure_schema(database, tell=tell)
    database.close()
    assert told == [f"the database is being updated: minutes, for a large one ({path})", ""]


def test_an_update_that_is_soon_done_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "smsdesk.db"
    make_schema(path, "0018")
    told: list[str] = []
    database = open_database(f"sqlite:///{path}")
    ensure_schema(database, tell=told.append)
    database.close()
    assert told == []


def test_a_step_that_rebuilds_a_parent_table_keeps_its_children(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sending.send(SARAH, "Keep me")
    newer_program(
        monkeypatch,
        "CREATE TABLE copy AS SELECT id, number FROM conversation",
        "DELETE FROM conversation",
        "INSERT INTO conversation (id, number) SELECT id, number FROM copy",
        "DROP TABLE copy",
    )
    firm.desk()
    assert firm.rows("SELECT body FROM message") == [("Keep me",)]


@pytest.mark.parametrize("step", [
    "ALTER TABLE nothing ADD COLUMN colour TEXT",
    "DELETE FROM conversation",
])  # fmt: skip
def test_a_step_that_fails_leaves_the_database_as_it_was(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    desk.sending.send(SARAH, "Keep me")
    newer_program(monkeypatch, "ALTER TABLE lead ADD COLUMN colour TEXT", step)
    with pytest.raises(DatabaseUnusable):
        firm.desk()
    assert firm.rows("SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert firm.rows("SELECT count(*) FROM conversation") == [(1,)]
    with pytest.raises(sqlite3.OperationalError, match="colour"):
        firm.rows("SELECT colour FROM lead")


def test_a_database_of_the_first_schema_is_found_in_and_imported_into_as_before(
    firm: Firm, tmp_path: Path
) -> None:
    lead = tmp_path / "leads.csv"
    lead.write_text(f"Name,Email,Phone\nAlexandra Berg,a@x.example,{SARAH}\n")
    firm.desk().leads.import_file(lead, lookup="later")
    firm.close()
    _as_in_the_first_schema(firm.database)
    desk = firm.desk()
    assert [hit.number for hit in desk.leads.search("alexandra").hits] == [SARAH]
    report = desk.leads.import_file(lead, lookup="later")
    assert (report.imported, report.known) == (0, 1)
    desk.consent.record_opt_out(SARAH)
    assert desk.leads.search("alexandra").hits == ()


def _as_in_the_first_schema(path: Path) -> None:
    """Make the file anew as the first version would have written it."""
    with closing(sqlite3.connect(path)) as connection:
        contact, lead, card = (
            connection.execute(f"SELECT * FROM {table}").fetchone()  # noqa: S608 - of three names
            for table in ("contact", "lead", "card")
        )
    number, digest = lead[7], b64decode(lead[1])
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    make_schema(path, "0001")
    old_lead = (lead[0], f"{number}:{digest.hex()}", *lead[2:11])
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, row in (("contact", contact), ("lead", old_lead), ("card", card)):
            slots = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({slots})", row)  # noqa: S608
        connection.execute("INSERT INTO card_sendable (rowid, words) SELECT rank, words FROM card")


# -- backup and integrity -------------------------------------------------------------------------


def test_a_backup_of_a_live_database_is_complete(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    target = tmp_path / "copy.db"
    desk.database.backup(target)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT body FROM message").fetchall() == [("Hi Sarah",)]
    assert desk.database.problems() == ()


@pytest.mark.parametrize("place", ["missing/copy.db", "smsdesk.db"])
def test_a_backup_that_cannot_be_written(
    firm: Firm, desk: Desk, tmp_path: Path, place: str
) -> None:
    with pytest.raises(DatabaseUnusable) as caught:
        desk.database.backup(tmp_path / place)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("*.part"))
    desk.sending.send(SARAH, "Still works")


def test_rows_that_point_nowhere_are_told(firm: Firm, desk: Desk) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    firm.write("DELETE FROM conversation")
    database = open_database(f"sqlite:///{firm.database}")
    assert database.integrity_problems() == (
        "row 1 of message points at a missing row of conversation",
    )
    database.close()
