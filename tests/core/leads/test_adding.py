"""One lead comes in by hand: kept as one from a file is, none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.config import LookupConfig
from smsdesk.core.rules.numbers import NotANumber
from smsdesk.terms import Code
from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_a_lead_is_kept_once_and_shown_as_its_contact_stands(desk: Desk) -> None:
    added = desk.leads.add(name="Sarah Berg", phone="(415) 555-0111", event="Call")
    assert added.is_new
    assert not desk.leads.add(name="Sarah Berg", phone=SARAH, event="Call").is_new
    hit = added.lead
    assert (hit.number, hit.display_phone, hit.sendable, hit.signups) == (
        SARAH, "(415) 555-0111", True, 1,
    )  # fmt: skip
    assert desk.leads.add(name="Sarah Berg", phone=SARAH, event="Webinar").lead.signups == 2
    desk.consent.record_opt_out(SARAH)
    assert desk.leads.add(name="Sarah Berg", phone=SARAH, event="Third").lead.code is Code.OPTED_OUT
    none = desk.leads.add(name="Nobody", phone="").lead
    assert (none.code, none.number) == (Code.NO_PHONE, "")
    zeros = desk.leads.add(name="Zero", phone="000-000-0000").lead
    assert zeros.reason == "not a number: all zeros"


@pytest.mark.parametrize(("phone", "number"), [
    ("cell 415-555-0111", SARAH),
    ("415-555-0111 (mobile)", SARAH),
    ("agent: 415-555-0111", ""),
    ("fax 415-555-0111", ""),
    ("none", ""),
    ("  (415) 555-0111  ", SARAH),
])  # fmt: skip
def test_the_phone_is_read_as_a_cell_of_a_file_is(desk: Desk, phone: str, number: str) -> None:
    assert desk.leads.add(name="Sarah", phone=phone).lead.number == number


def test_two_phones_are_asked_about_and_nothing_is_kept(firm: Firm, desk: Desk) -> None:
    with pytest.raises(NotANumber):
        desk.leads.add(name="Sarah", phone=f"{SARAH}, {TOM}")
    assert firm.rows("SELECT count(*) FROM lead") == [(0,)]


def test_a_remark_that_forbids_texts_opts_out_before_anybody_can_text(
    firm: Firm, desk: Desk
) -> None:
    added = desk.leads.add(name="Sarah", phone="415-555-0111 (do not text)")
    assert added.lead.code is Code.OPTED_OUT
    (told,) = desk.consent.opted_out()
    assert (told.number, told.evidence) == (SARAH, 'the phone reads "415-555-0111 (do not text)"')


def test_the_firms_own_number_is_no_lead_to_text(desk: Desk) -> None:
    assert not desk.leads.add(name="Us", phone=FIRM).lead.sendable


def test_a_new_number_is_looked_up_and_a_known_one_is_not_again(firm: Firm) -> None:
    desk = firm.desk(lookup=LookupConfig(enabled=True))
    desk.leads.add(name="Sarah", phone=SARAH)
    desk.leads.add(name="Sarah again", phone=SARAH)
    desk.leads.add(name="Nobody", phone="n/a")
    assert desk.lookups.waiting() == 1


def test_what_came_by_hand_is_known_when_a_file_brings_it(desk: Desk, tmp_path: Path) -> None:
    desk.leads.add(name="Sarah Berg", phone="(415) 555-0111", email="s@x.example", event="Fair")
    path = tmp_path / "leads.csv"
    path.write_text(
        f"Name,Email,Phone,Event\nsarah BERG,S@x.example,{SARAH},fair\n", encoding="utf-8"
    )
    report = desk.leads.import_file(path, lookup="later")
    assert (report.known, report.imported) == (1, 0)
