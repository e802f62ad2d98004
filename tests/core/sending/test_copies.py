"""A copy of the database: what waits in it may have left from the other one, and is looked for."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import DatabaseConfig
from smsdesk.core.read_models.sending import Leaving
from smsdesk.store.times import to_us
from tests.world.firm import bubbles, context_of, statuses, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


pytestmark = pytest.mark.sqlite_only  # about files, which are copied and restored


def ends(desk: Desk) -> None:
    """Let the process end that has the database open; the carrier is everybody's."""
    context_of(desk).database.close()


def by_backup(firm: Firm, folder: Path) -> None:
    """Copy by the command."""
    desk = firm.desk()
    desk.database.backup(folder / "smsdesk.db")
    ends(desk)


def by_hand(firm: Firm, folder: Path) -> None:
    """Copy the file and its log, as a backup program does."""
    for path in firm.folder.glob("smsdesk.db*"):
        if not path.name.endswith(("-shm", ".copy")):
            shutil.copyfile(path, folder / path.name)


def whole_folder(firm: Firm, folder: Path) -> None:
    """Copy all that lies there, what lies beside the database included."""
    for path in firm.folder.glob("smsdesk.db*"):
        shutil.copy2(path, folder / path.name)


def put_back(firm: Firm, folder: Path) -> None:
    """Put the copy where the database is, over the file that is there."""
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    for path in folder.iterdir():
        if not path.name.endswith("-shm"):
            shutil.copyfile(path, firm.folder / path.name)


def moved_back(firm: Firm, folder: Path) -> None:
    """Put the copy where the database is, as another file."""
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    for path in folder.iterdir():
        if not path.name.endswith("-shm"):
            path.replace(firm.folder / path.name)


def there_is(firm: Firm, folder: Path) -> Desk:
    """Open a desk on the database of another folder."""
    return firm.desk(database=DatabaseConfig(url=f"sqlite:///{folder}/smsdesk.db"))


@pytest.mark.parametrize("copy", [by_backup, by_hand, whole_folder])
@pytest.mark.parametrize("restore", [put_back, moved_back])
def test_what_waits_in_a_restored_copy_is_looked_for_and_never_sent_blindly(
    firm: Firm,
    clock: MovedClock,
    tmp_path: Path,
    copy: Callable[[Firm, Path], None],
    restore: Callable[[Firm, Path], None],
) -> None:
    """One text left after the copy was made, the other never did; a third one is held."""
    folder = tmp_path / "copy"
    folder.mkdir()
    desk = firm.desk()
    firm.offline()
    left = submit(desk, "Left after the copy")
    copy(firm, folder)
    stayed = submit(desk, "Never left", TOM)
    desk.outbox.cancel(stayed)
    firm.online()
    assert desk.sending.transmit(left).status == "sent"
    ends(desk)

    restore(firm, folder)
    again = firm.desk()
    if copy is not whole_folder:
        assert statuses(again) == ["unconfirmed"]
        assert not bubbles(again)[0].can_retry
    clock.move(minutes=2)
    again.background.sync()
    assert statuses(again) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["Left after the copy"]
    assert len(firm.carrier.transmissions) == 1


def test_what_never_left_is_called_not_sent_and_can_be_sent_again(
    firm: Firm, clock: MovedClock, tmp_path: Path
) -> None:
    desk = firm.desk()
    waiting = submit(desk, "Never left")
    desk.database.backup(tmp_path / "copy.db")
    ends(desk)
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    shutil.copyfile(tmp_path / "copy.db", firm.database)
    again = firm.desk()
    [item] = again.outbox.items()
    assert item.status == "unconfirmed"
    assert "a copy" in item.reason
    for _ in range(3):
        clock.move(minutes=6)
        again.background.sync()
    assert statuses(again) == ["not_sent"]
    retried = again.sending.retry(waiting)
    assert again.sending.transmit(retried.message_id or 0).status == "sent"
    assert firm.at_carrier(SARAH) == ["Never left"]


def test_two_of_the_same_words_are_told_apart(
    firm: Firm, clock: MovedClock, tmp_path: Path
) -> None:
    """Both wait in the copy; one has left from the other."""
    desk = firm.desk()
    first = submit(desk, "See you")
    clock.move(5)
    submit(desk, "See you")
    desk.database.backup(tmp_path / "copy.db")
    assert desk.sending.transmit(first).status == "sent"
    ends(desk)
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    shutil.copyfile(tmp_path / "copy.db", firm.database)
    again = firm.desk()
    for _ in range(3):
        clock.move(minutes=6)
        again.background.sync()
    assert sorted(statuses(again)) == ["delivered", "not_sent"]
    assert firm.at_carrier(SARAH) == ["See you"]


def test_what_was_leaving_in_a_copy_is_looked_for_at_once(
    firm: Firm, clock: MovedClock, tmp_path: Path
) -> None:
    desk = firm.desk()
    firm.carrier.after_send = lambda: desk.database.backup(tmp_path / "copy.db")
    desk.sending.send(SARAH, "On its way")
    ends(desk)
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    shutil.copyfile(tmp_path / "copy.db", firm.database)
    again = firm.desk()
    assert statuses(again) == ["unconfirmed"]
    clock.move(2)
    again.background.sync()
    assert statuses(again) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["On its way"]


