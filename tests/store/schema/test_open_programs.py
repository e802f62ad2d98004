"""A program stays open while a newer version changes the database.

Two programs on one file. The older one is this very program; the newer one is the same code with
one migration more, of which a test writes the file, as an update would bring it.
"""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.core.background.loop import BackgroundLoop
from smsdesk.core.read_models.conversations import ConversationKey
from smsdesk.core.read_models.threads import MessageKey
from smsdesk.core.rules.roles import Act, Role
from smsdesk.processes import this_host
from smsdesk.store.database import open_database
from smsdesk.store.errors import ProgramOutdated, ProgramsOpen
from smsdesk.store.schema import ensure
from smsdesk.store.schema.revisions import HEAD, KNOWN
from tests.world.clocks import START
from tests.world.firm import Firm, statuses
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from smsdesk.desk import Desk

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
              "note", "counter", "program", "template")  # fmt: skip
    return [firm.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]  # noqa: S608


# -- the older program ------------------------------------------------------------------------

KEY = ConversationKey(START, 1)
PLACE = MessageKey(START, 1)

QUESTIONS: dict[str, Callable[[Desk, Path], object]] = {
    "conversations.totals": lambda desk, _: desk.conversations.totals(),
    "conversations.count": lambda desk, _: desk.conversations.count(),
    "conversations.page": lambda desk, _: desk.conversations.page(after=KEY),
    "conversations.row": lambda desk, _: desk.conversations.row(SARAH),
    "conversations.next_unread": lambda desk, _: desk.conversations.next_unread(SARAH),
    "threads.get": lambda desk, _: desk.threads.get(SARAH),
    "threads.older": lambda desk, _: desk.threads.older(SARAH, PLACE),
    "threads.newer": lambda desk, _: desk.threads.newer(SARAH, PLACE),
    "threads.message": lambda desk, _: desk.threads.message(1),
    "threads.full_text": lambda desk, _: desk.threads.full_text(1),
    "threads.raw_text": lambda desk, _: desk.threads.raw_text(1),
    "threads.changed": lambda desk, _: desk.threads.changed(SARAH, 0),
    "threads.mark_read": lambda desk, _: desk.threads.mark_read(SARAH),
    "threads.save_draft": lambda desk, _: desk.threads.save_draft(SARAH, "Something else"),
    "sending.check": lambda desk, _: desk.sending.check(SARAH, "Hi"),
    "sending.send": lambda desk, _: desk.sending.send(SARAH, "Hi"),
    "sending.submit": lambda desk, _: desk.sending.submit(SARAH, "Hi"),
    "sending.transmit": lambda desk, _: desk.sending.transmit(1),
    "sending.retry": lambda desk, _: desk.sending.retry(1),
    "outbox.cancel": lambda desk, _: desk.outbox.cancel(1),
    "outbox.release": lambda desk, _: desk.outbox.release(1),
    "outbox.edit": lambda desk, _: desk.outbox.edit(1, text="Hi"),
    "contacts.hours": lambda desk, _: desk.contacts.hours(SARAH),
    "outbox.waiting": lambda desk, _: desk.outbox.waiting(),
    "outbox.items": lambda desk, _: desk.outbox.items(),
    "consent.answer_question": lambda desk, _: desk.consent.answer_question(SARAH, opt_out=True),
    "consent.record_opt_out": lambda desk, _: desk.consent.record_opt_out(SARAH),
    "consent.opted_out": lambda desk, _: list(desk.consent.opted_out()),
    "consent.import_list": lambda desk, folder: desk.consent.import_list(folder / "stops.csv"),
    "contacts.why": lambda desk, _: desk.contacts.why(SARAH),
    "contacts.profile": lambda desk, _: desk.contacts.profile(SARAH),
    "notes.add": lambda desk, _: desk.notes.add(SARAH, "prefers mornings"),
    "notes.of": lambda desk, _: desk.notes.of(SARAH),
    "contacts.unblock": lambda desk, _: desk.contacts.unblock(SARAH, "a mistake"),
    "leads.search": lambda desk, _: desk.leads.search("sarah"),
    "leads.import_file": lambda desk, folder: desk.leads.import_file(folder / "leads.csv"),
    "leads.imports": lambda desk, _: desk.leads.imports(),
    "leads.undo": lambda desk, _: desk.leads.undo(1),
    "leads.all": lambda desk, _: list(desk.leads.all()),
    "leads.add": lambda desk, _: desk.leads.add(name="Tom", phone=TOM),
    "leads.correct": lambda desk, _: desk.leads.correct(SARAH, name="Sara Berg"),
    "lookups.waiting": lambda desk, _: desk.lookups.waiting(),
    "lookups.run_due": lambda desk, _: desk.lookups.run_due(),
    "lookups.look_up": lambda desk, _: desk.lookups.look_up(SARAH),
    "lookups.recheck": lambda desk, _: desk.lookups.recheck(SARAH),
    "threads.search_messages": lambda desk, _: desk.threads.search_messages("before"),
    "threads.hit_beside": lambda desk, _: desk.threads.hit_beside(
        SARAH, "before", PLACE, later=True
    ),
    "threads.whole": lambda desk, _: list(desk.threads.whole(SARAH)),
    "answering.done": lambda desk, _: desk.answering.done(SARAH),
    "answering.snooze": lambda desk, _: desk.answering.snooze(SARAH, START + timedelta(days=9)),
    "answering.claim": lambda desk, _: desk.answering.claim(SARAH),
    "answering.release": lambda desk, _: desk.answering.release(SARAH),
    "answering.hand_over": lambda desk, _: desk.answering.hand_over(SARAH, "tom"),
    "answering.next_to_answer": lambda desk, _: desk.answering.next_to_answer(None),
    "answering.agents": lambda desk, _: desk.answering.agents(),
    "agents.every": lambda desk, _: desk.agents.every(),
    "agents.check": lambda desk, _: desk.agents.check(Act.WORK),
    "agents.add": lambda desk, _: desk.agents.add("maria"),
    "agents.give_role": lambda desk, _: desk.agents.give_role("maria", Role.ADMIN),
    "agents.deactivate": lambda desk, _: desk.agents.deactivate("maria"),
    "agents.activate": lambda desk, _: desk.agents.activate("maria"),
    "presence.is_present": lambda desk, _: desk.presence.is_present("tom"),
    "presence.where_to_begin": lambda desk, _: desk.presence.where_to_begin(),
    "presence.away_for": lambda desk, _: desk.presence.away_for("tom"),
    "answering.mark_unread": lambda desk, _: desk.answering.mark_unread(SARAH),
    "conversations.counts": lambda desk, _: desk.conversations.counts(),
    "conversations.rows": lambda desk, _: list(desk.conversations.rows()),
    "templates.every": lambda desk, _: desk.templates.every(),
    "templates.named": lambda desk, _: desk.templates.named("a"),
    "templates.filled_for": lambda desk, _: desk.templates.filled_for("Hi", SARAH),
    "templates.add": lambda desk, _: desk.templates.add("a", "Hi"),
    "templates.edit": lambda desk, _: desk.templates.edit("a", text="Hi"),
    "templates.remove": lambda desk, _: desk.templates.remove("a"),
    "templates.take_in": lambda desk, _: desk.templates.take_in([("a", "Hi")]),
    "background.sync": lambda desk, _: desk.background.sync(),
    "background.run": lambda desk, _: desk.background.run(threading.Event(), lambda _event: None),
    "background.news": lambda desk, _: desk.background.news(None),
    "carrier.unreadable_rows": lambda desk, _: desk.carrier.unreadable_rows(),
    "database.problems": lambda desk, _: desk.database.problems(),
    "purging.look": lambda desk, _: desk.purging.look(number=SARAH),
    "purging.purge": lambda desk, _: desk.purging.purge(number=SARAH),
    "database.backup": lambda desk, folder: desk.database.backup(folder / "copy.db"),
}
WITHOUT_THE_DATABASE = {
    "numbers.parse",
    "numbers.parse_possible",
    "numbers.display",
    "carrier.name",
    "carrier.from_number",
    "leads.read_file",
    "presence.opened",
    "presence.typed",
} | {"carrier.check_sender"}


