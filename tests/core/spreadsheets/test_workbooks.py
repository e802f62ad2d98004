"""The sheets of a workbook: their cells become the text that a CSV of them would hold."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.spreadsheets.errors import LeadFileError
from smsdesk.core.spreadsheets.workbooks import SAMPLE_ROWS, open_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from smsdesk.core.spreadsheets.workbooks import WorkbookSheet

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
DATES = f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>'

TEXT = '<c t="inlineStr"><is><t>{}</t></is></c>'
NUMBER = "<c><v>{}</v></c>"
MOMENT = '<c s="1"><v>{}</v></c>'
TRUTH = '<c t="b"><v>{}</v></c>'


def workbook(
    path: Path, sheets: Sequence[tuple[str, Sequence[str]]], hidden: Sequence[str] = ()
) -> Path:
    """Write the smallest XLSX that holds the sheets; each row is the XML of its cells."""
    listed, links = "", ""
    with zipfile.ZipFile(path, "w") as archive:
        for at, (name, rows) in enumerate(sheets, 1):
            state = ' state="hidden"' if name in hidden else ""
            listed += f'<sheet name="{name}" sheetId="{at}" r:id="s{at}"{state}/>'
            links += (
                f'<Relationship Id="s{at}" Type="{OFFICE}/worksheet" '
                f'Target="worksheets/sheet{at}.xml"/>'
            )
            data = "".join(f"<row>{row}</row>" for row in rows)
            archive.writestr(
                f"xl/worksheets/sheet{at}.xml",
                f"<worksheet {MAIN}><sheetData>{data}</sheetData></worksheet>",
            )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f"<Relationships {PACKAGE}>{links}</Relationships>"
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {PACKAGE}><Relationship Id="w" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", DATES)
    return path


def opened(path: Path) -> Sequence[WorkbookSheet]:
    return open_workbook(path, path.stat().st_size, old_container=False)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (TEXT.format("0160 123"), "0160 123"),
        (NUMBER.format("4155550111"), "4155550111"),
        (NUMBER.format("4155550111.0"), "4155550111"),
        (NUMBER.format("4.155550111E9"), "4155550111"),
        (NUMBER.format("14155550111"), "14155550111"),
        (NUMBER.format("12.5"), "12.5"),
        (NUMBER.format("0"), "0"),
        (TRUTH.format(1), "true"),
        (TRUTH.format(0), "false"),
        (MOMENT.format("46082"), "2026-03-01"),
        (MOMENT.format("46082.5"), "2026-03-01 12:00:00"),
        ("<c/>", ""),
    ],
)
def test_a_cell_reads_as_a_csv_of_the_sheet_would_hold_it(
    tmp_path: Path, cell: str, text: str
) -> None:
    (sheet,) = opened(
        workbook(tmp_path / "a.xlsx", [("Leads", [TEXT.format("x") + cell + TEXT.format("y")])])
    )
    assert [row.cells for row in sheet.rows()] == [["x", text, "y"]]


def test_sheets_with_something_in_them_and_those_that_are_shown_first(tmp_path: Path) -> None:
    row = [TEXT.format("x")]
    path = workbook(
        tmp_path / "a.xlsx",
        [("Lists", row), ("Empty", []), ("Leads", row), ("More", row)],
        hidden=("Lists",),
    )
    assert [sheet.label for sheet in opened(path)] == ["Leads", "More", "Lists"]


def test_blank_rows_are_passed_over_and_lines_are_those_of_the_sheet(tmp_path: Path) -> None:
    rows = [TEXT.format("a"), "<c/>", TEXT.format(""), TEXT.format("b")]
    (sheet,) = opened(workbook(tmp_path / "a.xlsx", [("Leads", rows)]))
    assert [(row.line, row.cells[0]) for row in sheet.rows()] == [(1, "a"), (4, "b")]
    assert sheet.progress.bytes_read == sheet.size_bytes


def test_a_long_sheet_is_judged_by_its_beginning_and_read_to_its_end(tmp_path: Path) -> None:
    rows = [NUMBER.format(at) for at in range(SAMPLE_ROWS + 1)]
    (sheet,) = opened(workbook(tmp_path / "a.xlsx", [("Leads", rows)]))
    assert (len(sheet.sample), sheet.whole) == (SAMPLE_ROWS, False)
    assert sum(1 for _ in sheet.rows()) == SAMPLE_ROWS + 1


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("word/document.xml", "is a Word document"),
        ("ppt/presentation.xml", "is a presentation"),
        ("Index/Document.iwa", "is an Apple Numbers sheet"),
        ("META-INF/container.xml", "is an e-book"),
        ("leads.csv", "is a ZIP archive; unpack it"),
        ("xl/workbook.xml", "is a broken workbook"),
    ],
)
def test_another_archive_is_called_what_it_is(tmp_path: Path, inside: str, words: str) -> None:
    path = tmp_path / "leads.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "x")
    with pytest.raises(LeadFileError, match=words):
        opened(path)


def test_a_workbook_with_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(LeadFileError, match="a workbook with nothing in it; export it again"):
        opened(workbook(tmp_path / "a.xlsx", [("Leads", [])]))


def test_one_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [("Leads", [])])
    with pytest.raises(LeadFileError, match="too large for a workbook"):
        open_workbook(path, 200_000_001, old_container=False)
