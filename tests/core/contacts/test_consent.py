"""Opt-out and opt-in as people text them: keywords, wishes, and pages that come late."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from smsdesk.config import OptOutConfig
from smsdesk.core.contacts import consent
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.send_rules import OPTED_OUT
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.times import to_us
from smsdesk.terms import Code
from tests.world.clocks import START, MovedClock
from tests.world.examples import examples
from tests.world.firm import Firm, code_of, hear, open_firm
from tests.world.people import SARAH, ZONE
from tests.world.told_late import told_late

if TYPE_CHECKING:
    from smsdesk.desk import Desk


SECOND = 1_000_000


# -- keywords ---------------------------------------------------------------------------------


@pytest.mark.parametrize("keyword", [
    "STOP", "stop", " Stop. ", "STOP ALL", "stopall", "Unsubscribe!", "cancel", "END", "quit",
    "revoke", "opt-out", "OPT OUT", '"stop"', "\uff33\uff34\uff2f\uff30", "s\u200btop",
])  # fmt: skip
def test_an_opt_out_keyword_closes_the_compose_box(firm: Firm, desk: Desk, keyword: str) -> None:
    assert hear(firm, desk, keyword) is Code.OPTED_OUT
    assert desk.threads.get(SARAH).verdict.message == OPTED_OUT


@pytest.mark.parametrize("body", ["Stop by anytime!", "Quite interested", "Yesterday", "Yes"])
def test_these_are_no_keywords(firm: Firm, desk: Desk, body: str) -> None:
    assert hear(firm, desk, body) is Code.OK
    assert desk.contacts.why(SARAH).history == ()


@pytest.mark.parametrize("word", ["START", "start ", "Unstop", "YES", "yes"])
def test_an_opt_in_brings_the_box_back_at_once(firm: Firm, desk: Desk, word: str) -> None:
    hear(firm, desk, "STOP")
    assert hear(firm, desk, word) is Code.OK
    assert desk.sending.send(SARAH, "Welcome back").status == "sent"


@pytest.mark.parametrize("body", ["start again", "START!", "yes please", "unstop me"])
def test_an_opt_in_is_matched_as_twilio_matches_it(firm: Firm, desk: Desk, body: str) -> None:
    hear(firm, desk, "STOP")
    assert hear(firm, desk, body) is Code.OPTED_OUT


def test_yes_lifts_only_an_opt_out_that_twilio_itself_acts_on(firm: Firm, desk: Desk) -> None:
    assert hear(firm, desk, "opt out") is Code.OPTED_OUT
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_yes_does_not_lift_a_spoken_opt_out(firm: Firm, desk: Desk) -> None:
    desk.consent.record_opt_out(SARAH, note="on the phone")
    assert code_of(desk) is Code.OPTED_OUT
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "UNSTOP") is Code.OK


@pytest.mark.parametrize("body", ["AUS", " aus! ", "A-U-S", "no \u00e7a", "NO \u00c7A."])
def test_the_firm_has_keywords_of_its_own(firm: Firm, body: str) -> None:
    desk = firm.desk(optout=OptOutConfig(("Aus", "No \u00e7a")))
    assert hear(firm, desk, body) is Code.OPTED_OUT
    assert desk.threads.get(SARAH).verdict.message == OPTED_OUT
    assert hear(firm, desk, "YES") is Code.OPTED_OUT, "Twilio's own words alone"
    assert hear(firm, desk, "START") is Code.OK
    assert hear(firm, desk, "I am aus Wien") is Code.OK


def test_a_word_that_is_the_firms_own_ends_the_conversation_and_outlives_a_purge(
    firm: Firm,
) -> None:
    desk = firm.desk(optout=OptOutConfig(("AUS",)))
    hear(firm, desk, "Aus!")
    [row] = desk.conversations.rows()
    assert row.state == "done"
    desk.purging.purge(number=SARAH)
    assert firm.rows("SELECT evidence FROM contact_event") == [("aus",)]
    assert code_of(desk) is Code.OPTED_OUT


def test_without_such_a_setting_it_is_a_word_like_any(firm: Firm, desk: Desk) -> None:
    assert hear(firm, desk, "AUS") is Code.OK


def test_yes_does_not_lift_a_spoken_opt_out_that_follows_a_stop(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    firm.clock.move(minutes=1)
    desk.consent.record_opt_out(SARAH)
    assert hear(firm, desk, "YES") is Code.OPTED_OUT


def test_nobody_can_override_an_opt_out(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    sent = desk.sending.send(SARAH, "Just one more thing")
    assert (sent.status, sent.code, sent.message) == ("blocked", "opted_out", OPTED_OUT)
    assert not desk.contacts.unblock(SARAH, "the boss says so")
    desk.lookups.recheck(SARAH)
    desk.consent.answer_question(SARAH, opt_out=False)
    assert code_of(desk) is Code.OPTED_OUT
    assert firm.at_carrier(SARAH) == []


def test_every_change_is_an_event_with_its_text(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "stop")
    hear(firm, desk, "START")
    events = firm.rows(
        "SELECT kind, source, evidence, message_id IS NOT NULL, sid <> '' FROM contact_event"
        " ORDER BY happened_at"
    )
    assert events == [
        ("opt_out", "keyword", "stop", 1, 1),
        ("opt_in", "keyword", "START", 1, 1),
    ]


def test_every_event_keeps_when_it_happened_when_it_was_recorded_and_by_whom(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The firm answers for them before a court: what was said, and who wrote it down."""
    firm.arrive(SARAH, "please stop texting me")
    clock.move(5)
    desk.background.sync()
    desk.consent.answer_question(SARAH, opt_out=False)
    clock.move(5)
    desk.consent.record_opt_out(SARAH, note="on the phone")
    clock.move(65)
    firm.sent_elsewhere(SARAH, code=21610, ago=timedelta(seconds=60))
    desk.background.sync()
    events = firm.rows(
        "SELECT kind, source, happened_at, recorded_at, recorded_by, evidence, message_id > 0"
        " FROM contact_event ORDER BY id"
    )
    began = to_us(START)
    assert [(*one[:2], one[2] - began, one[3] - began, *one[4:]) for one in events] == [
        ("question", "keyword", 0, 5 * SECOND, "", "please stop texting me", 1),
        ("question_dismissed", "question", 5 * SECOND, 5 * SECOND, "maria",
         "please stop texting me", 1),
        ("opt_out", "spoken", 10 * SECOND, 10 * SECOND, "maria", "on the phone", 1),
        ("opt_out", "carrier", 15 * SECOND, 75 * SECOND, "", "21610", 1),
    ]  # fmt: skip


