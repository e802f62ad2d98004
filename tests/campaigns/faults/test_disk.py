"""The disk is full, read-only or damaged, or somebody holds the lock: told, and nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from smsdesk.errors import DeskError
from smsdesk.store.database import open_database
from smsdesk.store.errors import DatabaseBusy, DatabaseGone, StoreError
from smsdesk.store.sqlite import database as store
from smsdesk.store.sqlite.errors import explain
from tests.world.disk import set_on_writers
from tests.world.firm import bubbles, statuses
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm

UNLIMITED = 2**30


@contextmanager
def full_disk(desk: Desk) -> Iterator[None]:
    """Let the database file grow no more."""
    set_on_writers(desk, "max_page_count = 1")  # SQLite takes the present size for the least
    try:
        yield
    finally:
        set_on_writers(desk, f"max_page_count = {UNLIMITED}")


def one_line(error: pytest.ExceptionInfo[DeskError]) -> str:
    said = str(error.value)
    assert "\n" not in said
    return said


def test_a_full_disk_is_told_and_loses_nothing(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    recorded = 0

    def fill() -> None:
        nonlocal recorded
        for place in range(200):
            clock.move(10)
            assert desk.sending.submit(SARAH, f"{place} {'x' * 1500}").status == "queued"
            recorded += 1

    with full_disk(desk), pytest.raises(DeskError) as full:
        fill()
    assert "the disk is full" in one_line(full)
    assert len(bubbles(desk)) == recorded
    assert desk.sending.submit(TOM, "There is room again").status == "queued"
    assert desk.database.problems() == ()


def test_an_inbound_text_that_finds_no_room_comes_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    for place in range(40):
        firm.arrive(SARAH, f"{place} {'y' * 1500}")
    with full_disk(desk), pytest.raises(DeskError) as full:
        desk.background.sync()
    assert "the disk is full" in one_line(full)
    clock.move(60)
    desk.background.sync()
    assert len(bubbles(desk)) == 40


def test_an_answer_that_cannot_be_written_down_is_found_later(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The carrier has the text and the disk is read-only: it is looked for, never sent again."""
    firm.carrier.after_send = lambda: set_on_writers(desk, "query_only = ON")
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert sent.status == "sent", "the carrier has it, whatever the disk says"
    assert "could not be written down" in sent.message
    assert "cannot be written" in sent.message
    with pytest.raises(StoreError):
        desk.threads.save_draft(SARAH, "typed meanwhile")
    set_on_writers(desk, "query_only = OFF")
    assert statuses(desk) == ["sending"]
    for _ in range(3):
        clock.move(20)
        desk.background.sync()
    assert statuses(desk) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_lock_that_somebody_keeps(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading goes on, opening another desk too; writing says so after a while, and then works."""
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(firm.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy) as busy:
            desk.sending.submit(SARAH, "Hi Sarah")
        assert "locked by another program" in one_line(busy)
        assert firm.desk("tom").conversations.totals().conversations == 0
        other.execute("ROLLBACK")
    assert bubbles(desk) == ()
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"


def test_a_damaged_file_is_told_and_a_backup_takes_its_place(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    copy = tmp_path / "copy.db"
    desk.database.backup(copy)
    desk.close()
    with firm.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (firm.database.stat().st_size - 4096))
    with pytest.raises(DeskError) as damaged:
        bubbles(firm.desk())
    assert "damaged" in one_line(damaged)
    for name in ("smsdesk.db-wal", "smsdesk.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copyfile(copy, firm.database)
    healed = firm.desk()
    assert healed.database.problems() == ()
    healed.background.sync()
    assert statuses(healed) == ["sent"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_backup_of_a_desk_at_work_is_whole(
    firm: Firm, desk: Desk, clock: MovedClock, tmp_path: Path
) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            clock.move(10)
            desk.sending.submit(SARAH, f"It is {clock.now()}")

    worker = threading.Thread(target=work)
    worker.start()
    copies = [tmp_path / f"copy{place}.db" for place in range(5)]
    for copy in copies:
        desk.database.backup(copy)
    stop.set()
    worker.join()
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_backup_never_takes_the_place_of_the_database(firm: Firm, desk: Desk) -> None:
    with pytest.raises(DeskError) as refused:
        desk.database.backup(firm.database)
    assert "the database itself" in one_line(refused)
    assert desk.sending.submit(SARAH, "Hi Sarah").status == "queued"
    assert firm.rows("SELECT body FROM message") == [("Hi Sarah",)]


def test_a_backup_that_fails_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(DeskError):
        desk.database.backup(folder)
    assert not list(tmp_path.glob("*.part"))


def test_the_loops_look_at_the_database_fails_as_everything_does(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/no/such/folder/smsdesk.db")
    with pytest.raises(StoreError) as gone:
        database.change_stamp()
    assert "cannot be opened" in one_line(gone)


def test_a_desk_may_open_while_another_process_makes_the_database(tmp_path: Path) -> None:
    """Turning the log on takes the whole file for a moment, at the very first start."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(0.3, other.close).start()
        database = open_database(f"sqlite:///{path}")
        with database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE lead (id INTEGER)")
        database.close()


# -- the file goes away under an open desk -----------------------------------------------------


def deleted(firm: Firm) -> None:
    firm.database.unlink()


def moved_away(firm: Firm) -> None:
    firm.database.rename(firm.folder / "moved.db")


def replaced(firm: Firm) -> None:
    copy = firm.folder / "another.db"
    shutil.copyfile(firm.database, copy)
    copy.replace(firm.database)


@pytest.mark.parametrize("goes", [deleted, moved_away, replaced])
def test_nothing_is_written_into_a_file_that_is_no_more(
    firm: Firm, desk: Desk, goes: Callable[[Firm], None]
) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    goes(firm)
    there = firm.database.read_bytes() if firm.database.exists() else None
    with pytest.raises(DatabaseGone) as gone:
        desk.sending.submit(SARAH, "Lost otherwise")
    assert "deleted or replaced while it was open" in one_line(gone)
    with pytest.raises(DatabaseGone):
        desk.threads.save_draft(SARAH, "typed meanwhile")
    with pytest.raises(DatabaseGone):
        desk.background.sync()
    found = firm.database.read_bytes() if firm.database.exists() else None
    assert found == there, "and none is made in its place"


@pytest.mark.parametrize("goes", [deleted, replaced])
def test_the_open_desk_says_so_at_once_and_does_nothing_more(
    firm: Firm, desk: Desk, goes: Callable[[Firm], None]
) -> None:
    """What ends the background work is shown as a red line that stays (``tui.app``)."""
    goes(firm)
    with pytest.raises(DatabaseGone):
        desk.background.run(threading.Event(), lambda _event: None)


def test_a_file_that_is_deleted_while_a_text_leaves_hides_nothing(firm: Firm, desk: Desk) -> None:
    firm.carrier.after_send = lambda: deleted(firm)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert (sent.status, bool(sent.sid)) == ("sent", True)
    assert "deleted or replaced" in sent.message


# -- a disk that is nearly full ------------------------------------------------------------------


class FailingError(sqlite3.OperationalError):
    def __init__(self, code: int) -> None:
        super().__init__("disk I/O error")
        self.sqlite_errorcode = code


@pytest.mark.parametrize(("code", "free", "says"), [
    (sqlite3.SQLITE_IOERR, 2**20, "the disk is full"),
    (4874, 2**20, "the disk is full"),  # SQLITE_IOERR_SHMSIZE
    (sqlite3.SQLITE_CANTOPEN, 0, "the disk is full"),
    (sqlite3.SQLITE_IOERR, 2**30, "the disk does not answer"),
    (sqlite3.SQLITE_CANTOPEN, 2**30, "cannot be opened"),
    (sqlite3.SQLITE_READONLY, 0, "cannot be written"),
])  # fmt: skip
def test_a_disk_that_is_nearly_full_is_called_so(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, code: int, free: int, says: str
) -> None:
    """SQLite cannot grow its files then, and says only that it failed."""
    usage = shutil.disk_usage(firm.folder)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert says in str(explain(FailingError(code), firm.database))
