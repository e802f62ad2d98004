"""Going back to a backup: opt-outs newer than it survive, and nothing is sent twice."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.agents_on_record import NotAllowedError
from smsdesk.core.rules.roles import Role
from smsdesk.desk.restoring import WouldBeLostError, restore
from smsdesk.errors import DeskError
from tests.world.firm import bubbles, code_of, context_of, hear, statuses, submit
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.restoring import Restored
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


pytestmark = pytest.mark.sqlite_only  # about files, which are copied and restored


def ends(*desks: Desk) -> None:
    for desk in desks:
        context_of(desk).database.close()


def backed_up(firm: Firm, desk: Desk) -> Path:
    copy = firm.folder / "copy.db"
    desk.database.backup(copy)
    return copy


def back(firm: Firm, copy: Path, *, force: bool = True) -> Restored:
    return restore(firm.config(), copy, force=force, clock=firm.clock)


def damage(firm: Firm, *, spare: int = 0, share: float = 0.5) -> None:
    """Overwrite pages of the database at random, but the first ones."""
    size = 4096
    chance = random.Random(5)  # noqa: S311 - reproducible, no secret
    with firm.database.open("r+b") as file:
        for page in range(1 + spare, firm.database.stat().st_size // size):
            if chance.random() < share:
                file.seek(page * size)
                file.write(b"\xa5" * size)


def test_what_was_sent_after_the_backup_is_not_sent_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.offline()
    waiting = submit(desk, "Queued offline")
    copy = backed_up(firm, desk)
    firm.online()
    assert desk.sending.transmit(waiting).status == "sent"
    ends(desk)

    done = back(firm, copy)
    assert done.unconfirmed == 1
    again = firm.desk()
    assert statuses(again) == ["unconfirmed"]
    clock.move(2)
    again.background.sync()
    assert statuses(again) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["Queued offline"]


def test_opt_outs_newer_than_the_backup_survive(firm: Firm, desk: Desk) -> None:
    copy = backed_up(firm, desk)
    hear(firm, desk, "STOP", SARAH)
    desk.consent.record_opt_out(TOM, note="on the phone")
    hear(firm, desk, "please stop texting me", ANA)
    ends(desk)

    done = back(firm, copy)
    assert (done.events, done.unreadable) == (3, 0)
    again = firm.desk()
    assert [code_of(again, number).value for number in (SARAH, TOM, ANA)] == [
        "opted_out",
        "opted_out",
        "opt_out_question",
    ]
    again.background.sync()
    assert bubbles(again, SARAH)[0].text == "STOP"
    rows = firm.rows("SELECT count(*) FROM contact_event WHERE source = 'keyword'")
    assert rows == [(2,)], "the poll that reads it again adds nothing"


def test_a_start_newer_than_the_backup_survives_too(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    copy = backed_up(firm, desk)
    hear(firm, desk, "START")
    ends(desk)
    assert back(firm, copy).events == 1
    assert code_of(firm.desk()) == "ok"


def test_what_came_after_the_backup_is_read_back(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.background.sync()
    copy = backed_up(firm, desk)
    clock.move(days=2)
    firm.arrive(SARAH, "Two days later")
    desk.sending.send(TOM, "From the lost days")
    ends(desk)
    done = back(firm, copy)
    assert done.reads_back_to is not None
    clock.move(5)
    again = firm.desk()
    again.background.sync()
    assert [one.text for one in bubbles(again, SARAH)] == ["Two days later"]
    assert [one.text for one in bubbles(again, TOM)] == ["From the lost days"]
    assert len(firm.at_carrier(TOM)) == 1


@pytest.mark.parametrize(("spare", "share"), [(80, 0.3), (1, 1.0)])
def test_what_can_be_read_of_a_damaged_file_is_taken_over(
    firm: Firm, desk: Desk, spare: int, share: float
) -> None:
    copy = backed_up(firm, desk)
    for place in range(600):
        desk.consent.record_opt_out(f"+1415556{place:04}", note="x" * 300)
    ends(desk)
    firm.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(firm, spare=spare, share=share)
    with pytest.raises(DeskError):
        list(firm.desk().consent.opted_out())
    done = back(firm, copy, force=False)
    assert done.unreadable > 0
    again = firm.desk()
    assert again.database.problems() == ()
    assert len(list(again.consent.opted_out())) == done.events
    assert (0 < done.events < 600) == (share < 1)


def test_what_was_there_is_kept_beside_with_its_name_and_the_date(firm: Firm, desk: Desk) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    copy = backed_up(firm, desk)
    ends(desk)
    firm.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    before = firm.database.read_bytes()
    done = back(firm, copy)
    assert done.kept is not None
    assert done.kept.name.startswith("smsdesk.db.before-restore-2026-11-20T")
    assert done.kept.read_bytes() == before
    assert statuses(firm.desk()) == ["sent"]
    assert [path.name for path in firm.folder.glob("*.restoring*")] == []


def test_a_log_that_was_not_written_back_is_read_and_kept_too(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    """The machine went down: what is newest lies in the log alone."""
    copy = backed_up(firm, desk)
    desk.consent.record_opt_out(SARAH)
    crashed = {path.name: path.read_bytes() for path in firm.folder.glob("smsdesk.db*")}
    ends(desk)
    for name, content in crashed.items():
        if not name.endswith("-shm"):
            (firm.folder / name).write_bytes(content)
    done = back(firm, copy)
    assert done.events == 1
    assert done.kept is not None
    assert done.kept.with_name(f"{done.kept.name}-wal").exists()
    assert code_of(firm.desk()) == "opted_out"


def test_where_nothing_is_left_the_backup_simply_takes_the_place(firm: Firm, desk: Desk) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    copy = backed_up(firm, desk)
    ends(desk)
    for path in firm.folder.glob("smsdesk.db*"):
        path.unlink()
    done = back(firm, copy, force=False)
    assert (done.kept, done.events) == (None, 0)
    assert statuses(firm.desk()) == ["sent"]


def test_a_sound_database_is_only_left_when_asked(firm: Firm, desk: Desk) -> None:
    copy = backed_up(firm, desk)
    ends(desk)
    with pytest.raises(WouldBeLostError, match="--force"):
        back(firm, copy, force=False)
    assert back(firm, copy, force=True).kept is not None


def test_a_backup_that_is_none_changes_nothing(firm: Firm, desk: Desk) -> None:
    desk.sending.send(SARAH, "Hi Sarah")
    copy = backed_up(firm, desk)
    ends(desk)
    broken, foreign = firm.folder / "broken.db", firm.folder / "foreign.txt"
    shutil.copyfile(copy, broken)
    with broken.open("r+b") as file:
        file.truncate(broken.stat().st_size // 2)
    foreign.write_text("no database")
    before = firm.database.read_bytes()
    for wrong in (broken, foreign, firm.database):
        with pytest.raises(DeskError) as refused:
            back(firm, wrong)
        assert "\n" not in str(refused.value)
    assert firm.database.read_bytes() == before
    assert [path.name for path in firm.folder.glob("*.restoring*")] == []
    assert statuses(firm.desk()) == ["sent"]


def test_who_has_left_since_the_backup_does_not_come_back_with_it(firm: Firm, desk: Desk) -> None:
    desk.agents.add("maria")
    desk.agents.add("tom", Role.ADMIN)
    copy = backed_up(firm, desk)
    desk.agents.deactivate("tom")
    on_record = desk.agents.every()
    ends(desk)
    with pytest.raises(NotAllowedError, match="tom is not active here"):
        restore(firm.config("tom"), copy, force=True, clock=firm.clock)
    back(firm, copy)
    assert firm.desk().agents.every() == on_record


def test_where_nothing_is_left_the_backup_says_who_works_here(firm: Firm, desk: Desk) -> None:
    desk.agents.add("maria")
    copy = backed_up(firm, desk)
    ends(desk)
    firm.database.unlink()
    with pytest.raises(NotAllowedError, match="tom is not on record here"):
        restore(firm.config("tom"), copy, clock=firm.clock)
    back(firm, copy)
    assert [one.name for one in firm.desk().agents.every()] == ["maria"]
