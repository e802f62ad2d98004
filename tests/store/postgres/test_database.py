"""Transactions on a server: one writes at a time, and a broken line leaves nothing in doubt."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from smsdesk.clock import SystemClock
from smsdesk.core.answering import presence
from smsdesk.core.context import writing
from smsdesk.core.whereabouts import Place
from smsdesk.desk import Desk
from smsdesk.store.database import Connection, Database, open_database
from smsdesk.store.errors import DatabaseBusy, DatabaseUnusable, ProgramOutdated, QueryStopped
from smsdesk.store.schema.revisions import HEAD
from smsdesk.store.steady_time import begin_steady_time, steady_time
from smsdesk.store.tables import contacts, counters, drafts, program_state
from smsdesk.store.tables import presence as presence_rows
from tests.world.cut_line import CutLine, When
from tests.world.firm import context_of
from tests.world.people import SARAH, TOM
from tests.world.postgres import ask, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.firm import Firm


def numbers(database: Database) -> list[str]:
    with database.read() as connection:
        found = connection.execute(text("SELECT number FROM contact ORDER BY number"))
        return list(found.scalars())


def other_sessions(url: str) -> int:
    return int(
        ask(
            url,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'smsdesk'",
        )[0][0]
    )


# -- one writes at a time -------------------------------------------------------------------------


def test_who_writes_reads_what_the_one_before_has_committed(database: Database) -> None:
    """A snapshot from before the lock would let ten agents each have the last of ten places."""
    steps = 40

    def count_up() -> None:
        for _ in range(steps):
            with database.write(durable=False) as connection:
                before = int(program_state.get(connection, "counted") or 0)
                program_state.put(connection, "counted", str(before + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert program_state.get(connection, "counted") == str(4 * steps)


def test_who_waits_too_long_for_the_lock_is_told_that_it_is_busy(database: Database) -> None:
    with database.write() as connection:
        contacts.ensure(connection, SARAH)
        began = time.monotonic()
        with pytest.raises(DatabaseBusy, match="locked"), database.write(patience=0.1):
            pass
        assert 0.1 <= time.monotonic() - began < 3
    assert numbers(database) == [SARAH]


def test_a_reader_waits_for_no_writer_and_sees_a_still_picture(database: Database) -> None:
    with database.read() as connection, database.write() as writing:
        before = connection.execute(text("SELECT count(*) FROM contact")).scalar_one()
        contacts.ensure(writing, SARAH)
        assert connection.execute(text("SELECT count(*) FROM contact")).scalar_one() == before == 0


def test_a_reader_sees_no_commit_of_the_meantime(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM contact")).scalar_one() == 0
        with database.write() as writing:
            contacts.ensure(writing, SARAH)
        assert connection.execute(text("SELECT count(*) FROM contact")).scalar_one() == 0
    assert numbers(database) == [SARAH]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseUnusable, match="cannot be written"), database.read() as connection:
        contacts.ensure(connection, SARAH)


def test_a_connection_in_use_when_the_database_is_closed_is_closed_after_that(server: str) -> None:
    database = open_database(server)
    with database.read() as connection:
        database.close()
        used = connection.connection.driver_connection
        assert not used.closed  # type: ignore[union-attr]
    assert used.closed  # type: ignore[union-attr]


def test_a_holder_of_the_lock_that_was_put_to_sleep_loses_it(database: Database) -> None:
    """Its machine sleeps in the middle: the firm goes on, and what it wrote never was."""
    with pytest.raises(DatabaseUnusable, match="not recorded"):
        _falls_asleep(database)
    assert numbers(database) == [TOM]


def _falls_asleep(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 100")
        contacts.ensure(connection, SARAH)
        with database.write(patience=5.0) as other:  # waits until the first is ended
            contacts.ensure(other, TOM)


def test_a_transaction_with_an_error_in_it_is_not_committed(database: Database) -> None:
    """COMMIT of a broken transaction is answered with ROLLBACK, and that is no error."""
    with pytest.raises(DatabaseUnusable, match="aborted"):
        _overlooks_an_error(database)
    assert numbers(database) == []


def _overlooks_an_error(database: Database) -> None:
    with database.write() as connection:
        contacts.ensure(connection, SARAH)
        with suppress(DBAPIError):
            connection.execute(text("SELECT nothing"))


def test_what_is_refused_is_told_without_the_values(database: Database) -> None:
    with pytest.raises(DatabaseUnusable) as caught, database.write() as connection:
        connection.execute(text("SELECT CAST(:body AS bigint)"), {"body": "a secret"})
    assert "a secret" not in f"{caught.value} {caught.value.__cause__!r}"


def test_every_commit_is_noticed_and_nothing_else(database: Database) -> None:
    stamp = database.change_stamp()
    with database.read():
        pass
    assert database.change_stamp() == stamp
    with database.write() as connection:
        contacts.ensure(connection, SARAH)
        assert database.change_stamp() == stamp, "not before it is committed"
    assert database.change_stamp() > stamp


def test_a_revision_that_was_rolled_back_is_dealt_again(database: Database) -> None:
    dealt: list[int] = []

    def deal(connection: Connection, *, fails: bool) -> None:
        dealt.append(counters.next_revision(connection))
        if fails:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write() as connection:
        deal(connection, fails=True)
    with database.write() as connection:
        deal(connection, fails=False)
    assert dealt[0] == dealt[1]


def test_a_revision_counts_at_once_for_who_has_the_lock_and_with_the_commit_for_all(
    database: Database, server: str
) -> None:
    """It is told with the lock and written down with the commit: not one trip for itself."""
    before = revision_of(server)
    with database.write() as connection:
        assert counters.revision(connection) == before
        assert [counters.next_revision(connection) for _ in range(2)] == [before + 1, before + 2]
        assert counters.revision(connection) == before + 2
        assert revision_of(server) == before
    assert revision_of(server) == before + 2
    with database.write() as connection:
        contacts.ensure(connection, SARAH)
    assert revision_of(server) == before + 2, "nothing was stamped"


def test_what_was_told_of_it_is_not_left_for_the_next_on_the_connection(
    database: Database, server: str
) -> None:
    with suppress(KeyError), database.write() as connection:
        counters.next_revision(connection)
        raise KeyError
    ask(server, "UPDATE counter SET value = value + 10 WHERE name = 'revision'")
    with database.read() as connection:
        assert counters.revision(connection) == revision_of(server)


def revision_of(url: str) -> int:
    return int(ask(url, "SELECT value FROM counter WHERE name = 'revision'")[0][0])


def test_who_is_ended_in_the_middle_of_a_statement_leaves_no_words(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """By a signal, as a program is ended: the connection cannot even be told to roll back."""

    def end(*_: object) -> None:
        raise SystemExit

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(SystemExit), database.write() as connection:
            connection.execute(text("SELECT pg_sleep(5)"))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert caplog.records == []
    assert numbers(database) == []


def test_who_is_older_than_the_tables_writes_nothing_more(database: Database, server: str) -> None:
    ask(server, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ProgramOutdated), database.write():
        pass
    with pytest.raises(ProgramOutdated), database.read():
        pass
    ask(server, "UPDATE alembic_version SET version_num = ?", [HEAD])


# -- lines that break -----------------------------------------------------------------------------


@pytest.fixture
def line(server: str) -> Iterator[tuple[CutLine, Database]]:
    url = make_url(server)
    if "host" not in url.query:
        pytest.skip("the line that is cut is a socket of this machine")
    folder = private_folder()
    cut = CutLine(Path(str(url.query["host"])), folder)
    through = url.update_query_dict({"host": str(folder)})
    database = open_database(through.render_as_string())
    database.expect_schema(HEAD)
    yield cut, database
    database.close()
    cut.close()
    shutil.rmtree(folder)


def _add_over(cut: CutLine, database: Database, when: When, word: bytes) -> None:
    """Write over a line that is cut at a word."""
    with database.write() as connection:
        cut.when, cut.cut_at = when, word
        contacts.ensure(connection, SARAH)


def test_a_commit_whose_answer_is_lost_is_looked_up(line: tuple[CutLine, Database]) -> None:
    cut, database = line
    _add_over(cut, database, "after", b"COMMIT")
    assert cut.cuts == 1
    assert numbers(database) == [SARAH]


def test_a_commit_that_never_arrived_is_told(line: tuple[CutLine, Database]) -> None:
    cut, database = line
    with pytest.raises(DatabaseUnusable, match="not recorded"):
        _add_over(cut, database, "before", b"COMMIT")
    assert cut.cuts == 1
    assert numbers(database) == []


def test_a_commit_of_a_host_that_vanished_is_waited_for_until_the_server_gives_up_on_it(
    line: tuple[CutLine, Database],
) -> None:
    """The server still has the transaction open: whether it will be committed, it cannot say."""
    cut, database = line
    with pytest.raises(DatabaseUnusable, match="not recorded"):
        _vanishes(cut, database)
    assert cut.cuts == 1
    assert numbers(database) == []


def _vanishes(cut: CutLine, database: Database) -> None:
    with database.write() as connection:
        contacts.ensure(connection, SARAH)
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 600")
        cut.when, cut.cut_at = "unheard", b"COMMIT"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_statement_whose_line_breaks_is_told_and_not_kept(
    line: tuple[CutLine, Database], when: When
) -> None:
    cut, database = line
    with pytest.raises(DatabaseUnusable, match="connection"):
        _add_over(cut, database, when, b"INSERT")
    assert cut.cuts == 1
    assert numbers(database) == []


def test_connections_that_ended_meanwhile_trouble_nobody(database: Database, server: str) -> None:
    """The server was started anew while a desk stood open."""
    with database.read(), database.read():
        pass
    ended = ask(
        server,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'smsdesk'",
    )
    assert len(ended) >= 2
    with database.write() as connection:
        contacts.ensure(connection, SARAH)
    assert numbers(database) == [SARAH]


def test_a_server_that_does_not_answer_is_one_line() -> None:
    with closing(open_database("postgresql://nobody@127.0.0.1:1/firm")) as database:
        with pytest.raises(DatabaseUnusable) as caught, database.read():
            pass
        assert "does not answer" in str(caught.value)
        assert "\n" not in str(caught.value)


# -- stopping -------------------------------------------------------------------------------------


def test_a_question_that_is_given_up_ends_soon_and_costs_the_connection(
    database: Database, server: str
) -> None:
    """The request to stop may come late; nothing else may be hit by it."""
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    began = time.monotonic()
    with pytest.raises(QueryStopped), database.read(stop) as connection:
        connection.execute(text("SELECT pg_sleep(30)"))
    assert time.monotonic() - began < 5
    deadline = time.monotonic() + 5
    while other_sessions(server) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert other_sessions(server) == 0


# -- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [90, -90])
def test_hosts_whose_clocks_differ_agree_on_the_time_of_waits_and_limits(
    database: Database, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    here = SystemClock()
    ours = steady_time(begin_steady_time(database, here), here)
    right = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: right(self) + timedelta(seconds=ahead))
    there = SystemClock()
    theirs = steady_time(begin_steady_time(database, there), there)
    assert abs(theirs - ours) < timedelta(seconds=5)


def test_a_machine_that_slept_unknowing_counts_by_the_server_when_it_writes(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its leases and limits would run by a time that is long over."""
    slept = 0.0
    right = SystemClock.monotonic
    monkeypatch.setattr(SystemClock, "monotonic", lambda self: right(self) - slept)
    with Desk.open(firm.config(), carrier=firm.carrier) as desk:
        context = context_of(desk)
        slept = 3600.0
        assert context.steady_now() < SystemClock().now() - timedelta(seconds=3500)
        with writing(context) as work:
            assert abs(work.steady_now - SystemClock().now()) < timedelta(seconds=5)
        assert abs(context.steady_now() - SystemClock().now()) < timedelta(seconds=5)


