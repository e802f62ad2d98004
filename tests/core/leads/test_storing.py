"""Signups go into the database each once, with contact and card: run by run, or one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.context import writing
from smsdesk.core.leads import lead_stream
from smsdesk.core.leads.lead_row import LeadRow
from smsdesk.core.leads.preparing import ReadLead, read_lead
from smsdesk.core.leads.storing import Kept, keep, only_new
from smsdesk.core.rules.phone import Phone
from smsdesk.terms import PhoneProblem
from tests.world.firm import context_of
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

HEADER = "Name,Email,Phone,Event,Registration Time\n"


@pytest.fixture(autouse=True)
def _small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_stream, "RUN", 5)
    monkeypatch.setattr(lead_stream, "BATCH", 2)


def write(folder: Path, *rows: str) -> Path:
    path = folder / "leads.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def test_signups_of_one_number_meet_across_transactions_and_runs(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [
        f"Sarah {day},s@x.example,{SARAH if day % 3 else TOM},Webinar {day},2026-11-{day:02}"
        for day in range(1, 14)
    ]
    report = desk.leads.import_file(write(tmp_path, *rows), lookup="later")
    assert (report.rows, report.imported, report.new_contacts) == (13, 13, 2)
    assert desk.threads.get(SARAH).head.name == "Sarah 13"
    assert [hit.signups for hit in desk.leads.search("sarah").hits] == [9, 4]
    assert len(desk.leads.search("4155550122").hits) == 1


def test_without_times_a_later_row_is_the_newer_one(desk: Desk, tmp_path: Path) -> None:
    rows = [f"Lead {place},,+1415555{9999 - place:04}," for place in range(12)]
    desk.leads.import_file(write(tmp_path, *rows), lookup="later")
    assert [hit.name for hit in desk.leads.search("lead").hits] == [
        f"Lead {place}" for place in reversed(range(12))
    ]


@pytest.mark.sqlite_only
def test_the_search_index_holds_what_the_cards_hold(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    rows = [f"Lead {place},l{place}@x.example,{phone},," for place, phone in enumerate(
        [SARAH, "", "1234567890", TOM, SARAH, "n/a", ANA]
    )]  # fmt: skip
    for _ in range(2):
        desk.leads.import_file(write(tmp_path, *rows), lookup="later")
    sendable = firm.rows("SELECT rank FROM card WHERE code = 'ok' ORDER BY rank")
    left_out = firm.rows("SELECT rank FROM card WHERE code <> 'ok' ORDER BY rank")
    assert (len(sendable), len(left_out)) == (3, 3)
    assert sendable == firm.rows(
        "SELECT rowid FROM card_sendable WHERE card_sendable MATCH 'lead' ORDER BY rowid"
    )
    assert left_out == firm.rows(
        "SELECT rowid FROM card_left_out WHERE card_left_out MATCH 'lead' ORDER BY rowid"
    )


def signup(name: str, number: str, *, phone: str = "") -> ReadLead:
    read = Phone(number, None if number else PhoneProblem.WRONG_LENGTH)
    return read_lead(LeadRow(0, name, "", phone or number, read, "Fair", None, ""), 50)


BATCH = (
    signup("Sarah", SARAH), signup("SARAH", SARAH), signup("Sally", SARAH), signup("Tom", TOM),
    signup("", "", phone="12"), signup("", "", phone="12"), signup("", "", phone="13"),
)  # fmt: skip


def test_a_signup_is_kept_once_also_where_it_comes_twice_together(firm: Firm, desk: Desk) -> None:
    with writing(context_of(desk)) as work:
        first = keep(work, BATCH)
    with writing(context_of(desk)) as work:
        again = keep(work, BATCH)
    assert [(one.lead.name, one.lead.phone) for one in first.fresh] == [
        ("Sarah", SARAH), ("Sally", SARAH), ("Tom", TOM), ("", "12"), ("", "13"),
    ]  # fmt: skip
    assert first.new_contacts == {SARAH, TOM}
    assert firm.rows("SELECT id FROM lead ORDER BY id") == [(one,) for one in first.ids]
    assert again == Kept([], frozenset(), [])
    assert firm.rows("SELECT count(*) FROM card") == [(4,)]


def test_what_is_new_is_foretold_without_a_trace(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Sarah", phone=SARAH, event="Fair")
    with context_of(desk).database.read() as connection:
        told = only_new(connection, BATCH)
    assert (len(told.fresh), told.new_contacts, len(told.ids)) == (4, frozenset({TOM}), 0)
    assert firm.rows("SELECT count(*) FROM lead") == [(1,)]


def test_a_new_contact_reads_as_one_whose_signups_came_one_by_one(firm: Firm, desk: Desk) -> None:
    said = "SELECT number, name, also_known_as, signups FROM contact"
    with writing(context_of(desk)) as work:
        keep(work, BATCH[:3])
    together = firm.rows(said)
    for name in ("Sarah", "SARAH", "Sally"):
        with writing(context_of(desk)) as work:
            keep(work, [signup(name, ANA)])
    assert together == [(SARAH, "Sally", "Sarah", 2)]
    assert (ANA, *together[0][1:]) in firm.rows(said)
