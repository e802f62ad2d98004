"""One row of a lead file, and why it may not be one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.spreadsheets.cells import cell_taker, tidy_cell, tidy_row
from smsdesk.core.spreadsheets.consent_cells import Says, read_consent
from smsdesk.core.spreadsheets.header_words import begins_with_phrase, holds_phrase, known_answer
from smsdesk.core.spreadsheets.row_phones import RowPhones, phones_reader
from smsdesk.core.spreadsheets.sheet import quote_runs_on
from smsdesk.text import clip, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from smsdesk.core.rules.phone import Phone
    from smsdesk.core.spreadsheets.columns import Columns
    from smsdesk.core.spreadsheets.rows import Row


class LeadRow(NamedTuple):
    """One signup, as the file has it; a tuple, for a file holds a million.

    Attributes:
        line: the line in which the row starts, from 1.
        phone: as written: the cell of the number that counts, else the first that is filled.
        read: that phone, read.
        signed_up_at: aware UTC; ``None`` where the file has no time that can be read.
        source_id: the source's own name for this signup; empty where it gives none.
        country: two letters (ISO 3166-1), where the row names it.
        opt_out: what in the row says that its numbers want no texts; empty where nothing does.
        opt_out_numbers: in E.164: those that it is about.
        cells: the row as in the file.
        problem: why the row cannot be read; empty where it can.
        skipped: whether the user has said to leave such rows out.
    """

    line: int
    name: str
    email: str
    phone: str
    read: Phone
    event: str
    signed_up_at: datetime | None
    source_id: str
    first_name: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    opt_out: str = ""
    opt_out_numbers: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    problem: str = ""
    skipped: bool = False


TOTAL, FOOTER = "a total, and no lead", "a footer, and no lead"

FOOTERS = frozenset({TOTAL, FOOTER})
"""The problems of rows that a program has written below the leads about them."""


@dataclass(slots=True)
class Doubts:
    """What rows say that is no clear word about texts, counted: (header, value) to rows."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


_MOST_DOUBTS = 200
"""Different values that are counted: a column of free text has no end of them."""


def row_reader(
    header: Sequence[str],
    columns: Columns,
    signed_up_at: Callable[[Sequence[str]], datetime | None],
    *,
    region: str,
    event: str,
    skip: Sequence[tuple[int, str]],
    doubts: Doubts,
) -> Callable[[Row], LeadRow | None]:
    """Return what makes a ``LeadRow`` of a row of one file, or ``None`` of an empty one.

    Args:
        header: the cells of the header.
        columns: what they were taken for.
        signed_up_at: how to read the time of a tidy row.
        region: for phones of rows that name no country.
        event: of rows that name none.
        skip: place and value of rows to leave out.
        doubts: where to count what is no clear word about texts.
    """
    width = len(header)
    places = columns.places
    first, last, full, email, named, state, zip_code = (
        cell_taker(places.get(target, ()))
        for target in ("first_name", "last_name", "name", "email", "event", "state", "zip")
    )
    name_of = _name_taker(columns, first, last, full)
    phones = phones_reader(columns, region)
    source = places.get("source_id", ())
    asks = columns.consents or columns.statuses
    counted = _doubt_counter(columns, doubts)
    no_clear_first = bool(places.get("first_name"))

    def read(row: Row) -> LeadRow | None:
        cells = tidy_row(row.cells, width)
        found = phones(cells)
        lead = LeadRow(
            row.line,
            name_of(cells),
            email(cells),
            found.written,
            found.phone,
            named(cells) or event,
            signed_up_at(cells),
            "/".join([cells[place] for place in source]).strip("/") if source else "",
            first(cells) if no_clear_first else "",
            state(cells),
            zip_code(cells),
            found.region,
            "",
            (),
            tuple(row.cells),
        )
        if asks or found.forbids:
            lead = _with_consent(lead, cells, columns, found)
            if asks:
                counted(cells)
        for place, value in skip:
            if fold(cells[place]) == value:
                what = f'skipped: "{header[place]}" is "{clip(cells[place], 60)[0]}"'
                lead = lead._replace(problem=what, skipped=True)
        regular = lead.read.number and len(row.cells) == width and row.line == row.last_line
        if regular and row.cells[0] != header[0]:
            return lead
        if not any(cells):
            return None
        problem = _problem(lead, row, header)
        return lead._replace(problem=problem, skipped=False) if problem else lead

    return read