# -- beside the lock ------------------------------------------------------------------------------


def commits(url: str) -> int:
    return int(ask(url, "SELECT value FROM counter WHERE name = 'commits'")[0][0])


def test_a_typist_is_not_held_up_by_who_holds_the_lock(firm: Firm, server: str) -> None:
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    before = commits(server)
    began = time.monotonic()
    with context_of(desk).database.write() as connection:
        contacts.change(connection, SARAH, name="Somebody writes this very contact")
        firm.desk("jonas").threads.save_draft(SARAH, "Hi Sa")
        firm.desk("jonas").threads.save_draft(SARAH, "Hi Sarah")
        assert ask(server, "SELECT agent, body FROM draft") == [("jonas", "Hi Sarah")]
        assert commits(server) == before
        assert time.monotonic() - began < 3
    assert firm.desk("jonas").threads.get(SARAH).draft == "Hi Sarah"


def test_where_somebody_is_waits_for_no_lock_and_is_noticed(firm: Firm, server: str) -> None:
    watching = context_of(firm.desk())
    theirs = context_of(firm.desk("jonas"))
    before, stamp = commits(server), watching.database.change_stamp()
    with watching.database.write():
        assert presence.write_place(theirs, Place(SARAH, typing=True), at_work=True)
    noticed = watching.database.change_stamp()
    assert commits(server) == before + 1, "of the transaction that held the lock alone"
    assert noticed != stamp
    firm.clock.move(1)
    presence.write_place(theirs, Place(TOM), at_work=True)
    assert watching.database.change_stamp() != noticed
    with watching.database.read() as connection:
        assert [desk.number for desk in presence_rows.everybody(connection)] == [TOM]