def test_events_can_be_neither_changed_nor_deleted(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    for statement in ("UPDATE contact_event SET kind = 'opt_in'", "DELETE FROM contact_event"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            firm.write(statement)


# -- the question -------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["please stop texting me", "Remove me from your list", "s.t.o.p"])
def test_a_wish_to_stop_is_put_to_an_agent(firm: Firm, desk: Desk, wish: str) -> None:
    assert hear(firm, desk, wish) is Code.OPT_OUT_QUESTION
    question = desk.threads.get(SARAH).question
    assert question is not None
    assert question.text == wish
    assert desk.sending.send(SARAH, "Sorry?").code == "opt_out_question"


def test_answered_with_opt_out(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me")
    desk.consent.answer_question(SARAH, opt_out=True)
    thread = desk.threads.get(SARAH)
    assert (thread.verdict.code, thread.question) == (Code.OPTED_OUT, None)
    assert "read as an opt-out by maria" in thread.verdict.evidence
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_answered_with_no_opt_out(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me at work")
    desk.consent.answer_question(SARAH, opt_out=False)
    assert desk.threads.get(SARAH).question is None
    assert desk.sending.send(SARAH, "Is this number better?").status == "sent"


def test_the_next_wish_is_a_question_of_its_own(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me")
    desk.consent.answer_question(SARAH, opt_out=False)
    assert hear(firm, desk, "I said stop texting me") is Code.OPT_OUT_QUESTION


def test_a_stop_after_the_wish_answers_it(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me")
    assert hear(firm, desk, "STOP") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_an_answer_without_a_question_changes_nothing(firm: Firm, desk: Desk) -> None:
    desk.consent.answer_question(SARAH, opt_out=True)
    assert code_of(desk) is Code.OK
    assert firm.rows("SELECT * FROM contact_event") == []


# -- late, repeated and shuffled ----------------------------------------------------------------


def test_repeated_pages_change_nothing(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    hear(firm, desk, "START")
    before = firm.rows("SELECT * FROM contact_event")
    for _ in range(3):
        report = desk.background.sync()
        assert (report.received, report.consent_changes) == (0, 0)
    assert firm.rows("SELECT * FROM contact_event") == before


def test_a_late_stop_does_not_undo_a_newer_start(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "START")
    firm.arrive(SARAH, "STOP", at=clock.now() - timedelta(minutes=10))
    desk.background.sync()
    assert code_of(desk) is Code.OK
    assert len(desk.contacts.why(SARAH).history) == 2


def test_a_yes_that_arrives_before_its_older_stop(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    assert hear(firm, desk, "YES") is Code.OK
    firm.arrive(SARAH, "STOP", at=clock.now() - timedelta(minutes=10))
    desk.background.sync()
    assert code_of(desk) is Code.OK
    assert hear(firm, desk, "STOP") is Code.OPTED_OUT


def test_an_opt_out_from_before_a_yes_that_comes_after_it(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """Twilio does not act on "opt out", so the YES after it means nothing."""
    hear(firm, desk, "STOP")
    clock.move(minutes=10)
    assert hear(firm, desk, "YES") is Code.OK
    firm.arrive(SARAH, "opt out", at=clock.now() - timedelta(minutes=5))
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT


@pytest.mark.parametrize("said", ["Hello", "yes please", "START!"])
def test_a_late_stop_gives_no_meaning_to_anything_but_a_yes(
    firm: Firm, desk: Desk, clock: MovedClock, said: str
) -> None:
    hear(firm, desk, said)
    firm.arrive(SARAH, "STOP", at=clock.now() - timedelta(minutes=10))
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT


def test_nor_to_a_yes_of_ours(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.sending.send(SARAH, "Yes")
    firm.arrive(SARAH, "STOP", at=clock.now() - timedelta(minutes=10))
    clock.move(5)
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT


def test_nor_to_one_that_was_there_before_it(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "YES")
    assert hear(firm, desk, "STOP") is Code.OPTED_OUT


def test_a_yes_that_comes_late_is_judged_by_what_was_before_it(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    began = clock.now()
    hear(firm, desk, "opt out")
    clock.move(minutes=10)
    assert hear(firm, desk, "STOP") is Code.OPTED_OUT
    firm.arrive(SARAH, "YES", at=began + timedelta(minutes=5))
    desk.background.sync()
    assert firm.rows("SELECT evidence FROM contact_event ORDER BY id") == [("opt out",), ("STOP",)]


def test_a_yes_that_turns_out_to_mean_nothing_answers_no_question(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """It came before the START that takes its meaning: the wish to stop in between stays open."""
    began = clock.now()
    hear(firm, desk, "STOP")
    clock.move(minutes=10)
    assert hear(firm, desk, "YES") is Code.OK
    firm.arrive(SARAH, "START", at=began + timedelta(minutes=2))
    firm.arrive(SARAH, "please stop texting me", at=began + timedelta(minutes=4))
    desk.background.sync()
    assert code_of(desk) is Code.OPT_OUT_QUESTION


TEXTS = ("STOP", "START", "YES", "opt out", "hello", "please stop texting me")


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_late(TEXTS, at_least=2))
def test_the_order_in_which_the_carrier_tells_of_texts_changes_nothing(
    template: Path, told: tuple[list[str], list[int]]
) -> None:
    """However late a text comes to us, the contact stands as if all had come in time."""
    said, order = told
    ends = []
    for arrivals in (range(len(said)), order):
        with TemporaryDirectory() as folder, open_firm(template, Path(folder)) as firm:
            desk = firm.desk()
            firm.clock.move(minutes=10)
            for place in arrivals:
                firm.arrive(SARAH, said[place], at=START + timedelta(minutes=place))
                desk.background.sync()
            thread = desk.threads.get(SARAH)
            ends.append((thread.verdict.code, [one.text for one in thread.bubbles]))
    assert ends[0] == ends[1]


@pytest.mark.parametrize("way", ["spoken", "question", "undated", "today", "timed"])
def test_an_agent_s_opt_out_wins_against_a_start_on_record_though_the_clock_was_set_back(
    firm: Firm, clock: MovedClock, tmp_path: Path, way: str
) -> None:
    hear(firm, firm.desk(), "please stop texting me" if way == "question" else "Hi")
    assert hear(firm, firm.desk(), "START") is not Code.OPTED_OUT
    clock.move(60)
    today = clock.now().astimezone(ZONE)
    clock.boot = "started anew, with a wrong clock"
    clock.set_back(3 * 86_400)
    desk = firm.desk()
    rows = {"undated": "", "today": f"{today:%Y-%m-%d}", "timed": f"{today:%Y-%m-%d %H:%M:%S}"}
    if way in rows:
        (tmp_path / "list.csv").write_text(f"Phone,Opted out at\n{SARAH},{rows[way]}\n")
        done = desk.consent.import_list(tmp_path / "list.csv")
        assert (done.recorded, done.opted_in_since) == (1, 0)
    elif way == "spoken":
        desk.consent.record_opt_out(SARAH)
    else:
        firm.arrive(SARAH, "please stop texting me", at=clock._now)
        desk.background.sync()
        desk.consent.answer_question(SARAH, opt_out=True)
    assert code_of(desk) is Code.OPTED_OUT
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT, "also once the carrier has told the time"


def test_a_tie_goes_to_the_opt_out(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    for body in ("STOP", "START"):
        firm.arrive(SARAH, body, at=clock.now())
    clock.move(5)
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT


# -- what a list has said before ------------------------------------------------------------------

SAID = "keyword (list.csv, row 7)"
MOMENT = timedelta(microseconds=1)


def on_record(at: datetime, **changes: Any) -> EventRecord:
    """An opt-out that a list has told, as of a moment."""
    event = EventRecord(
        number=SARAH,
        kind=EventKind.OPT_OUT,
        source=EventSource.LIST,
        happened_at=to_us(at),
        recorded_at=to_us(START + timedelta(days=30)),
        evidence=SAID,
    )
    return replace(event, **changes)


@pytest.mark.parametrize(("at", "known"), [
    (START - MOMENT, False),
    (START, True),
    (START + timedelta(hours=12), True),  # as of its import, on the day itself
    (START + timedelta(days=1) - MOMENT, True),
    (START + timedelta(days=1), False),
])  # fmt: skip
def test_a_row_with_a_day_is_known_by_what_was_said_of_that_day(at: datetime, known: bool) -> None:
    end = START + timedelta(days=1) - MOMENT
    assert consent.is_listed([on_record(at)], end, SAID, whole_day=True) is known
    assert not consent.is_listed([on_record(at)], end, "other words", whole_day=True)


@pytest.mark.parametrize(("at", "known"), [
    (START - MOMENT, False), (START, True), (START + MOMENT, False),
])  # fmt: skip
@pytest.mark.parametrize("said", [SAID, "other words"])
def test_a_row_with_a_time_is_known_by_its_time_whatever_it_says(
    at: datetime, known: bool, said: str
) -> None:
    assert consent.is_listed([on_record(at)], START, said, whole_day=False) is known


@pytest.mark.parametrize(("said", "known"), [
    (SAID, True),
    ("keyword (of Monday (2).csv, row 1234)", True),  # in whatever file and row
    ("keyword", True),
    ("other words (list.csv, row 7)", False),
])  # fmt: skip
def test_a_row_without_a_date_is_known_by_its_words(said: str, known: bool) -> None:
    told = [on_record(START - timedelta(days=400))]
    assert consent.is_listed(told, None, said, whole_day=False) is known


@pytest.mark.parametrize("changes", [
    {"kind": EventKind.OPT_IN}, {"source": EventSource.SPOKEN}, {"source": EventSource.KEYWORD},
])  # fmt: skip
def test_only_an_opt_out_by_a_list_is_what_a_list_has_said(changes: dict[str, Any]) -> None:
    told = [on_record(START, **changes)]
    assert not consent.is_listed(told, START, SAID, whole_day=False)
    assert not consent.is_listed(told, None, SAID, whole_day=False)
