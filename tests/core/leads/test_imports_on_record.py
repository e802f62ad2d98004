"""Imports are on record and can be taken back; what a file says of consent is kept for ever."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from smsdesk.cli.json_shapes import LEAD_COLUMNS, lead_cells
from smsdesk.core.leads.lead_file import Choices
from smsdesk.core.spreadsheets.errors import LeadFileError
from smsdesk.desk import DeskError
from smsdesk.terms import Code
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

TABLES = ("lead", "contact", "card", "contact_event", "conversation")
SHEET = (
    "Name,Phone,State,Zip,Country,SMS Opt Out,Approval Status",
    f"Sarah Berg,{SARAH},CA,94941,USA,no,approved",
    f"Tom Reyes,{TOM},NY,10001,USA,yes,denied",
    "No Phone,,,,,,approved",
)


def write(folder: Path, *lines: str, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows_of(firm: Firm, tables: tuple[str, ...] = TABLES) -> list[list[tuple[object, ...]]]:
    return [firm.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608


def test_what_a_row_says_of_place_and_first_name_is_kept(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    path = write(
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
    report = desk.leads.import_file(write(tmp_path, *SHEET), lookup="later")
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
    desk.leads.import_file(write(tmp_path, *SHEET), lookup="later")
    moved = write(tmp_path, SHEET[0], "New,+14155550199,,,,,", *SHEET[1:], name="again.csv")
    before = firm.rows("SELECT * FROM contact_event")
    desk.leads.import_file(moved, lookup="later")
    assert firm.rows("SELECT * FROM contact_event") == before


def test_rows_are_left_out_where_the_user_says_so(desk: Desk, tmp_path: Path) -> None:
    choices = Choices(skip=(("Approval Status", "Denied"),), event="Fair")
    report = desk.leads.import_file(write(tmp_path, *SHEET), choices=choices, lookup="later")
    assert (report.rows, report.imported, report.skipped, report.opted_out) == (3, 1, 1, 0)
    assert desk.leads.search("sarah").hits[0].event == "Fair"


def many(folder: Path, out: int, of: int) -> Path:
    lines = [f"Lead {n},+1415555{1000 + n},{'no' if n < out else 'yes'}" for n in range(of)]
    return write(folder, "Name,Phone,OK to text?", *lines)


def test_many_opt_outs_are_asked_about_before_anything_goes_in(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    path = many(tmp_path, 60, 200)
    with pytest.raises(LeadFileError, match=r'would opt out 60 of its 200 .*--opt-out-column "OK'):
        desk.leads.import_file(path, lookup="later")
    assert desk.conversations.totals().leads == 0
    asked = []

    def no(ahead: object) -> bool:
        asked.append(ahead)
        return False

    with pytest.raises(LeadFileError, match="nothing was imported"):
        desk.leads.import_file(path, lookup="later", confirm_opt_outs=no)
    assert len(asked) == 1
    said = Choices(opt_out_columns=("OK to text?",))
    report = desk.leads.import_file(path, choices=said, lookup="later")
    assert (report.imported, report.opted_out) == (200, 60)


@pytest.mark.parametrize(("out", "of"), [(50, 100), (60, 320)])
def test_few_opt_outs_or_a_small_share_are_not(
    desk: Desk, tmp_path: Path, out: int, of: int
) -> None:
    report = desk.leads.import_file(many(tmp_path, out, of), lookup="later")
    assert report.opted_out == out


def test_an_import_is_taken_back_without_a_trace_among_the_leads(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    desk.leads.import_file(write(tmp_path, "Name,Phone", f"Sarah B.,{SARAH}", name="old.csv"))
    before = rows_of(firm, ("lead", "card"))
    report = desk.leads.import_file(write(tmp_path, *SHEET), lookup="later")
    assert desk.conversations.totals().leads == 4
    assert desk.leads.undo(report.import_id) == 3
    assert rows_of(firm, ("lead", "card")) == before
    assert desk.conversations.totals().leads == 1
    assert desk.leads.search("tom", left_out=True).hits == ()
    assert desk.leads.search("no phone", left_out=True).hits == ()
    assert desk.threads.get(SARAH).head.name == "Sarah B."
    assert desk.contacts.why(TOM).verdict.code is Code.OPTED_OUT  # consent stays
    newest, oldest = desk.leads.imports()
    assert (newest.id, newest.file, newest.leads) == (report.import_id, "leads.csv", 3)
    assert newest.undone_at is not None
    assert oldest.undone_at is None
    with pytest.raises(DeskError, match="taken back already"):
        desk.leads.undo(report.import_id)


def test_what_was_taken_back_goes_in_again(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, *SHEET)
    first = desk.leads.import_file(path, lookup="later")
    desk.leads.undo(first.import_id)
    again = desk.leads.import_file(path, lookup="later")
    assert (again.imported, again.without_phone, again.known) == (2, 1, 0)
    assert [hit.name for hit in desk.leads.search("sarah").hits] == ["Sarah Berg"]


def test_a_conversation_outlives_the_import_that_named_it(desk: Desk, tmp_path: Path) -> None:
    report = desk.leads.import_file(write(tmp_path, *SHEET), lookup="later")
    desk.sending.send(SARAH, "Hi Sarah")
    desk.leads.undo(report.import_id)
    (row,) = desk.conversations.page()
    assert (row.number, row.name, row.last_text) == (SARAH, "", "Hi Sarah")


def test_there_is_nothing_to_take_back(desk: Desk) -> None:
    with pytest.raises(DeskError, match="no import 7"):
        desk.leads.undo(7)


def test_what_is_exported_goes_in_again_and_changes_nothing(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    source = write(
        tmp_path,
        "Order #,Attendee #,First Name,Last Name,Email,Phone,Event,Registration Time,State,Country",
        f"1,7,Sarah,Berg,s@x.example,{SARAH},Fair,2026-03-01T14:22:31.250Z,CA,US",
        "1,8,=Tom,Reyes,t@x.example,4.15556E+09,Fair,,NY,US",
        "2,9,Ann,,a@x.example,n/a,,,,",
        "2,10,Zo\u00eb,Lee,,+49 160 1234561,,3/14/2026,,",
    )
    desk.leads.import_file(source, lookup="later")
    exported = tmp_path / "exported.csv"
    with exported.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([LEAD_COLUMNS, *map(lead_cells, desk.leads.all())])
    before = rows_of(firm)
    report = desk.leads.import_file(exported, lookup="later")
    assert (report.rows, report.known, report.imported) == (4, 4, 0)
    assert rows_of(firm) == before