def test_a_draft_to_a_number_that_nobody_knew_takes_its_turn_for_that(
    firm: Firm, server: str
) -> None:
    desk = firm.desk()
    before = commits(server)
    desk.threads.save_draft(SARAH, "Hi")
    desk.threads.save_draft(SARAH, "Hi Sarah")
    assert commits(server) == before + 1
    assert ask(server, "SELECT body FROM draft") == [("Hi Sarah",)]


def test_a_draft_whose_contact_is_purged_meanwhile_is_kept_in_the_box(database: Database) -> None:
    with pytest.raises(DatabaseBusy, match="try again"), database.aside() as connection:
        drafts.put(connection, "maria", SARAH, "Hi")


def test_what_fails_beside_the_lock_leaves_nothing(database: Database, server: str) -> None:
    with database.write() as connection:
        contacts.ensure(connection, SARAH)

    def fail() -> None:
        with database.aside() as connection:
            drafts.put(connection, "maria", SARAH, "Hi")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ask(server, "SELECT count(*) FROM draft") == [(0,)]


def test_nothing_is_written_beside_the_lock_on_another_schema(
    database: Database, server: str
) -> None:
    ask(server, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(ProgramOutdated), database.aside():
            pass
    finally:
        ask(server, "UPDATE alembic_version SET version_num = ?", [HEAD])


def test_the_lock_comes_before_the_picture_whatever_the_server_is_set_to(
    new_server_database: str,
) -> None:
    """Under REPEATABLE READ each would decide by what was true before it had the lock."""
    name = make_url(new_server_database).database
    ask(
        new_server_database,
        f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'repeatable read'",
    )
    with closing(open_database(new_server_database)) as database, database.write() as connection:
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "read committed"


# -- which copy it is -----------------------------------------------------------------------------


def test_a_mark_holds_for_this_copy_alone(database: Database, server: str) -> None:
    assert database.copy_mark() == ""
    database.put_copy_mark("a mark")
    assert database.copy_mark() == "a mark"
    noted = ask(server, "SELECT value FROM note WHERE key = 'server_copy'")[0][0]
    ask(server, "UPDATE note SET value = ? WHERE key = 'server_copy'", [f"9{noted}"])
    assert database.copy_mark() == ""


def test_no_password_is_in_the_words_for_the_place() -> None:
    with closing(open_database("postgresql://smsdesk:hidden@db.example/firm")) as database:
        assert "hidden" not in database.place
        assert "db.example/firm" in database.place


def test_it_is_psycopg_that_speaks(database: Database) -> None:
    with database.read() as connection:
        assert isinstance(connection.connection.driver_connection, psycopg.Connection)
