"""The sample firm: who is in it, what its threads show, and how its files are kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.rules.phone import read_phone
from smsdesk.demo import DemoUnusable, open_demo
from smsdesk.demo.build import SET_UP
from smsdesk.demo.clock import HistoryClock
from smsdesk.demo.people import STRANGER
from smsdesk.demo.script import LEAD, moment
from smsdesk.demo.threads import CONVERSATIONS
from smsdesk.demo.webinars import NUMBERS, SIGNUPS, number_of
from smsdesk.display import many_lines
from smsdesk.terms import (
    Code,
    ConversationView,
    Direction,
    LineType,
    PhoneProblem,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.desk import Desk

NOW = datetime(2026, 11, 20, 19, 4, 5, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")


def open_at(folder: Path, clock: HistoryClock, *, reset: bool = False) -> Desk:
    return open_demo(reset=reset, folder=folder, user="alex", clock=clock, zone=ZONE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "built"
    open_at(folder, HistoryClock(NOW)).close()
    return folder


@pytest.fixture(scope="module")
def desk(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The world as it is when the demo opens; tests that change it take ``folder``."""
    folder = tmp_path_factory.mktemp("read") / "demo"
    shutil.copytree(built, folder)
    with open_at(folder, HistoryClock(NOW)) as opened:
        yield opened


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A world of the test's own."""
    return Path(shutil.copytree(built, tmp_path / "demo"))


@contextmanager
def played(folder: Path) -> Iterator[tuple[Desk, HistoryClock]]:
    clock = HistoryClock(NOW)
    with open_at(folder, clock) as opened:
        yield opened, clock


def look(desk: Desk) -> list[tuple[object, ...]]:
    """Return all that an agent could see of the conversations."""
    return [
        (
            *(row.number, row.name, row.last_activity_at, row.unread, row.code, row.draft),
            *((one.text, one.status, one.happened_at, one.sid) for one in bubbles),
        )
        for row in desk.conversations.page(limit=500)
        for bubbles in [desk.threads.whole(row.number)]
    ]


# -- the leads --------------------------------------------------------------------------------


def test_some_300_leads_of_whom_some_have_no_phone_or_a_bad_one(desk: Desk) -> None:
    assert 280 <= desk.conversations.totals().leads <= 320
    problems = Counter(read_phone(signup.phone, "US").problem for signup in SIGNUPS)
    assert problems[PhoneProblem.NONE_ON_FILE] >= 5
    assert {
        PhoneProblem.ALL_ZEROS,
        PhoneProblem.SEQUENTIAL,
        PhoneProblem.ONE_DIGIT_REPEATED,
        PhoneProblem.WRONG_LENGTH,
        PhoneProblem.NOT_A_NUMBER,
    } <= set(problems)


def test_every_number_is_one_that_belongs_to_nobody() -> None:
    for signup in SIGNUPS:
        read = read_phone(signup.phone, "US")
        assert read.number == number_of(signup)
        assert read.problem or read.number[5:9] == "5550"
        assert read.problem or read.number[9] == "1"


def test_a_number_belongs_to_one_person_and_mail_goes_nowhere() -> None:
    names = {number: set[str]() for number in NUMBERS.values()}
    for name, number in NUMBERS.items():
        names[number].add(name)
    assert [one for one in names.values() if len(one) > 1] == [{"Sarah Berg", "Sarah B. Berg"}]
    domains = {signup.email.partition("@")[2] for signup in SIGNUPS}
    assert domains == {"example.com", "example.org", "example.net"}


def test_one_lead_has_three_signups_and_an_older_name(desk: Desk) -> None:
    (hit,) = desk.leads.search("sarah berg").hits
    assert hit.signups == 3
    head = desk.threads.get(NUMBERS["Sarah Berg"]).head
    assert (head.name, head.also_known_as) == ("Sarah Berg", "Sarah B. Berg")
    assert head.event == "Estate planning for new parents"


# -- the threads ------------------------------------------------------------------------------