def _name_taker(
    columns: Columns,
    first: Callable[[Sequence[str]], str],
    last: Callable[[Sequence[str]], str],
    full: Callable[[Sequence[str]], str],
) -> Callable[[Sequence[str]], str]:
    if not columns.places.get("last_name"):
        return lambda cells: full(cells) or first(cells)
    infix = cell_taker(columns.places.get("infix", ()))
    if columns.places.get("infix"):
        return lambda cells: (
            " ".join(filter(None, (first(cells), infix(cells), last(cells)))) or full(cells)
        )
    if columns.last_first:
        return lambda cells: f"{last(cells)} {first(cells)}".strip() or full(cells)
    return lambda cells: f"{first(cells)} {last(cells)}".strip() or full(cells)


def _with_consent(
    lead: LeadRow, cells: Sequence[str], columns: Columns, found: RowPhones
) -> LeadRow:
    evidence = f'the phone reads "{clip(lead.phone, 80)[0]}"' if found.forbids else ""
    for column in columns.consents:
        if column.acts and read_consent(cells[column.place], denies=column.denies) is Says.NO_TEXTS:
            evidence = f'"{column.header}" is "{clip(cells[column.place], 80)[0]}"'
            break
    if not evidence:
        return lead
    return lead._replace(opt_out=evidence, opt_out_numbers=found.own)


def _doubt_counter(columns: Columns, doubts: Doubts) -> Callable[[Sequence[str]], None]:
    unclear = [column for column in columns.consents if not column.acts]

    def note(header: str, value: str) -> None:
        key = (header, clip(value, 40)[0])
        if key in doubts.counts or len(doubts.counts) < _MOST_DOUBTS:
            doubts.counts[key] += 1

    def count(cells: Sequence[str]) -> None:
        for column in unclear:
            text = cells[column.place]
            if text and read_consent(text, denies=column.denies) is Says.NO_TEXTS:
                note(column.header, text)
        for place, header in columns.statuses:
            if cells[place] and holds_phrase("not_texting", cells[place]):
                note(header, cells[place])

    return count


def _problem(lead: LeadRow, row: Row, header: Sequence[str]) -> str:  # noqa: PLR0911 - a line each
    """Say why a row cannot be read, in words that follow "line 7: "."""
    if quote_runs_on(row):
        return (
            f"a quote is not closed, so lines {row.line} to {row.last_line} read as one row; "
            "close it or take it out"
        )
    if list(map(tidy_cell, row.cells)) == list(header):
        return "the header once more"
    if not lead.read.number and "@" not in lead.email and (footer := _footer(lead)):
        return footer
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
    if not lead.read.number and "@" not in lead.email:
        return _no_person(list(filter(None, map(tidy_cell, lead.cells))))
    return ""


def _footer(lead: LeadRow) -> str:
    """Say what a row is that counts or dates those above it, or nothing.

    What stands in a phone's cell is kept with its reason, whatever the name beside it.
    """
    filled = list(filter(None, map(tidy_cell, lead.cells)))
    if not lead.phone and known_answer("total", re.sub(r"\d", "", filled[0])):
        return TOTAL
    alone = len(filled) == 1 and any(map(str.isdigit, filled[0]))
    return FOOTER if alone and begins_with_phrase("footer", filled[0]) else ""


def _no_person(filled: Sequence[str]) -> str:
    """Say what a row is that reaches nobody and names nobody, or nothing."""
    if all(cell.startswith("{") for cell in filled):
        return "names for a program, and no lead"
    return ""


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