@pytest.fixture
def filled(firm: Firm, tmp_path: Path) -> Desk:
    """A desk with a lead, a conversation, a draft and a question."""
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    assert desk.sending.send(SARAH, "Before the update").status == "sent"
    firm.clock.move(minutes=1)
    firm.arrive(SARAH, "please no more")
    firm.clock.move(5)
    desk.background.sync()
    desk.threads.save_draft(SARAH, "Half a thought")
    (tmp_path / "stops.csv").write_text(f"phone\n{SARAH}\n")
    (tmp_path / "leads.csv").write_text(f"Name,Phone\nTom Old,{TOM}\n")
    return desk


def test_every_method_of_the_desk_is_asked(filled: Desk) -> None:
    faces = {name for name in vars(filled) if not name.startswith("_")}
    public = {
        f"{face}.{name}"
        for face in faces
        for name in dir(type(getattr(filled, face)))
        if not name.startswith("_")
    }
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
    sent = filled.sending.send(TOM, "On its way")
    assert sent.status == "sent", "the carrier has it, whatever became of the database"
    assert "could not be written down" in sent.message
    firm.write("ALTER TABLE conversation RENAME COLUMN newest_text TO last_text")
    firm.clock.move(minutes=5)
    newer = firm.desk("tom")
    newer.background.sync()
    firm.clock.move(minutes=1)
    newer.background.sync()
    assert statuses(newer, TOM) == ["delivered"]
    assert firm.at_carrier(TOM) == ["On its way"]


def test_a_desk_that_is_open_all_day_stops_its_background_work(
    firm: Firm, filled: Desk, update: Callable[..., None]
) -> None:
    told: list[object] = []
    update()
    start_newer(firm)
    before = everything(firm)
    watch = BackgroundLoop(filled._context, threading.Event(), told.append, lambda: True)
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
