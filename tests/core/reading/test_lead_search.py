"""The search for a new conversation: any form of writing, each contact once, sendable ones only."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.carrier.simulator import Behaviour
from smsdesk.core.read_models.leads import Counted
from smsdesk.core.reading.lead_search import MOST_BEYOND
from smsdesk.terms import Code, LineType
from tests.world.examples import examples
from tests.world.firm import Firm, open_firm
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


@pytest.fixture
def people(desk: Desk) -> Desk:
    """A desk with three leads."""
    desk.leads.add(name="Sarah Berg", phone=SARAH, email="s.berg@firm.example", event="Webinar")
    desk.leads.add(name="Müller-Łódź, José", phone="+4915112345678", email="jose+x@mail.example")
    desk.leads.add(name="Tom O'Brien", phone=TOM, email="tom_ob@sub.host.example")
    return desk


def found(desk: Desk, query: str, *, left_out: bool = False) -> list[str]:
    return [hit.name for hit in desk.leads.search(query, left_out=left_out).hits]


@pytest.mark.parametrize("query", [
    "sarah b", "BERG", "berg sarah", "sa be", "s.berg", "berg@firm", "firm.example",
    "(415) 555-0111", "4155550111", "+1 415 555 0111", "415.555.0111", "0111", "5550111",
    "555-01", "14155550111", "  sarah   berg ",
])  # fmt: skip
def test_sarah_berg_is_found(people: Desk, query: str) -> None:
    assert "Sarah Berg" in found(people, query)


@pytest.mark.parametrize(("query", "names"), [
    ("lead 0", ["Lead 07 b", "Lead 0"]),
    ("lead 07", ["Lead 07 b"]),
    ("lead 4", ["Lead 4"]),
    ("lead 2", ["Lead 2nd"]),
    ("lead 021", ["Lead 4"]),  # three digits: of its number, 0213
    ("lead 0213", ["Lead 4"]),
    ("lead", ["Lead 2nd", "Lead 4", "Lead 07 b", "Lead 0"]),
])  # fmt: skip
def test_a_digit_beside_a_name_is_of_the_name_and_not_of_every_number_with_it(
    desk: Desk, clock: MovedClock, query: str, names: list[str]
) -> None:
    for name, phone in (
        ("Lead 0", "+14155550111"),
        ("Lead 07 b", "+14155559876"),
        ("Lead 4", "+14155550213"),
        ("Lead 2nd", "+14155550099"),
    ):
        clock.move(60)
        desk.leads.add(name=name, phone=phone)
        desk.sending.send(phone, "Hi")
    assert found(desk, query) == names
    listed = [row.name for row in desk.conversations.page(limit=10, matching=query)]
    assert listed == names


@pytest.mark.parametrize("query", [
    "arah", "sarah x", "erg", "berg tom", "5501", "1555", "55501110", "sarahberg",
])  # fmt: skip
def test_words_match_from_their_start_and_all_must(people: Desk, query: str) -> None:
    assert "Sarah Berg" not in found(people, query)


@pytest.mark.parametrize("query", [
    "muller", "MÜLLER", "lodz", "jose", "Jos\u0065\u0301", "jose+x", "0151 1234", "15112345678",
    "+49 151", "5678",
])  # fmt: skip
def test_accents_are_folded_and_foreign_numbers_found(people: Desk, query: str) -> None:
    assert found(people, query) == ["Müller-Łódź, José"]


@pytest.mark.parametrize(("name", "queries"), [
    ("Tom O'Brien", ("obrien", "OBRIEN", "obri", "tom obrien", "o'brien", "brien o")),
    ("Tom O\u2019Brien", ("obrien", "o'brien", "o\u2019brien")),
    ("Jean-Luc D'Angelo-Rossi", ("jeanluc", "jean luc", "jean-luc", "luc", "dangelorossi")),
    ("J.R. Smith", ("jr", "j.r.", "jr smith")),
])  # fmt: skip
def test_a_name_is_found_without_the_marks_within_it(
    desk: Desk, name: str, queries: tuple[str, ...]
) -> None:
    desk.leads.add(name=name, phone=TOM)
    desk.leads.add(name="", phone="n/a", email="j.eanluc@o.brien.example")
    desk.sending.send(TOM, "Hi")
    for query in queries:
        assert found(desk, query) == [name], query
        assert [row.name for row in desk.conversations.page(limit=10, matching=query)] == [name]
    assert found(desk, "jeanluc", left_out=True) == [name] * name.startswith("Jean")


@pytest.mark.parametrize("query", ["o'brien", "brien", "tom_ob", "sub.host", "host"])
def test_every_part_of_a_name_or_an_e_mail_begins_a_word(people: Desk, query: str) -> None:
    assert found(people, query) == ["Tom O'Brien"]


@pytest.mark.parametrize("query", ["(415) 555", "4155", "415 555"])
def test_the_beginning_of_a_number(people: Desk, query: str) -> None:
    assert sorted(found(people, query)) == ["Sarah Berg", "Tom O'Brien"]


@pytest.mark.parametrize("query", ["", " ", "s", "4", " s "])
def test_results_come_from_two_characters(people: Desk, query: str) -> None:
    hits = people.leads.search(query, left_out=True)
    assert (hits.hits, hits.total, hits.left_out) == ((), Counted(0), Counted(0))


@pytest.mark.parametrize(
    "query", ['"sarah"', "sarah*", "sarah AND", "NEAR(sarah)", "^sarah", "' --", "a\u19b0b"]
)
def test_no_query_is_an_expression(people: Desk, query: str) -> None:
    people.leads.search(query)
    people.threads.search_messages(query)
    people.conversations.page(matching=query)


def test_a_contact_appears_once_shown_by_its_newest_signup(desk: Desk) -> None:
    desk.leads.add(name="Sally Berger", phone=SARAH, email="old@x.example", event="First")
    desk.leads.add(name="Sarah Berg", phone=SARAH, email="new@x.example", event="Second")
    [hit] = desk.leads.search("sally").hits
    assert (hit.name, hit.email, hit.event, hit.signups) == (
        "Sarah Berg", "new@x.example", "Second", 2,
    )  # fmt: skip
    assert desk.leads.search("x.example").total == Counted(1)


def test_newest_signup_first(desk: Desk, clock: MovedClock) -> None:
    for name, number in (("Ana One", ANA), ("Ana Two", TOM), ("Ana Three", SARAH)):
        desk.leads.add(name=name, phone=number)
        clock.move(10)
    assert found(desk, "ana") == ["Ana Three", "Ana Two", "Ana One"]
    desk.leads.add(name="Ana One", phone=ANA, event="Again")
    assert found(desk, "ana") == ["Ana One", "Ana Three", "Ana Two"]


def test_as_many_as_the_page_holds_and_how_many_there_are(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    rows = "".join(f"Lead {place},+1415{5550000 + place}\n" for place in range(305))
    path.write_text("Name,Phone\n" + rows)
    desk.leads.import_file(path, lookup="later")
    hits = desk.leads.search("lead", limit=20)
    assert (len(hits.hits), hits.total) == (20, Counted(20 + MOST_BEYOND, more=True))
    assert str(hits.beyond) == "more than 150"
    more = desk.leads.search("lead", limit=200)
    assert (len(more.hits), more.total, str(more.beyond)) == (200, Counted(305), "105")
    few = desk.leads.search("lead 30")
    assert (few.total, few.beyond) == (Counted(6), Counted(0))


# -- those left out -----------------------------------------------------------------------------


def left_out(firm: Firm, desk: Desk) -> dict[str, Code]:
    """Make one contact for every reason to be left out; return the expected codes by name."""
    desk.leads.add(name="Lead Nophone", phone="")
    desk.leads.add(name="Lead Zeros", phone="0000000000")
    numbers = {f"Lead {word}": f"+141555501{place}" for place, word in enumerate(
        ("Stopped", "Landline", "Pager", "Asking", "Blocked", "Unreal", "Fine"), start=40
    )}  # fmt: skip
    for name, number in numbers.items():
        desk.leads.add(name=name, phone=number)
    firm.arrive(numbers["Lead Stopped"], "STOP")
    firm.arrive(numbers["Lead Asking"], "please stop texting me")
    firm.is_behind(numbers["Lead Landline"], line_type=LineType.LANDLINE)
    firm.is_behind(numbers["Lead Pager"], line_type=LineType.PAGER)
    firm.is_behind(numbers["Lead Unreal"], valid=False)
    firm.is_behind(numbers["Lead Blocked"], Behaviour.FILTERED)
    desk.background.sync()
    for _ in range(3):
        desk.sending.send(numbers["Lead Blocked"], f"Hi {firm.clock.now():%H%M}")
        firm.clock.move(minutes=90)
        desk.background.sync()
    return {
        "Lead Nophone": Code.NO_PHONE,
        "Lead Zeros": Code.INVALID_PHONE,
        "Lead Stopped": Code.OPTED_OUT,
        "Lead Asking": Code.OPT_OUT_QUESTION,
        "Lead Landline": Code.LANDLINE,
        "Lead Pager": Code.NOT_TEXTABLE,
        "Lead Blocked": Code.AUTO_BLOCKED,
        "Lead Unreal": Code.INVALID_PHONE,
    }


def test_left_out_are_those_who_cannot_be_texted_each_with_its_reason(
    firm: Firm, desk: Desk
) -> None:
    expected = left_out(firm, desk)
    assert found(desk, "lead") == ["Lead Fine"]
    assert desk.leads.search("lead").left_out == Counted(len(expected))
    everyone = desk.leads.search("lead", left_out=True)
    assert {hit.name: hit.code for hit in everyone.hits if not hit.sendable} == expected
    assert everyone.total == Counted(len(expected) + 1)
    reasons = {hit.name: hit.reason for hit in everyone.hits}
    assert all((reasons[name] != "") == (name != "Lead Fine") for name in reasons)
    assert reasons["Lead Stopped"] == "opted out 20 Nov 2026"
    assert reasons["Lead Blocked"] == "blocked: 3 filtered"


def test_start_brings_a_contact_back_into_the_search(
    firm: Firm, people: Desk, clock: MovedClock
) -> None:
    firm.arrive(SARAH, "STOP")
    clock.move(5)
    people.background.sync()
    assert found(people, "sarah") == []
    firm.arrive(SARAH, "START")
    clock.move(5)
    people.background.sync()
    assert found(people, "sarah") == ["Sarah Berg"]


def test_what_a_form_brings_is_kept_as_it_came(desk: Desk) -> None:
    desk.leads.add(name="Eve\x1b[2J\n \u202eil", phone=SARAH, event="Web\x07inar")
    [hit] = desk.leads.search("eve").hits
    assert (hit.name, hit.event) == ("Eve\x1b[2J\n \u202eil", "Web\x07inar")
    assert desk.threads.get(SARAH).head.name == "Eve[2J il"


# -- property -----------------------------------------------------------------------------------

NUMBERS = (SARAH, TOM, ANA)
OPERATIONS = (
    "lead", "stop", "start", "wish", "dismiss", "spoken", "landline", "mobile", "invalid",
    "text", "deliver", "filter", "unblock",
)  # fmt: skip


def operate(firm: Firm, desk: Desk, operation: str, number: str) -> None:
    """Do one of the things that change how a contact stands."""
    now = f"{firm.clock.now():%H%M%S}"

    def be(**person: Any) -> None:
        firm.is_behind(number, **person)
        desk.lookups.recheck(number)

    doings: dict[str, Callable[[], object]] = {
        "lead": lambda: desk.leads.add(name=f"Lead {now}", phone=number),
        "stop": lambda: firm.arrive(number, "STOP"),
        "start": lambda: firm.arrive(number, "START"),
        "wish": lambda: firm.arrive(number, "please stop texting me"),
        "dismiss": lambda: desk.consent.answer_question(number, opt_out=False),
        "spoken": lambda: desk.consent.record_opt_out(number),
        "landline": lambda: be(line_type=LineType.LANDLINE),
        "mobile": lambda: be(line_type=LineType.MOBILE),
        "invalid": lambda: be(valid=False),
        "text": lambda: desk.sending.send(number, f"Hi {now}"),
        "deliver": lambda: firm.is_behind(number, Behaviour.SILENT),
        "filter": lambda: firm.is_behind(number, Behaviour.FILTERED),
        "unblock": lambda: desk.contacts.unblock(number, "asked for"),
    }
    doings[operation]()


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(OPERATIONS), st.sampled_from(NUMBERS)), max_size=14))
def test_the_index_agrees_with_the_gate_after_any_operations(
    template: Path, operations: list[tuple[str, str]]
) -> None:
    with TemporaryDirectory() as folder, open_firm(template, Path(folder)) as firm:
        desk = firm.desk()
        for number in NUMBERS:
            desk.leads.add(name="Lead", phone=number)
        for operation, number in operations:
            operate(firm, desk, operation, number)
            firm.clock.move(20)
            desk.background.sync()
        sendable = {hit.number for hit in desk.leads.search("lead").hits}
        everyone = desk.leads.search("lead", left_out=True).hits
        assert sorted(hit.number for hit in everyone) == sorted(NUMBERS)
        for hit in everyone:
            verdict = desk.sending.check(hit.number, f"Never sent {firm.clock.now()}")
            assert hit.code is verdict.code
            assert hit.sendable == (hit.number in sendable)
        cards = firm.rows("SELECT number, code FROM card")
        assert dict(cards) == {hit.number: hit.code.value for hit in everyone}
