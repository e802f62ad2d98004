"""Leads come in: each kept, none twice, and every row is accounted for."""

from __future__ import annotations

import csv
import gc
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.core.leads import lead_stream
from smsdesk.core.leads.lead_file import Choices, LeadFileError
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


SHEET = (
    "Name,Phone,State,Zip,Country,SMS Opt Out,Approval Status",
    f"Sarah Berg,{SARAH},CA,94941,USA,no,approved",
    f"Tom Reyes,{TOM},NY,10001,USA,yes,denied",
    "No Phone,,,,,,approved",
)


def sheet(folder: Path, *lines: str, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_what_a_row_says_of_place_and_first_name_is_kept(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path,
        "First Name,Last Name,Phone,State,Zip,Country",
        f"Sarah,Berg,{SARAH},CA,94941,United States",
    )
    desk.leads.import_file(path)
    assert firm.rows("SELECT name, first_name, state, zip, country FROM lead") == [
        ("Sarah Berg", "Sarah", "CA", "94941", "US")
    ]


def test_a_row_that_says_no_is_a_lead_that_has_opted_out(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    report = desk.leads.import_file(sheet(tmp_path, *SHEET), lookup="later")
    assert (report.imported, report.opted_out) == (2, 1)
    assert desk.contacts.why(TOM).verdict.code is Code.OPTED_OUT
    assert desk.contacts.why(SARAH).verdict.code is Code.OK
    (told,) = desk.consent.opted_out()
    assert (told.source, told.evidence) == ("list", '"SMS Opt Out" is "yes" (leads.csv, row 3)')
    assert [(one.column, one.value, one.rows) for one in report.doubts] == [
        ("Approval Status", "denied", 1)
    ]


def test_a_start_after_an_import_outlasts_the_same_word_in_the_next_one(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    desk.leads.import_file(sheet(tmp_path, *SHEET), lookup="later")
    moved = sheet(tmp_path, SHEET[0], "New,+14155550199,,,,,", *SHEET[1:], name="again.csv")
    before = firm.rows("SELECT * FROM contact_event")
    desk.leads.import_file(moved, lookup="later")
    assert firm.rows("SELECT * FROM contact_event") == before


def test_rows_are_left_out_where_the_user_says_so(desk: Desk, tmp_path: Path) -> None:
    choices = Choices(skip=(("Approval Status", "Denied"),), event="Fair")
    report = desk.leads.import_file(sheet(tmp_path, *SHEET), choices=choices, lookup="later")
    assert (report.rows, report.imported, report.skipped, report.opted_out) == (3, 1, 1, 0)
    assert desk.leads.search("sarah").hits[0].event == "Fair"


def test_what_came_before_a_broken_row_is_kept(
    firm: Firm, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_stream, "RUN", 5)
    monkeypatch.setattr(lead_stream, "BATCH", 2)
    rows = [f"Lead {place},,+1415555{place:04}," for place in range(200, 207)]
    with pytest.raises(LeadFileError, match="line 9: a quote opens here"):
        desk.leads.import_file(write(tmp_path, *rows, 'Open,"never closed,,'), lookup="later")
    assert firm.rows("SELECT count(*) FROM lead") == [(7,)]
    assert desk.leads.search("lead").total.number == 7


@pytest.mark.parametrize("last", ["Ana,,+14155550199,", 'Open,"never closed,,'])
def test_the_collector_works_as_before_once_a_file_is_in_or_has_broken_off(
    desk: Desk, tmp_path: Path, last: str
) -> None:
    usual = gc.get_threshold()
    during: list[int] = []
    with suppress(LeadFileError):
        desk.leads.import_file(
            write(tmp_path, f"Sarah,,{SARAH},", last),
            lookup="later",
            progress=lambda _read, _of: during.append(gc.get_threshold()[0]),
        )
    assert during
    assert usual[0] not in during
    assert gc.get_threshold() == usual


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
