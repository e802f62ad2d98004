"""A CSV of leads as it comes from Zoom, HubSpot, Eventbrite or a spreadsheet (spec, section 5).

Every row of the file comes out as a ``LeadRow``, also one that cannot be read: it says why, so
that no row is dropped in silence. Only lines with nothing in them are passed over. Whether a
phone is a number is not judged here (``smsdesk.core.rules.phone``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from smsdesk.core.leads.lead_headers import find_columns, header_worth, parse_mapping
from smsdesk.core.leads.lead_row import LeadRow, row_reader
from smsdesk.core.spreadsheets.csv_cells import tidy_row
from smsdesk.core.spreadsheets.csv_file import CsvFile, CsvRow, LeadFileError, open_csv, shown
from smsdesk.core.spreadsheets.header_spellings import normal_header
from smsdesk.core.spreadsheets.time_column import time_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

__all__ = ["LeadFile", "LeadFileError", "LeadRow", "open_lead_file", "parse_mapping"]

# The tables of a Zoom attendee report that may stand below the attendees: they have columns of
# their own and hold no signups.
_ZOOM_SECTIONS = {"other attended", "host details", "panelist details"}


@dataclass(frozen=True, slots=True)
class LeadFile:
    """A lead file whose columns are known.

    Attributes:
        encoding: ``UTF-8``, ``UTF-16`` or ``Windows-1252``.
        header_line: the line in which the header starts, from 1.
        header: the cells of the header, as in the file.
        columns: what was found where: target to header texts, best first.
        unused: the header texts that nothing is taken from.
        topic: the event named above the header of a Zoom report, for rows without one; or "".
        size_bytes: the size of the file.
    """

    path: Path
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    topic: str
    size_bytes: int
    _file: CsvFile = field(repr=False)
    _read: Callable[[CsvRow], LeadRow | None] = field(repr=False)

    @property
    def bytes_read(self) -> int:
        """How much of ``size_bytes`` the newest ``rows()`` has read."""
        return self._file.progress.bytes_read

    def rows(self) -> Iterator[LeadRow]:
        """Read the rows below the header as a stream; every call starts anew.

        Raises:
            LeadFileError: a quote is never closed, or the file can no longer be read.
        """
        section = ""
        for row in self._file.rows():
            if row.line <= self.header_line:
                continue
            lead = self._read(row)
            if lead is None:
                continue
            if not (lead.phone or lead.email):
                section = _zoom_section(row) or section
            if section and not lead.problem:
                lead = replace(lead, problem=f'below "{section}", which has other columns')
            yield lead


def open_lead_file(
    path: Path, *, mapping: Mapping[str, str] | None = None, zone: tzinfo
) -> LeadFile:
    """Find out how a lead file is written and what its columns hold.

    Args:
        path: the file, whatever its name ends in.
        mapping: target to header text, from ``parse_mapping``.
        zone: what times without a zone are in.

    Raises:
        LeadFileError: it is no lead file, or not one that can be read.
    """
    mapping = mapping or {}
    file = open_csv(path, lambda cells: header_worth(cells, mapping))
    worths = [header_worth(row.cells, mapping) for row in file.sample]
    place = worths.index(max(worths))
    header = file.sample[place]
    where = f"{shown(path)}, line {header.line}"
    columns = find_columns(header.cells, mapping, where)
    if file.whole and place + 1 == len(file.sample):
        raise LeadFileError(f"{where}: there is a header and no row below it; export it again.")
    topic = _topic(file.sample[:place])
    signed_up_at = time_reader(file, header, columns.places.get("signed_up_at", ()), zone)
    return LeadFile(
        path=path,
        encoding=file.encoding.label,
        delimiter=file.delimiter,
        header_line=header.line,
        header=tuple(header.cells),
        columns=columns.headers,
        unused=columns.unused,
        topic=topic,
        size_bytes=file.size_bytes,
        _file=file,
        _read=row_reader(header.cells, columns.places, signed_up_at, topic),
    )


def _topic(preamble: Sequence[CsvRow]) -> str:
    """Return what stands below "Topic" above the header: Zoom's reports name the event there."""
    for row, below in pairwise(preamble):
        headers = [normal_header(cell) for cell in row.cells]
        if "topic" in headers and any(header for header in headers if header != "topic"):
            return tidy_row(below.cells, len(headers))[headers.index("topic")]
    return ""


def _zoom_section(row: CsvRow) -> str:
    title = "".join(row.cells).strip()
    return title if normal_header(title) in _ZOOM_SECTIONS else ""
