"""A file of leads as it comes from any program or spreadsheet (spec, section 5).

Every row of the table comes out as a ``LeadRow``, also one that cannot be read: it says why, so
that no row is dropped in silence. Only lines with nothing in them are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsdesk.core.leads.lead_row import Doubts, LeadRow, row_reader
from smsdesk.core.leads.preamble import event_above
from smsdesk.core.spreadsheets.cells import tidy_cell
from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError, shown
from smsdesk.core.spreadsheets.header_rows import looks_like_header
from smsdesk.core.spreadsheets.header_words import rank_languages, read_words
from smsdesk.core.spreadsheets.tables import Table, open_tables
from smsdesk.core.spreadsheets.time_columns import TimeColumn, time_column
from smsdesk.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from smsdesk.core.spreadsheets.columns import Columns
    from smsdesk.core.spreadsheets.rows import Row

__all__ = ["Choices", "LeadFile", "LeadFileError", "LeadRow", "open_lead_file"]

FIRST_LEADS = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user has said about a lead file.

    Attributes:
        mapping: target to header text, or to ``#3`` for a column by its place.
        event: of all rows; empty for what the file says.
        opt_out_columns: headers of columns whose *yes* or whose word means no texts.
        skip: header and value of rows to leave out.
        sheet: the name of a workbook's sheet.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    event: str = ""
    opt_out_columns: tuple[str, ...] = ()
    skip: tuple[tuple[str, str], ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class LeadFile:
    """A lead file whose columns are known.

    Attributes:
        encoding: of a text; the name of the sheet of a workbook.
        header_line: the line in which the header starts, from 1; 0 for a table without one.
        header: the cells of the header, tidy.
        columns: what was taken for what.
        event: of rows that name none: the user's, or that above the table; or "".
        size_bytes: the size of the file.
        doubts: what is no clear word about texts, counted while rows are read.
    """

    path: Path
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    columns: Columns
    event: str
    order: str
    size_bytes: int
    doubts: Doubts
    _table: Table = field(repr=False)
    _read: Callable[[Row], LeadRow | None] = field(repr=False)

    @property
    def bytes_read(self) -> int:
        """How much of ``size_bytes`` the newest ``rows()`` has read."""
        return self._table.sheet.progress.bytes_read

    def rows(self) -> Iterator[LeadRow]:
        """Read the rows below the header as a stream; every call starts anew.

        Raises:
            LeadFileError: a quote is never closed, or the file can no longer be read.
        """
        self.doubts.counts.clear()
        return self._rows(self._table.sheet.rows())

    def first_leads(self) -> list[LeadRow]:
        """Return the first leads of the sample as they would be stored."""
        found = []
        for row in self._rows(iter(self._table.sheet.sample)):
            if not row.problem:
                found.append(row)
                if len(found) == FIRST_LEADS:
                    break
        self.doubts.counts.clear()
        return found

    def _rows(self, rows: Iterator[Row]) -> Iterator[LeadRow]:
        sections = _Sections(self.header)
        names_events = "event" in self.columns.places
        waiting: LeadRow | None = None
        for row in rows:
            if row.line <= self.header_line:
                continue
            lead = self._read(row)
            if lead is None:
                continue
            if lead.read.number or "@" in lead.email:
                if waiting is not None:
                    yield sections.judged(waiting)
                    waiting = None
                if sections.event and not (lead.event or names_events):
                    lead = lead._replace(event=sections.event)
                yield sections.judged(lead) if sections.foreign else lead
                continue
            # A row without a person may be the title or the header of another table.
            waiting = yield from sections.passing(waiting, lead)
        if waiting is not None:
            yield sections.judged(waiting)


class _Sections:
    """The tables that may stand below the leads in one file."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = [cell for cell in map(fold, header) if cell]
        self.foreign = ""
        self.event = ""

    def passing(
        self, waiting: LeadRow | None, lead: LeadRow
    ) -> Generator[LeadRow, None, LeadRow | None]:
        """Yield what is settled by a row without phone and e-mail; return what is not."""
        filled = [cell for cell in map(tidy_cell, lead.cells) if cell]
        if list(map(fold, filled)) == self._header:
            self.foreign = ""
            if waiting is not None:
                yield _titled(waiting)
            yield lead._replace(problem="the header once more")
            return None
        if self._is_header(filled, lead, titled=bool(self._title_of(waiting))):
            self.foreign = self._title_of(waiting) or filled[0]
            if waiting is not None:
                yield _titled(waiting)
            yield lead._replace(problem=f'the header of "{self.foreign}", which has other columns')
            return None
        if waiting is not None:
            yield self.judged(waiting)
        if len(filled) == 1:
            if not _names_a_part(filled[0]):
                return lead
            self.event = filled[0] if _names_an_event(filled[0]) else ""
            return _titled(lead)
        yield self.judged(lead)
        return None

    def _is_header(self, filled: Sequence[str], lead: LeadRow, *, titled: bool) -> bool:
        """Tell another table's header: without gaps, and of two cells only below a title."""
        cells = list(map(tidy_cell, lead.cells))
        fewest = 2 if titled else 3
        return len(filled) >= fewest and all(cells[: len(filled)]) and looks_like_header(filled)

    def judged(self, lead: LeadRow) -> LeadRow:
        """Return a row with its problem where it stands below another table's header."""
        if self.foreign and not lead.problem:
            return lead._replace(problem=f'below "{self.foreign}", which has other columns')
        return lead

    def _title_of(self, waiting: LeadRow | None) -> str:
        cells = [] if waiting is None else [cell for cell in map(tidy_cell, waiting.cells) if cell]
        return cells[0] if len(cells) == 1 else ""


