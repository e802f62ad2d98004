"""Imports are on record and can be taken back; what a file says of consent is kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.desk import DeskError
from smsdesk.terms import Code
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

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


def rows_of(firm: Firm) -> list[list[tuple[object, ...]]]:
    return [firm.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("lead", "card")]  # noqa: S608


def test_an_import_is_taken_back_without_a_trace_among_the_leads(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    desk.leads.import_file(write(tmp_path, "Name,Phone", f"Sarah B.,{SARAH}", name="old.csv"))
    before = rows_of(firm)
    report = desk.leads.import_file(write(tmp_path, *SHEET), lookup="later")
    assert desk.conversations.totals().leads == 4
    assert desk.leads.undo(report.import_id) == 3
    assert rows_of(firm) == before
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
