"""A program stays open while a newer version changes the database.

Two programs on one file. The older one is this very program; the newer one is the same code with
one migration more, of which a test writes the file, as an update would bring it.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.core.background import registration
from smsdesk.core.background.loop import Watch
from smsdesk.core.views.conversations import ConversationKey
from smsdesk.core.views.threads import MessageKey
from smsdesk.desk import Desk
from smsdesk.processes import this_host
from smsdesk.store.database import open_database
from smsdesk.store.errors import ProgramOutdated, ProgramsOpen
from smsdesk.store.schema import ensure
from smsdesk.store.schema.revisions import HEAD, KNOWN
from smsdesk.store.tables import programs
from smsdesk.store.tables.programs import ProgramRecord
from smsdesk.store.times import to_us
from tests.world.firm import SARAH, START, TOM, Firm, statuses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEXT = "0999"
STEP = """
from alembic import op

revision = "{revision}"
down_revision = "{head}"

needs_programs_closed = {closed}


def upgrade() -> None:
    op.execute("ALTER TABLE message ADD COLUMN colour TEXT")
    op.execute("ALTER TABLE lead ADD COLUMN colour TEXT")
    op.execute("ALTER TABLE contact_event ADD COLUMN colour TEXT")
    op.execute("ALTER TABLE conversation RENAME COLUMN last_text TO newest_text")
"""


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Let every program that opens from now on be one version further."""

    def further(*, needs_closed: bool = False) -> None:
        copy = tmp_path / "migrations"
        for source in ensure.MIGRATIONS.rglob("*.py"):
            target = copy / source.relative_to(ensure.MIGRATIONS)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source.read_text())
        step = STEP.format(revision=NEXT, head=HEAD, closed=needs_closed)
        (copy / "versions" / f"{NEXT}_next.py").write_text(step)
        monkeypatch.setattr(ensure, "MIGRATIONS", copy)
        monkeypatch.setattr(ensure, "HEAD", NEXT)
        monkeypatch.setattr(ensure, "KNOWN", (*KNOWN, NEXT))

    return further


def start_newer(firm: Firm) -> None:
    """Open the database as the newer version does, and change it."""
    newer = open_database(f"sqlite:///{firm.database}")
    try:
        ensure.ensure_schema(newer, firm.clock)
    finally:
        newer.close()


def everything(firm: Firm) -> list[list[tuple[Any, ...]]]:
    tables = ("contact", "contact_event", "lead", "card", "conversation", "message", "draft",
              "note", "counter", "program")  # fmt: skip
    return [firm.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]  # noqa: S608


# -- the older program ------------------------------------------------------------------------

KEY = ConversationKey(START, 1)
PLACE = MessageKey(START, 1)

QUESTIONS: dict[str, Callable[[Desk, Path], object]] = {
    "totals": lambda desk, _: desk.totals(),
    "conversation_count": lambda desk, _: desk.conversation_count(),
    "conversations": lambda desk, _: desk.conversations(after=KEY),
    "conversation": lambda desk, _: desk.conversation(SARAH),
    "next_unread": lambda desk, _: desk.next_unread(SARAH),
    "thread": lambda desk, _: desk.thread(SARAH),
    "older": lambda desk, _: desk.older(SARAH, PLACE),
    "newer": lambda desk, _: desk.newer(SARAH, PLACE),
    "bubble": lambda desk, _: desk.bubble(1),
    "full_text": lambda desk, _: desk.full_text(1),
    "changed_bubbles": lambda desk, _: desk.changed_bubbles(SARAH, 0),
    "mark_read": lambda desk, _: desk.mark_read(SARAH),
    "save_draft": lambda desk, _: desk.save_draft(SARAH, "Something else"),
    "check": lambda desk, _: desk.check(SARAH, "Hi"),
    "send": lambda desk, _: desk.send(SARAH, "Hi"),
    "submit": lambda desk, _: desk.submit(SARAH, "Hi"),
    "transmit": lambda desk, _: desk.transmit(1),
    "retry": lambda desk, _: desk.retry(1),
    "cancel": lambda desk, _: desk.cancel(1),
    "release": lambda desk, _: desk.release(1),
    "unreadable_rows": lambda desk, _: desk.unreadable_rows(),
    "waiting": lambda desk, _: desk.waiting(),
    "outbox": lambda desk, _: desk.outbox(),
    "answer_question": lambda desk, _: desk.answer_question(SARAH, opt_out=True),
    "record_opt_out": lambda desk, _: desk.record_opt_out(SARAH),
    "consent_list": lambda desk, _: list(desk.consent_list()),
    "import_consent": lambda desk, folder: desk.import_consent(folder / "stops.csv"),
    "why": lambda desk, _: desk.why(SARAH),
    "unblock": lambda desk, _: desk.unblock(SARAH, "a mistake"),
    "search": lambda desk, _: desk.search("sarah"),
    "import_leads": lambda desk, folder: desk.import_leads(folder / "leads.csv"),
    "add_lead": lambda desk, _: desk.add_lead(name="Tom", phone=TOM),
    "lookups_waiting": lambda desk, _: desk.lookups_waiting(),
    "run_lookups": lambda desk, _: desk.run_lookups(),
    "lookup_now": lambda desk, _: desk.lookup_now(SARAH),
    "recheck": lambda desk, _: desk.recheck(SARAH),
    "search_messages": lambda desk, _: desk.search_messages("before"),
    "all_bubbles": lambda desk, _: list(desk.all_bubbles(SARAH)),
    "all_numbers": lambda desk, _: list(desk.all_numbers()),
    "sync": lambda desk, _: desk.sync(),
    "work": lambda desk, _: desk.work(threading.Event(), lambda _event: None),
    "news": lambda desk, _: desk.news(None),
    "integrity": lambda desk, _: desk.integrity(),
    "backup": lambda desk, folder: desk.backup(folder / "copy.db"),
}
WITHOUT_THE_DATABASE = {
    "open", "close", "config", "agent", "clock", "carrier_name", "parse_number", "display_number",
    "check_carrier",
}  # fmt: skip