def test_every_line_of_the_script_is_in_its_thread_and_nothing_else(desk: Desk) -> None:
    assert 24 <= desk.conversations.totals().conversations <= 60
    for conversation in CONVERSATIONS:
        number = NUMBERS.get(conversation.who, conversation.who)
        written = [line.who == LEAD for line in conversation.lines]
        shown = [one.direction == "inbound" for one in desk.threads.whole(number)]
        assert shown == written, conversation.who
    assert desk.conversations.totals().conversations == len(CONVERSATIONS)


def test_what_nobody_has_seen_is_unread_and_nothing_else(desk: Desk) -> None:
    rows = {row.number: row for row in desk.conversations.page(limit=500)}
    for conversation in CONVERSATIONS:
        row = rows[NUMBERS.get(conversation.who, conversation.who)]
        assert bool(row.unread) is conversation.unread, conversation.who
        assert bool(row.draft) is bool(conversation.draft), conversation.who
    assert desk.conversations.totals().unread == sum(row.unread for row in rows.values())


def test_what_somebody_has_answered_waits_for_nobody(desk: Desk) -> None:
    """As it is after every Enter on the screen, the conversation is its writer's, too."""
    to_answer = list(desk.conversations.rows(ConversationView.TO_ANSWER))
    assert {row.last_direction for row in to_answer} == {Direction.INBOUND}
    for row in to_answer:
        *_, ours = [None, *(b for b in desk.threads.whole(row.number) if b.sent_by)]
        assert row.to_answer_since is not None
        assert ours is None or ours.happened_at < row.to_answer_since, row.name
        assert NOW - row.to_answer_since <= timedelta(days=2)
    assert {row.owner for row in to_answer} == {"alex", "maria", "tom", ""}


def test_the_list_shows_today_weekdays_and_dates(desk: Desk) -> None:
    today = NOW.astimezone(ZONE).date()
    ages = {
        (today - row.last_activity_at.astimezone(ZONE).date()).days
        for row in desk.conversations.page(limit=500)
    }
    assert 0 in ages
    assert ages & set(range(1, 7))
    assert max(ages) > 14


def test_every_delivery_mark_is_there(desk: Desk) -> None:
    marks = {
        (one.status, one.error_code)
        for row in desk.conversations.rows()
        for one in desk.threads.whole(row.number)
    }
    assert marks == {
        (Status.RECEIVED, None),
        (Status.DELIVERED, None),
        (Status.SENT, None),
        (Status.HELD, None),
        (Status.CANCELED, None),
        (Status.NOT_SENT, None),
        (Status.FAILED, 21268),
        (Status.UNDELIVERED, 30003),
        (Status.UNDELIVERED, 30005),
        (Status.UNDELIVERED, 30006),
        (Status.UNDELIVERED, 30007),
        (Status.UNDELIVERED, 30008),
    }
    assert not desk.threads.get(NUMBERS["Annika Vogel"]).bubbles[-1].no_report
    assert desk.threads.get(NUMBERS["Nils Öberg"]).bubbles[-1].no_report


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sarah Berg", Code.OK),
        ("Gerald Novotny", Code.OPTED_OUT),
        ("Walter Lindqvist", Code.OPTED_OUT),
        ("Ngozi Umeh", Code.OK),
        ("Judith Farnsworth", Code.OPT_OUT_QUESTION),
        ("Ronald Stenger", Code.LANDLINE),
        ("Phyllis Drummond", Code.LANDLINE),
        ("Harold Finch-Hatley", Code.OK),
        ("Dmitri Gusev", Code.AUTO_BLOCKED),
        ("Terrence Ledbetter", Code.OK),
        ("Nurul Izzati Osman", Code.INVALID_PHONE),
        ("Skyler Amundsen", Code.OK),
        ("Dana Whitfield", Code.OK),
    ],
)
def test_the_rules_say_of_a_contact(desk: Desk, name: str, code: Code) -> None:
    assert desk.contacts.why(NUMBERS[name]).verdict.code is code


def test_a_stop_that_overtook_a_text_kept_it_from_leaving(desk: Desk) -> None:
    *_, stopped, stop = desk.threads.get(NUMBERS["Gerald Novotny"]).bubbles
    assert (stopped.status, stop.text) == (Status.NOT_SENT, "STOP")


