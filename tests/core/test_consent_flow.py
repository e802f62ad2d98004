"""Opt-out and opt-in as they happen: texts, lists, words on the phone, the carrier's refusals."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firm import SARAH, START, TOM, ZONE, Firm, MovedClock, code_of, open_firm
from smsdesk.carrier.simulator import Behaviour
from smsdesk.core.rules import OPTED_OUT
from smsdesk.desk import Desk
from smsdesk.terms import Code


def hear(firm: Firm, desk: Desk, body: str, number: str = SARAH) -> Code:
    """Let a text arrive a minute later and be taken in; return how the contact stands then."""
    firm.clock.move(minutes=1)
    firm.arrive(number, body)
    firm.clock.move(5)
    desk.sync()
    return code_of(desk, number)


def write_list(folder: Path, *rows: str) -> Path:
    path = folder / "list.csv"
    path.write_text("Phone,Opted out at\n" + "".join(f"{row}\n" for row in rows))
    return path


def on(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


# -- keywords ---------------------------------------------------------------------------------


@pytest.mark.parametrize("keyword", [
    "STOP", "stop", " Stop. ", "STOP ALL", "stopall", "Unsubscribe!", "cancel", "END", "quit",
    "revoke", "opt-out", "OPT OUT", '"stop"', "\uff33\uff34\uff2f\uff30", "s\u200btop",
])  # fmt: skip
def test_an_opt_out_keyword_closes_the_compose_box(firm: Firm, desk: Desk, keyword: str) -> None:
    assert hear(firm, desk, keyword) is Code.OPTED_OUT
    assert desk.thread(SARAH).verdict.message == OPTED_OUT


@pytest.mark.parametrize("body", ["Stop by anytime!", "Quite interested", "Yesterday", "Yes"])
def test_these_are_no_keywords(firm: Firm, desk: Desk, body: str) -> None:
    assert hear(firm, desk, body) is Code.OK
    assert desk.why(SARAH).history == ()


@pytest.mark.parametrize("word", ["START", "start ", "Unstop", "YES", "yes"])
def test_an_opt_in_brings_the_box_back_at_once(firm: Firm, desk: Desk, word: str) -> None:
    hear(firm, desk, "STOP")
    assert hear(firm, desk, word) is Code.OK
    assert desk.send(SARAH, "Welcome back").status == "sent"


@pytest.mark.parametrize("body", ["start again", "START!", "yes please", "unstop me"])
def test_an_opt_in_is_matched_as_twilio_matches_it(firm: Firm, desk: Desk, body: str) -> None:
    hear(firm, desk, "STOP")
    assert hear(firm, desk, body) is Code.OPTED_OUT


def test_yes_lifts_only_an_opt_out_that_twilio_itself_acts_on(firm: Firm, desk: Desk) -> None:
    assert hear(firm, desk, "opt out") is Code.OPTED_OUT
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_yes_does_not_lift_a_spoken_opt_out(firm: Firm, desk: Desk) -> None:
    desk.record_opt_out(SARAH, note="on the phone")
    assert code_of(desk) is Code.OPTED_OUT
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "UNSTOP") is Code.OK


def test_yes_does_not_lift_a_spoken_opt_out_that_follows_a_stop(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    firm.clock.move(minutes=1)
    desk.record_opt_out(SARAH)
    assert hear(firm, desk, "YES") is Code.OPTED_OUT


def test_nobody_can_override_an_opt_out(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    sent = desk.send(SARAH, "Just one more thing")
    assert (sent.status, sent.code, sent.message) == ("blocked", "opted_out", OPTED_OUT)
    assert not desk.unblock(SARAH, "the boss says so")
    desk.recheck(SARAH)
    desk.answer_question(SARAH, opt_out=False)
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


def test_events_can_be_neither_changed_nor_deleted(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    for statement in ("UPDATE contact_event SET kind = 'opt_in'", "DELETE FROM contact_event"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            firm.write(statement)


# -- the question -------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["please stop texting me", "Remove me from your list", "s.t.o.p"])
def test_a_wish_to_stop_is_put_to_an_agent(firm: Firm, desk: Desk, wish: str) -> None:
    assert hear(firm, desk, wish) is Code.OPT_OUT_QUESTION
    question = desk.thread(SARAH).question
    assert question is not None
    assert question.text == wish
    assert desk.send(SARAH, "Sorry?").code == "opt_out_question"


def test_answered_with_opt_out(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me")
    desk.answer_question(SARAH, opt_out=True)
    thread = desk.thread(SARAH)
    assert (thread.verdict.code, thread.question) == (Code.OPTED_OUT, None)
    assert "read as an opt-out by maria" in thread.verdict.evidence
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_answered_with_no_opt_out(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me at work")
    desk.answer_question(SARAH, opt_out=False)
    assert desk.thread(SARAH).question is None
    assert desk.send(SARAH, "Is this number better?").status == "sent"


def test_the_next_wish_is_a_question_of_its_own(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me")
    desk.answer_question(SARAH, opt_out=False)
    assert hear(firm, desk, "I said stop texting me") is Code.OPT_OUT_QUESTION


def test_a_stop_after_the_wish_answers_it(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "please stop texting me")
    assert hear(firm, desk, "STOP") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_an_answer_without_a_question_changes_nothing(firm: Firm, desk: Desk) -> None:
    desk.answer_question(SARAH, opt_out=True)
    assert code_of(desk) is Code.OK
    assert firm.rows("SELECT * FROM contact_event") == []


# -- late, repeated and shuffled ----------------------------------------------------------------


def test_repeated_pages_change_nothing(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    hear(firm, desk, "START")
    before = firm.rows("SELECT * FROM contact_event")
    for _ in range(3):
        report = desk.sync()
        assert (report.received, report.consent_changes) == (0, 0)
    assert firm.rows("SELECT * FROM contact_event") == before


def test_a_late_stop_does_not_undo_a_newer_start(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "START")
    firm.arrive(SARAH, "STOP", at=clock.now() - timedelta(minutes=10))
    desk.sync()
    assert code_of(desk) is Code.OK
    assert len(desk.why(SARAH).history) == 2


def test_a_yes_that_arrives_before_its_older_stop(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    assert hear(firm, desk, "YES") is Code.OK
    firm.arrive(SARAH, "STOP", at=clock.now() - timedelta(minutes=10))
    desk.sync()
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
    desk.sync()
    assert code_of(desk) is Code.OPTED_OUT


TEXTS = ("STOP", "START", "YES", "opt out", "hello", "please stop texting me")


@st.composite
def conversations_told_late(draw: st.DrawFn) -> tuple[list[str], list[int]]:
    said = draw(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=5))
    return said, draw(st.permutations(range(len(said))))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conversations_told_late())
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
                desk.sync()
            thread = desk.thread(SARAH)
            ends.append((thread.verdict.code, [one.text for one in thread.bubbles]))
    assert ends[0] == ends[1]


# -- lists, and the carrier's own ---------------------------------------------------------------


def test_a_dated_row_of_a_list_counts_from_its_date(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    hear(firm, desk, "START")
    older = write_list(tmp_path, f"{SARAH},{on(clock.now() - timedelta(days=3))}")
    assert desk.import_consent(older).recorded == 1
    assert code_of(desk) is Code.OK

    newer = write_list(tmp_path, f"{SARAH},{on(clock.now())}")
    assert desk.import_consent(newer).recorded == 1
    assert code_of(desk) is Code.OPTED_OUT


def test_an_undated_row_counts_from_its_import(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    hear(firm, desk, "START")
    firm.clock.move(minutes=1)
    done = desk.import_consent(write_list(tmp_path, f"{SARAH},", f"{TOM},"))
    assert (done.recorded, done.known, done.unreadable) == (2, 0, ())
    assert code_of(desk) is Code.OPTED_OUT
    assert code_of(desk, TOM) is Code.OPTED_OUT


def test_the_same_list_twice_adds_nothing(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    path = write_list(tmp_path, f"{SARAH},2026-11-01 10:00", f"{TOM},", "12,")
    first = desk.import_consent(path)
    assert (first.recorded, first.known) == (2, 0)
    assert first.unreadable == ((4, "not a number: wrong length"),)
    firm.clock.move(days=1)
    second = desk.import_consent(path)
    assert (second.recorded, second.known) == (0, 2)


def test_yes_does_not_lift_a_list_on_which_they_stand_besides_their_stop(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    hear(firm, desk, "STOP")
    firm.clock.move(minutes=1)
    desk.import_consent(write_list(tmp_path, f"{SARAH},"))
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_everyone_who_is_opted_out_is_listed_with_the_evidence(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    hear(firm, desk, "Stop")
    desk.import_consent(write_list(tmp_path, f"{TOM},2026-11-01 10:00"))
    sarah, tom = desk.consent_list()
    assert (sarah.number, sarah.source, sarah.evidence, sarah.kind) == (
        SARAH, "keyword", "Stop", "opt_out",
    )  # fmt: skip
    assert sarah.sid.startswith("SM")
    assert (tom.number, tom.source, tom.recorded_by) == (TOM, "list", "maria")
    assert tom.happened_at == datetime(2026, 11, 1, 10, tzinfo=ZONE)


def test_21610_is_an_opt_out_that_only_start_lifts(firm: Firm, desk: Desk) -> None:
    """The carrier knows of a STOP that is no longer in its list of messages."""
    firm.is_behind(SARAH)
    stop = firm.arrive(SARAH, "STOP", at=START - timedelta(days=500))
    firm.ledger.delete(stop)
    sent = desk.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.code) == ("refused", "21610")
    assert code_of(desk) is Code.OPTED_OUT
    assert "21610" in desk.thread(SARAH).verdict.evidence
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK
    assert desk.send(SARAH, "Hi again").status == "sent"


def test_30004_from_a_toll_free_number_is_a_network_opt_out(toll_free_firm: Firm) -> None:
    firm = toll_free_firm
    desk = firm.desk()
    firm.is_behind(SARAH, Behaviour.BLOCKED)
    desk.send(SARAH, "Hi Sarah")
    firm.clock.move(60)
    desk.sync()
    assert code_of(desk) is Code.OPTED_OUT
    assert "30004" in desk.thread(SARAH).verdict.evidence


def test_a_tie_goes_to_the_opt_out(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    for body in ("STOP", "START"):
        firm.arrive(SARAH, body, at=clock.now())
    clock.move(5)
    desk.sync()
    assert code_of(desk) is Code.OPTED_OUT