@pytest.fixture
def filled(firm: Firm, tmp_path: Path) -> Desk:
    """A desk with a lead, a conversation, a draft and a question."""
    desk = firm.desk()
    desk.add_lead(name="Sarah Berg", phone=SARAH)
    assert desk.send(SARAH, "Before the update").status == "sent"
    firm.clock.move(minutes=1)
    firm.arrive(SARAH, "please no more")
    firm.clock.move(5)
    desk.sync()
    desk.save_draft(SARAH, "Half a thought")
    (tmp_path / "stops.csv").write_text(f"phone\n{SARAH}\n")
    (tmp_path / "leads.csv").write_text(f"Name,Phone\nTom Old,{TOM}\n")
    return desk


def test_every_method_of_the_desk_is_asked() -> None:
    public = {name for name, _ in inspect.getmembers(Desk) if not name.startswith("_")}
    assert public - WITHOUT_THE_DATABASE == QUESTIONS.keys()


def test_every_method_says_the_one_sentence_and_writes_nothing(
    firm: Firm, filled: Desk, update: Callable[..., None], tmp_path: Path
) -> None:
    update()
    start_newer(firm)
    before, texts = everything(firm), firm.at_carrier(SARAH)
    for name, ask in QUESTIONS.items():
        with pytest.raises(ProgramOutdated) as caught:
            ask(filled, tmp_path)
        line = str(caught.value)
        assert "was updated" in line, name
        assert "\n" not in line
        assert caught.value.exit_code == 2
        assert everything(firm) == before, name
    assert firm.at_carrier(SARAH) == texts
    assert firm.rows("SELECT body FROM draft") == [("Half a thought",)]
    assert not (tmp_path / "copy.db").exists()


def test_what_was_under_way_is_found_by_the_newer_program(
    firm: Firm, filled: Desk, update: Callable[..., None]
) -> None:
    """The text is at the carrier, and nobody could write that down: it is not sent again."""
    firm.clock.move(minutes=1)

    def updated_meanwhile() -> None:
        update()
        start_newer(firm)

    firm.carrier.after_send = updated_meanwhile
    sent = filled.send(TOM, "On its way")
    assert sent.status == "sent", "the carrier has it, whatever became of the database"
    assert "could not be written down" in sent.message
    firm.write("ALTER TABLE conversation RENAME COLUMN newest_text TO last_text")
    firm.clock.move(minutes=5)
    newer = firm.desk("tom")
    newer.sync()
    firm.clock.move(minutes=1)
    newer.sync()
    assert statuses(newer, TOM) == ["delivered"]
    assert firm.at_carrier(TOM) == ["On its way"]


def test_a_desk_that_is_open_all_day_stops_its_background_work(
    firm: Firm, filled: Desk, update: Callable[..., None]
) -> None:
    told: list[object] = []
    update()
    start_newer(firm)
    before = everything(firm)
    watch = Watch(filled._context, threading.Event(), told.append, lambda: True)
    with pytest.raises(ProgramOutdated):
        watch.run()
    assert told == [], "whoever runs it says it once"
    assert everything(firm) == before


def test_an_older_program_that_opens_during_the_change_is_refused(
    firm: Firm, update: Callable[..., None]
) -> None:
    """It has read the old revision, and the change is committed before its first write."""
    older = open_database(f"sqlite:///{firm.database}")
    ensure.ensure_schema(older, firm.clock)
    update()
    start_newer(firm)
    with pytest.raises(ProgramOutdated), older.write():
        raise AssertionError("nothing is written")
    older.close()