def test_colleagues_are_named_and_texts_of_the_time_before_came_from_elsewhere(desk: Desk) -> None:
    bubbles = list(desk.threads.whole(NUMBERS["Robert Castellan"]))
    assert len(bubbles) > 200
    set_up = moment(SET_UP, NOW, ZONE)
    before = {one.sent_by for one in bubbles if one.sent_by and one.happened_at < set_up}
    since = {one.sent_by for one in bubbles if one.sent_by and one.happened_at >= set_up}
    assert before == {"elsewhere"}
    assert since == {"maria", "tom"}


def test_a_hostile_text_is_shown_as_the_text_that_it_is(desk: Desk) -> None:
    shown = many_lines(
        "".join(one.text for one in desk.threads.get(NUMBERS["Skyler Amundsen"]).bubbles)
    )
    assert "[/x] [red]is this thing on[/red]" in shown
    assert {unicodedata.category(char) for char in shown}.isdisjoint({"Cc", "Cf"})


def test_a_number_without_a_lead_has_no_name(desk: Desk) -> None:
    head = desk.threads.get(STRANGER).head
    assert (head.name, head.signups) == ("", ())


def test_everything_says_that_it_is_simulated(desk: Desk) -> None:
    assert desk.carrier.name == "simulated"
    assert desk.numbers.display(desk.config.twilio.from_number) == "(415) 555-0100"


# -- the script -------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_the_past_is_in_order_whatever_the_time_of_day(hour: int) -> None:
    now = NOW.replace(hour=hour)
    for conversation in CONVERSATIONS:
        said = [moment(line.when, now, ZONE) for line in conversation.lines]
        assert said == sorted(said), conversation.who
        assert said[-1] < now, conversation.who


def test_nobody_is_texted_before_the_list_with_the_lead_was_there() -> None:
    for conversation in CONVERSATIONS:
        known_since = max(
            (s.webinar.exported for s in SIGNUPS if number_of(s) == NUMBERS.get(conversation.who)),
            default=10_000,
        )
        ours = [
            moment(line.when, NOW, ZONE)
            for line in conversation.lines
            if line.who != LEAD and moment(line.when, NOW, ZONE) > moment(SET_UP, NOW, ZONE)
        ]
        listed = moment(f"{known_since}d 17:00", NOW, ZONE)
        assert all(at > listed for at in ours), conversation.who


