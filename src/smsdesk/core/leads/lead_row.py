"""One row of a lead file, and why it may not be one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.csv_cells import cell_taker, tidy_cell, tidy_row
from smsdesk.core.spreadsheets.csv_file import CsvRow, quote_runs_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One signup, as the file has it.

    Attributes:
        line: the line in which the row starts, from 1.
        phone: as written, from the best phone column that is filled.
        signed_up_at: aware UTC; ``None`` where the file has no time that can be read.
        source_id: the source's own name for this signup; empty where it gives none.
        cells: the row as in the file.
        problem: why the row cannot be read; empty where it can.
    """

    line: int
    name: str
    email: str
    phone: str
    event: str
    signed_up_at: datetime | None
    source_id: str
    cells: tuple[str, ...]
    problem: str = ""


def row_reader(
    header: Sequence[str],
    places: Mapping[str, tuple[int, ...]],
    signed_up_at: Callable[[Sequence[str]], datetime | None],
    topic: str,
) -> Callable[[CsvRow], LeadRow | None]:
    """Return what makes a ``LeadRow`` of a row of one file, or ``None`` of an empty one.

    Args:
        header: the cells of the header.
        places: target to the positions of its columns, as in ``lead_headers.Columns``.
        signed_up_at: how to read the time of a tidy row, from ``time_column``.
        topic: the event of rows that name none.
    """
    width = len(header)
    first, last, full, email, phone, event = (
        cell_taker(places.get(target, ()))
        for target in ("first_name", "last_name", "name", "email", "phone", "event")
    )
    source = places.get("source_id", ())

    def read(row: CsvRow) -> LeadRow | None:
        cells = tidy_row(row.cells, width)
        lead = LeadRow(
            row.line,
            f"{first(cells)} {last(cells)}".strip() or full(cells),
            email(cells),
            _digits_of_float(phone(cells)),
            event(cells) or topic,
            signed_up_at(cells),
            "/".join([cells[place] for place in source]).strip("/") if source else "",
            tuple(row.cells),
        )
        regular = lead.phone and len(row.cells) == width and row.line == row.last_line
        if regular and row.cells[0] != header[0]:
            return lead
        if not any(cells):
            return None
        problem = _problem(lead, row, header)
        return replace(lead, problem=problem) if problem else lead

    return read


def _problem(lead: LeadRow, row: CsvRow, header: Sequence[str]) -> str:
    """Say why a row cannot be read, in words that follow "line 7: "."""
    if quote_runs_on(row):
        return (
            f"a quote is not closed, so lines {row.line} to {row.last_line} read as one row; "
            "close it or take it out"
        )
    if row.cells == list(header):
        return "the header once more"
    count, width = len(lead.cells), len(header)
    # Empty cells too many are what Zoom's closing commas make.
    if any(map(tidy_cell, lead.cells[width:])):
        return f"{count} cells where the header has {width}; a cell with a comma in it needs quotes"
    # Excel leaves out the empty cells at a row's end, sixteen rows at a time; so a short row is
    # good as long as something in it stands where the header says.
    if count < width and not lead.phone and "@" not in lead.email:
        return f"{_cells(count)} where the header has {width}"
    if not (lead.phone or lead.email or lead.name):
        return "no name, e-mail or phone in it"
    return ""


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _digits_of_float(phone: str) -> str:
    """Undo ``4155550100.0``, which data tools make of a column of numbers with gaps."""
    return phone[:-2] if phone.endswith(".0") and phone[:-2].isdigit() else phone