# -- the newer program ------------------------------------------------------------------------


def test_a_step_that_needs_it_names_the_desks_to_close(
    firm: Firm, filled: Desk, update: Callable[..., None]
) -> None:
    tom = firm.desk("tom")
    update(needs_closed=True)
    before = everything(firm)
    with pytest.raises(ProgramsOpen) as caught:
        start_newer(firm)
    line = str(caught.value)
    assert f"maria's desk on {this_host()}" in line
    assert f"tom's desk on {this_host()}" in line
    assert f"process {os.getpid()}" in line
    assert line.endswith("are open: close them, then start again")
    assert caught.value.exit_code == 2
    assert everything(firm) == before
    assert not list(firm.folder.glob("*.before-*")), "no copy for nothing"
    filled.close()
    with pytest.raises(ProgramsOpen, match=r"tom's desk.* is open: close it, then start again"):
        start_newer(firm)
    tom.close()
    start_newer(firm)
    assert firm.rows("SELECT version_num FROM alembic_version") == [(NEXT,)]


def test_a_step_that_does_not_need_it_waits_for_nobody(
    firm: Firm, filled: Desk, update: Callable[..., None]
) -> None:
    update(needs_closed=False)
    start_newer(firm)
    assert firm.rows("SELECT version_num FROM alembic_version") == [(NEXT,)]


def test_every_step_says_whether_programs_must_be_closed() -> None:
    from alembic.script import ScriptDirectory

    steps = list(ScriptDirectory(str(ensure.MIGRATIONS)).walk_revisions())
    assert [step.revision for step in reversed(steps)] == [*KNOWN]
    assert {type(step.module.needs_programs_closed) for step in steps} == {bool}


# -- the register -------------------------------------------------------------------------------


def registered(firm: Firm) -> list[str]:
    return [agent for (agent,) in firm.rows("SELECT agent FROM program ORDER BY opened_at")]


def test_a_program_is_registered_while_it_is_open(firm: Firm) -> None:
    maria, tom = firm.desk("maria"), firm.desk("tom")
    assert sorted(registered(firm)) == ["maria", "tom"]
    maria.close()
    assert registered(firm) == ["tom"]
    tom.close()
    assert registered(firm) == []


def test_a_lease_is_renewed_without_a_new_revision(firm: Firm, desk: Desk) -> None:
    revision = firm.rows("SELECT value FROM counter WHERE name = 'revision'")
    ((until, opened_at),) = firm.rows("SELECT lease_until, opened_at FROM program")
    firm.clock.move(minutes=10)
    registration.register(desk._context)
    assert firm.rows("SELECT lease_until, opened_at FROM program") == [
        (until + timedelta(minutes=10) // timedelta(microseconds=1), opened_at)
    ]
    assert firm.rows("SELECT value FROM counter WHERE name = 'revision'") == revision


def an_ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.parametrize(("host", "running", "minutes", "counts"), [
    ("another-host", True, 10, True),
    ("another-host", True, -1, False),
    ("another-host", False, 10, True),
    (this_host(), True, 10, True),
    (this_host(), False, 10, False),
    (this_host(), True, -1, False),
])  # fmt: skip
def test_who_ended_without_a_word_is_not_waited_for(
    firm: Firm, desk: Desk, host: str, running: bool, minutes: int, counts: bool
) -> None:
    row = ProgramRecord(
        process="p",
        version="0.1.0",
        agent="ana",
        host=host,
        pid=os.getpid() if running else an_ended_process(),
        opened_at=to_us(firm.clock.now()),
        lease_until=to_us(firm.clock.now() + timedelta(minutes=minutes)),
    )
    with desk._context.database.write() as connection:
        programs.put(connection, row)
        found = programs.open_now(connection, to_us(firm.clock.now()))
    assert ("ana" in [one.agent for one in found]) == counts
    registration.register(desk._context)
    assert ("ana" in registered(firm)) == counts


def test_a_database_that_is_locked_opens_all_the_same(firm: Firm, desk: Desk) -> None:
    """A bulk writer holds the lock for longer than a row of bookkeeping is worth."""
    desk.close()
    with desk._context.database.write():
        other = Desk.open(firm.config("tom"), carrier=firm.carrier, clock=firm.clock)
        assert other.totals().conversations == 0
    other.close()
    assert registered(firm) == []


def test_one_that_could_not_register_does_so_later(firm: Firm, desk: Desk) -> None:
    firm.write("DELETE FROM program")
    registration.register(replace(desk._context, process="later"))
    assert firm.rows("SELECT process FROM program") == [("later",)]
