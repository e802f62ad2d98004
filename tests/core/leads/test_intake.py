"""Leads come in: each kept, none twice, and every row is accounted for."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.errors import DeskError
from smsdesk.terms import Code
from tests.world.examples import examples
from tests.world.firm import Firm, open_firm
from tests.world.people import ANA, SARAH, TOM, ZONE

if TYPE_CHECKING:
    from smsdesk.core.read_models.leads import ImportReport
    from smsdesk.desk import Desk

HEADER = "Name,Email,Phone,Event,Signed up at\n"


def write(folder: Path, *rows: str, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def everything(firm: Firm) -> list[list[tuple[object, ...]]]:
    """Return what the database holds of leads."""
    return [
        firm.rows("SELECT * FROM lead"),
        firm.rows("SELECT * FROM contact"),
        firm.rows("SELECT * FROM card"),
        firm.rows("SELECT * FROM contact_event"),
        firm.rows("SELECT * FROM conversation"),
    ]


def test_the_same_file_twice_adds_nothing(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Sarah Berg,sarah@berg.example,(415) 555-0111,Webinar,2026-11-01 10:00",
        "Nobody,no@phone.example,,Webinar,",
        "Zero,z@zero.example,0000000000,Webinar,",
    )
    first = desk.leads.import_file(path)
    assert (first.rows, first.imported, first.known) == (3, 1, 0)
    before = everything(firm)
    second = desk.leads.import_file(path)
    assert (second.rows, second.imported, second.known, second.new_contacts) == (3, 0, 3, 0)
    assert second.lookups_queued == 0
    assert everything(firm) == before


@pytest.mark.parametrize(("phone", "reason"), [
    ("call me", "not_a_number"),
    ("12345", "wrong_length"),
    ("0000000000", "all_zeros"),
    ("5555555555", "one_digit_repeated"),
    ("1234567890", "sequential"),
    ("0123456789", "sequential"),
    ("9876543210", "sequential"),
    ("2345678901", "sequential"),
    ("+19995550100", "impossible_in_region"),
])  # fmt: skip
def test_a_phone_that_is_none_is_kept_with_its_reason(
    firm: Firm, desk: Desk, tmp_path: Path, phone: str, reason: str
) -> None:
    report = desk.leads.import_file(write(tmp_path, f"Lead,lead@example.com,{phone},,"))
    assert report.invalid == {reason: 1}
    assert firm.rows("SELECT name, phone, problem, number FROM lead") == [
        ("Lead", phone, reason, None)
    ]
    [hit] = desk.leads.search("lead@example", left_out=True).hits
    assert (hit.code, hit.phone, hit.number, hit.sendable) == (
        Code.INVALID_PHONE, phone, "", False,
    )  # fmt: skip
    assert hit.reason.startswith("not a number")
    assert desk.leads.search("lead@example").hits == ()


def test_a_lead_without_a_phone_is_kept(desk: Desk, tmp_path: Path) -> None:
    report = desk.leads.import_file(write(tmp_path, "Lead,lead@example.com,n/a,,"))
    assert (report.without_phone, report.invalid) == (1, {})
    [hit] = desk.leads.search("lead", left_out=True).hits
    assert (hit.code, hit.reason) == (Code.NO_PHONE, "no phone")


def test_three_signups_are_three_leads_and_one_contact(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    report = desk.leads.import_file(
        write(
            tmp_path,
            f"Sarah B. Berg,old@berg.example,{SARAH},First,2026-09-01 10:00",
            "Sarah Berg,sarah@berg.example,(415) 555-0111,Third,2026-11-01 10:00",
            "sarah berg,sarah@berg.example,1-415-555-0111,Second,2026-10-01 10:00",
        )
    )
    assert (report.imported, report.new_contacts) == (3, 1)
    head = desk.threads.get(SARAH).head
    assert (head.name, head.also_known_as, head.event) == ("Sarah Berg", "Sarah B. Berg", "Third")
    assert [signup.event for signup in head.signups] == ["Third", "Second", "First"]
    [hit] = desk.leads.search("old@berg").hits
    assert (hit.name, hit.event, hit.signups) == ("Sarah Berg", "Third", 3)
    assert desk.conversations.totals().leads == 3


def test_without_dates_the_newest_signup_is_the_one_imported_last(
    desk: Desk, tmp_path: Path
) -> None:
    desk.leads.import_file(
        write(tmp_path, f"First,,{SARAH},A,", f"Second,,{SARAH},B,", f"Third,,{SARAH},C,")
    )
    assert desk.threads.get(SARAH).head.name == "Third"
    desk.leads.import_file(write(tmp_path, f"Dated,,{SARAH},D,2020-01-01 10:00", name="b.csv"))
    assert desk.threads.get(SARAH).head.name == "Dated"


def test_times_without_a_zone_are_the_agents(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    desk.leads.import_file(write(tmp_path, f"Sarah,,{SARAH},,2026-11-01 10:00"))
    [signup] = desk.threads.get(SARAH).head.signups
    assert signup.signed_up_at == datetime(2026, 11, 1, 10, tzinfo=ZONE)
    assert signup.signed_up_at.tzinfo is UTC


def test_a_dry_run_writes_nothing(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    before = everything(firm), firm.rows("SELECT * FROM note")
    report = desk.leads.import_file(
        write(tmp_path, f"Sarah,,{SARAH},,", "Zero,,0000000,,"), dry_run=True
    )
    assert (report.rows, report.imported, report.lookups_queued) == (2, 1, 1)
    assert (everything(firm), firm.rows("SELECT * FROM note")) == before
    assert desk.lookups.waiting() == 0


def test_rejects_come_with_a_reason_and_their_own_columns(desk: Desk, tmp_path: Path) -> None:
    source = write(
        tmp_path,
        f"Sarah,s@x.example,{SARAH},Webinar,",
        "Zero,z@x.example,0000000000,Webinar,",
        "None,n@x.example,,Webinar,",
        "Too,many,cells,in,this,row,here",
    )
    rejects = tmp_path / "rejects.csv"
    report = desk.leads.import_file(source, rejects=rejects)
    assert report.invalid == {"all_zeros": 1, "unreadable_row": 1}
    with rejects.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    assert header[:5] == HEADER.strip().split(",")
    assert [row[0] for row in rows] == ["Zero", "None", "Too"]
    assert "all zeros" in " ".join(rows[0])
    assert "no phone on file" in " ".join(rows[1])


def test_progress_is_told_to_the_end(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, *(f"Lead {place},,+1415555{place:04}," for place in range(2100)))
    told: list[tuple[int, int | None]] = []
    desk.leads.import_file(path, lookup="later", progress=lambda done, of: told.append((done, of)))
    assert len(told) == 4
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_one_lead_by_hand(firm: Firm, desk: Desk) -> None:
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


# -- properties ---------------------------------------------------------------------------------

rows_of_a_file = st.lists(
    st.tuples(
        st.sampled_from(["Sarah Berg", "sarah berg", "Tom Reyes", ""]),
        st.sampled_from([SARAH, "(415) 555-0111", TOM, "", "n/a", "1234567890", "12", "abc"]),
        st.sampled_from(["A", "B", ""]),
        st.sampled_from(["", "2026-11-01 10:00"]),
    ).map(lambda row: f"{row[0]},,{row[1]},{row[2]},{row[3]}"),
    min_size=1,
    max_size=12,
)


def accounted(report: ImportReport) -> int:
    kept = report.imported + report.known + report.without_phone
    return kept + sum(report.invalid.values())


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows_of_a_file, rows_of_a_file)
def test_a_dry_run_foretells_the_numbers_and_every_row_is_in_one_count(
    template: Path, first: list[str], second: list[str]
) -> None:
    with TemporaryDirectory() as folder, open_firm(template, Path(folder)) as firm:
        desk = firm.desk()
        for rows in (first, second):
            path = write(Path(folder), f"Ana,,{ANA},,", *rows)
            foretold = desk.leads.import_file(path, dry_run=True)
            real = desk.leads.import_file(path)
            assert foretold == real
            assert accounted(real) == real.rows
        stored = firm.rows("SELECT count(*), count(DISTINCT fingerprint) FROM lead")
        assert stored == [(desk.conversations.totals().leads, desk.conversations.totals().leads)]


def test_the_list_that_is_imported_is_never_replaced_by_its_rejects(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    source = tmp_path / "leads.csv"
    source.write_text(HEADER + "Nobody,nobody@example.org,,,\n", encoding="utf-8")
    before = source.read_bytes()
    with pytest.raises(DeskError, match="name another file"):
        desk.leads.import_file(source, rejects=source)
    assert source.read_bytes() == before
    assert desk.conversations.totals().leads == 0
