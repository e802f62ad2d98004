"""A firm's database moved from a file to a server: all of it or nothing, and nothing sent twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from smsdesk.clock import SystemClock
from smsdesk.config import DatabaseConfig
from smsdesk.core.agents_on_record import NotAllowedError
from smsdesk.core.context import CLOCK_OFFSET
from smsdesk.core.moving import Moved, Step
from smsdesk.desk import Desk, DeskError
from smsdesk.desk.moving import move
from smsdesk.desk.restoring import restore
from smsdesk.store.database import open_database
from smsdesk.store.errors import DatabaseBusy, DatabaseMoved, HalfMoved
from smsdesk.store.schema.revisions import HEAD
from smsdesk.store.steady_time import STEADY_BASE
from smsdesk.store.tables import program_state
from smsdesk.store.whole_tables import whole_tables
from tests.store.sqlite.test_locks import hold, let_go
from tests.world.cut_line import CutLine, When
from tests.world.examples import examples
from tests.world.filled import fill
from tests.world.firm import Firm, hear, statuses, submit
from tests.world.old_schema import make_schema
from tests.world.people import SARAH, TOM
from tests.world.postgres import ask, new_database

pytestmark = pytest.mark.sqlite_only

PROJECT = Path(__file__).parent.parent.parent
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
COUNT_TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
OF_OPEN_DESKS = {"program", "presence"}
OWN = {
    "commits", "came_by", "server_copy", "moved_to", "message_words", STEADY_BASE, CLOCK_OFFSET,
}  # fmt: skip
"""Notes and counters that say something else on either end."""


def quietly(_step: Step, _done: int, _total: int) -> None:
    """Look at nothing."""


def moved(firm: Firm, server: str, report: Any = quietly) -> Moved:
    """Move a firm's file, of which every desk is closed."""
    return move(firm.config(), server, report, clock=firm.clock)


def there(firm: Firm, server: str, agent: str = "maria") -> Desk:
    """Open a desk where everything is now."""
    config = replace(firm.config(agent), database=DatabaseConfig(url=server))
    return Desk.open(config, carrier=firm.carrier, clock=firm.clock)


def refused(firm: Firm, server: str) -> str:
    """Return the one line with which a move is refused, which changes nothing."""
    before = all_rows(firm.database)
    with pytest.raises(DeskError) as caught:
        moved(firm, server)
    assert all_rows(firm.database) | {"note": []} == before | {"note": []}
    line = str(caught.value)
    assert "\n" not in line
    return line


def all_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a file holds, in an order that both ends share."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table.name: sorted(connection.execute(table.select).fetchall(), key=repr)
            for table in whole_tables()
        }


def all_rows_there(server: str) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: sorted(ask(server, table.select), key=repr) for table in whole_tables()}


@pytest.fixture
def busy_firm(firm: Firm) -> Firm:
    """A firm that has texted and been answered, and whose desks are closed."""
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    desk.sending.transmit(submit(desk, "Hi Sarah"))
    hear(firm, desk, "Hello, what is it about?")
    hear(firm, desk, "STOP", TOM)
    desk.notes.add(SARAH, "Calls back on Monday")
    desk.threads.save_draft(SARAH, "About the")
    desk.background.sync()
    firm.close_desks()
    return firm


# -- all is there ---------------------------------------------------------------------------------


def test_the_desk_goes_on_where_it_was(busy_firm: Firm, new_server_database: str) -> None:
    done = moved(busy_firm, new_server_database)
    assert done.rows["message"] == 3
    assert done.unconfirmed == 0
    with there(busy_firm, new_server_database) as desk:
        assert statuses(desk) == ["delivered", "received"]
        assert desk.threads.get(SARAH).draft == "About the"
        assert [hit.name for hit in desk.leads.search("berg").hits] == ["Sarah Berg"]
        assert [hit.number for hit in desk.threads.search_messages("hello")] == [SARAH]
        assert desk.threads.get(TOM).verdict.code == "opted_out"
        desk.sending.transmit(submit(desk, "About the course"))
        assert busy_firm.at_carrier(SARAH) == ["Hi Sarah", "About the course"]