def test_a_restored_copy_is_the_database_from_then_on(firm: Firm, tmp_path: Path) -> None:
    """What is written after that waits, however often it is opened again."""
    desk = firm.desk()
    desk.database.backup(tmp_path / "copy.db")
    ends(desk)
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    shutil.copyfile(tmp_path / "copy.db", firm.database)
    again = firm.desk()
    submit(again, "Hi Sarah")
    ends(again)
    assert statuses(firm.desk()) == ["queued"]


def test_it_is_not_looked_for_before_the_carrier_can_have_listed_it(
    firm: Firm, clock: MovedClock, tmp_path: Path
) -> None:
    desk = firm.desk()
    submit(desk, "Hi Sarah")
    desk.database.backup(tmp_path / "copy.db")
    ends(desk)
    for path in firm.folder.glob("smsdesk.db-*"):
        path.unlink()
    shutil.copyfile(tmp_path / "copy.db", firm.database)
    firm.desk()
    [(status, next_look_at)] = firm.rows("SELECT status, next_look_at FROM message")
    assert status == "unconfirmed"
    assert next_look_at > to_us(clock.now())


def test_a_copy_on_another_machine_sends_nothing_blindly(
    firm: Firm, clock: MovedClock, tmp_path: Path
) -> None:
    """Its folder was copied with all that lies in it, and the first machine goes on."""
    desk = firm.desk()
    firm.offline()
    submit(desk, "Hi Sarah")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    whole_folder(firm, elsewhere)
    there = there_is(firm, elsewhere)
    assert statuses(there) == ["unconfirmed"]
    assert statuses(desk) == ["queued"]


@pytest.mark.parametrize("copy", [by_backup, by_hand, whole_folder])
@pytest.mark.parametrize("restore", [put_back, moved_back])
def test_a_plan_that_was_due_in_the_other_copy_is_looked_for_and_one_ahead_stays(
    firm: Firm,
    clock: MovedClock,
    tmp_path: Path,
    copy: Callable[[Firm, Path], None],
    restore: Callable[[Firm, Path], None],
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    desk = firm.desk()
    for number, minutes in ((SARAH, 2), (TOM, 60)):
        at = clock.now() + timedelta(minutes=minutes)
        desk.sending.submit(number, "See you", leaving=Leaving(at=at))
    copy(firm, folder)
    clock.move(minutes=3)
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["See you"]
    ends(desk)

    restore(firm, folder)
    again = firm.desk()
    # A folder that is rolled back whole cannot be told: there the look before leaving finds it.
    seen = "planned" if (copy, restore) == (whole_folder, put_back) else "unconfirmed"
    assert (statuses(again), statuses(again, TOM)) == ([seen], ["planned"])
    clock.move(10)
    again.background.sync()
    assert statuses(again)[0] in {"sent", "delivered"}
    clock.move(minutes=60)
    again.background.sync()
    assert (firm.at_carrier(SARAH), firm.at_carrier(TOM)) == (["See you"], ["See you"])


@pytest.mark.parametrize("times", [1, 3])
def test_the_same_database_is_no_copy(firm: Firm, times: int) -> None:
    """However often it is opened, by how many at once, and whatever leaves meanwhile."""
    desk = firm.desk()
    firm.offline()
    submit(desk, "Waits", TOM)
    firm.online()
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.CREATE, times=None)
    for _ in range(times):
        other = firm.desk("jonas")
        other.sending.send(SARAH, "Hi Sarah")
        ends(other)
    ends(desk)
    assert statuses(firm.desk(), TOM) == ["queued"]


def test_a_database_of_an_earlier_version_is_no_copy(firm: Firm) -> None:
    desk = firm.desk()
    submit(desk, "Waits")
    ends(desk)
    firm.database.with_name("smsdesk.db.copy").unlink()
    firm.write("DELETE FROM note WHERE key = 'copy_name'")
    assert statuses(firm.desk()) == ["queued"]


def test_a_folder_that_was_moved_is_no_copy(firm: Firm, tmp_path: Path) -> None:
    desk = firm.desk()
    submit(desk, "Waits")
    ends(desk)
    moved = tmp_path / "moved"
    moved.mkdir()
    for path in firm.folder.glob("smsdesk.db*"):
        path.rename(moved / path.name)
    assert statuses(there_is(firm, moved)) == ["queued"]


def test_a_backup_says_that_it_is_a_copy_and_the_database_does_not(
    firm: Firm, tmp_path: Path
) -> None:
    desk = firm.desk()
    desk.database.backup(tmp_path / "copy.db")
    question = "SELECT value FROM note WHERE key = 'copied_at'"
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        [(copied_at,)] = connection.execute(question).fetchall()
    assert int(copied_at) > 0
    assert firm.rows(question) in ([], [("",)])
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]