@pytest.mark.parametrize("when", ["", "6d", "6d 9:40", "25", "25 m", "1d 25:00"])
def test_a_time_that_is_written_otherwise_is_refused(when: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(when, NOW, ZONE)


# -- the leads answer -------------------------------------------------------------------------


def test_one_of_them_says_stop_when_she_is_texted(folder: Path) -> None:
    number = NUMBERS["Dana Whitfield"]
    with played(folder) as (desk, clock):
        assert desk.sending.send(number, "Shall I reserve you a seat?").status == "sent"
        clock.sleep(30)
        desk.background.sync()
        *_, ours, answer = desk.threads.get(number).bubbles
        assert (ours.status, answer.text) == (Status.DELIVERED, "STOP")
        assert desk.threads.get(number).verdict.code is Code.OPTED_OUT
        assert desk.sending.send(number, "Sorry!").code == Code.OPTED_OUT


def test_another_replies_with_a_question(folder: Path) -> None:
    number = NUMBERS["Tess Hallorann"]
    with played(folder) as (desk, clock):
        desk.sending.send(number, "Whenever you are ready.")
        clock.sleep(1)
        desk.background.sync()
        assert desk.threads.get(number).bubbles[-1].text == "Whenever you are ready."
        clock.sleep(30)
        desk.background.sync()
        assert desk.threads.get(number).bubbles[-1].text.endswith("?")
        assert desk.threads.get(number).first_unread_id is not None


def test_a_landline_is_found_when_its_thread_is_first_opened(folder: Path) -> None:
    number = NUMBERS["Harold Finch-Hatley"]
    with played(folder) as (desk, _):
        (hit,) = desk.leads.search("harold").hits
        assert hit.number == number
        thread = desk.threads.get(number)
        assert (thread.lookup_due, thread.verdict.code, thread.bubbles) == (True, Code.OK, ())
        assert desk.lookups.look_up(number) is LineType.LANDLINE
        assert desk.threads.get(number).verdict.code is Code.LANDLINE
        assert desk.leads.search("harold").hits == ()


# -- the files --------------------------------------------------------------------------------

KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from smsdesk.demo import open_demo
from smsdesk.demo.clock import HistoryClock

clock = HistoryClock(datetime.fromisoformat(sys.argv[2]))
desk = open_demo(folder=Path(sys.argv[1]), user="alex", clock=clock)
assert desk.sending.send(sys.argv[3], "Are you there?").status == "sent"
os._exit(9)
"""


def test_after_a_kill_the_statuses_go_on(folder: Path) -> None:
    number = NUMBERS["Leilani Nakoa"]
    code = [sys.executable, "-c", KILLED, str(folder), NOW.isoformat(), number]
    assert subprocess.run(code, check=False).returncode == 9
    with played(folder) as (desk, clock):
        assert desk.threads.get(number).bubbles[-1].status is Status.SENT
        clock.turn_to(NOW + timedelta(minutes=10))
        desk.background.sync()
        assert desk.threads.get(number).bubbles[-1].status is Status.DELIVERED


def test_a_restart_finds_everything_as_it_was(folder: Path) -> None:
    with played(folder) as (desk, _):
        desk.threads.save_draft(NUMBERS["Sarah Berg"], "Of course she")
        before = look(desk)
    with played(folder) as (desk, _):
        assert look(desk) == before


def test_a_reset_makes_the_same_world_again_and_touches_nothing_else(
    folder: Path, desk: Desk
) -> None:
    notes = folder / "notes.txt"
    notes.write_text("mine")
    beside = folder.parent / "smsdesk.db"
    beside.write_text("the real one")
    with played(folder) as (changed, _):
        changed.sending.send(NUMBERS["Sarah Berg"], "This goes with the reset")
        assert look(changed) != look(desk)
    with open_at(folder, HistoryClock(NOW), reset=True) as afresh:
        assert look(afresh) == look(desk)
    assert notes.read_text() == "mine"
    assert beside.read_text() == "the real one"


@pytest.mark.parametrize("marker", [None, "0"])
def test_a_world_that_is_half_built_or_of_another_version_is_built_anew(
    tmp_path: Path, marker: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Built(Exception):
        pass

    def build(*_arguments: object, **_more: object) -> None:
        assert {file.name for file in tmp_path.iterdir()} == {"lock"}
        raise Built

    for name in ("smsdesk.db", "smsdesk.db-wal", "carrier.jsonl", "registrants.csv"):
        (tmp_path / name).write_bytes(b"half of it")
    if marker is not None:
        (tmp_path / "complete").write_text(marker)
    monkeypatch.setattr("smsdesk.demo.build.build", build)
    with pytest.raises(Built):
        open_at(tmp_path, HistoryClock(NOW))


def test_two_demos_at_once_are_one_too_many(folder: Path) -> None:
    with played(folder):
        for reset in (False, True):
            with pytest.raises(DemoUnusable, match="open already"):
                open_at(folder, HistoryClock(NOW), reset=reset)
    with played(folder) as (desk, _):
        assert desk.conversations.totals().leads


@pytest.mark.parametrize("name", ["carrier.jsonl", "smsdesk.db"])
def test_damaged_files_say_how_to_begin_afresh(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"no such thing\n" * 300)
    with pytest.raises(DemoUnusable, match="smsdesk demo --reset"):
        open_at(folder, HistoryClock(NOW))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DemoUnusable, match=r"folder .* cannot be used"):
        open_at(tmp_path / "file" / "demo", HistoryClock(NOW))


def test_it_has_three_templates_for_a_lead_of_a_webinar(desk: Desk) -> None:
    templates = desk.templates.every()
    assert len(templates) == 3
    number = next(iter(NUMBERS.values()))
    for template in templates:
        assert desk.templates.filled_for(template.text, number).missing == ()