def test_numbers_are_dealt_on_from_where_they_were(
    busy_firm: Firm, new_server_database: str
) -> None:
    busy_firm.write("UPDATE sqlite_sequence SET seq = 70 WHERE name = 'message'")
    before = busy_firm.rows("SELECT value FROM counter WHERE name = 'revision'")
    moved(busy_firm, new_server_database)
    assert ask(new_server_database, "SELECT value FROM counter WHERE name = 'revision'") == before
    with there(busy_firm, new_server_database) as desk:
        assert submit(desk, "And another") == 71, "no number of a text is dealt twice"


@pytest.mark.usefixtures("clean_database")  # skips where there is no server
@settings(max_examples=examples(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_row_of_every_table_arrives_as_it_is(
    template: Path, tmp_path: Path, seed: int
) -> None:
    """Whatever stands in it, in any script, and with the largest and smallest numbers there are."""
    path = tmp_path / "smsdesk.db"
    path.write_bytes(template.read_bytes())
    fill(path, seed)
    firm = Firm(tmp_path)
    with new_database(f"smsdesk_moved_{os.getpid()}") as server:
        moved(firm, server)
        here, arrived = all_rows(path), all_rows_there(server)
    firm.close()
    assert min(len(rows) for name, rows in here.items() if name not in OF_OPEN_DESKS) > 0
    for name in ("note", "counter"):
        arrived[name] = [row for row in arrived[name] if row[0] not in OWN]
        here[name] = [row for row in here[name] if row[0] not in OWN]
    assert arrived == here


# -- what is refused ------------------------------------------------------------------------------


def test_no_file_is_made_in_order_to_be_moved(tmp_path: Path, new_server_database: str) -> None:
    firm = Firm(tmp_path)
    with pytest.raises(DeskError, match="there is no database"):
        moved(firm, new_server_database)
    assert not firm.database.exists()
    firm.close()


def test_a_database_on_a_server_is_not_moved(firm: Firm, new_server_database: str) -> None:
    config = replace(firm.config(), database=DatabaseConfig(url=new_server_database))
    with pytest.raises(DeskError, match="only a database in a file"):
        move(config, new_server_database, quietly)


def test_another_programs_tables_are_left_alone(firm: Firm, new_server_database: str) -> None:
    ask(new_server_database, "CREATE TABLE invoice (id integer)")
    ask(new_server_database, "INSERT INTO invoice VALUES (7)")
    assert "holds tables of another program (invoice)" in refused(firm, new_server_database)
    assert ask(new_server_database, "SELECT id FROM invoice") == [(7,)]


def test_another_firms_data_are_left_alone(firm: Firm, new_server_database: str) -> None:
    with there(firm, new_server_database) as desk:
        desk.leads.add(name="Tom Hall", phone=TOM)
    firm.close_desks()
    assert "holds a firm's data already" in refused(firm, new_server_database)
    with there(firm, new_server_database) as desk:
        assert len(desk.leads.search("tom").hits) == 1


def test_one_in_which_nothing_was_ever_recorded_is_as_good_as_empty(
    busy_firm: Firm, new_server_database: str
) -> None:
    """Whoever asked smsdesk doctor about it has made its tables."""
    there(busy_firm, new_server_database).close()
    busy_firm.close_desks()
    moved(busy_firm, new_server_database)
    with there(busy_firm, new_server_database) as desk:
        assert statuses(desk) == ["delivered", "received"]


def test_not_while_a_desk_has_that_one_open(firm: Firm, new_server_database: str) -> None:
    """Its clock is the server's, and so is the time until which it counts as open."""
    config = replace(firm.config(), database=DatabaseConfig(url=new_server_database))
    with Desk.open(config, carrier=firm.carrier):
        assert "a desk has the database" in refused(firm, new_server_database)


def test_not_while_a_desk_has_the_file_open(firm: Firm, new_server_database: str) -> None:
    firm.desk("bob")
    line = refused(firm, new_server_database)
    assert line.startswith("nothing is moved yet: bob's desk on ")
    assert line.endswith("is open: close it, then try again")
    assert ask(new_server_database, COUNT_TABLES) == [(0,)]


def test_not_while_another_process_has_the_file_open(firm: Firm, new_server_database: str) -> None:
    """Not even one that is on no register: it may be handing a text over."""
    holder = hold(firm.database)
    assert "is open: close" in refused(firm, new_server_database)
    let_go(holder)


def test_only_an_admin_may_where_agents_are_on_record(firm: Firm, new_server_database: str) -> None:
    desk = firm.desk()
    desk.agents.add("maria")
    desk.agents.add("tom")
    firm.close_desks()
    with pytest.raises(NotAllowedError, match="move the database to a server"):
        move(firm.config("tom"), new_server_database, quietly, clock=firm.clock)
    assert ask(new_server_database, COUNT_TABLES) == [(0,)]
    moved(firm, new_server_database)
    with there(firm, new_server_database) as desk:
        assert [one.name for one in desk.agents.every()] == ["maria", "tom"]


def test_a_file_of_a_newer_version_is_left_alone(firm: Firm, new_server_database: str) -> None:
    firm.write("UPDATE alembic_version SET version_num = '9999'")
    assert "made by a newer smsdesk" in refused(firm, new_server_database)


def test_a_file_of_an_older_version_is_brought_up_to_date_first(
    tmp_path: Path, new_server_database: str
) -> None:
    firm = Firm(tmp_path)
    make_schema(firm.database, "0009")
    firm.write("INSERT INTO contact (number, name) VALUES (?, 'Sarah Berg')", SARAH)
    moved(firm, new_server_database)
    assert ask(new_server_database, "SELECT number, name FROM contact") == [(SARAH, "Sarah Berg")]
    assert ask(new_server_database, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    firm.close()


def test_what_the_server_cannot_keep_is_named_by_its_table_alone(
    firm: Firm, new_server_database: str
) -> None:
    firm.write("INSERT INTO template (folded, name, body) VALUES ('hi', 'Hi', ?)", "a secret\0")
    line = refused(firm, new_server_database)
    assert line.startswith("a row of the table template cannot be kept on the server")
    assert "secret" not in line


def test_a_row_that_did_not_arrive_as_it_is_is_found(
    busy_firm: Firm, new_server_database: str
) -> None:
    def change(step: Step, _done: int, _total: int) -> None:
        if step is Step.COMPARING:
            return
        if (
            step is Step.COPYING
            and ask(new_server_database, "SELECT count(*) FROM contact_note")[0][0]
        ):
            ask(new_server_database, "UPDATE lead SET name = 'Sarah Burg'")

    with pytest.raises(DeskError, match="the table lead did not arrive as it is"):
        moved(busy_firm, new_server_database, change)
    assert statuses(busy_firm.desk()) == ["delivered", "received"]


# -- nothing leaves twice -------------------------------------------------------------------------


def test_what_waits_waits_on_and_what_was_leaving_is_looked_for(
    firm: Firm, new_server_database: str
) -> None:
    desk = firm.desk()
    left, waiting = submit(desk, "Hi Sarah"), submit(desk, "Hi Tom", TOM)
    desk.sending.transmit(left)
    firm.close_desks()
    # As a process leaves it that was killed when the carrier had the text and we had no answer.
    firm.write("UPDATE message SET status = 'sending', sid = NULL, settled = 0 WHERE id = ?", left)
    assert moved(firm, new_server_database).unconfirmed == 1
    with there(firm, new_server_database) as desk:
        assert statuses(desk) == ["unconfirmed"]
        assert statuses(desk, TOM) == ["queued"]
        for _ in range(8):
            firm.clock.move(minutes=1)
            desk.background.sync()
        assert statuses(desk) == ["delivered"]
        assert statuses(desk, TOM) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert firm.at_carrier(TOM) == ["Hi Tom"]
    assert waiting


def test_nobody_sends_from_the_file_meanwhile(
    busy_firm: Firm, new_server_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk that is opened while all is copied can read, and do nothing else."""
    monkeypatch.setattr("smsdesk.store.sqlite.database.BUSY_SECONDS", 0.1)
    said: list[str] = []
    late: list[Desk] = []

    def try_to_send(step: Step, _done: int, _total: int) -> None:
        if step is Step.COMPARING and not late:
            late.append(busy_firm.desk("bob"))
            with pytest.raises(DeskError) as caught:
                late[0].sending.submit(SARAH, "Hi again")
            said.append(str(caught.value))

    moved(busy_firm, new_server_database, try_to_send)
    assert "locked by another program" in said[0]
    for attempt in (late[0].sending.submit, late[0].threads.save_draft):
        with pytest.raises(DatabaseMoved, match="the database was moved to postgresql://"):
            attempt(SARAH, "Hi again")
    with pytest.raises(DatabaseMoved):
        late[0].threads.get(SARAH)
    assert busy_firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_the_file_says_where_it_has_gone_and_is_kept(
    busy_firm: Firm, new_server_database: str
) -> None:
    moved(busy_firm, new_server_database)
    with pytest.raises(DatabaseMoved) as caught:
        busy_firm.desk()
    line = str(caught.value)
    assert line.startswith("the database was moved to postgresql://")
    assert "set database.url" in line
    assert busy_firm.rows("SELECT count(*) FROM message") == [(3,)]


def test_no_backup_brings_the_file_back_to_life(
    busy_firm: Firm, new_server_database: str, tmp_path: Path
) -> None:
    """What waits in it may leave from the server at any moment; elsewhere it can be looked at."""
    copy = tmp_path / "copy.db"
    busy_firm.desk().database.backup(copy)
    busy_firm.close_desks()
    moved(busy_firm, new_server_database)
    with pytest.raises(DatabaseMoved):
        restore(busy_firm.config(), copy, force=True, clock=busy_firm.clock)
    elsewhere = DatabaseConfig(url=f"sqlite:///{tmp_path / 'elsewhere.db'}")
    config = replace(busy_firm.config(), database=elsewhere)
    restore(config, copy, clock=busy_firm.clock)
    with Desk.open(config, carrier=busy_firm.carrier, clock=busy_firm.clock) as desk:
        assert statuses(desk) == ["delivered", "received"]


def test_a_program_of_before_does_not_open_the_file_either(
    busy_firm: Firm, new_server_database: str
) -> None:
    """It knows no move: it sees a revision that it does not have, as after an update."""
    moved(busy_firm, new_server_database)
    [(version,)] = busy_firm.rows("SELECT version_num FROM alembic_version")
    assert version > HEAD


def test_what_a_copy_of_the_file_from_before_holds_is_looked_for(
    firm: Firm, new_server_database: str, tmp_path: Path
) -> None:
    submit(firm.desk(), "Hi Sarah")
    firm.close_desks()
    copy = tmp_path / "copy.db"
    shutil.copy(firm.database, copy)
    moved(firm, new_server_database)
    with there(firm, new_server_database) as desk:
        firm.clock.move(5)
        desk.background.sync()
    config = replace(firm.config(), database=DatabaseConfig(url=f"sqlite:///{copy}"))
    firm.close_desks()
    with Desk.open(config, carrier=firm.carrier, clock=firm.clock) as desk:
        assert statuses(desk) == ["unconfirmed"]


# -- interrupted ----------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from smsdesk.core.moving import Step
from tests.core.test_moving import moved
from tests.world.firm import Firm

def kill(step, done, total):
    if step == sys.argv[3] and (step != Step.COPYING or done > 2):
        os.kill(os.getpid(), signal.SIGKILL)

moved(Firm(Path(sys.argv[1])), sys.argv[2], kill)
"""


def kill_at(firm: Firm, server: str, step: Step) -> None:
    """Move in a process of its own, which is killed at a step."""
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, firm.folder, server, step.value],
        cwd=PROJECT,
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", list(Step))
def test_a_move_that_was_killed_begins_anew(
    busy_firm: Firm, new_server_database: str, step: Step
) -> None:
    submit(busy_firm.desk(), "Still waiting")
    busy_firm.close_desks()
    kill_at(busy_firm, new_server_database, step)

    if step is Step.ARRIVING:
        with pytest.raises(DatabaseMoved):
            busy_firm.desk()
    else:  # the file is in use until the last step
        assert statuses(busy_firm.desk()) == ["delivered", "received", "queued"]
    if step is not Step.LOOKING:
        with pytest.raises(HalfMoved, match="being filled by smsdesk move-to"):
            there(busy_firm, new_server_database)
    busy_firm.close_desks()

    moved(busy_firm, new_server_database)
    with there(busy_firm, new_server_database) as desk:
        assert statuses(desk) == ["delivered", "received", "queued"]
    busy_firm.close_desks()
    assert moved(busy_firm, new_server_database).rows == {}, "it may be said twice"


def test_a_program_that_was_updated_meanwhile_ends_the_move(
    busy_firm: Firm, new_server_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there has the tables of the program before: it changes them when it opens it."""
    kill_at(busy_firm, new_server_database, Step.ARRIVING)
    monkeypatch.setattr("smsdesk.store.schema.version.HEAD", "9999")
    moved(busy_firm, new_server_database)
    assert ask(new_server_database, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_what_was_left_by_a_move_is_not_taken_for_another(
    busy_firm: Firm, new_server_database: str
) -> None:
    """Moved away, but elsewhere than what is named now: nobody knows what has been done there."""
    kill_at(busy_firm, new_server_database, Step.ARRIVING)
    with (
        new_database(f"smsdesk_elsewhere_{os.getpid()}") as elsewhere,
        pytest.raises(DatabaseMoved, match="smsdesk_new"),
    ):
        moved(busy_firm, elsewhere)
    moved(busy_firm, new_server_database)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "word", [b"COPY ", b"ANALYZE", b"FETCH", b"came_by", b"CREATE TABLE contact_note"]
)
def test_a_line_that_is_cut_leaves_the_file_in_use_or_all_there(
    busy_firm: Firm, new_server_database: str, tmp_path: Path, word: bytes, when: When
) -> None:
    server = make_url(new_server_database)
    line = CutLine(Path(str(server.query["host"])), tmp_path)
    line.cut_at, line.when = word, when
    through = server.set(query={"host": str(tmp_path)}).render_as_string()
    try:
        with pytest.raises(DeskError) as caught:
            moved(busy_firm, through)
        assert "\n" not in str(caught.value)
        assert line.cuts == 1
        if word != b"came_by":
            assert statuses(busy_firm.desk()) == ["delivered", "received"]
        busy_firm.close_desks()
        moved(busy_firm, through)
    finally:
        line.close()
    with there(busy_firm, new_server_database) as desk:
        assert statuses(desk) == ["delivered", "received"]


def test_two_at_once_do_not_mix(busy_firm: Firm, new_server_database: str) -> None:
    said: list[str] = []

    def again(step: Step, _done: int, _total: int) -> None:
        if step is Step.COPYING and not said:
            with pytest.raises(DatabaseBusy) as caught:
                moved(busy_firm, new_server_database)
            said.append(str(caught.value))

    moved(busy_firm, new_server_database, again)
    assert "at this moment" in said[0]


# -- time -----------------------------------------------------------------------------------------


def test_the_carriers_clock_is_told_from_the_servers_from_now_on(
    busy_firm: Firm, new_server_database: str
) -> None:
    """The file's machine was started ten minutes ahead; the carrier's time is what it was."""
    with open_database(busy_firm.url).write() as connection:
        ahead = SystemClock().now() + timedelta(minutes=10) - EPOCH
        base = ahead - timedelta(seconds=SystemClock().monotonic())
        program_state.put(connection, STEADY_BASE, f"{base // MICROSECOND} {SystemClock().boot}")
        program_state.put(connection, CLOCK_OFFSET, str(timedelta(minutes=-10) // MICROSECOND))
    move(busy_firm.config(), new_server_database, quietly)
    [(offset,)] = ask(new_server_database, "SELECT value FROM note WHERE key = ?", (CLOCK_OFFSET,))
    assert abs(timedelta(microseconds=int(offset))) < timedelta(seconds=5)