_PARTS = frozenset({"event", "product", "self", "role", "registered", "topic"})


def _names_a_part(text: str) -> bool:
    """Tell the title of some of the rows (``Open house in May``) from a name that stands alone."""
    senses = read_words(text, rank_languages([text])).senses
    return bool(senses & _PARTS) or any(map(str.isdigit, text))


def _names_an_event(text: str) -> bool:
    """Tell ``Open house in May`` from ``Total: 12``, which is no event of the rows below it."""
    return "event" in read_words(text, rank_languages([text])).senses


def _titled(lead: LeadRow) -> LeadRow:
    return lead._replace(problem=lead.problem or "the title of a part of the file")


def open_lead_file(
    path: Path,
    *,
    zone: tzinfo,
    region: str = "US",
    mapping: Mapping[str, str] | None = None,
    choices: Choices | None = None,
) -> LeadFile:
    """Find out how a lead file is written and what its columns hold.

    Args:
        path: the file, whatever its name ends in.
        zone: what times without a zone are in.
        region: the desk's: for phones, dates and code pages that the file leaves open.
        mapping: short for ``Choices(mapping=...)``.
        choices: what the user has said.

    Raises:
        LeadFileError: it is no lead file, or not one that can be read.
        UnsureError: something must be said first.
    """
    said = choices or Choices(mapping=mapping or {})
    table = _lead_table(path, region, said)
    if table.sheet.whole and not any(row.line > table.header.line for row in table.sheet.sample):
        raise LeadFileError(
            f"{table.where}: there is a header and no row below it; export it again."
        )
    columns = table.columns
    times = time_column(
        table.sheet, table.header, columns.places.get("signed_up_at", ()), columns.clock,
        zone=zone, region=region,
    )  # fmt: skip
    return _lead_file(path, table, times, said, region)


def _lead_file(path: Path, table: Table, times: TimeColumn, said: Choices, region: str) -> LeadFile:
    header = tuple(map(tidy_cell, table.header.cells))
    event = said.event or event_above(table.above)
    doubts = Doubts()
    columns = table.columns
    reader = row_reader(
        header,
        columns,
        times.read,
        region=region,
        event=event,
        skip=[(table.place_of(name), fold(one_line(value))) for name, value in said.skip],
        doubts=doubts,
    )
    read = _with_event(reader, said.event) if said.event else reader
    return LeadFile(
        path=path,
        encoding=table.sheet.label,
        delimiter=table.sheet.separator,
        header_line=table.header.line,
        header=header,
        columns=columns,
        event=event,
        order=times.order,
        size_bytes=table.sheet.size_bytes,
        doubts=doubts,
        _table=table,
        _read=read,
    )


def _with_event(
    read: Callable[[Row], LeadRow | None], event: str
) -> Callable[[Row], LeadRow | None]:
    def read_on(row: Row) -> LeadRow | None:
        lead = read(row)
        return lead and lead._replace(event=event)

    return read_on


def _lead_table(path: Path, region: str, said: Choices) -> Table:
    """Return the table with the leads: of a workbook, the only sheet that has phones."""
    tables = open_tables(path, region, said.mapping, said.opt_out_columns)
    if said.sheet:
        named = [table for table in tables if fold(table.sheet.label) == fold(said.sheet)]
        if not named:
            listed = ", ".join(f'"{table.sheet.label}"' for table in tables)
            raise LeadFileError(
                f'{shown(path)}: there is no sheet "{said.sheet}". The sheets are: {listed}.'
            )
        tables = named
    if len(tables) == 1:
        tables[0].columns  # noqa: B018 - raises what is wrong with it
        return tables[0]
    fit: list[Table] = []
    problems: list[LeadFileError] = []
    for table in tables:
        try:
            table.columns  # noqa: B018
        except LeadFileError as error:
            problems.append(error)
        else:
            if any(row.line > table.header.line for row in table.sheet.sample):
                fit.append(table)
    if not fit:
        raise next((one for one in problems if isinstance(one, UnsureError)), problems[0])
    if len(fit) > 1:
        names = " or ".join(f'--sheet "{table.sheet.label}"' for table in fit)
        raise UnsureError(
            f"{shown(path)}: several sheets hold leads; say which: {names}.",
            "Several sheets hold leads. Which is to be imported?",
            [(table.sheet.label, f"sheet={table.sheet.label}") for table in fit],
        )
    return fit[0]


_SKIP = re.compile(r"\s*(.+?)\s*=\s*(.*?)\s*", re.DOTALL)


def parse_skip(options: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Read ``--skip`` options such as ``Approval Status=denied``.

    Raises:
        LeadFileError: an option has another form.
    """
    found = []
    for option in options:
        match = _SKIP.fullmatch(option)
        if not match or not match[2]:
            raise LeadFileError(
                f'--skip {one_line(option)} cannot be read; write it as --skip "Status=denied".'
            )
        found.append((match[1], match[2]))
    return tuple(found)
