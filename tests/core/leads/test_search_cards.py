"""Search cards: by which words a contact is found, what it is called, and which signup it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.leads import search_cards
from smsdesk.core.leads.search_cards import (
    card_of,
    card_without_number,
    name_words,
    names_of,
    search_words,
)
from smsdesk.store.tables.leads import LeadRecord
from smsdesk.terms import Code
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def signup(name: str, email: str = "", **more: object) -> LeadRecord:
    one = LeadRecord(1, "f", "", name, email, SARAH, "", SARAH, "Fair", None, 50)
    return one._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("names", "called", "also"), [
    (["Sarah Berg"], "Sarah Berg", ""),
    (["Sarah Berg", "sarah BERG"], "Sarah Berg", ""),
    (["Sarah Berg", "S. Berg", "Sally"], "Sarah Berg", "S. Berg"),
    (["Sarah Berg", "sarah berg", "", "Sally"], "Sarah Berg", "Sally"),
    (["Jos\u00e9", "Jose"], "Jos\u00e9", ""),
    (["", "Sally"], "", "Sally"),
    (["Sarah\nBerg"], "Sarah Berg", ""),
])  # fmt: skip
def test_a_contact_is_called_as_its_newest_signup_and_as_the_newest_that_differs(
    names: list[str], called: str, also: str
) -> None:
    said = names_of([signup(name, id=9 - at) for at, name in enumerate(names)])
    assert (said.name, said.also_known_as) == (called, also)
    assert (said.signups, said.newest_lead_id, said.number) == (len(names), 9, SARAH)


def test_words_of_all_signups_find_a_contact_each_once() -> None:
    rows = [signup("Zo\u00eb Berg", "zoe@berg.example"), signup("Z. Berg", "old@berg.example")]
    found = name_words(rows)
    assert sorted(found) == ["berg", "example", "old", "z", "zoe"]


@pytest.mark.parametrize(("number", "phone", "found"), [
    (SARAH, "", {"4155550111", "14155550111", "5550111", "0111"}),
    (None, "12-34-56-78-90", {"1234567890", "4567890", "7890"}),
    (None, "12", {"12"}),
    (None, "call me", set()),
    (None, "", set()),
])  # fmt: skip
def test_a_number_is_found_by_all_of_it_and_by_its_end(
    number: str | None, phone: str, found: set[str]
) -> None:
    assert set(search_words(number, phone, ()).split()) == found


@given(st.lists(st.sampled_from(["berg", "0111", "zoe", "5550111"])))
def test_no_word_stands_on_a_card_twice(names: list[str]) -> None:
    said = search_words(SARAH, "", names).split()
    assert len(said) == len(set(said))
    assert set(names) <= set(said)


def test_a_card_shows_the_newest_signup_by_when_it_was_made_else_by_when_it_came() -> None:
    dated, undated = signup("A", id=4, signed_up_at=30), signup("B", id=5)
    assert card_of([dated, undated], Code.OK, "a")[:5] == (SARAH, 4, 30, 2, Code.OK)
    assert card_of([undated, dated], Code.OK, "a")[:5] == (SARAH, 5, 50, 2, Code.OK)


@pytest.mark.parametrize(("problem", "code"), [
    ("no_phone", Code.NO_PHONE),
    ("all_zeros", Code.INVALID_PHONE),
    ("rounded", Code.INVALID_PHONE),
])  # fmt: skip
def test_a_lead_without_a_number_is_never_among_those_that_can_be_texted(
    problem: str, code: Code
) -> None:
    card = card_without_number(signup("A", number=None, problem=problem), "a")
    assert (card.number, card.code, card.signups) == (None, code, 1)


def test_what_the_gate_says_is_what_the_card_says_also_of_more_than_fit_one_statement(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_cards, "TOGETHER", 1)
    for number in (SARAH, TOM, ANA):
        desk.leads.add(name=f"Lead {number}", phone=number)
    desk.consent.record_opt_out(TOM)
    assert {hit.number for hit in desk.leads.search("lead").hits} == {SARAH, ANA}
    codes = {hit.number: hit.code for hit in desk.leads.search("lead", left_out=True).hits}
    assert codes[TOM] is desk.contacts.why(TOM).verdict.code is Code.OPTED_OUT
